"""The two clocks: the day something held in the world, and what had been recorded by a day."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from portal.lists.address import CLOCKS
from portal.site.fields import WarekiDateField


def is_asked(request: HttpRequest) -> bool:
    """Whether the address names a clock."""
    return any(name in request.GET for name in CLOCKS)


def end_of(day: date) -> datetime:
    """The moment after which nothing of this day comes, in the portal's time zone."""
    next_day = day + timedelta(days=1)
    return timezone.make_aware(datetime(next_day.year, next_day.month, next_day.day))


class ClockForm(forms.Form):
    """Which day a record is read at; those who may not read histories have one clock only."""

    as_of = WarekiDateField(label="時点（その日に効力のあった内容）", required=False)
    recorded_at = WarekiDateField(label="記録時点（その日までに記録された内容）", required=False)

    def __init__(self, *args: Any, may_read_history: bool, **kwargs: Any) -> None:
        """Take what ``forms.Form`` takes."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        if not may_read_history:
            del self.fields["recorded_at"]

    @property
    def day(self) -> date | None:
        """The day in the world."""
        day: date | None = self.cleaned_data["as_of"]
        return day

    @property
    def recorded_day(self) -> date | None:
        """The last day whose entries count."""
        day: date | None = self.cleaned_data.get("recorded_at")
        return day

    @property
    def moment(self) -> datetime | None:
        """The last moment whose entries count."""
        return end_of(self.recorded_day) - timedelta(microseconds=1) if self.recorded_day else None
