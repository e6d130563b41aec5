"""Addresses of what is done with lists; the lists themselves have their own."""

from django.urls import path

from portal.site.lists.bulk import BulkEdit, UndoEdit
from portal.site.lists.cell import CellEdit
from portal.site.lists.export import ListExport, ListWorkbook
from portal.site.lists.paste import PasteEdit
from portal.site.lists.views import ViewCreate, ViewEdit, ViewRemove

app_name = "lists"

urlpatterns = [
    path("views/<int:pk>/edit/", ViewEdit.as_view(), name="view-edit"),
    path("views/<int:pk>/remove/", ViewRemove.as_view(), name="view-remove"),
    path("<slug:list_key>/views/new/", ViewCreate.as_view(), name="view-new"),
    path("<slug:list_key>/bulk/", BulkEdit.as_view(), name="bulk"),
    path("<slug:list_key>/<int:pk>/<slug:column>/", CellEdit.as_view(), name="cell"),
    path("<slug:list_key>/paste/", PasteEdit.as_view(), name="paste"),
    path("<slug:list_key>/undo/<uuid:operation_id>/", UndoEdit.as_view(), name="undo"),
    path("<slug:list_key>/export/", ListExport.as_view(), name="export"),
    path("<slug:list_key>/export.xlsx", ListWorkbook.as_view(), name="workbook"),
]
