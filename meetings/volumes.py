"""合本: which records of a body's year are bound, the pages around them, and where each stands.

What the public gets is made of the published public editions and of what they say of themselves, alone: a
sitting without one is not even named.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple

from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone

from meetings.choices import EntryKind
from meetings.models import Decision, Edition, Meeting, MeetingBody, MinutesEntry
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.documents.binding import Look, bind, look_at
from portal.documents.choices import EditionAudience
from portal.documents.pdf import PrintJob, Variant
from portal.documents.renderer import printed
from portal.wareki import fiscal_year_label, format_date

PROOF = "見本（未発行）"
HEADINGS = (EntryKind.HEADING, "small_heading")


@dataclass(frozen=True)
class Bound:
    """One record to be bound: an issued edition, or where nothing is issued, a proof."""

    meeting: Meeting
    edition: Edition | None = None
    is_older: bool = False

    @property
    def key(self) -> str:
        """What a part of the work calls it."""
        return f"e{self.edition.pk}" if self.edition else f"p{self.meeting.pk}"

    @property
    def content(self) -> Mapping[str, Any]:
        """What a public edition prints; nothing of a 原本."""
        return (self.edition and self.edition.content) or {}

    @property
    def name(self) -> str:
        """Of the sitting, as the edition has it."""
        return str(self.content.get("name") or self.meeting.printed_name)

    @property
    def held(self) -> str:
        """When, as the edition has it."""
        if not self.content:
            return self.meeting.held_in_words
        held_on = self.content.get("held_on")
        return format_date(date.fromisoformat(held_on)) if held_on else ""

    @property
    def tag(self) -> str:
        """第2版（令和6年8月1日発行）."""
        if self.edition is None:
            return PROOF
        day = format_date(timezone.localdate(self.edition.issued_at), weekday=False)
        return f"第{self.edition.number}版（{day}発行）" + ("　訂正前" if self.is_older else "")

    @property
    def title(self) -> str:
        """Its line in the outline."""
        return f"{self.name}　{self.tag}"


@dataclass(frozen=True)
class Holdings:
    """What there is to bind, in order, and the sittings whose record cannot be, each with the reason."""

    bound: list[Bound]
    unbound: list[str]


class Row(NamedTuple):
    """A line of the contents."""

    name: str
    held: str
    tag: str
    page: int


class Decided(NamedTuple):
    """A line of the index of decisions."""

    name: str
    item: str
    outcome: str
    page: int


@dataclass(frozen=True)
class Volume:
    """One volume: for whom, of what, made on which day."""

    body: MeetingBody
    fiscal_year: int
    audience: EditionAudience
    made_on: date
    unbound: list[str] = field(default_factory=list)

    @property
    def is_public(self) -> bool:
        """Whether it is for residents."""
        return self.audience == EditionAudience.PUBLIC

    @property
    def year(self) -> str:
        """令和6年度."""
        return fiscal_year_label(self.fiscal_year)

    @property
    def title(self) -> str:
        """What the file calls itself."""
        return f"{self.body}　{self.year}　会議録　合本（{self.audience.label}）"


def volume_title(body: MeetingBody, fiscal_year: int, audience: EditionAudience) -> str:
    """What the work and the file are called."""
    return f"{fiscal_year_label(fiscal_year)} {body} 会議録合本（{audience.label}）"


def holdings(body: int, fiscal_year: int, audience: EditionAudience, reader: User) -> Holdings:
    """The year's records as far as this reader may export them, the first sitting first."""
    within = Meeting.objects.visible_to(reader).reached(reader, Verb.EXPORT, Noun.RECORD)
    of_year = within.filter(body=body, fiscal_year=fiscal_year).select_related("body", "held_when")
    sittings = list(of_year.order_by(F("number").asc(nulls_last=True), "starts_at", "pk"))
    readable = Edition.objects.visible_to(reader).filter(meeting__in=sittings, audience=audience)
    if audience == EditionAudience.PUBLIC:
        return Holdings(list(_published(sittings, readable.for_the_public())), [])
    return _originals(sittings, readable, reader)


def _published(sittings: Sequence[Meeting], editions: Any) -> Iterator[Bound]:
    of_sitting = {edition.meeting_id: edition for edition in editions.select_related("file")}
    for meeting in sittings:
        if edition := of_sitting.get(meeting.pk):
            yield Bound(meeting, edition)


