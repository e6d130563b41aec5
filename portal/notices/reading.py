"""Which of the records that notices are about a person may still read."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps

from portal.accounts.models import User
from portal.notices.models import Notice

Place = tuple[str, int]


def readable_places(person: User, notices: Iterable[Notice]) -> set[Place]:
    """The records the person may read now: one query for each kind of record, however many notices."""
    keys: dict[str, set[int]] = {}
    for notice in notices:
        keys.setdefault(notice.record_model, set()).add(notice.record_key)
    return {
        (label, key)
        for label, wanted in keys.items()
        for key in _reads(label, person).filter(pk__in=wanted).values_list("pk", flat=True)
    }


def may_read(person: User, label: str, key: int) -> bool:
    """Whether the person may read one record now."""
    found: bool = _reads(label, person).filter(pk=key).exists()
    return found


def _reads(label: str, person: User) -> Any:
    model: Any = apps.get_model(label)
    return model._default_manager.visible_to(person)
