"""Which files a record holds or held: what an erasure and an export of a record have to take along."""

from typing import Any

from django.db import models

from portal.audit.models import AuditedModel
from portal.files.models import StoredFile


def file_fields(model: type[models.Model]) -> list["models.ForeignKey[Any, Any]"]:
    """The fields in which a kind of record holds files."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is StoredFile
    ]


def files_of(record: AuditedModel) -> list[StoredFile]:
    """Every file the record holds or ever held, the newest first; also of a record that was deleted."""
    model = type(record)
    rows = model.history.model._base_manager.filter(**{model._meta.pk.attname: record.pk})
    keys: set[Any] = set()
    for field in file_fields(model):
        keys.update(rows.values_list(field.attname, flat=True))
    return list(StoredFile.objects.filter(pk__in=keys - {None}).select_related("added_by").order_by("-pk"))
