"""Markup typed where text belongs is text on the page and in the file; it runs nowhere, fetches nothing."""

import io
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from django.test import Client

from meetings.models import Meeting, MinutesEntry
from tests import doors
from tests.browser.chromium import accessibility_faults
from tests.browser.conftest import OpenWindow
from tests.copies import Seeded
from tests.printed import everything_in, folded, text_of

SCRIPT = "<script>struck=1</script>"
LINKS = '<a href="javascript:struck=1">押す</a><img src=x onerror="struck=1">{{ 7|add:7 }}{% debug %}'


SECRET = "鴛鴦ノ巣"


class Trap:
    """A loopback address that counts who knocks, and a local file that nobody asked for may read."""

    def __init__(self, folder: Path) -> None:
        """Listen on a free port."""
        self.file = folder / "secret.txt"
        self.file.write_text(SECRET, encoding="utf-8")
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.knocks = 0
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        while True:
            try:
                visitor, _ = self.socket.accept()
            except OSError:
                return
            self.knocks += 1
            visitor.close()

    def close(self) -> None:
        """Stop listening."""
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join()


@pytest.fixture
def trap(tmp_path: Path) -> Iterator[Trap]:
    """A trap for whatever fetches."""
    trap = Trap(tmp_path)
    yield trap
    trap.close()


def _fetching(trap: Trap) -> str:
    return (
        f'<img src="{trap.address}/img"><link rel="attachment" href="file:///etc/hostname">'
        f'<link rel="stylesheet" href="{trap.address}/css"><style>@import url({trap.address}/i)</style>'
        f'<object data="{trap.file.as_uri()}"></object><iframe src="{trap.file.as_uri()}"></iframe>'
        f'<link rel="attachment" href="{trap.file.as_uri()}">'
    )


def _type_everywhere(client: Client, meeting: Meeting, markup: str) -> MinutesEntry:
    """Type the markup through the forms: a speech, an item, a handout, and the sitting itself."""
    speech = meeting.entries.filter(text__contains="電話機能が大事では").get()
    item, handout = meeting.items.all()[0], meeting.handouts.all()[0]
    sent = [
        doors.send(client, f"/entries/{speech.pk}/edit/", text=markup + LINKS, speaker_label=SCRIPT),
        doors.send(client, f"/items/{item.pk}/edit/", title=SCRIPT + LINKS),
        doors.send(client, f"/handouts/{handout.pk}/edit/", title=SCRIPT + LINKS),
        doors.send(
            client,
            f"/meetings/{meeting.pk}/edit/",
            venue=SCRIPT + LINKS,
            meeting_closure_reason=markup,
            reason=SCRIPT,
        ),
    ]
    assert [answer.status_code for answer in sent] == [302] * 4
    return speech


def test_markup_is_text_in_the_file_and_fetches_nothing(seeded: Seeded, trap: Trap) -> None:
    meeting = Meeting.objects.get(fiscal_year=2024, number=1)
    client = seeded.client("secretariat")
    _type_everywhere(client, meeting, _fetching(trap))

    for edition in ("internal", "public"):
        document = client.get(f"/meetings/{meeting.pk}/pdf/{edition}/").content
        text = folded(text_of(document))
        assert folded(_fetching(trap) + LINKS)[:60] in text
        assert folded("file:///etc/hostname") in text
        assert folded(SCRIPT) in text
        _assert_carries_nothing(document)
    assert trap.knocks == 0


def _assert_carries_nothing(document: bytes) -> None:
    """No attachment, no link, no action, and not a word of the file that was asked for."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        assert len(pdf.attachments) == 0
        dictionaries = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
        keys = {key for each in dictionaries for key, _ in each.items()}
    assert not keys & {"/EF", "/EmbeddedFiles", "/URI", "/JS", "/JavaScript", "/Launch"}
    assert [where for where, words in everything_in(document) if SECRET in words] == []


@pytest.mark.browser
def test_markup_is_text_on_every_page_that_shows_it(
    open_window: OpenWindow, seeded: Seeded, trap: Trap
) -> None:
    meeting = Meeting.objects.get(fiscal_year=2024, number=1)
    speech = _type_everywhere(seeded.client("secretariat"), meeting, _fetching(trap))
    page = open_window("secretariat")
    for path in (
        "/",
        "/meetings/",
        f"/meetings/{meeting.pk}/",
        f"/meetings/{meeting.pk}/record/",
        f"/entries/{speech.pk}/edit/",
        f"/history/meetings.minutesentry/{speech.pk}/",
        f"/history/meetings.meeting/{meeting.pk}/",
    ):
        page.goto(path)
        assert page.evaluate("typeof struck") == "undefined", path
        assert page.locator("main iframe, main object, main link, main style, main img").count() == 0, path
    page.goto(f"/meetings/{meeting.pk}/record/")
    assert SCRIPT in page.inner_text("main")
    assert "{{ 7|add:7 }}" in page.inner_text("main")
    assert accessibility_faults(page) == []
    assert trap.knocks == 0
