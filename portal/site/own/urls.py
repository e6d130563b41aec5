"""URLs of what is one's own."""

from django.urls import path

from portal.site.own import views

app_name = "own"

urlpatterns = [
    path("bookmarks/", views.Bookmarks.as_view(), name="bookmarks"),
    path("bookmarks/<str:label>/<int:key>/", views.BookmarkSwitch.as_view(), name="bookmark"),
    path("kept/", views.throw_away, name="kept"),
    path("keys/", views.Keys.as_view(), name="keys"),
]
