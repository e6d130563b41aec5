"""Write the public site to a folder, to be carried out."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.files.store import StoreDamaged
from portal.public.export import NotExported, export


class Command(BaseCommand):
    """``manage.py export_public DIR``: again into the same folder, to bring it up to date."""

    help = (
        "公開ページの全部（HTML、PDF、フィード、JSON、検索、一覧）を、持ち出せるようにフォルダーに書き出す。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to write."""
        parser.add_argument("folder", metavar="DIR", type=Path, help="書き出すフォルダー")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Write, and say what was taken away and what is not known."""
        try:
            done = export(folder)
        except (NotExported, StoreDamaged, OSError) as problem:
            raise CommandError(f"書き出せませんでした：{problem}") from problem
        self.stdout.write(f"{folder} に{done.files}件を書き出しました。")
        for path in done.withdrawn:
            self.stdout.write(f"  公開しなくなったため取り除きました：{path}")
        for path in done.strangers:
            self.stdout.write(f"  公開ページのものではないため、触れていません：{path}")
