"""What the history says, for pages: who changed what, when and why, field by field.

Nothing here decides who may read it: the caller has loaded the record through ``visible_to(user)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from portal.audit.models import AuditedModel
from portal.audit.wording import Hidden, Names, Wording, names_today, nothing_hidden

KINDS = {"+": "登録", "~": "変更", "-": "削除"}
UNNAMED = frozenset({"version"})


@dataclass(frozen=True)
class FieldChange:
    """One field's old and new value, as words. Both are empty strings where there was no value."""

    name: str
    label: str
    old: str
    new: str

    def without_old(self) -> FieldChange:
        """The same for readers to whom yesterday's value is not theirs to know."""
        return replace(self, old="")


@dataclass(frozen=True)
class Version:
    """One state of a record. ``at`` is UTC; ``until`` is when the next one came, None for the last."""

    history_id: int
    number: int
    kind: str
    at: datetime
    until: datetime | None
    actor: str
    user_id: int | None
    reason: str
    operation_id: UUID
    changes: tuple[FieldChange, ...]

    @property
    def kind_label(self) -> str:
        """登録, 変更 or 削除."""
        return KINDS[self.kind]


def history_of(record: AuditedModel) -> list[Version]:
    """All versions of a record, newest first, each with what changed since the one before.

    One query for the rows and at most two for each model that its foreign keys name, however long
    the history is.
    """
    return versions_of(type(record), record.pk)


def versions_of(model: type[AuditedModel], key: Any, *, hidden: Hidden = nothing_hidden) -> list[Version]:
    """As ``history_of``, also for a record that was deleted; ``hidden`` says which names are not told."""
    rows = list(_rows(model).filter(**{model._meta.pk.attname: key}).order_by("history_id"))
    fields = _fields(model)
    words = Wording(fields, rows, hidden)
    pairs = zip([None, *rows], rows, strict=False)
    return [_version(after, _changes(fields, before, after, words)) for before, after in pairs][::-1]


def difference(
    model: type[AuditedModel], before: Any, after: Any, *, hidden: Hidden = nothing_hidden
) -> tuple[FieldChange, ...]:
    """Field by field, how one state of a record (row of history or record itself) differs from another."""
    fields = _fields(model)
    return _changes(fields, before, after, Wording(fields, [before, after], hidden))


def state_in_words(
    model: type[AuditedModel], row: Any, *, hidden: Hidden = nothing_hidden, names: Names = names_today
) -> tuple[FieldChange, ...]:
    """Every field that says something; ``names`` says what the records it points to are called."""
    fields = _fields(model)
    return _changes(fields, None, row, Wording(fields, [row], hidden, names))


def recorded_at(model: type[AuditedModel], moment: datetime, **lookup: Any) -> models.QuerySet[Any]:
    """The history rows that were the model's records at that moment of recording.

    Every record that ever was has one last row; from each, one step in the index leads to the row
    that held at the moment, so that a long history costs no more than a short one. A lookup is asked of
    those alone that ever met it; it names the key by its column (``id``).
    """
    key = model._meta.pk.name
    rows = _rows(model).filter(**lookup)
    later = _rows(model).filter(valid_until__gt=moment, **{key: OuterRef(key)})
    held = Subquery(later.order_by("valid_until", "history_date").values("history_id")[:1])
    last = _rows(model).filter(valid_until=None)
    if lookup:
        last = last.filter(**{f"{key}__in": rows.values(key)})
    picked = last.annotate(held=Coalesce(held, "history_id")).values("held")
    return rows.filter(history_id__in=picked, history_date__lte=moment).exclude(history_type="-")


def _rows(model: type[AuditedModel]) -> models.QuerySet[Any]:
    history: type[models.Model] = model.history.model
    return history._base_manager.all()


def _fields(model: type[AuditedModel]) -> list[models.Field[Any, Any]]:
    kept = {field.attname for field in model.history.model._meta.fields}
    return [
        field
        for field in model._meta.concrete_fields
        if field.attname in kept and field.name not in UNNAMED and not field.primary_key
    ]


def _version(row: Any, changes: tuple[FieldChange, ...]) -> Version:
    return Version(
        history_id=row.history_id,
        number=row.version,
        kind=row.history_type,
        at=row.history_date,
        until=row.valid_until,
        actor=row.history_actor,
        user_id=row.history_user_id,
        reason=row.history_change_reason,
        operation_id=row.operation_id,
        changes=changes if row.history_type != "-" else (),
    )


def _changes(
    fields: Iterable[models.Field[Any, Any]], before: Any, after: Any, words: Wording
) -> tuple[FieldChange, ...]:
    found = []
    for field in fields:
        old, new = "" if before is None else words.of(field, before), words.of(field, after)
        if (before is not None or new) and (before is None or not words.same(field, before, after)):
            found.append(FieldChange(name=field.name, label=str(field.verbose_name), old=old, new=new))
    return tuple(found)
