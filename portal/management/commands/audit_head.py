"""Print the end of the chain, or write it to a file that can leave the machine."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.audit.verifying import head


class Command(BaseCommand):
    """``manage.py audit_head [--to DIRECTORY]``: once a day, to a place others keep."""

    help = "操作の連鎖の末尾の封を表示する。--to で、日付の付いたファイルに書き出す。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to write."""
        parser.add_argument("--to", metavar="DIRECTORY", help="書き出すフォルダー")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line of JSON."""
        line = head().as_json()
        self.stdout.write(line)
        if options["to"]:
            name = f"audit-head-{timezone.localtime():%Y%m%d-%H%M%S}.json"
            (Path(options["to"]) / name).write_text(line + "\n", encoding="utf-8")
