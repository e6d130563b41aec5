"""What every page's shell needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal.accounts.models import User
from portal.site.look import look_of
from portal.site.registry import navigation_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """Names of the portal and the navigation of this user (one query for the rights, none for strangers)."""
    user = getattr(request, "user", None)
    entries = navigation_for(user) if isinstance(user, User) else []
    return {
        "portal_name": settings.PORTAL_NAME,
        "portal_organisation": settings.PORTAL_ORGANISATION,
        "look": look_of(request),
        "is_home": request.path == "/",
        "navigation": [
            {"label": entry.label, "url": entry.url, "current": request.path.startswith(entry.path)}
            for entry in entries
        ],
    }
