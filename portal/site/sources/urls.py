"""Addresses of the sources of a record."""

from django.urls import path

from portal.site.sources.views import SourcesPage

app_name = "sources"

urlpatterns = [
    path("<str:model_label>/<int:pk>/", SourcesPage.as_view(), name="record"),
]
