"""Stored values as a person reads them: choices by their labels, records by their names, dates in eras."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone

from portal import wareki
from portal.audit.models import AuditedModel

Keys = dict[Any, set[Any]]
# Of these records, those whose names are not for this reader.
Hidden = Callable[[Keys], Collection[tuple[Any, Any]]]
# What the records with these keys are called, by kind and key.
Names = Callable[[Keys], dict[tuple[Any, Any], str]]


def nothing_hidden(_: Keys) -> Collection[tuple[Any, Any]]:
    """For readers who may read every name."""
    return ()


def is_part(field: models.Field[Any, Any]) -> bool:
    """Whether a foreign key holds a value of the record's own, kept in a table of its own."""
    return isinstance(field, models.ForeignKey) and getattr(field.related_model, "is_part", False)


def part_fields(model: type[models.Model]) -> list[Any]:
    """The foreign keys that hold such values."""
    return [field for field in model._meta.concrete_fields if is_part(field)]


class Wording:
    """The words of the values of some rows; what their foreign keys mean is read once, a query or two a kind.

    Records go by the name they have today, or by what ``names`` calls them; what is a value of the record
    itself (``is_part``), by what it was when the row was written.
    """

    def __init__(
        self,
        fields: Iterable[models.Field[Any, Any]],
        rows: Sequence[Any],
        hidden: Hidden = nothing_hidden,
        names: Names | None = None,
    ) -> None:
        self._parts: dict[tuple[Any, Any], list[Any]] = {}
        named, parts = Keys(), Keys()
        for field in fields:
            if isinstance(field, models.ForeignKey):
                keys = {getattr(row, field.attname) for row in rows if row is not None} - {None}
                (parts if is_part(field) else named).setdefault(field.related_model, set()).update(keys)
        self._names = (names or names_today)(named)
        self._names.update(
            {(model, key): f"番号{key}（見る権限がありません）" for model, key in hidden(named)}
        )
        for model, keys in parts.items():
            for row in history_of_keys(model, keys):
                self._parts.setdefault((model, row.instance.pk), []).append(row)

    def same(self, field: models.Field[Any, Any], before: Any, after: Any) -> bool:
        """Whether two rows hold the same value."""
        if is_part(field):
            return self.of(field, before) == self.of(field, after)
        return bool(getattr(before, field.attname) == getattr(after, field.attname))

    def of(self, field: models.Field[Any, Any], row: Any) -> str:
        """A row's value."""
        value = getattr(row, field.attname)
        if value is None or value == "":
            return ""
        if is_part(field):
            return self._part(field.related_model, value, row)
        if isinstance(field, models.ForeignKey):
            return self._names.get((field.related_model, value), f"番号{value}（記録なし）")
        if field.flatchoices:
            return str(dict(field.flatchoices).get(value, value))
        return _plain(value)

    def _part(self, model: Any, key: Any, row: Any) -> str:
        written = getattr(row, "history_date", None)
        held = part_at(self._parts.get((model, key), []), written)
        return f"番号{key}（記録なし）" if held is None else str(held.instance.value_in_words())


def part_at(rows: Sequence[Any], moment: datetime | None) -> Any:
    """Of a part's rows, oldest first, the one that held at the moment; the last one without a moment."""
    held = [row for row in rows if moment is None or row.history_date <= moment]
    return held[-1] if held else None


def history_of_keys(model: type[models.Model], keys: Collection[Any]) -> Iterable[Any]:
    """The rows of the histories of these records, oldest first, without the ends."""
    if not keys:
        return ()
    audited: Any = model
    history: type[models.Model] = audited.history.model
    rows = history._base_manager.filter(**{f"{model._meta.pk.attname}__in": keys})
    return rows.exclude(history_type="-").order_by("history_id")


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


def names_today(wanted: Keys) -> dict[tuple[Any, Any], str]:
    """What records are called today, or were when they were deleted: two queries a kind at most."""
    return {
        (model, key): name
        for model, keys in wanted.items()
        if keys
        for key, name in _names_of_kind(model, keys).items()
    }


def _names_of_kind(model: type[AuditedModel], keys: set[Any]) -> dict[Any, str]:
    living = model._base_manager.select_related(*name_relations(model)).in_bulk(keys)
    gone = keys - set(living)
    history: Any = model.history.model
    last = history._base_manager.filter(history_type="-", **{f"{model._meta.pk.attname}__in": gone})
    return {
        **{key: str(record) for key, record in living.items()},
        **{row.instance.pk: f"{_last_name(row)}（削除済み）" for row in (last if gone else ())},
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
