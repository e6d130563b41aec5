"""Records behind (model label, key) pairs, as far as somebody may read them today."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from portal.accounts.models import User
from portal.audit.reading import name_relations
from portal.site.registry import has_record_page, record_url

Reference = tuple[str, int]


@dataclass(frozen=True)
class Shown:
    """A record as a link: its kind, name and page."""

    reference: Reference
    kind: str
    name: str
    url: str


def record_of(user: User, label: str, key: int) -> Any:
    """The record, if it is of a kind that has a page and this user may read it, else None."""
    return _reads(user, label).filter(pk=key).first() if has_record_page(label) else None


def shown(user: User, references: Iterable[Reference]) -> list[Shown]:
    """Those records that can be opened, in the order given; one query for each kind among them."""
    wanted = [reference for reference in references if has_record_page(reference[0])]
    found: dict[Reference, Any] = {}
    for label in dict.fromkeys(label for label, _ in wanted):
        keys = [key for each, key in wanted if each == label]
        found |= {(label, record.pk): record for record in _reads(user, label).filter(pk__in=keys)}
    return [_as_shown(reference, found[reference]) for reference in wanted if reference in found]


def _as_shown(reference: Reference, record: Any) -> Shown:
    return Shown(reference, str(record._meta.verbose_name), str(record), record_url(record))


def _reads(user: User, label: str) -> Any:
    model = apps.get_model(label)
    manager: Any = model._default_manager
    return manager.visible_to(user).select_related(*name_relations(model))
