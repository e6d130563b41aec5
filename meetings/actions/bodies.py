"""Verbs of 会議体, 席 and 様式."""

from typing import Any

from django.core.exceptions import ValidationError

from meetings.models import MeetingBody, MinutesForm, Seat
from portal.accounts.rights import Actor, Noun, Verb, require, writing
from portal.audit.writing import added, changed, removed


def add_minutes_form(*, by: Actor, reason: str, name: str, layout: dict[str, Any]) -> MinutesForm:
    """Register a printed form; ``layout`` as ``meetings.minutes`` reads it."""
    with writing(Noun.BODIES, by=by, reason=reason):
        return added(MinutesForm(name=name, layout=layout))


def create_body(*, by: Actor, reason: str, **values: Any) -> MeetingBody:
    """Register a 会議体."""
    body = MeetingBody(**values)
    with writing(Noun.BODIES, by=by, reason=reason, over=body, reason_optional=True):
        return added(body)


def edit_body(*, by: Actor, reason: str, body: MeetingBody, **changes: Any) -> MeetingBody:
    """Change a 会議体; one handed to another secretariat needs the right there too."""
    with writing(Noun.BODIES, by=by, reason=reason, over=body):
        _refuse_circle(body, changes.get("parent"))
        stored = changed(body, **changes)
        require(by, Verb.WRITE, Noun.BODIES, over=stored)
        return stored


def _refuse_circle(body: MeetingBody, parent: MeetingBody | None) -> None:
    """Refuse a parent that is the body itself or stands below it."""
    above = parent
    while above is not None:
        if above.pk == body.pk:
            raise ValidationError({"parent": "この会議体自身やその下位の会議体は、上位に選べません。"})
        above = above.parent


def add_seat(*, by: Actor, reason: str, body: MeetingBody, **values: Any) -> Seat:
    """Give an office or a department a 席 in the body."""
    with writing(Noun.BODIES, by=by, reason=reason, over=body, reason_optional=True):
        return added(Seat(body=body, **values))


def edit_seat(*, by: Actor, reason: str, seat: Seat, **changes: Any) -> Seat:
    """Change a 席."""
    with writing(Noun.BODIES, by=by, reason=reason, over=seat):
        return changed(seat, **changes)


def remove_seat(*, by: Actor, reason: str, seat: Seat) -> None:
    """Take away a 席 that no sitting has used; a used one gets an end date instead."""
    with writing(Noun.BODIES, by=by, reason=reason, over=seat):
        removed(seat)
