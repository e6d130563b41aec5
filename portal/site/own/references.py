"""Records behind (model label, key) pairs, as far as somebody may read them today.

Only what can be found by its name can be marked and remembered by its name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal.accounts.models import User
from portal.search.sources import SearchSource, source_of
from portal.site.registry import record_url

Reference = tuple[str, int]


@dataclass(frozen=True)
class Shown:
    """A record as a link: its kind, name and page."""

    reference: Reference
    kind: str
    name: str
    url: str


def record_of(user: User, label: str, key: int) -> Any:
    """The record, if it can be found and read by this user, else None."""
    source = source_of(label)
    return source.reads(user).filter(pk=key).first() if source else None


def shown(user: User, references: Iterable[Reference]) -> list[Shown]:
    """Those records that can be opened, in the order given; one query for each kind among them."""
    wanted = list(references)
    found: dict[Reference, Shown] = {}
    for label in dict.fromkeys(label for label, _ in wanted):
        if source := source_of(label):
            records = source.reads(user).filter(pk__in=[key for each, key in wanted if each == label])
            found |= {(label, record.pk): _as_shown(source, record) for record in records}
    return [found[reference] for reference in wanted if reference in found]


def _as_shown(source: SearchSource, record: Any) -> Shown:
    return Shown((source.label, record.pk), source.kind, source.title(record), record_url(record))
