"""The web server's worker, which also says in Japanese what it refuses before the portal hears of it.

Chosen with ``gunicorn --worker-class portal.site.worker.PortalWorker``; loaded before Django, so it imports
nothing of the portal until there is something to say.
"""

from typing import Any

from gunicorn import util
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

_TOO_LONG = {
    LimitRequestLine: (414, "URI Too Long"),
    LimitRequestHeaders: (431, "Request Header Fields Too Large"),
}


class PortalWorker(ThreadWorker):
    """gunicorn's worker of threads."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Explain an address that is too long; leave anything else to gunicorn."""
        if type(exc) not in _TOO_LONG:
            super().handle_error(req, client, addr, exc)
            return
        # Django is loaded by now, and was not when this module was.
        from portal.site.errors import plain_error

        self.log.warning("Refused: %s", exc)
        status, phrase = _TOO_LONG[type(exc)]
        page = plain_error(status).content
        head = (
            f"HTTP/1.1 {status} {phrase}\r\nConnection: close\r\nCache-Control: no-store\r\n"
            f"Content-Type: text/html; charset=utf-8\r\nContent-Length: {len(page)}\r\n\r\n"
        )
        util.write_nonblock(client, head.encode("ascii") + page)
