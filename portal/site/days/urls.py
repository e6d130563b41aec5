"""Addresses of closed days and due rules."""

from django.urls import path

from portal.site.days import views
from portal.site.days.lists import CLOSED_DAYS
from portal.site.lists.page import ListPage

app_name = "days"

urlpatterns = [
    path("", views.DaysPage.as_view(), name="days"),
    path("closed/", ListPage.as_view(listed=CLOSED_DAYS), name="closed-days"),
    path("closed/new/", views.ClosedDayCreate.as_view(), name="closed-day-new"),
    path("closed/<int:pk>/remove/", views.ClosedDayRemove.as_view(), name="closed-day-remove"),
    path("rules/new/", views.DueRuleCreate.as_view(), name="due-rule-new"),
    path("rules/<int:pk>/edit/", views.DueRuleEdit.as_view(), name="due-rule-edit"),
]
