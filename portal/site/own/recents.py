"""What somebody looked at last: kept in a signed cookie of their own browser and nowhere else.

To look must write nothing, and nobody shall have a list of who read what; so the server keeps none. Only
kinds and numbers are kept; names and the right to read them are looked up anew each time.
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.accounts.models import User
from portal.site.own.references import Reference

COOKIE = "recent"
KEPT = 10
KEPT_SECONDS = 90 * 24 * 60 * 60


def _salt(user: User) -> str:
    """Binds the list to one person: the next one at this screen starts with none."""
    return f"portal.recent.{user.pk}"


def recents(request: HttpRequest, user: User) -> list[Reference]:
    """The newest first; nothing where the cookie is missing, forged, or another person's."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_salt(user), max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return []
    return [(str(label), int(key)) for label, key in kept]


def remember(response: HttpResponseBase, request: HttpRequest, user: User, record: Any) -> HttpResponseBase:
    """Put a record at the head of the list that goes back to the browser."""
    newest = (record._meta.label_lower, record.pk)
    others = [each for each in recents(request, user) if each != newest]
    response.set_cookie(
        COOKIE,
        signing.dumps([newest, *others][:KEPT], salt=_salt(user)),
        max_age=KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
