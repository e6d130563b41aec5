"""Long work of the meetings: the records of a body's year as one ZIP of PDFs."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from django.db.models import F, QuerySet

from meetings.documents import file_name, minutes_pdf
from meetings.models import Meeting
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.disclosure.public_text import PassageError
from portal.documents.choices import EditionAudience
from portal.documents.errors import DocumentError
from portal.files.choices import FileKind
from portal.files.rules import clean_name
from portal.jobs.kinds import JobKind, JobProblem, ResultFile, Step, StepDone, Work, register_kind

NOT_MADE = "作成できなかった会議録.txt"


class MinutesBundle(JobKind):
    """会議録 of every sitting of ``body`` in ``fiscal_year``, for ``audience``: one PDF a step."""

    code, label, noun, verb = "meetings.minutes", "会議録をまとめてPDFにする", Noun.RECORD, Verb.EXPORT

    def plan(self, work: Work) -> Sequence[Step]:
        """The sittings that whoever asked may read, the oldest first."""
        sittings = _sittings(work).order_by(F("number").asc(nulls_last=True), "pk")
        return [Step(str(key)) for key in sittings.values_list("pk", flat=True)]

    def step(self, work: Work, key: str, out: IO[bytes]) -> StepDone:
        """Print one record; one that cannot be printed is named, and the others go on."""
        meeting = _sittings(work).select_related("body").get(pk=key)
        try:
            out.write(minutes_pdf(meeting, _audience(work), reader=_reader(work)))
        except (DocumentError, PassageError) as refused:
            return StepDone(f"{meeting}：作成できません。{refused}", is_problem=True)
        return StepDone(f"{meeting}：作成しました。")

    def result(self, work: Work, parts: Sequence[tuple[str, Path]], out: IO[bytes]) -> ResultFile:
        """All files under the names they would have one by one, and a list of those that are missing."""
        made = [(key, part) for key, part in parts if part.stat().st_size]
        if not made:
            raise JobProblem("作成できた会議録が1件もありません。下の記録で理由を確かめてください。")
        sittings = _sittings(work).select_related("body").in_bulk([key for key, _ in parts])
        problems = work.job.entries.filter(is_problem=True).exclude(step="").values_list("words", flat=True)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
            for place, (key, part) in enumerate(made, start=1):
                bundle.write(part, f"{place:02}_{_name(sittings[int(key)], work)}")
            if problems:
                bundle.writestr(NOT_MADE, "\r\n".join(problems))
        return ResultFile(clean_name(f"{work.job.title}.zip"), FileKind.ZIP)


def register() -> None:
    """Called once, when Django has loaded the models."""
    register_kind(MinutesBundle())


def _reader(work: Work) -> User:
    """Records are read by people only."""
    if work.owner is None:
        raise TypeError("Nobody asked for these records.")
    return work.owner


def _audience(work: Work) -> EditionAudience:
    return EditionAudience(work.parameters["audience"])


def _sittings(work: Work) -> QuerySet[Meeting]:
    asked = work.parameters
    found = Meeting.objects.visible_to(_reader(work)).reached(_reader(work), Verb.EXPORT, Noun.RECORD)
    return found.filter(body=asked["body"], fiscal_year=asked["fiscal_year"])


def _name(meeting: Meeting, work: Work) -> str:
    return clean_name(file_name(meeting, f"会議録（{_audience(work).label}・見本）"))
