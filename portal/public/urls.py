"""Addresses of the public site."""

from django.urls import path

from portal.public.views import serve

urlpatterns = [
    path("", serve, name="public"),
    path("<path:path>", serve, name="public-file"),
]
