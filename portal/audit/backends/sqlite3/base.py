"""Django's SQLite back end, with the audit wall."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLiteWrapper
from django.db.backends.sqlite3.operations import DatabaseOperations as SQLiteOperations
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor as SQLiteSchemaEditor

from portal.audit.backends.sqlite3 import sealing, triggers
from portal.audit.backends.tables import CHANGES, AuditedTable, base_of
from portal.audit.backends.walled import WalledConnection, WalledSchemaEditor
from portal.audit.hashing import change_digest_of
from portal.text import KANA_ORDER, kana_key

if TYPE_CHECKING:
    from portal.audit.operations import OpenOperation


_kana_key = lru_cache(maxsize=50_000)(kana_key)


def _in_kana_order(one: str, other: str) -> int:
    """Which of two readings stands first in 五十音順, as SQLite asks for it."""
    first, second = _kana_key(one), _kana_key(other)
    return (first > second) - (first < second)


class DatabaseSchemaEditor(WalledSchemaEditor, SQLiteSchemaEditor):
    """A rebuild of a table, asked for or implied, happens with the wall down on it."""

    def _remake_table(self, model: Any, *args: Any, **kwargs: Any) -> None:
        with self.wall_lowered([model._meta.db_table]):
            super()._remake_table(model, *args, **kwargs)  # type: ignore[misc]


class DatabaseOperations(SQLiteOperations):
    """A flush empties audited tables too: the wall steps aside and comes back as it was."""

    connection: Any

    def execute_sql_flush(self, sql_list: Iterable[str]) -> None:
        with self.connection.cursor() as cursor:
            standing = triggers.standing(cursor)
        self.connection.lower_wall()
        super().execute_sql_flush(sql_list)
        self.connection.run_statements(sql for _, _, sql in standing)


class DatabaseWrapper(WalledConnection, SQLiteWrapper):
    """The connection answers what the triggers ask: who, why, which operation, and is it the wall."""

    SchemaEditorClass = DatabaseSchemaEditor
    ops_class = DatabaseOperations
    transaction_mode: str | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._context: dict[str, Any] = {}
        self._wall_writes = 0
        self._salt = self._text = ""
        # The open operation's changes, and how many rows the connection had written when they were read.
        self._read: list[tuple[str, int, str, int, str]] = []
        self._read_at = -1

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        conn = super().get_new_connection(conn_params)
        conn.create_function("audit_context", 1, lambda name: self._context.get(name))
        conn.create_function("audit_digest", 5, self._digest)
        conn.create_function("audit_salt", 0, lambda: self._salt)
        conn.create_function("audit_text", 0, lambda: self._text)
        conn.create_function("audit_wall_writes", 0, lambda: self._wall_writes)
        conn.create_function("audit_wall", 1, self._set_wall_writes)
        # PostgreSQL has it from ICU.
        conn.create_collation(KANA_ORDER, _in_kana_order)
        return conn

    def _digest(self, model: str, key: int, version: int, kind: str, text: str) -> str:
        """The digest of a change; ``audit_salt`` and ``audit_text`` give what it was taken of."""
        self._salt, self._text = secrets.token_hex(16), text
        return change_digest_of(self._salt, model, key, version, kind, text)

    def _set_wall_writes(self, writes: int) -> None:
        self._wall_writes = writes

    def open_operation(self, operation: OpenOperation) -> None:
        super().open_operation(operation)
        self._context = {
            "operation_id": operation.operation_id.hex,
            "actor": operation.actor,
            "user_id": operation.user_id,
            "reason": operation.reason,
            # As Django stores moments here, without the detour.
            "at": str(operation.at.replace(tzinfo=None)),
        }
        self._read, self._read_at = [], self.connection.total_changes

    def _start_transaction_under_autocommit(self) -> None:
        """Begin without Django's cursor, which takes longer than the statement."""
        with self.wrap_database_errors:
            self.connection.execute(f"BEGIN {self.transaction_mode or 'DEFERRED'}")

    def changes_of(self, operation: OpenOperation) -> list[tuple[str, int, str, int, str]]:
        """Read when a row was written since the last time; the seal stands on what is read here."""
        if self._read_at != self.connection.total_changes:
            with self.wrap_database_errors:
                self._read = sealing.changes_of(self.connection, self._context["operation_id"])
            self._read_at = self.connection.total_changes
        return self._read

    def close_operation(self, operation: OpenOperation) -> None:
        """Seal the operation over its changes. SQLite's one writer makes the sequence free of gaps."""
        changes = self.changes_of(operation)
        if changes:
            self._wall_writes = 1
            with self.wrap_database_errors:
                told = self._context
                sealing.seal(self.connection, operation, told["operation_id"], told["at"], changes)
            self._wall_writes = 0

    def erase(self, table: AuditedTable, key: int, replaced: dict[str, Any], texts: dict[int, str]) -> None:
        """What is written over is wiped from the file too, and from the log beside it after the commit."""
        quote = self.ops.quote_name
        columns = ", ".join(f"{quote(name)} = %s" for name in replaced)
        transaction.on_commit(
            lambda: self.run_statements(["PRAGMA wal_checkpoint(TRUNCATE)"]), using=self.alias
        )
        with self.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
            self._wall_writes = 1
            cursor.execute(
                f"UPDATE {quote(table.history)} SET {columns} WHERE {quote(table.key)} = %s",
                [*replaced.values(), key],
            )
            cursor.executemany(
                f"UPDATE {CHANGES} SET text = %s, salt = NULL WHERE id = %s",
                [(text, number) for number, text in texts.items()],
            )
            self._wall_writes = 0

    def forget_operation(self) -> None:
        super().forget_operation()
        self._context = {}
        self._read = []
        self._wall_writes = 0

    def statement_failed(self) -> None:
        self._wall_writes = 0

    def wall_statements(self, table: AuditedTable) -> list[str]:
        return triggers.of_table(table, self.ops.quote_name)

    def text_of(self, table: AuditedTable, row: str) -> str:
        return triggers.text_of(table, self.ops.quote_name, f"{row}.")

    def differs(self, one: str, other: str) -> str:
        return f"{one} IS NOT {other}"

    def lacks(self, text: str, name: str) -> str:
        return f"json_type({text}, '$.\"{name}\"') IS NULL"

    def ledger_statements(self) -> list[str]:
        return triggers.of_ledger(self.ops.quote_name)

    def standing_forms(self) -> set[str]:
        with self.cursor() as cursor:
            return {sql for _, _, sql in triggers.standing(cursor)}

    def normal_form(self, statement: str) -> str:
        return statement

    def lowering_statements(self, names: Iterable[str] | None) -> list[str]:
        with self.cursor() as cursor:
            standing = triggers.standing(cursor)
        wanted = None if names is None else {base_of(name) for name in names}
        return [
            f"DROP TRIGGER {self.ops.quote_name(trigger)}"
            for trigger, table, _ in standing
            if wanted is None or base_of(table) in wanted
        ]
