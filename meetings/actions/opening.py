"""The verb that opens the next sitting of a body: the frame of the last one, and what comes back."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from meetings.actions.decisions import put_motion
from meetings.actions.scopes import KINDS, Scoped
from meetings.actions.sittings import ROLL_GROUPS, add_item, create_meeting, record_attendance
from meetings.carrying import open_promises, unreached_items, waiting_deferrals
from meetings.choices import AttendanceGroup, ItemCategory
from meetings.models import (
    AgendaItem,
    Commitment,
    Deferral,
    Meeting,
    MeetingBody,
    MeetingReader,
    Motion,
    PriorReference,
    Seat,
)
from portal.accounts.rights import Actor, Noun, writing
from portal.audit.models import AuditedModel
from portal.audit.writing import added
from portal.disclosure.actions import copy_passages
from portal.disclosure.choices import ReadingScope

HOMEWORK = "前回宿題"
GONE = "選んだもののうち、既に決着したか、ほかの会議の議題になったものがあります。もう一度選んでください。"
NOT_SEATED = "開催日にはない席です：{seats}。"
STRANGERS = "この会議のものを選んでください。"
# What an item takes along to the next agenda; its number and its outcome are that sitting's own.
FRAME = ("category", "title", "explainer", "disclosure", "closure_reason", "ground")

# Who acts, and why.
Who = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One item of the new agenda: what it is, what it goes on from, and what is asked again."""

    values: dict[str, Any]
    source: AgendaItem | None = None
    continues: bool = False
    motions: list[Motion] = field(default_factory=list)
    promises: Sequence[Commitment] = ()


def open_next_meeting(
    *,
    by: Actor,
    reason: str,
    source: Meeting,
    seats: Sequence[Seat] = (),
    frame: Sequence[AgendaItem] = (),
    deferrals: Sequence[Deferral] = (),
    unreached: Sequence[AgendaItem] = (),
    commitments: Sequence[Commitment] = (),
    **values: Any,
) -> Meeting:
    """Enter the next 会議 with seats and items of the last one and with what comes back, all or nothing.

    What is withheld in words that are taken along stays withheld there, and nobody reads them who did not.
    """
    with writing(Noun.SITTINGS, by=by, reason=reason, over=source):
        who: Who = {"by": by, "reason": reason}
        # Until this is done nobody else puts the same matters on another agenda.
        list(MeetingBody._base_manager.select_for_update().filter(pk=source.body_id))
        _refuse_gone(source, frame, deferrals, unreached, commitments)
        meeting = create_meeting(**who, body=source.body, **values)
        copy_passages(source, meeting)
        if source.reading_scope == meeting.reading_scope:
            _name_readers(source, meeting)
        _seat(who, source, meeting, seats)
        rows = [
            *([_homework(commitments)] if commitments else []),
            *_put_off(deferrals),
            *(_never_reached(item) for item in unreached),
            *(Row(_frame_of(item), item) for item in frame),
        ]
        _agenda(who, source, meeting, rows)
        return meeting


def call_sitting_for(*, by: Actor, reason: str, deferral: Deferral, **values: Any) -> Meeting:
    """Enter a 臨時開催 or a 持ち回り for a matter put off: the item again, and what is still asked of it.

    It comes back as it does to an ordinary sitting, withheld words and readers along.
    """
    item = deferral.item
    with writing(Noun.SITTINGS, by=by, reason=reason, over=item.meeting.body, reason_optional=True):
        if deferral.closing_motion_id is not None:
            raise ValidationError("この再検討は、もう決着しています。ふつうの会議として登録してください。")
        meeting = create_meeting(by=by, reason=reason, body=item.meeting.body, **values)
        _agenda({"by": by, "reason": reason}, item.meeting, meeting, _put_off([deferral]))
        return meeting


def _refuse_gone(
    source: Meeting,
    frame: Sequence[AgendaItem],
    deferrals: Sequence[Deferral],
    unreached: Sequence[AgendaItem],
    commitments: Sequence[Commitment],
) -> None:
    """Only what still waits in this body comes back; the frame is the last sitting's."""
    if any(item.meeting_id != source.pk for item in frame):
        raise ValidationError({"frame": STRANGERS})
    wanted: tuple[tuple[str, Sequence[AuditedModel], Any], ...] = (
        ("deferrals", deferrals, waiting_deferrals(source.body)),
        ("unreached", unreached, unreached_items(source.body)),
        ("commitments", commitments, open_promises(source.body)),
    )
    for name, chosen, waiting in wanted:
        keys = {record.pk for record in chosen}
        if keys and waiting.filter(pk__in=keys).count() != len(keys):
            raise ValidationError({name: GONE})


