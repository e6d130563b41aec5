"""From the models to plain data: sittings as entries of a calendar.

Calendars are shared with others and carried about, so an entry holds no more than the public may read of the
sitting; whoever may read more follows its address.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta

from meetings.appointments import Appointment
from meetings.choices import MeetingState
from meetings.minutes_reading import Passages, passages_of
from meetings.models import Meeting
from meetings.printed import PublicText, words_of
from meetings.schedule import days_of
from portal.disclosure.choices import Disclosure, ReadingScope

# What a sitting is to a calendar; those not named are settled.
STATUSES = {MeetingState.PLANNED: "TENTATIVE", MeetingState.CANCELLED: "CANCELLED"}


def appointments_of(meetings: Iterable[Meeting], url: Callable[[Meeting], str]) -> list[Appointment]:
    """Those of which at least the days are known; ``url`` says where each has its page.

    Raises ``PassageError`` where what is withheld does not fit its text.
    """
    dated = [meeting for meeting in meetings if all(days_of(meeting))]
    passages = passages_of(dated, [])
    return [_appointment(meeting, passages, url(meeting)) for meeting in dated]


def _appointment(meeting: Meeting, passages: Passages, url: str) -> Appointment:
    starts, ends = _bounds(meeting)
    basis = passages.basis_of(meeting, "starts_at")
    lines = [
        f"会議の公開：{meeting.get_meeting_disclosure_display()}",
        f"開催形式：{meeting.get_format_display()}",
        f"日時は{basis}" if basis else "",
    ]
    place = PublicText(passages.ledger).pieces(passages.field_of(meeting, "venue"), "開催場所")
    return Appointment(
        uid=f"meeting-{meeting.pk}@{meeting.body.organisation.code or 'portal'}",
        version=meeting.version,
        name=meeting.printed_name if meeting.starts_at else f"{meeting}　{meeting.held_in_words}",
        starts=starts,
        ends=ends,
        place=words_of(place),
        note="\n".join(filter(None, lines)),
        url=url,
        status=STATUSES.get(MeetingState(meeting.state), "CONFIRMED"),
        privacy=_privacy(meeting),
    )


def _bounds(meeting: Meeting) -> tuple[datetime | date, datetime | date | None]:
    """Its hours; where only days were spoken of, the first of them and the day after the last."""
    if meeting.starts_at:
        ends = meeting.ended_at or meeting.planned_end_at
        return meeting.starts_at.astimezone(UTC), ends.astimezone(UTC) if ends else None
    first, last = days_of(meeting)
    if first is None or last is None:
        raise ValueError("A sitting without days is no entry of a calendar.")
    return first, last + timedelta(days=1)


def _privacy(meeting: Meeting) -> str:
    """What the calendar's owner may show others: RFC 5545, 3.8.1.3."""
    if (meeting.reading_scope or meeting.body.reading_scope) != ReadingScope.EVERYONE:
        return "CONFIDENTIAL"
    return "PUBLIC" if meeting.meeting_disclosure == Disclosure.OPEN else "PRIVATE"
