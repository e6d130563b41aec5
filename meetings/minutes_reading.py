"""From the models to plain data: a sitting with everything its minutes print, in few queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from meetings.choices import AttendanceStatus, ItemState
from meetings.minutes_record import Attendee, Entry, Flag, Item, Paper, Sitting
from meetings.models import AgendaItem, Attendance, Handout, Meeting, MinutesEntry
from meetings.printed import Field, LedgerLine
from portal.audit.models import AuditedModel
from portal.disclosure.choices import Disclosure, EndTrigger
from portal.disclosure.models import DisclosureGround, Passage, Substitution, Withholding
from portal.disclosure.public_text import PassageError, Substituted, Withheld
from portal.disclosure.visibility import Reader
from portal.sources.models import Basis, Citation
from portal.wareki import format_date, format_time

# The fields of each record that the minutes print; "" stands for a paper as a whole.
PRINTED_FIELDS = {
    "meetings.meeting": {"venue", "meeting_closure_reason", "minutes_closure_reason"},
    "meetings.agendaitem": {"title", ""},
    "meetings.minutesentry": {"text", "speaker_label"},
    "meetings.handout": {"title", ""},
    "meetings.attendance": set[str](),
}
# A basis that never enters an edition unmarked.
MARKED_BASES = (Basis.INFERRED, Basis.EXAMPLE)

Place = tuple[str, int, str]


@dataclass
class Passages:
    """What is withheld and reworded in the records of one sitting, and what the list says of each.

    Keys of the ledger: (Withholding or Substitution) primary keys would clash, so each passage gets a
    number of its own here.
    """

    withheld: dict[Place, list[Withheld]] = field(default_factory=lambda: defaultdict(list))
    reworded: dict[Place, list[Substituted]] = field(default_factory=lambda: defaultdict(list))
    whole: dict[Place, int] = field(default_factory=dict)
    bases: dict[Place, str] = field(default_factory=dict)
    ledger: dict[int, LedgerLine] = field(default_factory=dict)

    def enter(self, line: LedgerLine) -> int:
        """Give one passage its key."""
        key = len(self.ledger) + 1
        self.ledger[key] = line
        return key

    def field_of(self, record: AuditedModel, name: str) -> Field:
        """One field with everything marked in it."""
        place = (record._meta.label_lower, record.pk, name)
        return Field(
            text=getattr(record, name),
            withheld=tuple(self.withheld.get(place, ())),
            reworded=tuple(self.reworded.get(place, ())),
            basis=self.basis_of(record, name),
        )

    def basis_of(self, record: AuditedModel, name: str) -> str:
        """The basis to print beside a value: its own, or that of the whole record."""
        label = record._meta.label_lower
        of_record = self.bases.get((label, record.pk, ""), "")
        return self.bases.get((label, record.pk, name), of_record)

    def closed(self, record: AgendaItem | Handout) -> int | None:
        """The ledger key of a record withheld as a whole, by a passage or by its 公開区分."""
        place = (record._meta.label_lower, record.pk, "")
        if place not in self.whole and record.disclosure == Disclosure.CLOSED:
            self.whole[place] = self.enter(_line(record.ground, EndTrigger.NONE.label))
        return self.whole.get(place)


def sitting_of(meeting: Meeting, reader: Reader) -> tuple[Sitting, dict[int, LedgerLine]]:
    """The sitting as this reader may read it, and the ledger of what the public may not."""
    items = list(AgendaItem.objects.visible_to(reader).filter(meeting=meeting).select_related("ground"))
    attendances = list(
        Attendance.objects.visible_to(reader)
        .filter(meeting=meeting)
        .select_related("seat__office", "seat__department")
    )
    entries = list(
        MinutesEntry.objects.visible_to(reader)
        .filter(meeting=meeting)
        .select_related("speaker", "meeting__body")
    )
    handouts = list(Handout.objects.visible_to(reader).filter(meeting=meeting).select_related("ground"))
    seats = [attendance.seat for attendance in attendances]
    named = [meeting.body, meeting.body.secretariat, *seats, *(seat.holder for seat in seats)]
    passages = passages_of(
        [meeting, *items, *attendances, *entries, *handouts], [record for record in named if record]
    )
    printed_items = {item.pk: item_of(item, passages) for item in items}
    sitting = Sitting(
        name=meeting.printed_name,
        secretariat=str(meeting.body.secretariat or ""),
        held=Field(held(meeting), basis=passages.basis_of(meeting, "starts_at")),
        ended=clock(meeting.ended_at),
        venue=passages.field_of(meeting, "venue"),
        meeting_flag=Flag(meeting.meeting_disclosure, passages.field_of(meeting, "meeting_closure_reason")),
        minutes_flag=Flag(meeting.minutes_disclosure, passages.field_of(meeting, "minutes_closure_reason")),
        items=tuple(printed_items.values()),
        attendees=tuple(_attendee(attendance, passages) for attendance in attendances),
        entries=tuple(_entry(entry, printed_items, passages) for entry in entries),
        papers=tuple(paper_of(handout, passages) for handout in handouts),
        observer_count=meeting.observer_count,
    )
    return sitting, passages.ledger


def item_of(item: AgendaItem, passages: Passages) -> Item:
    """An item with what is marked in its title."""
    return Item(
        category=item.get_category_display(),
        number=item.number,
        title=passages.field_of(item, "title"),
        is_papers_only=item.state == ItemState.PAPERS_ONLY,
        closed=passages.closed(item),
    )


def _entry(entry: MinutesEntry, items: dict[int, Item], passages: Passages) -> Entry:
    return Entry(
        kind=entry.kind,
        text=passages.field_of(entry, "text"),
        label=public_field(entry, "speaker_label", passages),
        item=items[entry.item_id] if entry.item_id else None,
    )


def public_field(record: AuditedModel, name: str, passages: Passages) -> Field:
    """A field with its marks; of a speaker's label without any, what the public reads in its place."""
    found = passages.field_of(record, name)
    is_ruled = isinstance(record, MinutesEntry) and name == "speaker_label"
    if not is_ruled or found.withheld or found.reworded:
        return found
    assert isinstance(record, MinutesEntry)
    return replace(found, public=record.public_speaker)


