"""manage.py leak_check: what may not become public, in a sitting's public text or in a finished file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from meetings.leaks import findings, public_fields
from meetings.models import Meeting
from portal.disclosure.choices import LeakLevel, LeakRule
from portal.disclosure.leaks import Hidden, LeakFinding, Level, PublicPiece, Rule, named, repeated
from portal.disclosure.models import WatchWord
from portal.disclosure.public_text import PassageError
from portal.disclosure.watching import watched
from portal.documents.extraction import UnreadableFile
from portal.documents.whole_text import SEEN, parts_of

NOT_CHECKED = 2
NO_WORDS = "要注意語がまだ登録されていません。先に manage.py watch_words で登録してください。"


class Command(BaseCommand):
    """Exit code 0: nothing found; 1: findings; 2: could not be checked."""

    help = "会議の公開用の文章か、公開するファイルに、漏れと注意がないかを確かめます。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--meeting", type=int, help="会議の番号。FILEを添えると、会議の非公開箇所とも照らす"
        )
        parser.add_argument("file", nargs="?", type=Path, help="PDF、HTML、docx、xlsx、pptx、テキスト")

    def handle(self, *args: Any, meeting: int | None, file: Path | None, **options: Any) -> None:
        if meeting is None and file is None:
            raise CommandError("--meeting か FILE を指定してください。", returncode=NOT_CHECKED)
        if not WatchWord.objects.exists():
            raise CommandError(NO_WORDS, returncode=NOT_CHECKED)
        hidden: list[Hidden] = []
        count = 0
        if meeting is not None:
            sitting = Meeting.objects.filter(pk=meeting).select_related("body").first()
            if sitting is None:
                raise CommandError(f"番号{meeting}の会議はありません。", returncode=NOT_CHECKED)
            try:
                count += self.of_meeting(sitting)
                hidden = public_fields(sitting)[1]
            except PassageError as problem:
                raise CommandError(str(problem), returncode=NOT_CHECKED) from problem
        if file is not None:
            count += self.of_file(file, hidden)
        if count:
            raise SystemExit(1)

    def of_meeting(self, meeting: Meeting) -> int:
        """Print what stands open in the public text; returns how much."""
        found = findings(meeting)
        still_open = [each for each in found if each.is_open]
        echo_count = sum(each.finding.rule == Rule.ECHO for each in still_open)
        leak_count = sum(each.is_leak for each in still_open)
        self.stdout.write(
            f"{meeting}　公開用の文章：漏れ {leak_count}件、注意 {len(still_open) - leak_count}件"
            f"（うち言い直し {echo_count}件）、了解済み {len(found) - len(still_open)}件"
        )
        for each in still_open:
            self.tell(each.finding, each.shown.place)
        return len(still_open)

    def of_file(self, path: Path, hidden: list[Hidden]) -> int:
        """Print what is found anywhere in a file; returns how much."""
        try:
            parts = parts_of(path)
        except (OSError, UnreadableFile) as problem:
            raise CommandError(f"{path}：{problem}", returncode=NOT_CHECKED) from problem
        pieces = [PublicPiece(part.place, part.text) for part in parts]
        told = [*repeated(pieces, hidden), *named(pieces, watched().watches)]
        # A name that stands in a part many times is told once.
        found = list({(each.key, each.rule, each.said): each for each in told}.values())
        leaks = sum(each.level == Level.LEAK for each in found)
        self.stdout.write(f"{path.name}：漏れ {leaks}件、注意 {len(found) - leaks}件")
        unseen = dict.fromkeys(part.place for part in parts if not part.place.startswith(SEEN))
        if unseen:
            self.stdout.write(f"  本文のほかに確かめた部分：{'、'.join(unseen)}")
        for each in found:
            self.tell(each, str(each.key))
        return len(found)

    def tell(self, finding: LeakFinding, place: str) -> None:
        """One finding in one line; a sealed name is not said to belong to its label."""
        level, rule = LeakLevel(finding.level).label, LeakRule(finding.rule).label
        self.stdout.write(f"  {level}　{place}　{rule}：{finding.said}")
