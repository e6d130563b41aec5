"""Long work of the meetings: the records of a body's year, as a ZIP or bound, and the papers of a sitting."""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from django.db.models import F, QuerySet
from django.utils import timezone

from meetings.documents import file_name, minutes_job, minutes_pdf
from meetings.models import Handout, Meeting, MeetingBody
from meetings.paper_set import Bound as PaperPages
from meetings.paper_set import bound_set, pages_of, papers_of
from meetings.volumes import Bound, Volume, bound_volume, holdings
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.disclosure.public_text import PassageError
from portal.documents.binding import Unbindable
from portal.documents.choices import EditionAudience
from portal.documents.errors import DocumentError
from portal.documents.pdf import PrintJob
from portal.documents.renderer import render_each
from portal.files import store
from portal.files.choices import FileKind
from portal.files.rules import clean_name
from portal.jobs.kinds import JobKind, JobProblem, ResultFile, Step, StepDone, Work, register_kind

NOT_MADE = "作成できなかった会議録.txt"
# So many records a step: both cores print while the step lasts, and it ends in well under a minute.
AT_ONCE = 8


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


class BoundVolume(JobKind):
    """合本: ``body``'s editions of ``fiscal_year`` for ``audience``, as they were issued, in one PDF."""

    code, label, noun, verb = "meetings.volume", "会議録の合本を作る", Noun.RECORD, Verb.EXPORT

    def plan(self, work: Work) -> Sequence[Step]:
        """Some records a step, named by their keys."""
        keys = [record.key for record in _held(work)]
        return [
            Step(",".join(some), len(some))
            for some in (keys[place : place + AT_ONCE] for place in range(0, len(keys), AT_ONCE))
        ]

    def step(self, work: Work, key: str, out: IO[bytes]) -> StepDone:
        """Take the issued files from the store and print the proofs; what cannot be had is named."""
        wanted = [record for record in _held(work) if record.key in key.split(",")]
        problems: list[str] = []
        with zipfile.ZipFile(out, "w") as kept:
            for record, content in (*_issued(wanted, problems), *_proofs(wanted, work, problems)):
                kept.writestr(record.key, content)
        words = f"{wanted[0].name}から{wanted[-1].name}まで" if wanted else "読める会議録はありませんでした。"
        return StepDone("　".join([words, *problems]), is_problem=bool(problems))

    def result(self, work: Work, parts: Sequence[tuple[str, Path]], out: IO[bytes]) -> ResultFile:
        """Bind what was gathered, as far as it may still be read."""
        asked, gathered = work.parameters, _gathered([path for _, path in parts])
        found = holdings(asked["body"], asked["fiscal_year"], _audience(work), _reader(work))
        records = [(record, gathered[record.key]) for record in found.bound if record.key in gathered]
        if not records:
            raise JobProblem(
                "綴じる会議録が1件もありません。公開用の合本には、公開している版だけを綴じます。"
            )
        missing = [
            f"{each.title}：綴じられませんでした。" for each in found.bound if each.key not in gathered
        ]
        is_public = _audience(work) == EditionAudience.PUBLIC
        volume = Volume(
            body=MeetingBody.objects.visible_to(_reader(work)).get(pk=asked["body"]),
            fiscal_year=asked["fiscal_year"],
            audience=_audience(work),
            made_on=timezone.localdate(work.job.asked_at),
            unbound=[] if is_public else [*found.unbound, *missing],
        )
        try:
            out.write(bound_volume(volume, records, _reader(work)))
        except (DocumentError, Unbindable) as refused:
            raise JobProblem(f"合本を作成できません。{refused}") from refused
        return ResultFile(clean_name(f"{work.job.title}.pdf"), FileKind.PDF)


