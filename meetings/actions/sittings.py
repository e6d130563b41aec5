"""Verbs of 会議, 議題, 出席 and 資料."""

from typing import Any

from meetings.models import AgendaItem, Attendance, Handout, Meeting, MeetingBody, Seat
from portal.accounts.rights import Actor, Noun, writing
from portal.audit.models import AuditedModel
from portal.audit.writing import added, changed, removed
from portal.sources.models import StatedDate

DISCLOSURE_FIELDS = frozenset(
    {
        "meeting_disclosure",
        "meeting_closure_reason",
        "meeting_ground",
        "minutes_disclosure",
        "minutes_closure_reason",
        "minutes_ground",
        "disclosure",
        "closure_reason",
        "ground",
    }
)


def _moves_disclosure(record: AuditedModel, changes: dict[str, Any]) -> bool:
    """Whether an edit touches what residents may read: then a reason is compulsory."""
    return any(getattr(record, name) != changes[name] for name in DISCLOSURE_FIELDS & changes.keys())


def create_meeting(
    *,
    by: Actor,
    reason: str,
    body: MeetingBody,
    fiscal_year: int,
    held_when: StatedDate | None = None,
    **values: Any,
) -> Meeting:
    """Enter a 会議; a new ``held_when`` (a day only spoken of) is stored with it."""
    with writing(Noun.SITTINGS, by=by, reason=reason, reason_optional=True):
        if held_when is not None and held_when.pk is None:
            added(held_when)
        return added(Meeting(body=body, fiscal_year=fiscal_year, held_when=held_when, **values))


def edit_meeting(*, by: Actor, reason: str, meeting: Meeting, **changes: Any) -> Meeting:
    """Change a 会議; a reason is compulsory when its disclosure moves."""
    optional = not _moves_disclosure(meeting, changes)
    with writing(Noun.SITTINGS, by=by, reason=reason, reason_optional=optional):
        return changed(meeting, **changes)


def add_item(*, by: Actor, reason: str, meeting: Meeting, **values: Any) -> AgendaItem:
    """Put an item on the agenda."""
    with writing(Noun.SITTINGS, by=by, reason=reason, reason_optional=True):
        return added(AgendaItem(meeting=meeting, **values))


def edit_item(*, by: Actor, reason: str, item: AgendaItem, **changes: Any) -> AgendaItem:
    """Change an item; a reason is compulsory when its disclosure moves."""
    optional = not _moves_disclosure(item, changes)
    with writing(Noun.SITTINGS, by=by, reason=reason, reason_optional=optional):
        return changed(item, **changes)


def remove_item(*, by: Actor, reason: str, item: AgendaItem) -> None:
    """Take an item off the agenda; refused while rows, motions or handouts hang on it."""
    with writing(Noun.SITTINGS, by=by, reason=reason):
        removed(item)


def record_attendance(*, by: Actor, reason: str, meeting: Meeting, seat: Seat, **values: Any) -> Attendance:
    """Say whether a seat was present."""
    with writing(Noun.SITTINGS, by=by, reason=reason, reason_optional=True):
        return added(Attendance(meeting=meeting, seat=seat, **values))


def edit_attendance(*, by: Actor, reason: str, attendance: Attendance, **changes: Any) -> Attendance:
    """Change a seat's presence."""
    with writing(Noun.SITTINGS, by=by, reason=reason, reason_optional=True):
        return changed(attendance, **changes)


def remove_attendance(*, by: Actor, reason: str, attendance: Attendance) -> None:
    """Strike an attendance that was entered by mistake."""
    with writing(Noun.SITTINGS, by=by, reason=reason):
        removed(attendance)


def add_handout(*, by: Actor, reason: str, meeting: Meeting, **values: Any) -> Handout:
    """List a 資料."""
    with writing(Noun.SITTINGS, by=by, reason=reason, reason_optional=True):
        return added(Handout(meeting=meeting, **values))


def edit_handout(*, by: Actor, reason: str, handout: Handout, **changes: Any) -> Handout:
    """Change a 資料; a reason is compulsory when its disclosure moves."""
    optional = not _moves_disclosure(handout, changes)
    with writing(Noun.SITTINGS, by=by, reason=reason, reason_optional=optional):
        return changed(handout, **changes)


def remove_handout(*, by: Actor, reason: str, handout: Handout) -> None:
    """Take a 資料 off the list."""
    with writing(Noun.SITTINGS, by=by, reason=reason):
        removed(handout)
