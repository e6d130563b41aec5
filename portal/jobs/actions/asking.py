"""What people do with long work: ask for it, cancel it, have it tried again; and finding what was dropped."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.accounts.models import User
from portal.accounts.rights import Actor, Noun, Verb, require_some
from portal.audit.operations import operation
from portal.audit.writing import added, changed
from portal.jobs.choices import JobState
from portal.jobs.kinds import kind_of
from portal.jobs.models import Job, JobRun
from portal.jobs.tasks import enqueue


class WorkerGone(Exception):
    """What the queue says of a task whose worker was killed."""


def request_job(
    *, by: Actor, kind: str, title: str, parameters: dict[str, Any] | None = None, reason: str = ""
) -> Job:
    """Ask for a long work. The same work asked for again while it is unfinished is the one that there is."""
    asked = kind_of(kind)
    require_some(by, asked.verb, asked.noun)
    owner = by if isinstance(by, User) else None
    with operation(by=by, reason=reason or f"長い仕事：{asked.label}", reason_optional=True) as current:
        same = Job.objects.unfinished().filter(kind=kind, owner=owner, parameters=parameters or {})
        if there_is := same.first():
            return there_is
        job = added(
            Job(
                kind=kind,
                title=title,
                parameters=parameters or {},
                owner=owner,
                reason=reason,
                asked_at=current.at,
            )
        )
        JobRun.objects.create(job=job)
        enqueue(job.pk)
        return job


def cancel_job(*, by: Actor, reason: str, job: Job) -> Job:
    """Stop a work; a worker that has it in hand lets go before its next step. Nothing it wrote is undone."""
    is_own = require_say(by, job)
    with operation(by=by, reason=reason or "依頼した人による中止" if is_own else reason) as current:
        job = Job.objects.select_for_update().get(pk=job.pk)
        if not job.is_unfinished:
            raise ValidationError(f"この仕事は既に終わっています（{job.get_state_display()}）。")
        return changed(job, state=JobState.CANCELLED, ended_at=current.at)


def retry_job(*, by: Actor, reason: str, job: Job) -> Job:
    """Take a work up again that failed or was cancelled; what is done is not done again."""
    is_own = require_say(by, job)
    with operation(by=by, reason=reason or "依頼した人によるやり直し" if is_own else reason):
        job = Job.objects.select_for_update().get(pk=job.pk)
        if job.state not in (JobState.FAILED, JobState.CANCELLED):
            raise ValidationError("やり直せるのは、失敗した仕事と中止した仕事です。")
        job = changed(job, state=JobState.WAITING, ended_at=None, trouble="")
        run = JobRun.objects.get(job=job)
        run.holder, run.held_until, run.attempts, run.delays = "", None, 0, 0
        run.save()
        enqueue(job.pk)
        return job


def requeue_abandoned() -> list[int]:
    """Put every work back into the queue whose worker is gone; returns their keys.

    That is: nobody holds it any more, and its task is neither waiting nor just being taken.
    """
    now = timezone.now()
    lease = timedelta(seconds=settings.JOB_LEASE)
    unheld = Q(held_until=None) | Q(held_until__lt=now)
    runs = JobRun.objects.filter(unheld, job__in=Job.objects.unfinished()).order_by("pk")
    tasks = DBTaskResult.objects.in_bulk([run.task_id for run in runs if run.task_id])
    found = []
    for run in runs:
        task = tasks.get(run.task_id) if run.task_id else None
        if task is not None:
            is_fresh = task.started_at is None or task.started_at > now - lease
            if task.status == TaskResultStatus.READY or is_fresh:
                continue
            if task.status == TaskResultStatus.RUNNING:
                task.set_failed(WorkerGone())
        enqueue(run.job_id)
        found.append(run.job_id)
    return found


def require_say(by: Actor, job: Job) -> bool:
    """Whose it is and who looks after the workers have a say; returns whether it is one's own."""
    if not isinstance(by, User) or job.owner_id == by.pk:
        return isinstance(by, User)
    if not by.may(Verb.WRITE, Noun.JOBS):
        raise PermissionDenied("ほかの人の仕事を止めたり、やり直したりする権限がありません。")
    return False
