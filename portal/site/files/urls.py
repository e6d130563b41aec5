"""Addresses of files."""

from django.urls import path

from portal.site.files.views import FileDownload

app_name = "files"

urlpatterns = [path("<int:pk>/", FileDownload.as_view(), name="file")]
