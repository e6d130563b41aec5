"""Finds what was changed behind the wall's back: triggers that are gone, rows that history does not know."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.db import connection

from portal.audit.backends.tables import CHANGES, AuditedTable, audited_tables
from portal.audit.backends.walled import WalledConnection
from portal.audit.comparing import history_faults
from portal.audit.errors import AuditBypassError
from portal.audit.models import AuditedModel

Check = Callable[[], Iterable[str]]
_checks_of_rooms: list[Check] = []


def register_check(check: Check) -> None:
    """Let ``audit_check`` ask what a room above knows to be amiss with what its records stand for."""
    _checks_of_rooms.append(check)


def findings() -> Iterator[str]:
    """All that is amiss, as sentences: the wall, every record, and what the rooms above look after."""
    yield from (f"監査の壁が欠けています：{name}" for name in missing_triggers())
    yield from drift()
    yield from history_faults()
    for check in _checks_of_rooms:
        yield from check()


def missing_triggers() -> list[str]:
    """Names of the wall's parts that do not stand as the tables ask for, for every audited table."""
    walled = cast(WalledConnection, connection)
    standing = walled.standing_forms()
    wanted = {walled.normal_form(statement) for statement in walled.whole_wall()}
    gone = {form.splitlines()[0] for form in wanted - standing}
    return sorted(gone | _unwalled_models())


def _unwalled_models() -> set[str]:
    """Audited models whose table or history the database does not have as the wall needs them."""
    walled = {table.base for table in audited_tables(connection)}
    return {
        f"table {model._meta.db_table}"
        for model in apps.get_models()
        if issubclass(model, AuditedModel) and model._meta.db_table not in walled
    }


def require_wall() -> None:
    """Refuse to serve while any part of the wall is missing. Raises ``AuditBypassError``."""
    missing = missing_triggers()
    if missing:
        raise AuditBypassError(
            f"監査の壁が{len(missing)}か所で欠けています（{missing[0]} ほか）。"
            "audit_check で確かめ、migrate で立て直してください。"
        )


def require_serving_role() -> None:
    """Refuse to serve as a role that could write around the wall. Raises ``AuditBypassError``.

    The demo alone may: it has one role for everything.
    """
    excess = [] if settings.PORTAL_DEMO else cast(WalledConnection, connection).excess_rights()
    if excess:
        raise AuditBypassError(
            f"接続している役割は、監査の表を書き換えられます（{excess[0]} ほか{len(excess)}表）。"
            "PORTAL_SERVING_ROLE の役割で接続してください（docs/operations.md）。"
        )


def drift() -> Iterator[str]:
    """Every live row that differs from its newest history row, or that only one of them has."""
    for table in audited_tables(connection):
        for sentence, keys in (
            ("履歴にない記録です。", _unrecorded(table)),
            ("最新の履歴と内容が違います。", _different(table)),
            ("履歴では生きている記録が、ありません。", _gone(table)),
        ):
            yield from (f"{table.label} 番号{key}：{sentence}" for key in keys)


def _keys(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [key for (key,) in cursor.fetchall()]


def _parts(table: AuditedTable) -> tuple[str, str, str]:
    """Table and key in quotes, and the newest row of history of every record that is alive."""
    quote = connection.ops.quote_name
    newest = f"(SELECT * FROM {quote(table.history)} WHERE valid_until IS NULL AND history_type <> '-') h"
    return quote(table.base), quote(table.key), newest


def _unrecorded(table: AuditedTable) -> list[Any]:
    base, key, newest = _parts(table)
    return _keys(
        f"SELECT b.{key} FROM {base} b LEFT JOIN {newest} ON h.{key} = b.{key}"
        " WHERE h.history_id IS NULL ORDER BY 1"
    )


def _gone(table: AuditedTable) -> list[Any]:
    base, key, newest = _parts(table)
    return _keys(
        f"SELECT h.{key} FROM {newest} LEFT JOIN {base} b ON b.{key} = h.{key}"
        f" WHERE b.{key} IS NULL ORDER BY 1"
    )


def _different(table: AuditedTable) -> list[Any]:
    """The ledger is asked only where something differs: was a column that history lacks there yet?"""
    base, key, newest = _parts(table)
    walled = cast(WalledConnection, connection)
    columns = [(name, connection.ops.quote_name(name)) for name in table.values]
    joined = f"SELECT b.{key} FROM {base} b JOIN {newest} ON h.{key} = b.{key}"
    differs = {name: walled.differs(f"b.{column}", f"h.{column}") for name, column in columns}
    if not _keys(f"{joined} WHERE {' OR '.join(['b.version <> h.version', *differs.values()])} LIMIT 1"):
        return []
    known = [
        f"({differs[name]} AND NOT (h.{column} IS NULL AND {walled.lacks('c.text', name)}))"
        for name, column in columns
    ]
    return _keys(
        f"{joined} LEFT JOIN {CHANGES} c ON c.history_row = h.history_id"
        f" AND c.record_model = '{table.label}'"
        f" WHERE {' OR '.join(['b.version <> h.version', *known])} ORDER BY 1"
    )
