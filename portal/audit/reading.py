"""What the history says, for pages: who changed what, when and why, field by field.

Nothing here decides who may read it: the caller has loaded the record through ``visible_to(user)``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal import wareki
from portal.audit.models import AuditedModel

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


def versions_of(model: type[AuditedModel], key: Any) -> list[Version]:
    """As ``history_of``, also for a record that was deleted."""
    rows = list(_rows(model).filter(**{model._meta.pk.attname: key}).order_by("history_id"))
    fields = _fields(model)
    named = _named(fields, rows)
    pairs = zip([None, *rows], rows, strict=False)
    return [_version(after, _changes(fields, before, after, named)) for before, after in pairs][::-1]


def difference(model: type[AuditedModel], before: Any, after: Any) -> tuple[FieldChange, ...]:
    """Field by field, how one state of a record (row of history or record itself) differs from another."""
    fields = _fields(model)
    return _changes(fields, before, after, _named(fields, [before, after]))


def recorded_at(model: type[AuditedModel], moment: datetime) -> models.QuerySet[Any]:
    """The history rows that were the model's records at that moment of recording.

    Every record that ever was has one last row; from each, one step in the index leads to the row
    that held at the moment, so that a long history costs no more than a short one.
    """
    key = model._meta.pk.name
    later = _rows(model).filter(valid_until__gt=moment, **{key: OuterRef(key)})
    held = Subquery(later.order_by("valid_until", "history_date").values("history_id")[:1])
    picked = _rows(model).filter(valid_until=None).annotate(held=Coalesce(held, "history_id"))
    return (
        _rows(model)
        .filter(history_id__in=picked.values("held"), history_date__lte=moment)
        .exclude(history_type="-")
    )


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


Names = dict[tuple[type[models.Model], Any], str]


def _changes(
    fields: Iterable[models.Field[Any, Any]], before: Any, after: Any, named: Names
) -> tuple[FieldChange, ...]:
    found = []
    for field in fields:
        old = None if before is None else getattr(before, field.attname)
        new = getattr(after, field.attname)
        if old != new and (before is not None or new not in (None, "")):
            found.append(
                FieldChange(
                    name=field.name,
                    label=str(field.verbose_name),
                    old=_words(field, old, named),
                    new=_words(field, new, named),
                )
            )
    return tuple(found)


def _words(field: models.Field[Any, Any], value: Any, named: Names) -> str:
    """A stored value as a person reads it."""
    if value is None or value == "":
        return ""
    if isinstance(field, models.ForeignKey):
        return named.get((field.related_model, value), f"番号{value}（記録なし）")
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    return _plain(value)


def _plain(value: Any) -> str:
    match value:
        case bool():
            return "はい" if value else "いいえ"
        case datetime():
            local = timezone.localtime(value)
            return f"{wareki.format_date(local.date())} {wareki.format_time(local.time())}"
        case date():
            return wareki.format_date(value)
        case dict() | list():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def _named(fields: Iterable[models.Field[Any, Any]], rows: Sequence[Any]) -> Names:
    """The names of all records that the rows point to, deleted ones by their last history row."""
    wanted: dict[Any, set[Any]] = {}
    for field in fields:
        if isinstance(field, models.ForeignKey):
            keys = {getattr(row, field.attname) for row in rows if row is not None} - {None}
            wanted.setdefault(field.related_model, set()).update(keys)
    names: Names = {}
    for model, keys in wanted.items():
        names.update(_names_of(model, keys))
    return names


def _names_of(model: type[AuditedModel], keys: set[Any]) -> Names:
    if not keys:
        return {}
    living = model._base_manager.select_related(*name_relations(model)).in_bulk(keys)
    gone = keys - set(living)
    last = _rows(model).filter(history_type="-", **{f"{model._meta.pk.attname}__in": gone}) if gone else ()
    return {
        **{(model, key): str(record) for key, record in living.items()},
        **{(model, row.instance.pk): f"{_last_name(row)}（削除済み）" for row in last},
    }


def _last_name(row: Any) -> str:
    """What a deleted record was called; its number when its name was made of a record that is gone too."""
    try:
        return str(row.instance)
    except ObjectDoesNotExist:
        return f"{row.instance._meta.verbose_name}番号{row.instance.pk}"


def name_relations(model: type[models.Model]) -> list[str]:
    """Relations that a record's own name may need; a tree's name needs its parents."""
    keys = [field for field in model._meta.fields if isinstance(field, models.ForeignKey)]
    return [f"{field.name}__{field.name}" if field.related_model is model else field.name for field in keys]
