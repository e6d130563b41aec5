"""What a row of history points to that is there no more."""

from dataclasses import dataclass
from typing import Any

from django.db import models

from portal.audit.models import AuditedModel


@dataclass(frozen=True)
class MissingTarget:
    """A foreign key of a row of history whose record was deleted."""

    field: "models.Field[Any, Any]"
    model: type[models.Model]
    key: int


def missing_targets(model: type[AuditedModel], row: Any) -> list[MissingTarget]:
    """The records that a row of history names and that are gone, one query a foreign key in use."""
    kept = {field.attname for field in row._meta.fields}
    found = []
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or field.attname not in kept:
            continue
        key = getattr(row, field.attname)
        if key is not None and not field.related_model._base_manager.filter(pk=key).exists():
            found.append(MissingTarget(field, field.related_model, key))
    return found
