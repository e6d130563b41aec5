"""The home page's panel of long work: what one asked for, while it runs and shortly after."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.jobs.choices import UNFINISHED
from portal.jobs.models import Job
from portal.site.jobs import words

SHOWN = 3
RECENT = timedelta(days=7)


def own_jobs(user: User) -> dict[str, Any] | None:
    """The newest of one's works that run or ended within a week; left out when there are none."""
    ended_lately = Q(ended_at__gte=timezone.now() - RECENT)
    jobs = Job.objects.of(user).filter(Q(state__in=UNFINISHED) | ended_lately).select_related("run")[:SHOWN]
    shown = [(job, words.level_of(job), words.numbers(job)) for job in jobs]
    return {"jobs": shown, "more_url": reverse("jobs:mine"), "more_label": "すべて見る"} if shown else None
