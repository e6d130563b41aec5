"""What an operation did to the rows of a list, and what would bring them back."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import models

from portal.accounts.models import User
from portal.audit.ledger import Change, Operation
from portal.lists.nouns import Listed

LOOKED_AT = 30
SHOWN = 5
OVERTAKEN = "その後にほかの変更があるため、戻せません。変更履歴から確かめてください。"
GONE = "もとの値だった記録が削除されているため、戻せません。"
BEYOND = "一覧では直せない項目も変わっているため、ここからは戻せません。変更履歴から戻してください。"


@dataclass(frozen=True)
class RowBack:
    """One record of the operation: what would stand in its fields again, or why it cannot."""

    record: Any
    values: dict[str, Any] = field(default_factory=dict)
    refusal: str = ""


@dataclass(frozen=True)
class Lately:
    """An operation over rows of a list."""

    operation: Operation
    count: int


def lately(user: User, listed: Listed) -> list[Lately]:
    """What this user did to several rows of the list at once, the latest first: two queries."""
    own = Operation.objects.filter(user_id=user.pk).order_by("-sequence")[:LOOKED_AT]
    found = {operation.operation_id: operation for operation in own}
    changes = Change.objects.filter(
        operation_id__in=found, record_model=listed.model._meta.label_lower, kind="~"
    )
    counted = changes.values_list("operation_id").annotate(count=models.Count("record_key", distinct=True))
    counts = dict(counted.order_by())
    several = [Lately(each, counts[key]) for key, each in found.items() if counts.get(key, 0) > 1]
    return several[:SHOWN]


def rows_back(
    user: User, listed: Listed, operation_id: UUID, in_order: Callable[[Any], Any]
) -> list[RowBack]:
    """The records that an operation of this user's changed, as far as they are still to be seen.

    ``in_order`` gives a query its order and what the names of the rows read.
    """
    history: type[models.Model] = listed.model.history.model
    rows: Any = history._base_manager.exclude(history_type="-")
    key = listed.model._meta.pk.attname
    after: dict[int, Any] = {}
    first: dict[int, int] = {}
    changed = rows.filter(operation_id=operation_id, history_user_id=user.pk, history_type="~")
    for row in changed.order_by("history_id"):
        after[getattr(row, key)] = row
        first.setdefault(getattr(row, key), row.version)
    before = {
        getattr(row, key): row
        for row in rows.filter(**{f"{key}__in": first}, version__in={number - 1 for number in first.values()})
        if row.version == first[getattr(row, key)] - 1
    }
    records = in_order(listed.visible(user).filter(pk__in=after.keys() & before.keys()))
    return _with_relations(
        listed, [_row_back(listed, record, before[record.pk], after[record.pk]) for record in records]
    )


def _row_back(listed: Listed, record: Any, before: Any, after: Any) -> RowBack:
    if record.version != after.version:
        return RowBack(record, refusal=OVERTAKEN)
    names = {each.name for each in before._meta.fields}
    fields = [each for each in record._meta.concrete_fields if each.name in names and each.name != "version"]
    moved = [each for each in fields if getattr(before, each.attname) != getattr(after, each.attname)]
    columns = {column.field: column for column in listed.editable}
    if any(each.name not in columns for each in moved):
        return RowBack(record, refusal=BEYOND)
    lock = next((lock for each in moved if (lock := columns[each.name].lock_of(record))), "")
    return RowBack(record, {each.name: getattr(before, each.attname) for each in moved}, lock)


def _with_relations(listed: Listed, rows: list[RowBack]) -> list[RowBack]:
    """Records in place of their keys, one query a foreign key."""
    named = {name for row in rows for name in row.values}
    for relation in listed.model._meta.concrete_fields:
        if isinstance(relation, models.ForeignKey) and relation.name in named:
            rows = _related(relation, rows)
    return rows


def _related(relation: "models.ForeignKey[Any, Any]", rows: list[RowBack]) -> list[RowBack]:
    keys = {row.values.get(relation.name) for row in rows} - {None}
    found = relation.related_model._base_manager.in_bulk(keys)
    return [_named(row, relation.name, found) for row in rows]


def _named(row: RowBack, name: str, found: dict[Any, Any]) -> RowBack:
    key = row.values.get(name)
    if key is None:
        return row
    refusal = row.refusal if key in found else GONE
    return replace(row, values={**row.values, name: found.get(key)}, refusal=refusal)
