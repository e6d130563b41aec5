"""Small files of every kind, as people choose them on a page."""

import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0" + bytes(20)


def packed(*names: str) -> bytes:
    """A ZIP with parts of these names."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as parts:
        for name in names:
            parts.writestr(name, "<x/>")
    return whole.getvalue()


def office(main: str, *more: str) -> bytes:
    """An Office file, by the names of its parts."""
    return packed("[Content_Types].xml", main, *more)


WORD = office("word/document.xml")
EXCEL = office("xl/workbook.xml")
SLIDES = office("ppt/presentation.xml")


def chosen(name: str, content: bytes = PDF, **more: Any) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, **more)
