"""Take away contents that no record refers to, such as what an undone upload left behind."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.files.actions import collect_orphans


class Command(BaseCommand):
    """``manage.py files_collect``: once a day."""

    help = "どの記録にも属さない、1時間以上前のファイルの中身を片付ける。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many."""
        self.stdout.write(f"片付けたファイルの中身：{collect_orphans()}件")
