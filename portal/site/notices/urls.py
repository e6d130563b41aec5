"""Addresses of one's own notices."""

from django.urls import path

from portal.site.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.NoticesPage.as_view(), name="notices"),
    path("read/", views.MarkAllRead.as_view(), name="read-all"),
    path("ways/", views.NoticeWays.as_view(), name="ways"),
    path("morning/", views.MorningSheet.as_view(), name="morning"),
    path("<int:pk>/read/", views.MarkRead.as_view(), name="read"),
]
