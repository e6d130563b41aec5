"""Finds what was changed behind the wall's back: triggers that are gone, rows that history does not know."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from django.db import connection

from portal.audit.backends.tables import CHANGES, AuditedTable, audited_tables
from portal.audit.backends.walled import WalledConnection
from portal.audit.errors import AuditBypassError

Check = Callable[[], Iterable[str]]
_checks_of_rooms: list[Check] = []


def register_check(check: Check) -> None:
    """Let ``audit_check`` ask what a room above knows to be amiss with what its records stand for."""
    _checks_of_rooms.append(check)


def findings() -> Iterator[str]:
    """All that is amiss, as sentences: the wall, every record, and what the rooms above look after."""
    yield from (f"監査の壁が欠けています：{name}" for name in missing_triggers())
    yield from drift()
    for check in _checks_of_rooms:
        yield from check()


def missing_triggers() -> list[str]:
    """Names of the wall's parts that do not stand as the tables ask for, for every audited table."""
    walled = cast(WalledConnection, connection)
    standing = walled.standing_forms()
    wanted = {walled.normal_form(statement) for statement in walled.whole_wall()}
    return sorted(form.splitlines()[0] for form in wanted - standing)


def require_wall() -> None:
    """Refuse to serve while any part of the wall is missing. Raises ``AuditBypassError``."""
    missing = missing_triggers()
    if missing:
        raise AuditBypassError(
            f"監査の壁が{len(missing)}か所で欠けています（{missing[0]} ほか）。"
            "audit_check で確かめ、migrate で立て直してください。"
        )


def drift() -> Iterator[str]:
    """Every live row that differs from its newest history or ledger row, or that only one of them has."""
    for table in audited_tables(connection):
        for sentence, sql in _questions(table):
            yield from (f"{table.label} 番号{key}：{sentence}" for key in _keys(sql))


def _keys(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [key for (key,) in cursor.fetchall()]


def _questions(table: AuditedTable) -> list[tuple[str, str]]:
    """Sentences about a record, each with the query that finds the keys it is true of."""
    quote = connection.ops.quote_name
    base, history, key = quote(table.base), quote(table.history), quote(table.key)
    open_row = (
        f"LEFT JOIN {history} h ON h.{key} = b.{key} AND h.valid_until IS NULL AND h.history_type <> '-'"
    )
    change = (
        f"LEFT JOIN {CHANGES} c ON c.operation_id = h.operation_id AND c.record_model = '{table.label}'"
        f" AND c.record_key = b.{key} AND c.record_version = b.version"
    )
    dialect = _SQLite if connection.vendor == "sqlite" else _PostgreSQL
    columns = [(name, quote(name)) for name in table.values]
    differs = " OR ".join(dialect.row_differs(name, column) for name, column in columns)
    unsealed = " OR ".join(dialect.text_differs(name, column) for name, column in columns)
    joined = f"SELECT b.{key} FROM {base} b {open_row} {change}"
    return [
        ("履歴にない記録です。", f"{joined} WHERE h.history_id IS NULL ORDER BY 1"),
        (
            "最新の履歴と内容が違います。",
            f"{joined} WHERE h.history_id IS NOT NULL AND (b.version <> h.version OR {differs}) ORDER BY 1",
        ),
        (
            "最新の履歴が、操作の記録と違います。",
            f"{joined} WHERE h.history_id IS NOT NULL AND b.version = h.version"
            f" AND (c.id IS NULL OR c.salt IS NOT NULL AND ({unsealed})) ORDER BY 1",
        ),
        (
            "履歴では生きている記録が、ありません。",
            f"SELECT h.{key} FROM {history} h LEFT JOIN {base} b ON b.{key} = h.{key}"
            f" WHERE h.valid_until IS NULL AND h.history_type <> '-' AND b.{key} IS NULL ORDER BY 1",
        ),
    ]


class _SQLite:
    """A column that came after the row was written is in no text, and no difference."""

    @staticmethod
    def row_differs(name: str, column: str) -> str:
        unknown = f"h.{column} IS NULL AND json_type(c.text, '$.\"{name}\"') IS NULL"
        return f"(b.{column} IS NOT h.{column} AND NOT ({unknown}))"

    @staticmethod
    def text_differs(name: str, column: str) -> str:
        return f"json_quote(h.{column}) <> json_quote(json_extract(c.text, '$.\"{name}\"'))"


class _PostgreSQL:
    """The same questions of PostgreSQL."""

    @staticmethod
    def row_differs(name: str, column: str) -> str:
        unknown = f"h.{column} IS NULL AND coalesce(NOT jsonb_exists(c.text::jsonb, '{name}'), false)"
        return f"(b.{column} IS DISTINCT FROM h.{column} AND NOT ({unknown}))"

    @staticmethod
    def text_differs(name: str, column: str) -> str:
        null = "'null'::jsonb"
        return f"coalesce(to_jsonb(h.{column}), {null}) <> coalesce(c.text::jsonb -> '{name}', {null})"
