"""What a worker does, in the process of the test: everything that waits, one after the other."""

from unittest.mock import patch

from django.core.management import call_command
from django.test import override_settings

from portal.files import store
from portal.jobs.models import Job


def work_off() -> None:
    """Let a worker do all that waits, on the connection of the test: as the demo, with one role for all."""
    with (
        patch("django_tasks_db.management.commands.db_worker.close_old_connections"),
        override_settings(PORTAL_DEMO=True),
    ):
        call_command("work", once=True)


def result_of(job: Job) -> bytes:
    """The content of the result of a work that is done."""
    job.refresh_from_db()
    assert job.result is not None, (job.state, job.trouble)
    with store.opened(job.result.sha256, job.result.size) as content:
        return content.read()
