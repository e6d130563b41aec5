"""Clock times of a sitting's day as moments, and back."""

from datetime import date, datetime, time

from django.utils import timezone


def moment(day: date, clock: time) -> datetime:
    """The moment of a clock time on a day, in the portal's time zone."""
    return timezone.make_aware(datetime.combine(day, clock))


def clock_of(value: datetime | None) -> time | None:
    """The clock time of a moment, in the portal's time zone."""
    return timezone.localtime(value).time() if value else None
