"""The days a sitting is or was held on, and what a last day hangs on, as far as anybody said."""

from datetime import date

from django.utils import timezone

from meetings.models import Deferral, Meeting
from portal.stated_dates import is_yearless
from portal.wareki import WarekiError


def days_of(meeting: Meeting) -> tuple[date | None, date | None]:
    """The first and the last day a sitting may be held on."""
    if meeting.starts_at:
        day = timezone.localdate(meeting.starts_at)
        return day, day
    return (meeting.held_when.earliest, meeting.held_when.latest) if meeting.held_when else (None, None)


def soonest(meeting: Meeting) -> date:
    """What sittings are ordered by: the first day known of each, those without any last."""
    return next((day for day in days_of(meeting) if day), date.max)


def lacks_year(deferral: Deferral, said_on: date) -> bool:
    """Whether the last day is open only because its words name a month without a year."""
    due = deferral.due
    if due is None or due.earliest or due.latest:
        return False
    try:
        return is_yearless(due.words, said_on)
    except WarekiError:
        return False
