"""Verbs of the worker. Each is one short transaction, and none is for a worker that lost its hold.

A worker holds a work for ``JOB_LEASE`` seconds and renews that with every step. One that is killed renews
nothing; after that another may take the work over, and whatever the first one still writes is refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.rights import Actor
from portal.audit.operations import operation
from portal.audit.writing import changed
from portal.files.actions import add_file
from portal.files.store import Kept
from portal.jobs.choices import UNFINISHED, JobState
from portal.jobs.kinds import ResultFile, Step, StepDone, Work, tell_ended
from portal.jobs.models import Job, JobEntry, JobRun

WORKER = "system:work"
TAKEN_OVER = "前の働き手が途中で止まったため、引き継ぎました。済んだ部分は繰り返しません。"


class Lost(Exception):
    """The work is no longer this worker's: it was cancelled, or another one took it over."""


@dataclass(frozen=True)
class Claim:
    """A worker's hold on a work."""

    job: Job
    token: str
    attempts: int
    delays: int

    @property
    def by(self) -> Actor:
        """Who writes: the person who asked, as long as that person may act at all."""
        return self.job.owner if self.job.owner and self.job.owner.is_active else WORKER

    @property
    def reason(self) -> str:
        """Why: as it was asked for."""
        return self.job.reason or f"長い仕事：{self.job.title}"[:200]

    @property
    def work(self) -> Work:
        """What the kind is told."""
        return Work(self.job, self.job.owner)

    @property
    def owner(self) -> User | None:
        """Who asked."""
        return self.job.owner


def claim(key: int) -> Claim | None:
    """Take a work in hand; None when it has ended or another worker has it."""
    now, token = timezone.now(), uuid4().hex
    with transaction.atomic():
        run = JobRun.objects.select_for_update().get(job=key)
        job = Job.objects.select_related("owner").get(pk=key)
        is_held = bool(run.holder and run.held_until and run.held_until > now)
        if job.state not in UNFINISHED or is_held:
            return None
        if run.holder:
            _note(job, TAKEN_OVER, is_problem=True)
        run.holder, run.held_until = token, now + timedelta(seconds=settings.JOB_LEASE)
        run.attempts += 1
        run.save(update_fields=["holder", "held_until", "attempts"])
        held = Claim(job, token, run.attempts, run.delays)
        if job.state == JobState.WAITING:
            with operation(by=held.by, reason=held.reason):
                changed(job, state=JobState.RUNNING)
        return held


def note_plan(held: Claim, total: int) -> set[str]:
    """Write down how much there is to do; returns the keys of the steps that are done already."""
    with _holding(held) as run:
        run.total = total
        run.save(update_fields=["total"])
        return set(held.job.entries.exclude(step="").values_list("step", flat=True))


def renew(held: Claim) -> None:
    """Say that the worker lives. Raises ``Lost`` when the work is no longer its own."""
    with _holding(held) as run:
        run.held_until = timezone.now() + timedelta(seconds=settings.JOB_LEASE)
        run.save(update_fields=["held_until"])


def settle_step(held: Claim, step: Step, done: StepDone) -> None:
    """Mark a step as done, together with what it writes."""
    with _holding(held) as run:
        if done.write is not None:
            with operation(by=held.by, reason=held.reason):
                done.write()
        _note(held.job, done.words, step=step.key, count=step.count, is_problem=done.is_problem)
        run.done += step.count
        run.save(update_fields=["done"])


def finish(held: Claim, kept: Kept | None, file: ResultFile | None) -> None:
    """The work is done, with its result where it has one."""
    with _holding(held) as run, operation(by=held.by, reason=held.reason) as current:
        result = None
        if kept and file:
            result = add_file(by=held.by, reason=held.reason, kept=kept, name=file.name, kind=file.kind)
        _end(held, run, state=JobState.DONE, ended_at=current.at, result=result)
        _note(held.job, "終わりました。")


def fail(held: Claim, trouble: str) -> None:
    """The work cannot go on; what was done stays, for whoever tries it again."""
    with _holding(held) as run, operation(by=held.by, reason=held.reason) as current:
        _note(held.job, trouble, is_problem=True)
        _end(held, run, state=JobState.FAILED, ended_at=current.at, trouble=trouble)


def give_back(held: Claim, words: str, *, is_delay: bool) -> None:
    """Let go of a work that is not done, for another worker or another time."""
    with _holding(held) as run:
        run.holder, run.held_until, run.attempts = "", None, run.attempts - 1
        run.delays += is_delay
        run.save(update_fields=["holder", "held_until", "attempts", "delays"])
        _note(held.job, words, is_problem=is_delay)


def note_task(key: int, task_id: UUID | str) -> None:
    """Remember which task of the queue stands for this work."""
    run = JobRun.objects.get(job=key)
    run.task_id = UUID(str(task_id))
    run.save(update_fields=["task_id"])


def _end(held: Claim, run: JobRun, **values: object) -> None:
    changed(held.job, **values)
    run.holder, run.held_until = "", None
    run.save(update_fields=["holder", "held_until"])
    tell_ended(held.job, held.by)


def _note(job: Job, words: str, *, step: str = "", count: int = 0, is_problem: bool = False) -> None:
    at: datetime = timezone.now()
    JobEntry.objects.create(job=job, at=at, words=words, step=step, count=count, is_problem=is_problem)


@contextmanager
def _holding(held: Claim) -> Iterator[JobRun]:
    """One transaction in which nobody takes the work away; raises ``Lost`` when somebody has."""
    with transaction.atomic():
        run = JobRun.objects.select_for_update().get(job=held.job)
        is_going_on = Job.objects.filter(pk=held.job.pk, state=JobState.RUNNING).exists()
        if run.holder != held.token or not is_going_on:
            raise Lost
        yield run
