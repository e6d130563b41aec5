"""確認: which seats have to stand by a record, which have, and what the text is called that they read."""

from collections.abc import Iterator
from dataclasses import dataclass

from meetings.choices import LOCKED_STATES, SeatRole
from meetings.minutes_form import IN_THE_ROOM
from meetings.models import AgendaItem, Attendance, Meeting, MinutesConfirmation, MinutesEntry, Seat
from meetings.printed import check_number

# Who chaired, where no seat of the body is set to confirm: the first of these that was there.
HEADS = (SeatRole.CHIEF, SeatRole.CHAIR, SeatRole.DEPUTY_CHIEF, SeatRole.ACTING_CHAIR)


@dataclass(frozen=True)
class Wanted:
    """One seat that has to confirm, and its newest confirmation, of the text of now or of an earlier one."""

    seat: Seat
    confirmation: MinutesConfirmation | None
    is_outdated: bool

    @property
    def is_given(self) -> bool:
        """Whether it stands by today's text."""
        return self.confirmation is not None and not self.is_outdated


def text_number(meeting: Meeting) -> str:
    """Names the text that is confirmed: everything the record prints, whoever may read it."""
    return check_number(_lines(meeting))


def _lines(meeting: Meeting) -> Iterator[str]:
    fresh = Meeting._base_manager.get(pk=meeting.pk)
    for name in ("number", "starts_at", "ended_at", "venue", "observer_count"):
        yield str(getattr(fresh, name))
    for disclosure in ("meeting_disclosure", "minutes_disclosure"):
        yield getattr(fresh, disclosure)
    kinds = (
        (Attendance, ("seat", "group", "status", "deputy_name")),
        (AgendaItem, ("category", "number", "title", "outcome_line")),
        (MinutesEntry, ("item", "kind", "speaker_label", "text")),
    )
    for model, names in kinds:
        for row in model._base_manager.filter(meeting=meeting).order_by("position", "pk").values_list(*names):
            yield "\t".join(map(str, row))


def attending_seats(meeting: Meeting) -> list[Seat]:
    """The seats that were there, in the order of the list."""
    there = Attendance.objects.filter(meeting=meeting, status__in=IN_THE_ROOM)
    return [each.seat for each in there.select_related("seat__office", "seat__department")]


def wanted_seats(meeting: Meeting) -> list[Seat]:
    """The seats that have to confirm: those set to, of whom was there; else whoever headed the sitting."""
    seats = attending_seats(meeting)
    if chosen := [seat for seat in seats if seat.confirms_minutes]:
        return chosen
    by_role = {seat.role: seat for seat in reversed(seats)}
    return next(([by_role[role]] for role in HEADS if role in by_role), [])


def wanted(meeting: Meeting) -> list[Wanted]:
    """Each of them with its newest confirmation."""
    given: dict[int, MinutesConfirmation] = {}
    for each in MinutesConfirmation.objects.filter(meeting=meeting).select_related("recorded_by"):
        given[each.seat_id] = each
    # What is locked reads as it was confirmed.
    number = text_number(meeting) if given and meeting.minutes_state not in LOCKED_STATES else ""
    return [
        Wanted(seat, found := given.get(seat.pk), bool(number and found and found.check_number != number))
        for seat in wanted_seats(meeting)
    ]