def paper_of(handout: Handout, passages: Passages) -> Paper:
    """A paper with what is marked in its title."""
    return Paper(
        number=handout.number,
        printed_number=handout.printed_number,
        title=passages.field_of(handout, "title"),
        closed=passages.closed(handout),
    )


def _attendee(attendance: Attendance, passages: Passages) -> Attendee:
    remarks = (_remark(attendance), passages.basis_of(attendance, "status"))
    return Attendee(
        name=attendance.seat.printed_name,
        group=attendance.group,
        status=attendance.status,
        remark="、".join(filter(None, remarks)),
    )


def _remark(attendance: Attendance) -> str:
    if attendance.status == AttendanceStatus.DEPUTY:
        return f"代理：{attendance.deputy_name}"
    if attendance.status == AttendanceStatus.PARTIAL:
        arrived = f"{clock(attendance.arrived_at)}から" if attendance.arrived_at else ""
        left = f"{clock(attendance.left_at)}まで" if attendance.left_at else ""
        return arrived + left or attendance.get_status_display()
    return ""


def clock(moment: datetime | None) -> str:
    """11:00 in Tokyo, or nothing."""
    return format_time(timezone.localtime(moment).time()) if moment else ""


def held(meeting: Meeting) -> str:
    """令和6年6月27日（木）11:00～12:00: the planned end, as the form has it."""
    if meeting.starts_at is None:
        return meeting.held_when.words if meeting.held_when else ""
    end = meeting.planned_end_at or meeting.ended_at
    day = format_date(timezone.localtime(meeting.starts_at).date())
    return f"{day}{clock(meeting.starts_at)}" + (f"～{clock(end)}" if end else "")


def of_records(records: Iterable[AuditedModel]) -> Q:
    """What names one of these records by (model label, key); nothing at all when there are none."""
    keys = defaultdict(list)
    for record in records:
        keys[record._meta.label_lower].append(record.pk)
    clauses = Q(pk__in=())
    for label, pks in keys.items():
        clauses |= Q(record_model=label, record_key__in=pks)
    return clauses


def passages_of(records: Sequence[AuditedModel], named: Sequence[AuditedModel]) -> Passages:
    """Everything marked in the records of the sitting, and in those it ``named``, such as offices.

    Nothing here asks who reads: the public edition needs all. A passage in a named record cannot be
    honoured by this form, so it is looked for only to be refused.
    """
    passages = Passages()
    ours, all_printed = of_records(records), of_records([*records, *named])
    withholdings = list(
        Withholding.objects.filter(all_printed, state=Withholding.State.IN_FORCE).select_related("ground")
    )
    substitutions = list(Substitution.objects.filter(all_printed))
    examples = _examples([*withholdings, *substitutions])
    for withholding in withholdings:
        _withhold(passages, withholding, is_example=withholding in examples)
    for substitution in substitutions:
        place = _place(substitution)
        line = LedgerLine(ground="", period="", is_example=substitution in examples)
        span = (passages.enter(line), substitution.start, substitution.end, substitution.words)
        passages.reworded[place].append(Substituted(*span, substitution.public_words))
    for citation in Citation.objects.filter(ours).exclude(~Q(basis__in=MARKED_BASES), field=""):
        place = (citation.record_model, citation.record_key, citation.field)
        # A value quoted from one source is quoted, whatever another source makes of it.
        is_marked = citation.basis in MARKED_BASES and passages.bases.get(place) != ""
        passages.bases[place] = citation.get_basis_display() if is_marked else ""
    return passages


def _withhold(passages: Passages, withholding: Withholding, *, is_example: bool) -> None:
    place = _place(withholding)
    line = _line(withholding.ground, _period(withholding), is_example=is_example)
    line = replace(line, passages=(withholding.pk,))
    key = passages.enter(line)
    if place[2] == "":
        passages.whole[place] = key
        return
    span = (key, withholding.start, withholding.end, withholding.words)
    passages.withheld[place].append(Withheld(*span, withholding.ground.label))


def _place(passage: Passage) -> Place:
    """Where a passage is; one that the composition would not see is refused, not overlooked."""
    if passage.field not in PRINTED_FIELDS.get(passage.record_model, ()):
        raise PassageError(
            f"この項目（{passage.record_model} {passage.field}）の非公開箇所は印刷に反映できません。"
        )
    return passage.record_model, passage.record_key, passage.field


def _examples(passages: list[Any]) -> list[Any]:
    cited = Citation.objects.filter(of_records(passages), basis=Basis.EXAMPLE)
    marked = {(citation.record_model, citation.record_key) for citation in cited}
    return [passage for passage in passages if (passage._meta.label_lower, passage.pk) in marked]


def _line(ground: DisclosureGround | None, period: str, *, is_example: bool = False) -> LedgerLine:
    label, article = (ground.label, ground.article) if ground else ("根拠は未登録", "")
    return LedgerLine(ground=label, period=period, article=article, is_example=is_example)


def _period(withholding: Withholding) -> str:
    if withholding.end_trigger == EndTrigger.DATE and withholding.ends_on:
        return f"{format_date(withholding.ends_on, weekday=False)}まで"
    return withholding.get_end_trigger_display()
