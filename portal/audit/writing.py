"""The three ways an action touches a record: checked first, then written, nothing half stored."""

from typing import Any, TypeVar

from portal.audit.models import AuditedModel

Record = TypeVar("Record", bound=AuditedModel)


def added(record: Record) -> Record:
    """Store a new record; raises ``ValidationError`` by field when it cannot be."""
    record.full_clean()
    record.save(force_insert=True)
    return record


def changed(record: Record, **values: Any) -> Record:
    """Store new values of a record that was read before; raises ``ValidationError`` by field."""
    for name, value in values.items():
        setattr(record, name, value)
    record.full_clean()
    record.save()
    return record


def removed(record: AuditedModel) -> None:
    """Take a record away; its history stays."""
    record.delete()
