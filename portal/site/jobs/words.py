"""How far a long work is, in numbers and words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from portal.jobs.choices import JobState
from portal.jobs.kinds import kind_label, kind_of
from portal.jobs.models import Job

LEVELS = {
    JobState.WAITING: "plain",
    JobState.RUNNING: "info",
    JobState.DONE: "ok",
    JobState.FAILED: "err",
    JobState.CANCELLED: "plain",
}


def level_of(job: Job) -> str:
    """How its state is framed."""
    return LEVELS[JobState(job.state)]


def unit_of(job: Job) -> str:
    """What its progress counts."""
    try:
        return kind_of(job.kind).unit
    except KeyError:
        return "件"


def numbers(job: Job) -> str:
    """35件中12件; empty while nobody has counted."""
    if job.run.total is None:
        return ""
    unit = unit_of(job)
    return f"{job.run.total:,}{unit}中{job.run.done:,}{unit}"


def kind_words(job: Job) -> str:
    """What kind of work it is."""
    return kind_label(job.kind)


def asker(job: Job) -> str:
    """Who asked."""
    return str(job.owner) if job.owner else "システム"


@dataclass(frozen=True)
class Pace:
    """How much was done between two lines of the log."""

    count: int
    since: datetime
    until: datetime

    def left(self, rest: int) -> str:
        """About how long the rest takes, in words."""
        seconds = (self.until - self.since).total_seconds() * rest / self.count
        return f"約{round(seconds / 60)}分" if seconds >= 90 else f"約{max(5, round(seconds / 5) * 5)}秒"


def time_left(job: Job, entries: list[Any]) -> str:
    """約3分, from the steps so far; empty while there are too few, or when nothing is under way."""
    steps = [entry for entry in entries if entry.step]
    rest = (job.run.total or 0) - job.run.done
    if job.state != JobState.RUNNING or len(steps) < 3 or rest <= 0:
        return ""
    pace = Pace(sum(entry.count for entry in steps[1:]), steps[0].at, steps[-1].at)
    return pace.left(rest)


def is_dropped(job: Job) -> bool:
    """Whether no worker has it in hand although it was begun."""
    held_until = job.run.held_until
    return job.state == JobState.RUNNING and (held_until is None or held_until < timezone.now())


def job_url(job: Job) -> str:
    """The page of a work."""
    return reverse("jobs:job", args=[job.pk])


def result_url(job: Job) -> str:
    """Where the result is to be had; empty without one."""
    return reverse("files:file", args=[job.result_id]) if job.result_id else ""


def result_name(job: Job) -> str:
    """What the result is called; empty without one."""
    return str(job.result) if job.result else ""


def numbered_kind(job: Job) -> str:
    """What others than its owner may know it by."""
    return f"{kind_words(job)}（番号{job.pk}）"
