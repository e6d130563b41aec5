"""What both back ends share: the open operation, the refusals, and a wall that follows the schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db.utils import DatabaseErrorWrapper
from django.utils.functional import cached_property

from portal.audit.backends.tables import LEDGER, audited_tables, base_of
from portal.audit.errors import refusal_in

if TYPE_CHECKING:
    from portal.audit.operations import OpenOperation


class RefusalErrors(DatabaseErrorWrapper):
    """Turns the wall's refusals into the portal's own errors, all others into Django's."""

    wrapper: Any

    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        if exc_type is None:
            return
        self.wrapper.statement_failed()
        refusal = refusal_in(exc_value) if issubclass(exc_type, self.wrapper.Database.Error) else None
        if refusal is not None:
            raise refusal.with_traceback(traceback) from exc_value
        super().__exit__(exc_type, exc_value, traceback)


class WalledConnection:
    """Mixin of a database wrapper: holds the open operation and builds the wall.

    A back end says how its triggers are made: the methods that
    raise ``NotImplementedError`` here.
    """

    audit_operation: OpenOperation | None = None
    completed_operation: OpenOperation | None = None

    @cached_property
    def wrap_database_errors(self) -> RefusalErrors:
        return RefusalErrors(self)

    def open_operation(self, operation: OpenOperation) -> None:
        """Let the triggers know who writes, why, and in which operation."""
        self.audit_operation = operation

    def changes_of(self, operation: OpenOperation) -> Sequence[tuple[Any, ...]]:
        """Every change the operation has made so far, label, key and kind of the record first."""
        raise NotImplementedError

    def close_operation(self, operation: OpenOperation) -> None:
        """End the operation's last statement, inside its transaction."""

    def forget_operation(self) -> None:
        """Whatever happened, nothing more is written in this operation's name."""
        self.audit_operation = None

    def stand_in_line(self, number: int) -> None:
        """Wait until no other transaction stands in this line, and hold the place until this one ends.

        Where writers are let in one by one anyway, there is nothing to wait for.
        """

    def statement_failed(self) -> None:
        """A statement was undone half way through its triggers."""

    def wall_statements(self, table: Any) -> list[str]:
        """SQL that builds the triggers of one audited table and of its history."""
        raise NotImplementedError

    def ledger_statements(self) -> list[str]:
        """SQL that guards the ledger's own tables."""
        raise NotImplementedError

    def text_of(self, table: Any, row: str) -> str:
        """SQL of the ledger's text, made from a row of the table or of its history."""
        raise NotImplementedError

    def differs(self, one: str, other: str) -> str:
        """SQL that two values differ, where NULL is a value."""
        raise NotImplementedError

    def lacks(self, text: str, name: str) -> str:
        """SQL that one of the ledger's texts says nothing of a column."""
        raise NotImplementedError

    def grant_serving(self, role: str) -> None:
        """Let a role of the database serve the portal; where there are none, nothing is granted."""

    def excess_rights(self) -> list[str]:
        """Tables that the connected role could write around the wall, where the database has roles."""
        return []

    def erase(self, table: Any, key: int, replaced: dict[str, Any], texts: dict[int, str]) -> None:
        """Replace values in all of a record's rows of history, and texts of changes by their number."""
        raise NotImplementedError

    def lowering_statements(self, names: Iterable[str] | None) -> list[str]:
        """SQL that takes down what stands on the named tables, or everywhere."""
        raise NotImplementedError

    def standing_forms(self) -> set[str]:
        """What stands in the database, in the form ``normal_form`` gives a statement."""
        raise NotImplementedError

    def normal_form(self, statement: str) -> str:
        """A statement in the words the database gives back; the first line names it."""
        raise NotImplementedError

    def lower_wall(self, names: Iterable[str] | None = None) -> None:
        """Take the triggers down: for a schema change or a flush only."""
        self.run_statements(self.lowering_statements(names))

    def raise_wall(self, names: Iterable[str] | None = None) -> None:
        """Build the triggers anew from the tables as they are now."""
        self.lower_wall(names)
        self.run_statements(self.whole_wall(names))

    def whole_wall(self, names: Iterable[str] | None = None) -> list[str]:
        """All statements that the tables ask for; the ledger's own when no table is named."""
        tables = audited_tables(self, names)  # type: ignore[arg-type]
        statements = [line for table in tables for line in self.wall_statements(table)]
        if names is None and tables and tables[0].ledger:
            statements += self.ledger_statements()
        return statements

    def run_statements(self, statements: Iterable[str]) -> None:
        with self.cursor() as cursor:  # type: ignore[attr-defined]
            for statement in statements:
                cursor.execute(statement)


def _around(name: str) -> Callable[..., Any]:
    """The schema editor's method of this name, with the wall down on the tables it touches."""

    def call(self: Any, model: Any, *args: Any, **kwargs: Any) -> Any:
        tables = [model._meta.db_table]
        if name == "alter_db_table":
            tables += args[:2]
        with self.wall_lowered(tables):
            return getattr(super(WalledSchemaEditor, self), name)(model, *args, **kwargs)

    call.__name__ = name
    return call


class WalledSchemaEditor:
    """Mixin of a schema editor: no change of a table leaves its triggers lost or out of date.

    SQLite drops a rebuilt table's triggers in silence and refuses to rebuild a table that another's
    trigger names; PostgreSQL keeps functions that name columns of yesterday.
    """

    connection: Any
    collect_sql: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._depth = 0
        self._lowered: set[str] = set()

    @contextmanager
    def wall_lowered(self, tables: Iterable[str]) -> Iterator[None]:
        """Lower the wall on these tables; the outermost call raises all that were lowered."""
        if self.collect_sql:
            yield
            return
        fresh = {base_of(name) for name in tables} - self._lowered
        # Every trigger writes to the ledger, so that none may stand while its tables change.
        self.connection.lower_wall(None if fresh & LEDGER else fresh)
        self._lowered |= fresh
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
        if not self._depth:
            lowered, self._lowered = self._lowered, set()
            self.connection.raise_wall(None if lowered & LEDGER else lowered)

    create_model = _around("create_model")
    delete_model = _around("delete_model")
    alter_db_table = _around("alter_db_table")
    alter_unique_together = _around("alter_unique_together")
    add_constraint = _around("add_constraint")
    remove_constraint = _around("remove_constraint")
    add_field = _around("add_field")
    remove_field = _around("remove_field")
    alter_field = _around("alter_field")
