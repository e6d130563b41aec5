"""What history has of one record, and the files it ever held."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from portal.audit.models import AuditedModel
from portal.files.models import StoredFile


def rows_of(model: type[AuditedModel], key: int) -> Any:
    """All states of a record, the oldest first."""
    history: type[models.Model] = model.history.model
    return history._base_manager.filter(**{model._meta.pk.attname: key}).order_by("history_id")


def file_fields(model: type[AuditedModel]) -> list[Any]:
    """The fields that hold a stored file."""
    return [field for field in model._meta.concrete_fields if field.related_model is StoredFile]


def file_keys(model: type[AuditedModel], key: int, fields: Iterable[Any]) -> list[int]:
    """Numbers of the stored files that these fields held at any time."""
    keys = {
        number for field in fields for number in rows_of(model, key).values_list(field.attname, flat=True)
    }
    return sorted(keys - {None})
