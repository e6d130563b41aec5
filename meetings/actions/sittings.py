"""Verbs of 会議, 議題, 出席 and 資料."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone

from meetings.actions.locking import refuse_locked
from meetings.choices import AttendanceGroup, SeatRole
from meetings.models import AgendaItem, Attendance, Handout, Meeting, MeetingBody, Seat
from portal.accounts.rights import Actor, Noun, Verb, require, writing
from portal.audit.models import AuditedModel
from portal.audit.operations import checked_reason
from portal.audit.writing import added, changed, removed
from portal.disclosure.actions import keep_passages
from portal.files.actions import add_file, keep_content
from portal.files.rules import Upload
from portal.sources.actions import added_with_dates, changed_with_dates
from portal.sources.models import StatedDate
from portal.wareki import fiscal_year, fiscal_year_label, format_date

# The column of the printed form that a seat stands in; all others stand among the members.
ROLL_GROUPS = {SeatRole.SECRETARIAT.value: AttendanceGroup.SECRETARIAT}
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
        "reading_scope",
    }
)

# What may change whatever became of the record, of a sitting and of its parts: no 原本 prints any of it.
UNPRINTED = frozenset({"state", "reading_scope"})
UNPRINTED_OF_PARTS = frozenset({"reading_scope", "disclosure", "closure_reason", "ground", "file"})


def _moves_disclosure(record: AuditedModel, changes: dict[str, Any]) -> bool:
    """Whether an edit touches what residents or staff may read: then a reason is compulsory."""
    return any(getattr(record, name) != changes[name] for name in DISCLOSURE_FIELDS & changes.keys())


def refuse_strangers(meeting: Meeting, **parts: Any) -> None:
    """Refuse an item, a row or a motion of another sitting, and a seat of another body."""
    for name in ("item", "entry", "motion"):
        part = parts.get(name)
        if part is not None and (part.item if name == "motion" else part).meeting_id != meeting.pk:
            raise ValidationError({name: "この会議のものを選んでください。"})
    for name in ("seat", "speaker"):
        if parts.get(name) is not None and parts[name].body_id != meeting.body_id:
            raise ValidationError({name: "この会議体の席を選んでください。"})


def _settle_fiscal_year(meeting: Meeting) -> None:
    """The day in Tokyo decides the fiscal year; only a day not yet known leaves it to the typist."""
    if meeting.starts_at is None:
        return
    held_on = timezone.localdate(meeting.starts_at)
    if meeting.fiscal_year is None:
        meeting.fiscal_year = fiscal_year(held_on)
    if meeting.fiscal_year != fiscal_year(held_on):
        raise ValidationError(
            {
                "fiscal_year": f"{format_date(held_on)}は{fiscal_year_label(fiscal_year(held_on))}です。"
                f"{fiscal_year_label(meeting.fiscal_year)}とは合いません。"
            }
        )


def create_meeting(
    *,
    by: Actor,
    reason: str,
    body: MeetingBody,
    held_when: StatedDate | None = None,
    **values: Any,
) -> Meeting:
    """Enter a 会議; a new ``held_when`` (a day only spoken of) is stored with it."""
    with writing(Noun.SITTINGS, by=by, reason=reason, over=body, reason_optional=True):
        meeting = Meeting(body=body, **values)
        _settle_fiscal_year(meeting)
        return added_with_dates(meeting, held_when=held_when)


def edit_meeting(*, by: Actor, reason: str, meeting: Meeting, **changes: Any) -> Meeting:
    """Change a 会議; a reason is compulsory when its disclosure moves."""
    optional = not _moves_disclosure(meeting, changes)
    before = Meeting.objects.get(pk=meeting.pk)
    with writing(Noun.SITTINGS, by=by, reason=reason, over=meeting, reason_optional=optional):
        if changes.keys() - UNPRINTED:
            refuse_locked(meeting)
        for name in {"starts_at", "fiscal_year"} & changes.keys():
            setattr(meeting, name, changes[name])
        _settle_fiscal_year(meeting)
        stored = changed_with_dates(meeting, ("held_when",), **changes)
        keep_passages(stored, before)
        return stored


def add_item(*, by: Actor, reason: str, meeting: Meeting, **values: Any) -> AgendaItem:
    """Put an item on the agenda."""
    with writing(Noun.SITTINGS, by=by, reason=reason, over=meeting, reason_optional=True):
        refuse_locked(meeting)
        return added(AgendaItem(meeting=meeting, **values))


def edit_item(*, by: Actor, reason: str, item: AgendaItem, **changes: Any) -> AgendaItem:
    """Change an item; a reason is compulsory when its disclosure moves."""
    optional = not _moves_disclosure(item, changes)
    before = AgendaItem.objects.get(pk=item.pk)
    with writing(Noun.SITTINGS, by=by, reason=reason, over=item, reason_optional=optional):
        if changes.keys() - UNPRINTED_OF_PARTS:
            refuse_locked(item.meeting)
        stored = changed(item, **changes)
        keep_passages(stored, before)
        return stored


def remove_item(*, by: Actor, reason: str, item: AgendaItem) -> None:
    """Take an item off the agenda; refused while rows, motions or handouts hang on it."""
    with writing(Noun.SITTINGS, by=by, reason=reason, over=item):
        refuse_locked(item.meeting)
        removed(item)


def record_attendance(*, by: Actor, reason: str, meeting: Meeting, seat: Seat, **values: Any) -> Attendance:
    """Say whether a seat was present."""
    with writing(Noun.SITTINGS, by=by, reason=reason, over=meeting, reason_optional=True):
        refuse_locked(meeting)
        refuse_strangers(meeting, seat=seat)
        return added(Attendance(meeting=meeting, seat=seat, **values))


def call_the_roll(*, by: Actor, reason: str, meeting: Meeting) -> list[Attendance]:
    """Enter every seat of the body that is held on the day and has no attendance yet, as present."""
    with writing(Noun.SITTINGS, by=by, reason=reason, over=meeting, reason_optional=True):
        refuse_locked(meeting)
        known = set(meeting.attendances.values_list("seat", flat=True))
        position = meeting.attendances.aggregate(last=Max("position"))["last"] or 0
        day = timezone.localdate(meeting.starts_at)
        seats = [seat for seat in meeting.body.seats.held_on(day) if seat.pk not in known]
        return [
            added(
                Attendance(
                    meeting=meeting,
                    seat=seat,
                    group=ROLL_GROUPS.get(seat.role, AttendanceGroup.MEMBERS),
                    position=position + step,
                )
            )
            for step, seat in enumerate(seats, start=1)
        ]


def edit_attendance(*, by: Actor, reason: str, attendance: Attendance, **changes: Any) -> Attendance:
    """Change a seat's presence."""
    with writing(Noun.SITTINGS, by=by, reason=reason, over=attendance, reason_optional=True):
        refuse_locked(attendance.meeting)
        refuse_strangers(attendance.meeting, **changes)
        return changed(attendance, **changes)


