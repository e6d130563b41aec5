"""The one task of the queue: it only carries the number of a work."""

from datetime import datetime

from django_tasks import task

from portal.jobs.actions.working import note_task
from portal.jobs.running import perform


@task()
def run_job(key: int) -> None:
    """Do a work, or what is left of it; put it back into the queue where it has to be taken up again."""
    again = perform(key)
    if again is not None:
        enqueue(key, again)


def enqueue(key: int, run_after: datetime | None = None) -> None:
    """Put a work into the queue; inside a transaction, as part of it."""
    result = run_job.using(run_after=run_after).enqueue(key)
    note_task(key, result.id)