class PaperSet(JobKind):
    """資料一式 of ``meeting``: the papers that whoever asked may read, one a step, bound into one PDF."""

    code, label, noun, verb = "meetings.papers", "資料一式を1つのPDFにする", Noun.SITTINGS, Verb.EXPORT

    def plan(self, work: Work) -> Sequence[Step]:
        """The papers in their order."""
        return [Step(str(key)) for key in _papers(work).values_list("pk", flat=True)]

    def step(self, work: Work, key: str, out: IO[bytes]) -> StepDone:
        """Take the pages out of one file, or print the slip that stands for them."""
        handout = _papers(work).filter(pk=key).first()
        if handout is None:
            return StepDone("この資料は、もう読めません。", is_problem=True)
        try:
            found = pages_of(handout)
        except DocumentError as refused:
            raise JobProblem(f"{handout}：仕切りのページを作成できません。{refused}") from refused
        out.write(found.pages)
        return StepDone(f"{handout}：{found.trouble or '綴じました。'}", is_problem=bool(found.trouble))

    def result(self, work: Work, parts: Sequence[tuple[str, Path]], out: IO[bytes]) -> ResultFile:
        """Bind what was gathered, as far as it may still be read."""
        gathered = {key: path.read_bytes() for key, path in parts}
        failed = work.job.entries.filter(is_problem=True).values_list("step", "words")
        troubles = {step: words.partition("：")[2] for step, words in failed}
        papers = [
            PaperPages(paper, pages, troubles.get(str(paper.pk), ""))
            for paper in _papers(work)
            if (pages := gathered.get(str(paper.pk)))
        ]
        if not papers:
            raise JobProblem("綴じる資料が1点もありません。資料を加えてから、もう一度作成してください。")
        meeting = papers[0].handout.meeting
        try:
            out.write(bound_set(meeting, papers))
        except (DocumentError, Unbindable) as refused:
            raise JobProblem(f"資料一式を作成できません。{refused}") from refused
        return ResultFile(clean_name(file_name(meeting, "資料一式")), FileKind.PDF)


def register() -> None:
    """Called once, when Django has loaded the models."""
    register_kind(MinutesBundle())
    register_kind(BoundVolume())
    register_kind(PaperSet())


def _held(work: Work) -> list[Bound]:
    asked = work.parameters
    return holdings(asked["body"], asked["fiscal_year"], _audience(work), _reader(work)).bound


def _issued(wanted: Sequence[Bound], problems: list[str]) -> Iterator[tuple[Bound, bytes]]:
    """The files as they were issued."""
    for record in wanted:
        if record.edition is None:
            continue
        try:
            with store.opened(record.edition.file.sha256, record.edition.file.size) as content:
                yield record, content.read()
        except store.StoreDamaged as damaged:
            problems.append(f"{record.title}：{damaged}")


def _proofs(wanted: Sequence[Bound], work: Work, problems: list[str]) -> Iterator[tuple[Bound, bytes]]:
    """Records of which nothing is issued, printed as they stand now, some at once."""
    composed: list[Bound] = []

    def jobs() -> Iterator[PrintJob]:
        for record in wanted:
            if record.edition is not None:
                continue
            try:
                job = minutes_job(record.meeting, _audience(work), reader=_reader(work))
            except (DocumentError, PassageError) as refused:
                problems.append(f"{record.title}：{refused}")
                continue
            composed.append(record)
            yield job

    for place, made in enumerate(render_each(jobs())):
        if isinstance(made, bytes):
            yield composed[place], made
        else:
            problems.append(f"{composed[place].title}：{made}")


def _gathered(paths: Sequence[Path]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path in paths:
        with zipfile.ZipFile(path) as kept:
            found |= {name: kept.read(name) for name in kept.namelist()}
    return found


def _reader(work: Work) -> User:
    """Records are read by people only."""
    if work.owner is None:
        raise TypeError("Nobody asked for these records.")
    return work.owner


def _papers(work: Work) -> QuerySet[Handout]:
    return papers_of(work.parameters["meeting"], _reader(work))


def _audience(work: Work) -> EditionAudience:
    return EditionAudience(work.parameters["audience"])


def _sittings(work: Work) -> QuerySet[Meeting]:
    asked = work.parameters
    found = Meeting.objects.visible_to(_reader(work)).reached(_reader(work), Verb.EXPORT, Noun.RECORD)
    return found.filter(body=asked["body"], fiscal_year=asked["fiscal_year"])


def _name(meeting: Meeting, work: Work) -> str:
    return clean_name(file_name(meeting, f"会議録（{_audience(work).label}・見本）"))
