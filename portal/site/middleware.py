"""What every answer carries, and the pages for a write that came too late or after the session ended."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRefresh, reswap, retarget

from portal.audit.errors import StaleWrite
from portal.site.accounts.login import login_with
from portal.site.errors import stale_write
from portal.site.kept import typed_into


class NoStoreMiddleware:
    """Keeps what staff read out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class StaleWriteMiddleware:
    """Answers 409 where a page has no better way of telling that somebody else was faster."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that says so; any other exception goes its way."""
        return stale_write(request) if isinstance(exception, StaleWrite) else None


class KeepingLoginRequiredMiddleware(LoginRequiredMiddleware):
    """Asks whoever is not logged in to log in; what they had typed goes with them."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> Any:
        """Of a page that is open to all nobody asks who is there: the session stays unread."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> Any:
        """The login page itself where something was typed, else the way there.

        A script asked for a part of a page: it gets the whole page instead.
        """
        by_script = bool(request.headers.get("HX-Request"))
        if kept := typed_into(request, request.resolver_match):
            answer = login_with(request, kept)
            return retarget(reswap(answer, "innerHTML"), "body") if by_script else answer
        if by_script:
            return HttpResponseClientRefresh()
        return super().handle_no_permission(request, view_func)
