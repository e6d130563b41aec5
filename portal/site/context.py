"""What every page's shell needs."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from portal.accounts.models import User
from portal.site.arrival import unread_count
from portal.site.look import look_of
from portal.site.registry import navigation_for


def names_of_the_portal() -> dict[str, str]:
    """What it is called and whose it is."""
    return {"portal_name": settings.PORTAL_NAME, "portal_organisation": settings.PORTAL_ORGANISATION}


def shell(request: HttpRequest) -> dict[str, Any]:
    """Names of the portal, the navigation and the unread notices of this user: a query for the rights.

    Put together once a request: Django asks again for every component and field that is drawn by itself.
    """
    if not hasattr(request, "shell"):
        request.shell = _shell(request)  # type: ignore[attr-defined]
    found: dict[str, Any] = request.shell  # type: ignore[attr-defined]
    return found


def _shell(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    entries = navigation_for(user) if isinstance(user, User) else []
    return {
        **names_of_the_portal(),
        "look": look_of(request),
        # Asked when the head is written: a page without one does not ask.
        "unread_count": lambda: unread_count(user or AnonymousUser()),
        "is_home": request.path == "/",
        "navigation": [
            {"label": entry.label, "url": entry.url, "current": request.path.startswith(entry.path)}
            for entry in entries
        ],
    }
