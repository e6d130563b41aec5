"""The portal's addresses and those of Django's admin over the same rows, for the benchmark only."""

from typing import Any

from django.contrib import admin
from django.urls import path

from meetings.models import Commitment
from portal.lists.address import SIZE
from portal.urls import urlpatterns as pages_of_the_portal


class OpenSite(admin.AdminSite):
    """An admin for whoever is logged in."""

    def has_permission(self, request: Any) -> bool:
        """Nobody else gets at a benchmark."""
        return True


class CommitmentAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The columns, relations, order and page of the list."""

    list_display = ("subject", "state", "owner", "due", "meeting")
    list_select_related = ("owner__parent__parent", "due", "meeting__body")
    list_filter = ("kind", "state")
    search_fields = ("subject", "words", "owner_label")
    ordering = ("due__latest", "meeting", "number")
    list_per_page = SIZE

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        """Everybody."""
        return True

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission
    has_module_permission = has_view_permission


site = OpenSite(name="bench")
site.register(Commitment, CommitmentAdmin)

urlpatterns = [path("bench-admin/", site.urls), *pages_of_the_portal]
