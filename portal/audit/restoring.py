"""Brings an earlier state of a record back, as a new version with its own reason."""

from typing import Any

from django.db import models

from portal.audit.models import AuditedModel


def restored(model: type[AuditedModel], history_id: int) -> AuditedModel:
    """Store a history row's state again, inside an open operation that says who and why.

    A record that was deleted comes back under its old key, with all that was deleted with it. Raises
    ``ValidationError`` by field when the state cannot stand today (a record it names is gone, another
    has taken its name); nothing is stored then. Raises the history model's ``DoesNotExist`` for an
    unknown row.
    """
    row = model.history.model._base_manager.get(history_id=history_id)
    key = getattr(row, _key(model))
    living = model._base_manager.select_for_update().filter(pk=key).first()
    record = _stored(living or model(**{_key(model): key}), row)
    if living is None:
        for child, deleted in _deleted_with(model, key):
            restored(child, deleted)
    return record


def _key(model: type[models.Model]) -> str:
    return model._meta.pk.attname


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


def _deleted_with(model: type[AuditedModel], key: Any) -> list[tuple[type[AuditedModel], int]]:
    """The rows that the record's own deletion took along: model and history row of each."""
    last = model.history.model._base_manager.filter(history_type="-", **{_key(model): key}).latest(
        "history_id"
    )
    found: list[tuple[type[AuditedModel], int]] = []
    for relation in model._meta.related_objects:
        child = relation.related_model
        if relation.on_delete is not models.CASCADE or not issubclass(child, AuditedModel):
            continue
        rows = child.history.model._base_manager.filter(
            history_type="-", operation_id=last.operation_id, **{relation.field.attname: key}
        )
        found += [(child, row) for row in rows.order_by("history_id").values_list("history_id", flat=True)]
    return found
