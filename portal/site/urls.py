"""URLs of the shell."""

from django.contrib.auth import views as auth_views
from django.urls import include, path

from portal.site import views
from portal.site.accounts.login import Login
from portal.site.accounts.views import PasswordChange
from portal.site.gallery.views import Gallery
from portal.site.help import Help
from portal.site.look import choose_look
from portal.site.searching import SearchPage

urlpatterns = [
    path("", views.home, name="home"),
    path("health/", views.health, name="health"),
    path("look/", choose_look, name="look"),
    path("login/", Login.as_view(), name="login"),
    path("logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("password/", PasswordChange.as_view(), name="password_change"),
    path("search/", SearchPage.as_view(), name="search"),
    path("help/", Help.as_view(), name="help"),
    path("help/gallery/", Gallery.as_view(), name="gallery"),
    path("own/", include("portal.site.own.urls")),
    path("directory/", include("portal.site.directory.urls")),
    path("history/", include("portal.site.history_urls")),
    path("lists/", include("portal.site.lists.urls")),
    path("checks/", include("portal.site.checks.urls")),
    path("days/", include("portal.site.days.urls")),
    path("disclosure/", include("portal.site.disclosure.urls")),
    path("files/", include("portal.site.files.urls")),
    path("jobs/", include("portal.site.jobs.urls")),
    path("notices/", include("portal.site.notices.urls")),
    path("sources/", include("portal.site.sources.urls")),
    path("users/", include("portal.site.accounts.urls")),
]
