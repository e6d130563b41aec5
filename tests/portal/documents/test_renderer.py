"""The worker: whatever happens to it, the portal goes on."""

import os
import resource
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings

from portal.documents import pdf, renderer
from portal.documents.errors import RendererCrashed, RendererTooSlow
from portal.documents.pdf import PrintJob
from tests.portal.documents.printing import SENTENCE, page

PORTAL = """
from portal.documents import renderer
from tests.portal.documents.printing import page
if __name__ == "__main__":
    renderer.render(page("<p>あ</p>"))
    print(*renderer.worker_pids(), flush=True)
    input()
"""
SHORT = page("<p>あ</p>")
LONG = page(f"<p>{SENTENCE * 20}</p>" * 400)


def exhausted(_job: PrintJob) -> bytes:
    """Stands for the printing of a document that needs more memory than there is; runs in the worker."""
    raise MemoryError


def is_running(pid: int) -> bool:
    """Whether a process, of ours or of another, has not ended yet; it may still wait to be collected."""
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    except ChildProcessError:
        stat = Path(f"/proc/{pid}/stat")
        return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def wait_until_ended(pids: list[int]) -> None:
    """Give the processes ten seconds to end."""
    until = time.monotonic() + 10
    while any(map(is_running, pids)) and time.monotonic() < until:
        time.sleep(0.01)
    assert not any(map(is_running, pids))


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
    wait_until_ended(before)
    assert renderer.render(SHORT).startswith(b"%PDF")
    assert not set(before) & set(renderer.worker_pids())


def test_worker_over_its_time_is_stopped_and_a_new_one_prints():
    renderer.render(SHORT)
    before = renderer.worker_pids()
    with pytest.raises(RendererTooSlow):
        renderer.render(LONG, seconds=0.2)
    assert renderer.render(SHORT).startswith(b"%PDF")
    assert not set(before) & set(renderer.worker_pids())


def test_worker_of_a_killed_portal_ends_too():
    with subprocess.Popen(
        [sys.executable, "-c", PORTAL],
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as portal:
        assert portal.stdout is not None
        worker = int(portal.stdout.readline())
        assert is_running(worker)
        portal.kill()
    wait_until_ended([worker])


def test_worker_may_not_eat_the_memory_of_the_host():
    allowed = renderer._workers().submit(resource.getrlimit, resource.RLIMIT_AS).result()
    assert allowed == (renderer.MEMORY, renderer.MEMORY)


def test_document_too_big_for_the_memory_tells_its_caller_and_the_next_is_printed(monkeypatch):
    monkeypatch.setattr(pdf, "render", exhausted)
    with pytest.raises(RendererCrashed):
        renderer.render(SHORT)
    monkeypatch.undo()
    assert renderer.render(SHORT).startswith(b"%PDF")


def test_document_printed_lately_is_handed_out_again_and_a_changed_one_is_printed(monkeypatch):
    renderer.printed.cache_clear()
    first = renderer.printed(SHORT)
    monkeypatch.setattr(pdf, "render", exhausted)
    assert renderer.printed(SHORT) == first
    with pytest.raises(RendererCrashed):
        renderer.printed(page("<p>い</p>"))


def test_two_callers_at_once_both_get_their_document():
    with ThreadPoolExecutor() as callers:
        documents = list(callers.map(renderer.render, [SHORT, page("<p>い</p>")]))
    assert documents[0] != documents[1]
    assert all(document.startswith(b"%PDF") for document in documents)
