"""Walk the chain of operations and the history; name the first bad record and exit 1."""

from argparse import ArgumentParser
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit.comparing import history_faults
from portal.audit.verifying import Head, faults, totals


class Command(BaseCommand):
    """``manage.py audit_verify [--head FILE …] [--all]``."""

    help = "操作の連鎖と履歴を端から端まで確かめ、最初の異常を示す。異常があれば終了コードは1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Heads exported earlier show what the chain alone cannot: a tail cut off or redone."""
        parser.add_argument(
            "--head", nargs="+", default=[], metavar="FILE", help="書き出してあった封のファイル"
        )
        parser.add_argument("--all", action="store_true", help="最初の異常で止めず、すべて示す")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was found."""
        heads = tuple(_read(name) for name in options["head"])
        found = chain(faults(heads), history_faults())
        first = next(found, None)
        if first is not None:
            raise CommandError("\n".join([first, *found] if options["all"] else [first]))
        operations, changes = totals()
        self.stdout.write(f"異常はありません（操作{operations}件、変更{changes}件）。")


def _read(name: str) -> Head:
    try:
        return Head.from_json(Path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{name}：{error}") from error
