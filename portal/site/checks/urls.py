"""Addresses of contradictions."""

from django.urls import path

from portal.site.checks import views
from portal.site.checks.lists import CONTRADICTIONS
from portal.site.lists.page import ListPage

app_name = "checks"

urlpatterns = [
    path("", ListPage.as_view(listed=CONTRADICTIONS), name="contradictions"),
    path("<int:pk>/", views.ContradictionDetail.as_view(), name="contradiction"),
    path("<int:pk>/acknowledge/", views.Acknowledge.as_view(), name="acknowledge"),
]
