"""The worker: whatever happens to it, the portal goes on."""

import os
import resource
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.documents import pdf, renderer
from portal.documents.errors import RendererCrashed, RendererTooSlow
from portal.documents.pdf import PrintJob
from tests.portal.documents.printing import SENTENCE, page

SHORT = page("<p>あ</p>")
LONG = page(f"<p>{SENTENCE * 20}</p>" * 400)


def exhausted(_job: PrintJob) -> bytes:
    """Stands for the printing of a document that needs more memory than there is; runs in the worker."""
    raise MemoryError


def is_alive(pid: int) -> bool:
    """Whether the process is there, a zombie included."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_worker_killed_at_work_tells_its_caller_and_a_new_one_prints():
    renderer.render(SHORT)
    with ThreadPoolExecutor() as callers:
        caller = callers.submit(renderer.render, LONG)
        time.sleep(0.3)
        for pid in renderer.worker_pids():
            os.kill(pid, signal.SIGSEGV)
        with pytest.raises(RendererCrashed):
            caller.result()
    assert renderer.render(SHORT).startswith(b"%PDF")


def test_worker_killed_while_idle_costs_the_next_caller_nothing():
    renderer.render(SHORT)
    before = renderer.worker_pids()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + 10
    while any(map(is_alive, before)) and time.monotonic() < until:
        time.sleep(0.01)
    assert renderer.render(SHORT).startswith(b"%PDF")
    assert not set(before) & set(renderer.worker_pids())


def test_worker_over_its_time_is_stopped_and_a_new_one_prints():
    renderer.render(SHORT)
    before = renderer.worker_pids()
    with pytest.raises(RendererTooSlow):
        renderer.render(LONG, seconds=0.2)
    assert renderer.render(SHORT).startswith(b"%PDF")
    assert not set(before) & set(renderer.worker_pids())


def test_worker_may_not_eat_the_memory_of_the_host():
    allowed = renderer._workers().submit(resource.getrlimit, resource.RLIMIT_AS).result()
    assert allowed == (renderer.MEMORY, renderer.MEMORY)


def test_document_too_big_for_the_memory_tells_its_caller_and_the_next_is_printed(monkeypatch):
    monkeypatch.setattr(pdf, "render", exhausted)
    with pytest.raises(RendererCrashed):
        renderer.render(SHORT)
    monkeypatch.undo()
    assert renderer.render(SHORT).startswith(b"%PDF")


def test_two_callers_at_once_both_get_their_document():
    with ThreadPoolExecutor() as callers:
        documents = list(callers.map(renderer.render, [SHORT, page("<p>い</p>")]))
    assert documents[0] != documents[1]
    assert all(document.startswith(b"%PDF") for document in documents)
