"""Sittings as entries of a calendar file (RFC 5545). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from icalendar import Calendar, Event

PRODUCT = "-//Gyosei DX Portal//Schedule of sittings//JA"


@dataclass(frozen=True)
class Appointment:
    """One sitting: on days alone where its hour is not known; ``ends`` is None where nobody said."""

    uid: str
    version: int
    name: str
    starts: datetime | date
    ends: datetime | date | None
    place: str
    note: str
    url: str
    status: str
    privacy: str

    @property
    def is_loose(self) -> bool:
        """Whether only days are known, within which it may be."""
        return not isinstance(self.starts, datetime)


def calendar_file(name: str, appointments: Iterable[Appointment], *, made_at: datetime) -> bytes:
    """The file; moments are given in UTC, so that no description of a time zone is needed."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for appointment in appointments:
        calendar.add_component(_entry(appointment, made_at))
    return calendar.to_ical()


def _entry(appointment: Appointment, made_at: datetime) -> Event:
    entry = Event()
    entry.add("uid", appointment.uid)
    entry.add("sequence", appointment.version)
    entry.add("dtstamp", made_at)
    entry.add("summary", appointment.name)
    entry.add("dtstart", appointment.starts)
    said = {
        "dtend": appointment.ends,
        "location": appointment.place,
        "description": appointment.note,
        "url": appointment.url,
    }
    for name, value in said.items():
        if value:
            entry.add(name, value)
    entry.add("status", appointment.status)
    entry.add("class", appointment.privacy)
    if appointment.is_loose:
        entry.add("transp", "TRANSPARENT")
    return entry
