"""A picture without what it carries unseen: place and time of a photograph, camera, author, remarks.

The pixels are not touched. Of a photograph only the side it was held on is kept, or it would lie on its side.
"""

import re
import struct
from collections.abc import Iterator

JPEG_START, PNG_START = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
# What a JPEG is shown with: its frame, colours, tables. Remarks and application data go but for these.
_FRAME, _ADOBE, _DATA, _REMARK, _SCAN, _END = 0xE0, 0xEE, range(0xE0, 0xF0), 0xFE, 0xDA, 0xD9
_COLOURS = b"ICC_PROFILE\0"
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
# What a PNG is shown with; every other chunk a reader may pass over, and it goes.
_SHOWN = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP"),
    *(b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT"),
}


class UnreadablePicture(ValueError):
    """A picture that is none, or that is broken."""


def bare_picture(content: bytes) -> tuple[bytes, int]:
    """The picture, and how many pieces of metadata were taken out; raises ``UnreadablePicture``."""
    pieces = _jpeg if content.startswith(JPEG_START) else _png
    kept, gone = [], 0
    try:
        for piece, stays in pieces(content):
            if stays:
                kept.append(piece)
            else:
                gone += 1
    except (struct.error, IndexError) as error:
        raise UnreadablePicture from error
    return b"".join(kept), gone


def _jpeg(content: bytes) -> Iterator[tuple[bytes, bool]]:
    """Segment after segment, each with whether it stays; what follows the end of the picture goes."""
    yield content[:2], True
    place, is_turned = 2, False
    while (marker := _marker(content, place)) != _END:
        (size,) = struct.unpack_from(">H", content, place + 2)
        end = place + 2 + size
        body = content[place + 4 : end]
        if not is_turned and body.startswith(_EXIF) and (turned := _turned(body[6:])):
            is_turned = True
            yield turned, True
        if marker == _SCAN:
            end = _after_scan(content, end)
        yield content[place:end], _stays(marker, body)
        place = end
    yield content[place : place + 2], True
    if content[place + 2 :].strip(b"\0"):
        yield content[place + 2 :], False


def _marker(content: bytes, place: int) -> int:
    if content[place] != 0xFF:
        raise UnreadablePicture
    return content[place + 1]


def _after_scan(content: bytes, place: int) -> int:
    """Where the next segment begins: within a scan, 0xFF stands before 0 and restart marks only."""
    found = _NEXT.search(content, place)
    if found is None:
        raise UnreadablePicture
    return found.start()


def _stays(marker: int, body: bytes) -> bool:
    if marker in _DATA:
        return (marker in (_FRAME, _ADOBE) and not body.startswith(b"JFXX")) or body.startswith(_COLOURS)
    return marker != _REMARK


def _turned(tiff: bytes) -> bytes:
    """A segment that says nothing but how the picture is turned; nothing where it is not."""
    order = "<" if tiff.startswith(b"II") else ">"
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, first)
    for number in range(count):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * number)
        if tag == _ORIENTATION and value in range(2, 9):
            entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, value, 0)
            body = _EXIF + b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
            return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    return b""


def _png(content: bytes) -> Iterator[tuple[bytes, bool]]:
    """Chunk after chunk; what follows the last goes."""
    if not content.startswith(PNG_START):
        raise UnreadablePicture
    yield PNG_START, True
    place, kind = len(PNG_START), b""
    while kind != b"IEND":
        (size,) = struct.unpack_from(">I", content, place)
        kind, end = content[place + 4 : place + 8], place + 12 + size
        if end > len(content):
            raise UnreadablePicture
        yield content[place:end], kind in _SHOWN
        place = end
    if place < len(content):
        yield content[place:], False
