"""Headers that every answer carries, and the page for a write that came too late."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal.audit.errors import StaleWrite
from portal.site.views import stale_write

# Everything comes from this host, nothing is inline, nobody frames a page.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class HeadersMiddleware:
    """Says where a page's parts may come from, and keeps what staff read out of shared caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
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
