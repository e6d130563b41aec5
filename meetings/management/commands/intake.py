"""manage.py intake FILE… --json: what would be taken in from existing minutes. Nothing is saved."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from meetings.intake.proposal import Doubt, Proposal
from meetings.intake.reading import read
from portal.documents.extraction import UnreadableFile, extract


class Command(BaseCommand):
    """One record a file. Ends with 1 when a file could not be read."""

    help = "会議録のファイル（テキスト、.docx、PDF）を読み、取り込む内容の案を表示します。保存はしません。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="会議録のファイル")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="JSONで、1ファイルを1行に表示する"
        )

    def handle(self, *args: Any, files: list[str], as_json: bool, **options: Any) -> None:
        is_unread = False
        for name in files:
            proposal = self._proposal(name)
            is_unread |= proposal is None
            if as_json:
                self.stdout.write(
                    json.dumps((proposal or Proposal(doubts=[self.refusal])).as_json(), ensure_ascii=False)
                )
            elif proposal:
                self._show(name, proposal)
        if is_unread:
            sys.exit(1)

    def _proposal(self, name: str) -> Proposal | None:
        """What was read; None after saying why nothing was."""
        try:
            found = extract(Path(name).read_bytes(), name)
        except OSError as error:
            words = (
                "ファイルがありません。" if isinstance(error, FileNotFoundError) else "ファイルを開けません。"
            )
        except UnreadableFile as error:
            words = str(error)
        else:
            return read(found.text, remarks=found.remarks, aside=found.aside)
        self.refusal = Doubt("file", words)
        self.stderr.write(f"{name}：{words}")
        return None

    def _show(self, name: str, proposal: Proposal) -> None:
        self.stdout.write(f"{name}")
        shown = proposal.as_json()
        for key, value in shown.items():
            if isinstance(value, list) and key not in {"unplaced", "warnings"}:
                self.stdout.write(f"  {key}: {len(value)}")
            elif not isinstance(value, list):
                self.stdout.write(f"  {key}: {'―' if value is None else value}")
        for key, label in (("unplaced", "未配置"), ("warnings", "要確認")):
            for words in shown[key]:
                self.stdout.write(f"  {label}：{words}")
