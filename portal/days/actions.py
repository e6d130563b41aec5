"""Verbs of closed days and due rules: the only code that writes them."""

from datetime import date
from typing import Any

from portal.accounts.rights import Actor, Noun, writing
from portal.audit.writing import added, changed, removed
from portal.days.models import ClosedDay, DueRule


def close_day(*, by: Actor, reason: str, day: date, cause: str) -> ClosedDay:
    """Enter a day on which the office closes; refused where every office is closed anyway."""
    with writing(Noun.DAYS, by=by, reason=reason):
        return added(ClosedDay(day=day, cause=cause))


def edit_closed_day(*, by: Actor, reason: str, closed_day: ClosedDay, **changes: Any) -> ClosedDay:
    """Change why the office closes."""
    with writing(Noun.DAYS, by=by, reason=reason):
        return changed(closed_day, **changes)


def reopen_day(*, by: Actor, reason: str, closed_day: ClosedDay) -> None:
    """Take a closed day off the list; its history stays."""
    with writing(Noun.DAYS, by=by, reason=reason):
        removed(closed_day)


def add_due_rule(*, by: Actor, reason: str, **values: Any) -> DueRule:
    """Register how one kind of time limit is counted."""
    with writing(Noun.DAYS, by=by, reason=reason):
        return added(DueRule(**values))


def edit_due_rule(*, by: Actor, reason: str, rule: DueRule, **changes: Any) -> DueRule:
    """Change how a time limit is counted; every page counts anew from then on."""
    with writing(Noun.DAYS, by=by, reason=reason):
        return changed(rule, **changes)
