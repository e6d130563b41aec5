"""Addresses of long work."""

from django.urls import path

from portal.site.jobs import views
from portal.site.jobs.lists import JOBS, MY_JOBS
from portal.site.lists.page import ListPage

app_name = "jobs"

urlpatterns = [
    path("", ListPage.as_view(listed=MY_JOBS), name="mine"),
    path("all/", ListPage.as_view(listed=JOBS), name="all"),
    path("<int:pk>/", views.JobDetail.as_view(), name="job"),
    path("<int:pk>/cancel/", views.JobCancel.as_view(), name="cancel"),
    path("<int:pk>/retry/", views.JobRetry.as_view(), name="retry"),
]