def _frame_of(item: AgendaItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in FRAME}


def _homework(commitments: Sequence[Commitment]) -> Row:
    values = {"category": ItemCategory.CONFIRMATION, "title": HOMEWORK}
    return Row(values, promises=commitments)


def _put_off(deferrals: Sequence[Deferral]) -> Iterator[Row]:
    """Each item again, asking what was put off; where nothing was decided at all, asking everything."""
    for item in dict.fromkeys(deferral.item for deferral in deferrals):
        asked = Motion.objects.filter(item=item).order_by("number")
        put_off = list(asked.filter(decision__deferral__in=deferrals)) or list(asked.filter(decision=None))
        yield Row(_frame_of(item), item, True, put_off)


def _never_reached(item: AgendaItem) -> Row:
    asked = Motion.objects.filter(item=item, decision=None).order_by("number")
    return Row(_frame_of(item), item, True, list(asked))


def _seat(who: Who, source: Meeting, meeting: Meeting, seats: Sequence[Seat]) -> None:
    """The seats in the order and the columns they had, those that are new below."""
    if meeting.starts_at:
        held = Seat.objects.held_on(timezone.localdate(meeting.starts_at)).filter(body=source.body_id)
        known = set(held.values_list("pk", flat=True))
        if gone := [str(seat) for seat in seats if seat.pk not in known]:
            raise ValidationError({"seats": NOT_SEATED.format(seats="、".join(gone))})
    columns = dict(source.attendances.values_list("seat", "group"))
    before = list(columns)
    last = len(before)
    ordered = sorted(seats, key=lambda seat: before.index(seat.pk) if seat.pk in columns else last)
    for position, seat in enumerate(ordered, start=1):
        group = columns.get(seat.pk) or ROLL_GROUPS.get(seat.role, AttendanceGroup.MEMBERS)
        record_attendance(**who, meeting=meeting, seat=seat, group=group, position=position)


def _narrower(item: AgendaItem, source: Meeting, meeting: Meeting) -> Scoped | None:
    """Whose 庁内閲覧範囲 an item has to bring along, so that it is read by those who read it before."""
    if item.reading_scope:
        return item
    holder = item.meeting if item.meeting.reading_scope else source.body
    coming = source if meeting.reading_scope else source.body
    is_as_before = holder.reading_scope == (meeting.reading_scope or source.body.reading_scope)
    if is_as_before and (holder.reading_scope != ReadingScope.NAMED or holder == coming):
        return None
    return holder


def _name_readers(before: Scoped, record: Scoped) -> None:
    """Whoever was named stays named; nobody decides anew, so no right to name is asked for."""
    if record.reading_scope != ReadingScope.NAMED:
        return
    for reader in MeetingReader._base_manager.filter(**{KINDS[type(before)]: before}).order_by("pk"):
        named = {name: getattr(reader, name) for name in ("person", "office", "department")}
        added(MeetingReader(**{KINDS[type(record)]: record}, **named))


def _agenda(who: Who, source: Meeting, meeting: Meeting, rows: Iterable[Row]) -> None:
    """The items in the order of their categories, numbered anew in each."""
    numbers: Counter[str] = Counter()
    order = ItemCategory.values
    for position, row in enumerate(sorted(rows, key=lambda row: order.index(row.values["category"])), 1):
        category = row.values["category"]
        numbers[category] += 1
        place: dict[str, Any] = {"number": numbers[category], "position": position}
        narrower = _narrower(row.source, source, meeting) if row.source else None
        scope = narrower.reading_scope if narrower else ""
        item = add_item(**who, meeting=meeting, reading_scope=scope, **row.values, **place)
        if narrower:
            _name_readers(narrower, item)
        if row.source:
            copy_passages(row.source, item)
        for number, motion in enumerate(row.motions, start=1):
            put_motion(**who, item=item, asked=motion.asked, number=number)
        _link(item, row)


def _link(item: AgendaItem, row: Row) -> None:
    """What an item goes on from, named without its words: whoever may read them follows the link.

    A part of entering the sitting; what somebody notes of the matter besides asks for a right of its own.
    """
    if row.continues and row.source:
        origin = row.source
        added(
            PriorReference(
                meeting=item.meeting,
                item=item,
                origin=origin,
                subject=f"{origin.meeting}　{origin.label}",
                words=origin.outcome_line or origin.get_state_display(),
            )
        )
    for promise in row.promises:
        added(
            PriorReference(
                meeting=item.meeting,
                item=item,
                commitment=promise,
                subject=f"{promise.meeting}　対応事項{promise.number}",
                words=promise.get_state_display(),
            )
        )
