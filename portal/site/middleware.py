"""What every answer carries, and the page for a write that came too late."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal.audit.errors import StaleWrite
from portal.site.views import stale_write


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
