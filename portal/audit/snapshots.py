"""Records as the history held them at one moment, with what they point to as it was at the same moment.

Read from rows with a span of validity, in one query a kind: simple-history's ``as_of()`` takes seconds on
long histories, and shows today's value of every relation.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from portal.audit.models import AuditedModel
from portal.audit.reading import recorded_at
from portal.audit.together import read_together
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
        return read_together([self.rows(model, **lookup)])[0]

    def rows(self, model: type[AuditedModel], **lookup: Any) -> models.QuerySet[Any]:
        """The same as rows of the table or of its history, for ``read_together``."""
        if self.moment is None:
            return model._base_manager.filter(**lookup)
        return recorded_at(model, self.moment, **lookup)

    def relate(self, name: str, *groups: Iterable[AuditedModel]) -> list[Any]:
        """Give records what their foreign key ``name`` meant then, in one query; returns what was found."""
        return self.relate_all((record, record._meta.get_field(name)) for group in groups for record in group)

    def relate_all(self, links: Iterable[tuple[AuditedModel, Any]]) -> list[Any]:
        """Give each record what this foreign key of its meant then, one query for all kinds."""
        named = [(record, field, getattr(record, field.attname)) for record, field in links]
        keys: dict[Any, set[Any]] = {}
        for _, field, key in named:
            if key is not None:
                keys.setdefault(field.related_model, set()).add(key)
        found = {(type(each), each.pk): each for each in self.of_keys(keys)}
        for record, field, key in named:
            field.set_cached_value(record, found.get((field.related_model, key)))
        return list(found.values())

    def of_keys(self, keys: Mapping[Any, Collection[Any]]) -> list[Any]:
        """The records of these kinds and keys, in one query."""
        parts = [
            self.rows(model, **{f"{model._meta.pk.attname}__in": some})
            for model, some in keys.items()
            if some
        ]
        return [record for part in read_together(parts) for record in part]


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
