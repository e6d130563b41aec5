"""From the models to plain data: a sitting to come, as its letters tell it to those who are called."""

from dataclasses import replace

from django.utils import timezone

from meetings.choices import SeatRole
from meetings.letters import Call, Topic
from meetings.minutes_reading import Passages, held, item_of, paper_of, passages_of
from meetings.minutes_record import Flag, Paper
from meetings.models import AgendaItem, Handout, Meeting, Seat
from meetings.printed import Field, LedgerLine
from meetings.schedule import days_of
from portal.disclosure.choices import ReadingScope
from portal.disclosure.visibility import Reader

# Whoever has a seat is called and gets the letter, but may not read every record of these scopes.
NARROWER = (ReadingScope.CONCERNED, ReadingScope.NAMED)
ELSEWHERE = Field("（閲覧できる方に別途お知らせします）")
HEADS = (SeatRole.CHIEF, SeatRole.CHAIR)


def call_of(meeting: Meeting, reader: Reader) -> tuple[Call, dict[int, LedgerLine]]:
    """The sitting as this reader may read it, and the ledger of what the public may not."""
    items = list(
        AgendaItem.objects.visible_to(reader).filter(meeting=meeting).select_related("ground", "explainer")
    )
    handouts = list(
        Handout.objects.visible_to(reader).filter(meeting=meeting).select_related("ground", "item")
    )
    seats = _seats(meeting, reader)
    named = [meeting.body, meeting.body.secretariat, *seats, *(seat.holder for seat in seats)]
    named += [item.explainer for item in items]
    passages = passages_of([meeting, *items, *handouts], [record for record in named if record])
    head = next((seat.printed_name for seat in seats if seat.role in HEADS), "")
    call = Call(
        name=meeting.printed_name,
        body=meeting.body.name,
        head=head,
        secretariat=str(meeting.body.secretariat or ""),
        held=Field(held(meeting), basis=passages.basis_of(meeting, "starts_at")),
        venue=passages.field_of(meeting, "venue"),
        format=meeting.format,
        flag=Flag(meeting.meeting_disclosure, passages.field_of(meeting, "meeting_closure_reason")),
        topics=tuple(_topic(item, passages) for item in items),
        papers=tuple(_told(handout, passages) for handout in handouts),
        seats=tuple(seat.printed_name for seat in seats if seat.role != SeatRole.SECRETARIAT),
    )
    return call, passages.ledger


def _seats(meeting: Meeting, reader: Reader) -> list[Seat]:
    """Those there are on the day of the sitting; on none that is known, today's."""
    day = days_of(meeting)[0] or timezone.localdate()
    seats = Seat.objects.visible_to(reader).filter(body=meeting.body_id).held_on(day)
    return list(seats.select_related("office", "department"))


def _topic(item: AgendaItem, passages: Passages) -> Topic:
    told = item_of(item, passages)
    if item.reading_scope in NARROWER:
        return Topic(replace(told, title=ELSEWHERE))
    return Topic(told, item.explainer.name if item.explainer else "")


def _told(handout: Handout, passages: Passages) -> Paper:
    told = paper_of(handout, passages)
    scopes = {handout.reading_scope, handout.item.reading_scope if handout.item else ""}
    return replace(told, title=ELSEWHERE) if scopes & set(NARROWER) else told
