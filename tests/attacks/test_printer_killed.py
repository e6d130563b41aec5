"""The printer is killed in the middle of a document: an error page, and the next request works."""

import os
import signal
import threading
import time
from contextlib import suppress
from typing import Any

from django.db import connections

from meetings.models import Meeting
from portal.documents import renderer
from tests.copies import Seeded

PATIENCE = 30


def _kill_the_workers() -> None:
    for pid in renderer.worker_pids():
        # The one of the blow before may be gone by now.
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def test_killed_printer_is_an_error_page_and_the_next_document_is_printed(seeded: Seeded) -> None:
    meeting = Meeting.objects.get(fiscal_year=2024, number=1)
    path = f"/meetings/{meeting.pk}/pdf/internal/"
    client = seeded.client("secretariat")
    renderer.printed.cache_clear()
    assert client.get(f"/meetings/{meeting.pk}/pdf/public/").status_code == 200  # the worker is warm now

    answers: list[Any] = []

    def ask() -> None:
        answers.append(client.get(path))
        connections.close_all()

    request = threading.Thread(target=ask)
    request.start()
    # Whenever the blow falls, before, during or after the document, no later one may suffer from it;
    # it is repeated until it has hit one at work.
    deadline = time.monotonic() + PATIENCE
    while request.is_alive() and time.monotonic() < deadline:
        time.sleep(0.05)
        _kill_the_workers()
    request.join()

    assert answers[0].status_code == 503
    assert "PDFの作成が途中で止まりました" in answers[0].content.decode()
    assert client.get(f"/meetings/{meeting.pk}/").status_code == 200
    printed = client.get(path)
    assert printed.status_code == 200
    assert printed.content.startswith(b"%PDF")
