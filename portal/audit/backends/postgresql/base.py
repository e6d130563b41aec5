"""Django's PostgreSQL back end, with the audit wall."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQLWrapper
from django.db.backends.postgresql.operations import DatabaseOperations as PostgreSQLOperations
from django.db.backends.postgresql.schema import DatabaseSchemaEditor as PostgreSQLSchemaEditor

from portal.audit.backends.postgresql import forms, ledger, roles, triggers
from portal.audit.backends.tables import TOUCHED, AuditedTable, base_of
from portal.audit.backends.walled import WalledConnection, WalledSchemaEditor

if TYPE_CHECKING:
    from portal.audit.operations import OpenOperation


class DatabaseSchemaEditor(WalledSchemaEditor, PostgreSQLSchemaEditor):
    """Functions that name columns are written anew after each change of the columns."""


class DatabaseOperations(PostgreSQLOperations):
    """A flush empties audited tables too: the wall steps aside for it, as their owner may let it."""

    connection: Any

    def execute_sql_flush(self, sql_list: Iterable[str]) -> None:
        with self.connection.cursor() as cursor:
            tables = sorted({table for _, table in triggers.standing(cursor)})
        switch = "ALTER TABLE {} {} TRIGGER USER"
        off = [switch.format(self.quote_name(table), "DISABLE") for table in tables]
        on = [switch.format(self.quote_name(table), "ENABLE") for table in tables]
        super().execute_sql_flush([*off, *sql_list, *on])


class DatabaseWrapper(WalledConnection, PostgreSQLWrapper):
    """The open operation is known to the triggers as settings local to its transaction."""

    SchemaEditorClass = DatabaseSchemaEditor
    ops_class = DatabaseOperations

    def open_operation(self, operation: OpenOperation) -> None:
        super().open_operation(operation)
        values = (
            str(operation.operation_id),
            operation.actor,
            "" if operation.user_id is None else str(operation.user_id),
            operation.reason,
            operation.at.isoformat(),
        )
        with self.cursor() as cursor:
            cursor.execute(triggers.TELL, values)

    def changes_of(self, operation: OpenOperation) -> Sequence[tuple[Any, ...]]:
        with self.cursor() as cursor:
            cursor.execute(TOUCHED.format("%s"), (operation.operation_id,))
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

    def close_operation(self, operation: OpenOperation) -> None:
        self.run_statements(["SELECT audit_seal()"])

    def stand_in_line(self, number: int) -> None:
        with self.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (number,))

    def wall_statements(self, table: AuditedTable) -> list[str]:
        return triggers.of_table(table, self.ops.quote_name, self._schema())

    def text_of(self, table: AuditedTable, row: str) -> str:
        return triggers.text_of(table, row)

    def differs(self, one: str, other: str) -> str:
        return f"{one} IS DISTINCT FROM {other}"

    def lacks(self, text: str, name: str) -> str:
        return f"coalesce(NOT jsonb_exists({text}::jsonb, '{name}'), false)"

    def ledger_statements(self) -> list[str]:
        return ledger.of_ledger(self.ops.quote_name, self._schema())

    def grant_serving(self, role: str) -> None:
        """Let a role serve: called by the tables' owner, after the wall was raised."""
        with self.cursor() as cursor:
            tables = self.introspection.table_names(cursor)
            statements = roles.grants(cursor, tables, role, self._schema(), self.ops.quote_name)
        self.run_statements(statements)

    def excess_rights(self) -> list[str]:
        with self.cursor() as cursor:
            tables = self.introspection.table_names(cursor)
            return roles.excess(cursor, tables, self.ops.quote_name)

    def check_constraints(self, table_names: Iterable[str] | None = None) -> None:
        """Foreign keys now, as fixtures ask for; whether the chain covers all, only once it is sealed."""
        with self.cursor() as cursor:
            cursor.execute(triggers.DEFERRED_KEYS)
            names = ", ".join(self.ops.quote_name(name) for (name,) in cursor.fetchall())
            cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    def erase(self, table: AuditedTable, key: int, replaced: dict[str, Any], texts: dict[int, str]) -> None:
        with self.cursor() as cursor:
            cursor.execute(
                "SELECT audit_erase(%s, %s, %s, %s, %s, %s)",
                [
                    *(table.history, table.key, key, json.dumps(replaced)),
                    *(list(texts), list(texts.values())),
                ],
            )

    def _schema(self) -> str:
        with self.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            return str(cursor.fetchone()[0])

    def standing_forms(self) -> set[str]:
        with self.cursor() as cursor:
            return forms.standing(cursor)

    def normal_form(self, statement: str) -> str:
        return forms.normal_form(statement)

    def lowering_statements(self, names: Iterable[str] | None) -> list[str]:
        with self.cursor() as cursor:
            standing = triggers.standing(cursor)
        wanted = None if names is None else {base_of(name) for name in names}
        quote = self.ops.quote_name
        return [
            f"DROP TRIGGER {quote(trigger)} ON {quote(table)}"
            for trigger, table in standing
            if wanted is None or base_of(table) in wanted
        ]
