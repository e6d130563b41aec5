"""Handing out files: always as an attachment, never anything but what was registered."""

import logging
from http import HTTPStatus
from typing import Any

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from portal.files import store
from portal.files.choices import CONTENT_TYPES, FileKind
from portal.files.models import StoredFile
from portal.site.pages import RecordPage

logger = logging.getLogger(__name__)
# Even a browser that opened it instead of saving it would run nothing.
SEALED_OFF = "default-src 'none'; sandbox"


class FileDownload(RecordPage):
    """A file that hangs on a record this user may read; there is no other way to one."""

    model = StoredFile
    template_name = "files/file_gone.html"
    title = "ファイルを渡せません"
    record: StoredFile

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Send the content, or a page that says why there is none."""
        if self.record.erased_at is not None:
            return self.answer(status=HTTPStatus.GONE)
        try:
            content = store.opened(self.record.sha256, self.record.size)
        except store.StoreDamaged:
            logger.exception("Stored file %s is missing or damaged", self.record.pk)
            return self.answer(status=HTTPStatus.SERVICE_UNAVAILABLE)
        response = FileResponse(
            content,
            as_attachment=True,
            filename=self.record.name,
            content_type=CONTENT_TYPES[FileKind(self.record.kind)],
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = SEALED_OFF
        return response
