"""Holds every row of history against the ledger's record of the same change.

People read the history and the chain seals the ledger, so the two must say the same. What differs is
found by the database itself, a range of changes at a time, so that memory stays flat.
"""

import json
from collections.abc import Iterator
from typing import Any, cast

from django.db import connection

from portal.audit.backends.tables import CHANGES, OPERATIONS, AuditedTable, audited_tables
from portal.audit.backends.walled import WalledConnection

STEP = 20_000


def history_faults() -> Iterator[str]:
    """Every row of history that is missing, forged, changed or wrongly dated, as sentences."""
    tables = {table.label: table for table in audited_tables(connection)}
    last = _rows(f"SELECT coalesce(max(id), 0) FROM {CHANGES}")[0][0]
    for first in range(1, last + 1, STEP):
        span = [first, first + STEP - 1]
        labels = _rows(f"SELECT DISTINCT record_model FROM {CHANGES} WHERE id BETWEEN %s AND %s", span)
        for label in sorted(label for (label,) in labels if label in tables):
            yield from _unlike_ledger(tables[label], span)
    counts = dict(_rows(f"SELECT record_model, count(*) FROM {CHANGES} GROUP BY record_model"))
    for table in tables.values():
        yield from _unknown_to_ledger(table, counts.get(table.label, 0))
        yield from _badly_joined(table)


def _rows(sql: str, params: Any = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[Any] = cursor.fetchall()
        return found


def _named(table: AuditedTable, key: Any, version: Any) -> str:
    return f"{table.label} 番号{key} 第{version}版の履歴"


def _unlike_ledger(table: AuditedTable, span: list[int]) -> Iterator[str]:
    walled = cast(WalledConnection, connection)
    quote, text = connection.ops.quote_name, walled.text_of(table, "h")
    same = (
        (f"h.{quote(table.key)}", "c.record_key"),
        ("h.version", "c.record_version"),
        ("h.history_type", "c.kind"),
        ("h.operation_id", "c.operation_id"),
        ("h.history_actor", "o.actor"),
        ("h.history_user_id", "o.user_id"),
        ("h.history_change_reason", "o.reason"),
        ("h.history_date", "o.at"),
    )
    told = " OR ".join(walled.differs(one, other) for one, other in same)
    found = _rows(
        f"SELECT c.record_key, c.record_version, h.history_id IS NULL, {told}, o.sequence, c.text, {text}"
        f" FROM {CHANGES} c JOIN {OPERATIONS} o ON o.operation_id = c.operation_id"
        f" LEFT JOIN {quote(table.history)} h ON h.history_id = c.history_row"
        f" WHERE c.id BETWEEN %s AND %s AND c.record_model = %s AND"
        f" (h.history_id IS NULL OR {told} OR {walled.differs('c.text', text)}) ORDER BY c.id",
        [*span, table.label],
    )
    for key, version, is_missing, is_forged, sequence, sealed, shown in found:
        if is_missing:
            yield f"{_named(table, key, version)}が、ありません（操作{sequence}）。"
        elif is_forged or not _agrees(sealed, shown):
            yield f"{_named(table, key, version)}が、操作{sequence}の記録と違います。"


def _agrees(sealed: str, shown: str) -> bool:
    """Whether all that history holds was sealed; columns come and go, and an unknown one is empty."""
    try:
        told = json.loads(sealed)
    except ValueError:
        return False
    return isinstance(told, dict) and all(
        told.get(name) == value for name, value in json.loads(shown).items()
    )


def _unknown_to_ledger(table: AuditedTable, known: int) -> Iterator[str]:
    quote = connection.ops.quote_name
    history, key = quote(table.history), quote(table.key)
    if _rows(f"SELECT count(*) FROM {history}")[0][0] == known:
        return
    for row in _rows(
        f"SELECT h.{key}, h.version FROM {history} h LEFT JOIN {CHANGES} c"
        " ON c.history_row = h.history_id AND c.record_model = %s WHERE c.id IS NULL ORDER BY h.history_id",
        [table.label],
    ):
        yield f"{_named(table, *row)}は、操作の記録にありません。"


def _badly_joined(table: AuditedTable) -> Iterator[str]:
    """Versions that do not hold until the next one came: a reader of the past would miss them."""
    walled = cast(WalledConnection, connection)
    key = connection.ops.quote_name(table.key)
    following = f"lead(history_date) OVER (PARTITION BY {key} ORDER BY history_id)"
    for row in _rows(
        f"SELECT {key}, version FROM (SELECT {key}, version, history_id, valid_until, {following} AS next"
        f" FROM {connection.ops.quote_name(table.history)}) AS spans"
        f" WHERE {walled.differs('valid_until', 'next')} ORDER BY history_id"
    ):
        yield f"{_named(table, *row)}の有効期間が、次の版とつながっていません。"
