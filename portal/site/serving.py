"""The portal as a web server calls it: nobody is served before the wall is seen to stand."""

import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.db import Error

from portal.audit.checking import require_serving_role, require_wall
from portal.audit.errors import AuditBypassError
from portal.site.errors import plain_error

logger = logging.getLogger(__name__)
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Guarded:
    """An application behind the question whether the database is walled.

    Where the database cannot be reached at start-up, the server starts all the same and everybody is told so,
    until it answers. A wall with a hole, or a role that could write around it, stops the start.
    """

    def __init__(self, application: Application) -> None:
        """Ask at once; raises ``AuditBypassError`` when a part of the wall is missing."""
        self.application = application
        self.is_walled = False
        self._ask()

    def _ask(self) -> None:
        try:
            require_wall()
            require_serving_role()
        except AuditBypassError:
            raise
        except Error:
            logger.exception("The database cannot be reached; everybody gets 503 until it answers")
        else:
            self.is_walled = True

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Serve, or say that the portal cannot be used now."""
        if not self.is_walled:
            self._ask()
        if self.is_walled:
            return self.application(environ, start_response)
        status = HTTPStatus.SERVICE_UNAVAILABLE
        page = plain_error(status)
        start_response(f"{status.value} {status.phrase}", list(page.items()))
        return [page.content]
