"""Addresses of what is done with lists; the lists themselves have their own."""

from django.urls import path

from portal.site.lists.export import ListExport

app_name = "lists"

urlpatterns = [
    path("<slug:list_key>/export/", ListExport.as_view(), name="export"),
]
