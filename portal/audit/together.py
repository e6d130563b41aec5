"""Records of many kinds in one query: each row comes as the text the ledger would keep of it.

A page about one record at a moment reads a dozen kinds; a query for each would cost more than the rows.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, cast

from django.db import connection, models
from django.db.models import F, IntegerField, TextField, Value
from django.db.models.expressions import BaseExpression
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from portal.audit.backends.tables import AuditedTable
from portal.audit.models import AuditedModel


def read_together(parts: Sequence[models.QuerySet[Any]]) -> list[list[Any]]:
    """The records of each part, rows of a table or of its history, in the order of their keys.

    What comes from a history knows when it was written (``history_date``). Parts that ask for nothing, and
    a single one, need no union.
    """
    found: list[list[Any]] = [[] for _ in parts]
    asked = [_told(number, part) for number, part in enumerate(parts)]
    for number, key, version, written, text in asked[0].union(*asked[1:], all=True) if asked else ():
        record = _record(_audited(parts[number].model), key, version, json.loads(text))
        if written:
            record.history_date = _moment(written)
        found[number].append(record)
    return [sorted(records, key=lambda record: record.pk) for records in found]


class _RowText(BaseExpression):
    """The ledger's text of the row at hand."""

    def __init__(self, model: type[AuditedModel], table: str) -> None:
        super().__init__(output_field=TextField())
        self._model, self._table = model, table

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        row = connection.ops.quote_name(self._table)
        # A per cent sign would stand for a parameter.
        return connection.text_of(_table(self._model), row).replace("%", "%%"), ()


def _told(number: int, part: models.QuerySet[Any]) -> Any:
    model = _audited(part.model)
    written = F("history_date") if part.model is not model else Value(None, models.DateTimeField())
    return (
        part.order_by()
        .annotate(
            part_number=Value(number, IntegerField()),
            part_key=F(model._meta.pk.attname),
            part_written=written,
            part_text=_RowText(model, part.model._meta.db_table),
        )
        .values_list("part_number", "part_key", "version", "part_written", "part_text")
    )


def _audited(model: Any) -> type[AuditedModel]:
    """The kind that rows are of, also rows of its history."""
    kind: type[AuditedModel] = model if issubclass(model, AuditedModel) else model.instance_type
    return kind


@cache
def _table(model: type[AuditedModel]) -> AuditedTable:
    meta: Any = model._meta
    history = cast(Any, model).history.model._meta
    kept = {field.column for field in history.concrete_fields}
    columns = [field.column for field in meta.concrete_fields if not field.primary_key]
    watched = tuple(name for name in columns if name != "version")
    copied = (meta.pk.column, *(name for name in watched if name in kept))
    return AuditedTable(meta.db_table, history.db_table, meta.pk.column, copied, watched)


def _record(model: type[AuditedModel], key: Any, version: int, told: dict[str, Any]) -> Any:
    values = {
        field.attname: _value(field, told[field.column])
        for field in model._meta.concrete_fields
        if field.column in told
    }
    record = model(**{model._meta.pk.attname: key, "version": version, **values})
    record._state.adding, record._state.db = False, connection.alias
    return record


def _value(field: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, models.ForeignKey):
        return _value(field.target_field, value)
    if isinstance(field, models.DateTimeField):
        return _moment(value)
    if isinstance(field, models.JSONField):
        return json.loads(value, cls=field.decoder) if isinstance(value, str) else value
    return field.to_python(value)


def _moment(value: Any) -> datetime:
    """A moment as either database writes it; the one that knows no time zone means UTC."""
    moment: Any = parse_datetime(value) if isinstance(value, str) else value
    aware: datetime = moment if timezone.is_aware(moment) else moment.replace(tzinfo=UTC)
    return aware
