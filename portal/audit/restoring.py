"""Brings an earlier state of a record back, as a new version with its own reason."""

from collections.abc import Callable
from typing import Any

from django.db import models

from portal.audit.models import AuditedModel
from portal.audit.wording import history_of_keys, part_at, part_fields
from portal.audit.writing import removed

# Told of every record that came back, with the row of its history that was its last before.
Told = Callable[[AuditedModel, Any], None]


def _nobody(record: AuditedModel, before: Any) -> None:
    """Nobody asked to be told."""


def restored(model: type[AuditedModel], history_id: int, *, tell: Told = _nobody) -> AuditedModel:
    """Store a history row's state again, inside an open operation that says who and why.

    What was a value of the record at that time (``is_part``) comes back with it. A record that was deleted
    comes back under its old key, with all that was deleted with it. Raises ``ValidationError`` by field when
    the state cannot stand today (a record it names is gone, another has taken its name); nothing is stored
    then. Raises the history model's ``DoesNotExist`` for an unknown row.
    """
    row = _rows(model).get(history_id=history_id)
    key = getattr(row, _key(model))
    before = _rows(model).filter(**{_key(model): key}).latest("history_id")
    living = model._base_manager.select_for_update().filter(pk=key).first()
    replaced = _restore_parts(row, living)
    record = _stored(living or model(**{_key(model): key}), row)
    for part in replaced:
        removed(part)
    tell(record, before)
    if living is None:
        for child, deleted in _deleted_with(model, key, before.operation_id):
            restored(child, deleted, tell=tell)
    return record


def _rows(model: type[models.Model]) -> models.QuerySet[Any]:
    audited: Any = model
    history: type[models.Model] = audited.history.model
    return history._base_manager.all()


def _key(model: type[models.Model]) -> str:
    return model._meta.pk.attname


def _restore_parts(row: Any, living: AuditedModel | None) -> list[AuditedModel]:
    """Bring back the values that the row points to; returns those that stand in their place today."""
    replaced: list[AuditedModel] = []
    for field in part_fields(type(row.instance)):
        then, now = getattr(row, field.attname), getattr(living, field.attname, None)
        if now is not None and now != then:
            replaced.append(field.related_model._base_manager.get(pk=now))
        if then is None:
            continue
        rows = list(history_of_keys(field.related_model, {then}))
        held = part_at(rows, row.history_date)
        if held is not None and (held != rows[-1] or not _stands(field.related_model, then)):
            restored(field.related_model, held.history_id)
    return replaced


def _stands(model: type[models.Model], key: Any) -> bool:
    return model._base_manager.filter(pk=key).exists()


def _stored(record: AuditedModel, row: Any) -> AuditedModel:
    kept = {field.attname for field in row._meta.fields}
    for field in record._meta.concrete_fields:
        if field.attname not in kept or field.primary_key or field.name == "version":
            continue
        value = getattr(row, field.attname)
        # Empty where it cannot be: the column came after this row was written.
        if value is not None or field.null:
            setattr(record, field.attname, value)
    record.full_clean(exclude=set(getattr(record, "unrecorded_fields", ())))
    record.save()
    return record


def _deleted_with(
    model: type[AuditedModel], key: Any, operation_id: Any
) -> list[tuple[type[AuditedModel], int]]:
    """The rows that the record's own deletion took along: model and history row of each."""
    found: list[tuple[type[AuditedModel], int]] = []
    for relation in model._meta.related_objects:
        child = relation.related_model
        if relation.on_delete is not models.CASCADE or not issubclass(child, AuditedModel):
            continue
        rows = _rows(child).filter(
            history_type="-", operation_id=operation_id, **{relation.field.attname: key}
        )
        found += [(child, row) for row in rows.order_by("history_id").values_list("history_id", flat=True)]
    return found
