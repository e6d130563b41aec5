"""The three ways an action touches a record: checked first, then written, nothing half stored."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from portal.audit.locking import held
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
    """Take a record away; its history stays. Raises ``ValidationError`` while others hang on it.

    A DELETE says nothing of the version that was read, so the version is asked for first, under a lock.
    """
    held(type(record), {record.pk: record.version})
    try:
        record.delete()
    except ProtectedError as blocked:
        kinds = sorted({str(each._meta.verbose_name) for each in blocked.protected_objects})
        raise ValidationError(
            f"この{record._meta.verbose_name}を使っている記録（{'、'.join(kinds)}）があるため、削除できません。"
            "先にそれらを外してください。"
        ) from blocked
