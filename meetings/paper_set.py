"""資料一式: the papers of a sitting as one numbered file; one without pages has a slip that says why."""

from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

from django.db.models import QuerySet
from django.template.loader import render_to_string

from meetings.documents import record_date
from meetings.models import Handout, Meeting
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.documents.binding import Look, Unbindable, bare_pages, bind, look_at
from portal.documents.pdf import PrintJob, Variant
from portal.documents.renderer import printed
from portal.files import store
from portal.files.choices import FileKind

UNFILED = "ファイルは未登録です。"


class Bound(NamedTuple):
    """A paper and its part of the set; ``trouble`` says why it is a slip though there is a PDF."""

    handout: Handout
    pages: bytes
    trouble: str = ""


class Row(NamedTuple):
    """A line of the contents."""

    handout: Handout
    remark: str
    page: int
    page_count: int


def papers_of(meeting: int, reader: User) -> "QuerySet[Handout]":
    """The papers this reader may read and take out, in their order."""
    within = Handout.objects.visible_to(reader).reached(reader, Verb.EXPORT, Noun.SITTINGS)
    return within.filter(meeting=meeting).select_related("item", "file", "meeting__body")


def remark_on(handout: Handout) -> str:
    """Why a paper has no pages of its own, as far as that is known without opening its file."""
    file = handout.file
    if file is None:
        return UNFILED
    if file.erased_at:
        return "ファイルの中身は消去されています。"
    if file.kind != FileKind.PDF:
        return f"{file.get_kind_display()}のため綴じていません。ファイル「{file.name}」を別に御覧ください。"
    return ""


def pages_of(handout: Handout) -> Bound:
    """Its part of the set; raises a ``DocumentError`` when even the slip cannot be printed."""
    file = handout.file
    if file is None or (remark := remark_on(handout)):
        return Bound(handout, printed(slip_job(handout, remark_on(handout))))
    try:
        with store.opened(file.sha256, file.size) as content:
            return Bound(handout, bare_pages(content.read()))
    except (store.StoreDamaged, Unbindable) as refused:
        remark = f"ファイル「{file.name}」を綴じられません。{refused}"
        return Bound(handout, printed(slip_job(handout, remark)), remark)


def bound_set(meeting: Meeting, papers: Sequence[Bound]) -> bytes:
    """The whole set; raises ``Unbindable`` or a ``DocumentError``."""
    looks = [look_at(paper.pages) for paper in papers]
    # The contents take as many pages whatever the numbers in them are.
    before = look_at(printed(contents_job(meeting, _rows(papers, looks, 0)))).page_count
    contents = look_at(printed(contents_job(meeting, _rows(papers, looks, before))))
    titles = [str(paper.handout) for paper in papers]
    whole = BytesIO()
    bind(
        [("目次", contents), *zip(titles, looks, strict=True)],
        whole,
        title=f"{meeting}　資料一式",
        has_cover=False,
    )
    return whole.getvalue()


def _rows(papers: Sequence[Bound], looks: Sequence[Look], before: int) -> list[Row]:
    rows, page = [], before + 1
    for paper, look in zip(papers, looks, strict=True):
        remark = paper.trouble or remark_on(paper.handout)
        rows.append(Row(paper.handout, remark, page, look.page_count))
        page += look.page_count
    return rows


def contents_job(meeting: Meeting, rows: Sequence[Row]) -> PrintJob:
    """The contents."""
    return _job("papers_contents", {"meeting": meeting, "rows": rows, "created": record_date(meeting)})


def slip_job(handout: Handout, remark: str) -> PrintJob:
    """The page in the place of a paper that has none."""
    created = record_date(handout.meeting)
    return _job("papers_slip", {"handout": handout, "remark": remark, "created": created})


def _job(name: str, context: dict[str, object]) -> PrintJob:
    return PrintJob(
        html=render_to_string(f"meetings/pdf/{name}.html", context),
        css=render_to_string("meetings/pdf/papers.css"),
        variant=Variant.ACCESSIBLE,
    )
