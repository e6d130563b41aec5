"""Light, dark, or as the system says: a choice of this browser, kept in a cookie and asked of nobody else.

It belongs to the screen and not to the person, works before login, and needs no script.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "look"
LOOKS = ("light", "dark")
KEPT_SECONDS = 365 * 24 * 60 * 60


def look_of(request: HttpRequest) -> str:
    """light or dark where the reader chose, else empty."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in LOOKS else ""


def own_page(request: HttpRequest, address: str) -> str:
    """The address, where it is a page of this portal; else the first page."""
    is_ours = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else reverse("home")


@login_not_required
@require_POST
def choose_look(request: HttpRequest) -> HttpResponse:
    """Keep the choice and go back to the page it was made on."""
    response = HttpResponseRedirect(own_page(request, request.POST.get("next", "")))
    chosen = request.POST.get("look", "")
    if chosen in LOOKS:
        response.set_cookie(
            COOKIE,
            chosen,
            max_age=KEPT_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
