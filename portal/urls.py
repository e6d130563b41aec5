"""Root URLs; apps are named as strings only."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portal.site.urls")),
    path("public/", include("portal.public.urls")),
    path("", include("meetings.urls")),
]

handler400 = "portal.site.errors.bad_request"
handler403 = "portal.site.errors.permission_denied"
handler404 = "portal.site.errors.not_found"
handler500 = "portal.site.errors.server_error"
