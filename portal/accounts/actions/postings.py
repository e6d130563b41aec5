"""Verbs of 配属: who holds which office from when to when. Rights may hang on it."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet

from portal.accounts.actions.roles import keep_an_administrator, refuse_above
from portal.accounts.models import Office, Person, Posting, RoleGrant
from portal.accounts.rights import Actor, Noun, Verb, require, writing
from portal.audit.writing import added, changed, removed


def start_posting(
    *,
    by: Actor,
    reason: str,
    person: Person,
    office: Office,
    starts_on: date,
    kind: str = Posting.Kind.MAIN,
    ends_on: date | None = None,
) -> Posting:
    """Post a person to an office; where the office gives roles, only by somebody who could grant them."""
    with writing(Noun.DIRECTORY, by=by, reason=reason, over=office):
        require(by, Verb.WRITE, Noun.DIRECTORY, over=person)
        refuse_roles_above(by, office)
        Person.objects.select_for_update().get(pk=person.pk)
        return added(Posting(person=person, office=office, kind=kind, starts_on=starts_on, ends_on=ends_on))


def edit_posting(*, by: Actor, reason: str, posting: Posting, **changes: Any) -> Posting:
    """Mend a posting that was entered wrongly."""
    with writing(Noun.DIRECTORY, by=by, reason=reason, over=posting):
        lost = list(_roles_of(posting.office))
        refuse_above(by, lost)
        stored = changed(posting, **changes)
        require(by, Verb.WRITE, Noun.DIRECTORY, over=stored)
        refuse_above(by, _roles_of(stored.office))
        keep_an_administrator(NON_FIELD_ERRORS, lost=lost)
        return stored


def end_posting(*, by: Actor, reason: str, posting: Posting, ends_on: date) -> Posting:
    """Say which day is a posting's last."""
    with writing(Noun.DIRECTORY, by=by, reason=reason, over=posting):
        stored = changed(posting, ends_on=ends_on)
        keep_an_administrator("ends_on", lost=_roles_of(posting.office))
        return stored


def remove_posting(*, by: Actor, reason: str, posting: Posting) -> None:
    """Take away a posting that never was; one that was is ended."""
    with writing(Noun.DIRECTORY, by=by, reason=reason, over=posting):
        office = posting.office
        removed(posting)
        keep_an_administrator(NON_FIELD_ERRORS, lost=_roles_of(office))


def transfer(
    *,
    by: Actor,
    reason: str,
    person: Person,
    office: Office,
    on: date,
    ends_others: bool = True,
) -> Posting:
    """異動: what the person holds ends on the day before, at least the 本務, and a new 本務 begins."""
    with writing(Noun.DIRECTORY, by=by, reason=reason, over=office):
        to_end = Posting.objects.held_on(on).filter(person=person)
        if not ends_others:
            to_end = to_end.filter(kind=Posting.Kind.MAIN)
        for posting in to_end.select_related("office"):
            if posting.starts_on >= on:
                began = f"「{posting.office}」の配属がこの日に始まっています。"
                raise ValidationError({"on": f"{began}先にその配属を直してください。"})
            end_posting(by=by, reason=reason, posting=posting, ends_on=on - timedelta(days=1))
        return start_posting(by=by, reason=reason, person=person, office=office, starts_on=on)


def refuse_roles_above(by: Actor, office: Office) -> None:
    """Refuse to put anybody into an office whose roles go beyond what one administers oneself."""
    refuse_above(by, _roles_of(office))


def _roles_of(office: Office) -> QuerySet[RoleGrant]:
    """What comes with an office: who puts somebody into it hands these roles over."""
    return RoleGrant.objects.filter(office=office).select_related("department")
