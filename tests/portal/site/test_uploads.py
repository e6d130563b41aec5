"""How uploads arrive: on disk, and no further than the limit."""

from typing import Any

from portal.site.files.uploads import BoundedUpload


def received(*chunks: bytes) -> Any:
    """What the handler makes of chunks that arrive one after the other."""
    handler = BoundedUpload()
    handler.new_file("upload", "資料.pdf", "application/pdf", None)
    start = 0
    for chunk in chunks:
        handler.receive_data_chunk(chunk, start)
        start += len(chunk)
    return handler.file_complete(start)


def test_upload_is_written_up_to_the_limit_and_counted_beyond(settings: Any) -> None:
    settings.UPLOAD_LIMIT = 10
    with received(b"123456", b"789abc", b"def") as file:
        assert (file.size, file.read()) == (15, b"123456789a")


def test_upload_below_the_limit_is_written_whole(settings: Any) -> None:
    settings.UPLOAD_LIMIT = 10
    with received(b"123456", b"789a") as file:
        assert (file.size, file.read()) == (10, b"123456789a")
