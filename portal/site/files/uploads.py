"""How uploads arrive: straight to disk, and no further than the limit."""

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedUpload(TemporaryFileUploadHandler):
    """Writes no more than the limit; the form is told the size that was sent, and refuses it in words."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write what is below the limit, drop the rest."""
        room = settings.UPLOAD_LIMIT - start
        if room > 0:
            super().receive_data_chunk(raw_data[:room], start)