def _originals(sittings: Sequence[Meeting], readable: Any, reader: User) -> Holdings:
    """Every 原本 of each sitting; a proof of a record of which none was issued."""
    whole = readable.untouched().filter(file__erased_at=None).select_related("file").order_by("number")
    of_sitting: dict[int, list[Edition]] = {}
    for edition in whole:
        of_sitting.setdefault(edition.meeting_id, []).append(edition)
    issued = Edition.objects.filter(meeting__in=sittings, audience=EditionAudience.INTERNAL)
    begun = MinutesEntry.objects.visible_to(reader).filter(meeting__in=sittings)
    has_edition, has_rows = (set(found.values_list("meeting_id", flat=True)) for found in (issued, begun))
    bound: list[Bound] = []
    unbound: list[str] = []
    for meeting in sittings:
        if editions := of_sitting.get(meeting.pk):
            *older, latest = editions
            bound += [*(Bound(meeting, edition, is_older=True) for edition in older), Bound(meeting, latest)]
        elif meeting.pk in has_edition:
            unbound.append(
                f"{meeting}：発行した原本を読む権限がないか、原本が書き換えられているか消去されています。"
            )
        elif meeting.pk in has_rows:
            bound.append(Bound(meeting))
        else:
            unbound.append(f"{meeting}：会議録はまだありません。")
    return Holdings(bound, unbound)


def bound_volume(volume: Volume, records: Sequence[tuple[Bound, bytes]], reader: User) -> bytes:
    """The whole volume; raises ``Unbindable`` or a ``DocumentError``."""
    bound, looks = [record for record, _ in records], [look_at(content) for _, content in records]
    # The contents take as many pages whatever the numbers in them are.
    before = look_at(printed(contents_job(volume, _rows(bound, looks, 0)))).page_count
    contents = printed(contents_job(volume, _rows(bound, looks, before)))
    index = printed(index_job(volume, decided(volume, bound, looks, before, reader)))
    parts = [
        ("表紙と目次", look_at(contents)),
        *zip((record.title for record in bound), looks, strict=True),
        ("決定の索引", look_at(index)),
    ]
    whole = BytesIO()
    bind(parts, whole, title=volume.title)
    return whole.getvalue()


def _rows(bound: Sequence[Bound], looks: Sequence[Look], before: int) -> list[Row]:
    firsts = _first_pages(looks, before)
    return [Row(each.name, each.held, each.tag, page) for each, page in zip(bound, firsts, strict=True)]


def _first_pages(looks: Sequence[Look], before: int) -> Iterator[int]:
    page = before + 1
    for look in looks:
        yield page
        page += look.page_count


def contents_job(volume: Volume, rows: Sequence[Row]) -> PrintJob:
    """Cover and contents."""
    proofs = sum(row.tag == PROOF for row in rows)
    return _job("volume_contents", {"volume": volume, "rows": rows, "proofs": proofs})


def index_job(volume: Volume, rows: Sequence[Decided]) -> PrintJob:
    """The index of decisions."""
    return _job("volume_index", {"volume": volume, "rows": rows})


def _job(name: str, context: Mapping[str, Any]) -> PrintJob:
    return PrintJob(
        html=render_to_string(f"meetings/pdf/{name}.html", context),
        css=render_to_string("meetings/pdf/volume.css"),
        variant=Variant.ACCESSIBLE if context["volume"].is_public else Variant.ARCHIVE,
    )


def decided(
    volume: Volume, bound: Sequence[Bound], looks: Sequence[Look], before: int, reader: User
) -> list[Decided]:
    """What was decided, each with the page where its item begins; of a corrected record as it reads now."""
    placed = [
        (record, look, first)
        for record, look, first in zip(bound, looks, _first_pages(looks, before), strict=True)
        if not record.is_older
    ]
    told: Iterable[tuple[Bound, str, str, str]]
    if volume.is_public:
        told = [(record, *line) for record, _, _ in placed for line in outcomes_of(record.content)]
    else:
        told = _decisions([record for record, _, _ in placed], reader)
    at = {record.key: (look, first) for record, look, first in placed}
    return [
        Decided(record.name, item, outcome, at[record.key][1] + at[record.key][0].page_of(start))
        for record, start, item, outcome in told
    ]


def outcomes_of(content: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Of what a public edition prints: how each heading begins, the whole of it, the outcome below."""
    start = heading = ""
    for block in content.get("record", ()):
        words = "".join(piece["words"] for lines in block["paragraphs"] for piece in lines)
        if block["kind"] in HEADINGS:
            start = "".join(piece["words"] for piece in block["label"]) or words
            heading = words if start == words else f"{start} {words}"
        elif block["kind"] == EntryKind.OUTCOME:
            yield start, heading, words.strip("―—-ー─ ")


def _decisions(bound: Sequence[Bound], reader: User) -> Iterator[tuple[Bound, str, str, str]]:
    of_sitting = {record.meeting.pk: record for record in bound}
    found = Decision.objects.visible_to(reader).filter(motion__item__meeting__in=of_sitting)
    in_order = found.select_related("motion__item").order_by("motion__item__position", "motion__number")
    by_sitting: dict[int, list[Decision]] = {}
    for decision in in_order:
        by_sitting.setdefault(decision.motion.item.meeting_id, []).append(decision)
    for key, record in of_sitting.items():
        for decision in by_sitting.get(key, ()):
            item = decision.motion.item
            start = f"{item.get_category_display()}（{item.number}）"
            outcome = f"{decision.get_outcome_display()}　{decision.sentence}"
            yield record, start, f"{start} {item.title}", outcome
