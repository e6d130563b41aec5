"""Erase old results of long work, and forget finished tasks of the queue."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from portal.jobs.actions.tidying import erase_old_results


class Command(BaseCommand):
    """``manage.py jobs_tidy``: once a day."""

    help = "長い仕事の、保存期間の過ぎた結果を消し、済んだ順番待ちの記録を片付ける。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many."""
        self.stdout.write(f"消した結果：{erase_old_results()}件")
        call_command("prune_db_task_results", verbosity=0)
