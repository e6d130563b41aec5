"""Records as the history held them at one moment, with what they point to as it was at the same moment.

Read from rows with a span of validity, in one query a kind: simple-history's ``as_of()`` takes seconds on
long histories, and shows today's value of every relation.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from portal.audit.models import AuditedModel
from portal.audit.reading import recorded_at
from portal.audit.wording import history_of_keys, part_at, part_fields

Record = TypeVar("Record", bound=AuditedModel)


@dataclass(frozen=True)
class Snapshot:
    """What was recorded at ``moment``; without one, what is recorded now."""

    moment: datetime | None = None

    def records(self, model: type[Record], **lookup: Any) -> list[Record]:
        """The records of a kind, one query.

        The lookup names the key by its column (``id``): to a row of history ``pk`` is its own number.
        """
        if self.moment is None:
            return list(model._base_manager.filter(**lookup))
        return [row.instance for row in recorded_at(model, self.moment, **lookup)]

    def relate(self, name: str, *groups: Iterable[AuditedModel]) -> list[Any]:
        """Give records what their foreign key ``name`` meant then, in one query; returns what was found."""
        records = [record for group in groups for record in group]
        if not records:
            return []
        field: Any = records[0]._meta.get_field(name)
        keys = {getattr(record, field.attname) for record in records} - {None}
        target = field.related_model
        wanted = {f"{target._meta.pk.attname}__in": keys}
        found = {each.pk: each for each in self.records(target, **wanted)} if keys else {}
        for record in records:
            field.set_cached_value(record, found.get(getattr(record, field.attname)))
        return list(found.values())


def state_of(row: Any) -> Any:
    """The record as a row of its history has it, with what was a value of its own at that time."""
    record = row.instance
    for field in part_fields(type(record)):
        key = getattr(record, field.attname)
        held = part_at(list(history_of_keys(field.related_model, {key})), row.history_date) if key else None
        field.set_cached_value(record, held.instance if held else None)
    return record


def entered_after(model: type[AuditedModel], keys: Iterable[Any], moment: datetime) -> int:
    """How many of these records were not yet entered at a moment."""
    keys = set(keys)
    history: type[models.Model] = model.history.model
    name = model._meta.pk.attname
    known = history._base_manager.filter(history_date__lt=moment, **{f"{name}__in": keys})
    return len(keys) - known.values(name).distinct().count()
