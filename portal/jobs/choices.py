"""Where a long work can stand."""

from django.db import models


class JobState(models.TextChoices):
    """How far a long work is."""

    WAITING = "waiting", "待ち"
    RUNNING = "running", "実行中"
    DONE = "done", "完了"
    FAILED = "failed", "失敗"
    CANCELLED = "cancelled", "中止"


UNFINISHED = (JobState.WAITING, JobState.RUNNING)
