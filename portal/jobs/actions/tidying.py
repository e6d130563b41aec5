"""Verbs of the daily tidying: results are kept for a while, not for good."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from portal.files.actions import erase_file
from portal.files.models import StoredFile
from portal.jobs.models import Job

BY = "system:jobs_tidy"


def erase_old_results() -> int:
    """Erase the results that are older than ``JOB_RESULT_DAYS``; the works themselves stay."""
    until = timezone.now() - timedelta(days=settings.JOB_RESULT_DAYS)
    old = StoredFile.objects.standing().filter(jobs__in=Job.objects.filter(ended_at__lt=until))
    for file in old:
        erase_file(by=BY, reason=f"結果を保存する期間（{settings.JOB_RESULT_DAYS}日）が過ぎた", file=file)
    return len(old)
