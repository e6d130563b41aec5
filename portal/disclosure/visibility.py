"""What staff may read, by right and by 庁内閲覧範囲. The public reads issued editions, which are files."""

from django.db.models import Q

from portal.accounts.choices import Noun, Verb
from portal.accounts.standing import Standing
from portal.accounts.visibility import (
    FamilyQuerySet,
    OfRecordsQuerySet,
    PlacedQuerySet,
    Reader,
    may_read,
    narrowing,
    reach_of,
    standing_of,
    worked_out,
)

__all__ = [
    "FamilyQuerySet",
    "Noun",
    "OfRecordsQuerySet",
    "PlacedQuerySet",
    "Reader",
    "Verb",
    "may_read",
    "named_to",
    "narrowing",
    "reach_of",
    "standing_of",
    "worked_out",
]


def named_to(standing: Standing) -> Q:
    """Which rows of 指名 mean this user: by name, by an office held, or by a department one belongs to."""
    return (
        Q(person__user=standing.user_key)
        | Q(office__in=standing.offices)
        | Q(department__in=standing.departments)
    )
