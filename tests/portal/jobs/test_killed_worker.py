"""Real workers, killed without warning: the work goes on elsewhere and nothing is done twice."""

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django_tasks_db.models import DBTaskResult

from portal.accounts.rights import Noun, Verb
from portal.days.models import ClosedDay
from portal.files import store
from portal.jobs.actions.asking import cancel_job, request_job
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from tests.factories.portal import user_who_may

PATIENCE = 60
STARTER = """
import os, subprocess, sys
process = subprocess.Popen([sys.executable, *sys.argv[1:], str(os.getpid())])
print(process.pid, flush=True)
process.wait()
"""
WHY = "来年度の点検の日程が決まった"


@contextmanager
def worker(environment: dict[str, str], *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process of its own; killed in the end if it is still there."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.portal.jobs.worker", *words],
        env=environment,
        cwd=settings.BASE_DIR,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, "nothing happened"
        time.sleep(0.05)


def asked_for(trace: Path, *, count: int, seconds: float) -> Job:
    person = user_who_may((Verb.WRITE, Noun.DAYS))
    parameters = {"count": count, "seconds": seconds, "trace": str(trace)}
    return request_job(by=person, kind="tests.closing", title="点検の日", parameters=parameters, reason=WHY)


def tasks_of(job: Job) -> Any:
    """What the queue has for this work; the seed has another one."""
    return DBTaskResult.objects.filter(args_kwargs={"args": [job.pk], "kwargs": {}})


def state(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


@pytest.mark.django_db(transaction=True)
def test_work_of_a_killed_worker_is_finished_by_another_without_a_step_done_twice(
    shared_database: dict[str, str], tmp_path: Path
) -> None:
    before = ClosedDay.objects.count()
    job = asked_for(tmp_path / "trace", count=4, seconds=0.7)
    with worker(shared_database) as first:
        wait_until(lambda: job.entries.filter(step="day-1").exists())
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert state(job) == JobState.RUNNING

    with worker(shared_database):
        wait_until(lambda: state(job) == JobState.DONE)
        # The worker tidies up once the work is done, so it is not stopped before.
        wait_until(lambda: not (tmp_path / "jobs" / str(job.pk)).exists())

    job.refresh_from_db()
    computed = Counter((tmp_path / "trace").read_text().split())
    assert set(computed) == {f"day-{number}" for number in range(4)}
    assert sum(computed.values()) <= 5, "only the step the first worker was at is computed again"
    assert ClosedDay.objects.count() == before + 4
    for day in ClosedDay.objects.filter(cause="設備の点検"):
        row = day.history.get()
        assert (row.history_user_id, row.history_change_reason) == (job.owner_id, WHY)
    with store.opened(job.result.sha256, job.result.size) as content:
        assert content.read().decode().split() == [f"day-{number}" for number in range(4)]
    assert list(job.entries.exclude(step="").values_list("step", flat=True)) == sorted(computed)
    assert job.entries.filter(words__contains="引き継ぎました").count() == 1
    assert sorted(tasks_of(job).values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL"]


@pytest.mark.django_db(transaction=True)
def test_worker_asked_to_stop_ends_after_its_step_and_another_goes_on(
    shared_database: dict[str, str], tmp_path: Path
) -> None:
    job = asked_for(tmp_path / "trace", count=3, seconds=0.7)
    with worker(shared_database) as first:
        wait_until(lambda: job.entries.filter(step="day-0").exists())
        first.terminate()
        assert first.wait(timeout=PATIENCE) == 0
    assert state(job) == JobState.RUNNING
    assert job.run.holder == ""

    with worker(shared_database, "--once") as second:
        assert second.wait(timeout=PATIENCE) == 0
    assert state(job) == JobState.DONE
    assert Counter((tmp_path / "trace").read_text().split()).most_common(1)[0][1] == 1


@pytest.mark.django_db(transaction=True)
def test_cancelled_work_stops_before_its_next_step(shared_database: dict[str, str], tmp_path: Path) -> None:
    before = ClosedDay.objects.count()
    job = asked_for(tmp_path / "trace", count=50, seconds=0.2)
    with worker(shared_database) as running:
        wait_until(lambda: job.entries.filter(step="day-1").exists())
        job.refresh_from_db()
        cancel_job(by=job.owner, reason="", job=job)
        wait_until(lambda: not tasks_of(job).exclude(status="SUCCESSFUL").exists())
        done = job.entries.exclude(step="").count()
        assert running.poll() is None
    assert state(job) == JobState.CANCELLED
    assert done < 50
    assert ClosedDay.objects.count() == before + done


def test_worker_ends_with_what_started_it(shared_database: dict[str, str]) -> None:
    words = [sys.executable, "-c", STARTER, "-m", "tests.portal.jobs.worker", "--with-parent"]
    parent = subprocess.Popen(
        words, env=shared_database, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert parent.stdout is not None
    with parent:
        pid = int(parent.stdout.readline())
        assert _is_alive(pid)
        parent.kill()
        wait_until(lambda: not _is_alive(pid))


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
