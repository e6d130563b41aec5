"""Compare every live record with its newest history, and every file with its row; exit 1 when one differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit.checking import findings


class Command(BaseCommand):
    """``manage.py audit_check``: the wall itself, every row, every stored file."""

    help = "監査の壁、すべての記録と最新の履歴、保存ファイルの中身を突き合わせる。違いがあれば終了コードは1。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every finding."""
        if found := list(findings()):
            raise CommandError("\n".join(found))
        self.stdout.write("すべての記録が履歴と、すべてのファイルが登録と一致しています。")
