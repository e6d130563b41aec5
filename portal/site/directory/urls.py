"""Addresses of 組織と人."""

from django.urls import path

from portal.site.accounts.views import OfficeGrantCreate
from portal.site.directory import postings, rotation, views
from portal.site.directory.lists import DEPARTMENTS, OFFICES, ORGANISATIONS, PERSONS, POSTINGS
from portal.site.lists.page import ListPage

app_name = "directory"

urlpatterns = [
    path("", ListPage.as_view(listed=ORGANISATIONS), name="organisations"),
    path("organisations/new/", views.OrganisationCreate.as_view(), name="organisation-new"),
    path("organisations/<int:pk>/", views.OrganisationDetail.as_view(), name="organisation"),
    path("organisations/<int:pk>/edit/", views.OrganisationEdit.as_view(), name="organisation-edit"),
    path("organisations/<int:pk>/departments/new/", views.DepartmentCreate.as_view(), name="department-new"),
    path("organisations/<int:pk>/offices/new/", views.OfficeCreate.as_view(), name="office-new"),
    path("departments/", ListPage.as_view(listed=DEPARTMENTS), name="departments"),
    path("departments/<int:pk>/", views.DepartmentDetail.as_view(), name="department"),
    path("departments/<int:pk>/edit/", views.DepartmentEdit.as_view(), name="department-edit"),
    path("offices/", ListPage.as_view(listed=OFFICES), name="offices"),
    path("offices/<int:pk>/", views.OfficeDetail.as_view(), name="office"),
    path("offices/<int:pk>/edit/", views.OfficeEdit.as_view(), name="office-edit"),
    path("offices/<int:pk>/grant/", OfficeGrantCreate.as_view(), name="office-grant"),
    path("persons/", ListPage.as_view(listed=PERSONS), name="persons"),
    path("persons/new/", views.PersonCreate.as_view(), name="person-new"),
    path("persons/<int:pk>/", postings.PersonDetail.as_view(), name="person"),
    path("persons/<int:pk>/edit/", views.PersonEdit.as_view(), name="person-edit"),
    path("persons/<int:pk>/transfer/", postings.Transfer.as_view(), name="transfer"),
    path("persons/<int:pk>/postings/new/", postings.PostingCreate.as_view(), name="posting-new"),
    path("postings/", ListPage.as_view(listed=POSTINGS), name="postings"),
    path("postings/<int:pk>/", postings.PostingDetail.as_view(), name="posting"),
    path("postings/<int:pk>/edit/", postings.PostingEdit.as_view(), name="posting-edit"),
    path("postings/<int:pk>/end/", postings.PostingEnd.as_view(), name="posting-end"),
    path("postings/<int:pk>/remove/", postings.PostingRemove.as_view(), name="posting-remove"),
    path("rotation/", rotation.Rotation.as_view(), name="rotation"),
]
