"""Small files of every kind, as people choose them on a page."""

import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
# One grey point.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c63680000008200812dc4d4160000000049454e44ae426082"
)
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
