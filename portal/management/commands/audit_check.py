"""Compare every live record with its newest history; exit 1 when something was changed from outside."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit.checking import drift, missing_triggers


class Command(BaseCommand):
    """``manage.py audit_check``: the wall itself, then every row."""

    help = "監査の壁と、すべての記録を最新の履歴と突き合わせる。外からの変更があれば終了コードは1。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every finding."""
        found = [f"監査の壁が欠けています：{name}" for name in missing_triggers()]
        found += drift()
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("すべての記録が履歴と一致しています。")