def remove_attendance(*, by: Actor, reason: str, attendance: Attendance) -> None:
    """Strike an attendance that was entered by mistake."""
    with writing(Noun.SITTINGS, by=by, reason=reason, over=attendance):
        refuse_locked(attendance.meeting)
        removed(attendance)


def add_handout(
    *, by: Actor, reason: str, meeting: Meeting, upload: Upload | None = None, **values: Any
) -> Handout:
    """List a 資料, with its file where there is one already."""
    require(by, Verb.WRITE, Noun.SITTINGS, over=meeting)
    kept = keep_content(upload.chunks()) if upload else None
    with writing(Noun.SITTINGS, by=by, reason=reason, over=meeting, reason_optional=True):
        refuse_locked(meeting)
        refuse_strangers(meeting, **values)
        if upload and kept:
            values["file"] = add_file(by=by, reason=reason, kept=kept, name=upload.name, kind=upload.kind)
        return added(Handout(meeting=meeting, **values))


def edit_handout(
    *, by: Actor, reason: str, handout: Handout, upload: Upload | None = None, **changes: Any
) -> Handout:
    """Change a 資料, or give it a file; ``file=None`` takes the file off. What was there before is kept.

    A reason is compulsory when its disclosure moves and when it had a file that goes.
    """
    require(by, Verb.WRITE, Noun.SITTINGS, over=handout)
    file_goes = handout.file_id is not None and (upload is not None or "file" in changes)
    optional = not file_goes and not _moves_disclosure(handout, changes)
    checked_reason(reason, optional=optional)
    before = Handout.objects.get(pk=handout.pk)
    kept = keep_content(upload.chunks()) if upload else None
    with writing(Noun.SITTINGS, by=by, reason=reason, over=handout, reason_optional=optional):
        if changes.keys() - UNPRINTED_OF_PARTS:
            refuse_locked(handout.meeting)
        refuse_strangers(handout.meeting, **changes)
        if upload and kept:
            changes["file"] = add_file(by=by, reason=reason, kept=kept, name=upload.name, kind=upload.kind)
        stored = changed(handout, **changes)
        keep_passages(stored, before)
        return stored


def remove_handout(*, by: Actor, reason: str, handout: Handout) -> None:
    """Take a 資料 off the list."""
    with writing(Noun.SITTINGS, by=by, reason=reason, over=handout):
        refuse_locked(handout.meeting)
        removed(handout)
