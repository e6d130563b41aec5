"""The timeline as a file for a spreadsheet, however long, made by a worker: who took it out is on record."""

import csv
import io
import shutil
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.audit.ledger import Change
from portal.files.choices import FileKind
from portal.jobs.kinds import JobKind, ResultFile, Step, StepDone, Work
from portal.site.history_rule import HistoryRule
from portal.site.lists.export import BOM
from portal.site.timeline import Row, TimelineFilter, changes_of, kinds_for, readable, rows_of
from portal.text import formula_safe

CHUNK = 1000
HEADINGS = (
    *("日時", "職員番号", "操作した人", "動作", "記録の種類", "記録", "記録の番号", "版数", "理由"),
    *("操作番号", "操作の通番"),
)


def newest_change() -> int:
    """The number of the last change there is: a file ends there, however long it takes to make."""
    return Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


class TimelineExport(JobKind):
    """``query`` is the filter as the address has it, ``until`` the newest change to be taken."""

    code, label, noun, verb = "history.export", "変更の一覧をCSVにする", Noun.HISTORY, Verb.EXPORT

    def may_be_asked_by(self, user: User) -> bool:
        """Whoever may take histories out and read them."""
        return super().may_be_asked_by(user) and user.may(Verb.READ, Noun.HISTORY)

    def plan(self, work: Work) -> Sequence[Step]:
        """A thousand changes a step, newest first: each step is named by its newest and its oldest."""
        rule = HistoryRule(_reader(work))
        named = self._changes(rule, work).only("record_model", "record_key").iterator(chunk_size=CHUNK)
        read = (readable(rule, chunk) for chunk in _chunks(named))
        return [Step(f"{chunk[0].pk}-{chunk[-1].pk}", count=len(chunk)) for chunk in read if chunk]

    def step(self, work: Work, key: str, out: IO[bytes]) -> StepDone:
        """The lines of these changes."""
        newest, oldest = map(int, key.split("-"))
        rule = HistoryRule(_reader(work))
        changes = self._changes(rule, work).filter(pk__range=(oldest, newest))
        text = io.StringIO()
        writer = csv.writer(text)
        rows = rows_of(readable(rule, changes))
        for row in rows:
            writer.writerow([formula_safe(str(value)) for value in _cells(row)])
        out.write(text.getvalue().encode())
        return StepDone(f"{len(rows)}件を書き出しました。")

    def result(self, work: Work, parts: Sequence[tuple[str, Path]], out: IO[bytes]) -> ResultFile:
        """Headings, then all lines."""
        text = io.StringIO()
        csv.writer(text).writerow(HEADINGS)
        out.write((BOM + text.getvalue()).encode())
        for _, part in parts:
            with part.open("rb") as lines:
                shutil.copyfileobj(lines, out)
        day = timezone.localdate(work.job.asked_at)
        return ResultFile(f"変更の一覧-{day:%Y%m%d}.csv", FileKind.CSV)

    def _changes(self, rule: HistoryRule, work: Work) -> QuerySet[Change]:
        """What fits the filter, of the kinds that whoever asked may read."""
        asked = TimelineFilter(QueryDict(work.parameters["query"]), kinds=kinds_for(rule))
        return asked.apply(changes_of(rule)).filter(pk__lte=work.parameters["until"])


def _reader(work: Work) -> User:
    """Histories are taken out by people only."""
    if work.owner is None:
        raise TypeError("Nobody asked for this file.")
    return work.owner


def _chunks(changes: Iterator[Change]) -> Iterator[list[Change]]:
    while chunk := list(islice(changes, CHUNK)):
        yield chunk


def _cells(row: Row) -> tuple[Any, ...]:
    at = timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M:%S")
    return (
        *(at, row.staff_number, row.who, row.act, row.kind, row.name, row.key, row.version, row.reason),
        *(row.operation_id, row.sequence),
    )
