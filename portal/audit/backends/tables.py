"""Which tables are audited, read from the database itself.

Migrations see historical models and the shell sees none at all, so neither can say what the wall
has to cover. The database can: a history table has the history columns, and its name is that of its
base table with ``historical`` before the model.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

# Columns of every history table that are no copies of the record's own.
HISTORY_COLUMNS = frozenset(
    {
        "history_id",
        "history_date",
        "history_type",
        "history_user_id",
        "history_actor",
        "history_change_reason",
        "operation_id",
        "valid_until",
    }
)

CHANGES = "portal_change"
OPERATIONS = "portal_operation"
# Changes of this kind of record say which texts were taken out of the ledger.
ERASURE = "portal.erasure"
LEDGER = frozenset({CHANGES, OPERATIONS})
# What an operation changed, each once; the braces take the driver's sign for a parameter.
TOUCHED = f"SELECT DISTINCT record_model, record_key, kind FROM {CHANGES} WHERE operation_id = {{}}"


@dataclass(frozen=True)
class AuditedTable:
    """A base table, its history table, and the columns they share.

    ``copied`` are the columns that history repeats, the key first; ``watched`` all of the base's but
    key and version. ``ledger`` are the columns of the ledger's changes, none while the very first
    migration runs.
    """

    base: str
    history: str
    key: str
    copied: tuple[str, ...]
    watched: tuple[str, ...]
    ledger: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """The model's label in lower case, as ``_meta.label_lower``."""
        return self.base.replace("_", ".", 1)

    @property
    def values(self) -> tuple[str, ...]:
        """The columns whose values the ledger repeats."""
        return self.copied[1:]

    @property
    def numbers_rows(self) -> bool:
        """Whether a change knows its row of history, as it does once its own migration has run."""
        return "history_row" in self.ledger

    @property
    def unrecorded(self) -> tuple[str, ...]:
        """The base's columns that its history leaves out."""
        return tuple(name for name in self.watched if name not in self.copied)


def base_of(history: str) -> str:
    """The base table's name by simple-history's naming; the same name for any other table."""
    return history.replace("_historical", "_", 1)


def audited_tables(connection: BaseDatabaseWrapper, only: Iterable[str] | None = None) -> list[AuditedTable]:
    """Every pair that stands in the database, or those that ``only`` names one half of."""
    wanted = None if only is None else {base_of(name) for name in only}
    with connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor))
        pairs = [(base_of(name), name) for name in sorted(names) if base_of(name) != name]
        ledger = frozenset(_columns(connection, cursor, CHANGES) if names >= LEDGER else ())
        found = [
            _described(connection, cursor, base, history)
            for base, history in pairs
            if base in names and (wanted is None or base in wanted)
        ]
    return [replace(table, ledger=ledger) for table in found if table is not None]


def _columns(connection: BaseDatabaseWrapper, cursor: Any, table: str) -> list[str]:
    # Django's own description parses the table's constraints too, 25 ms a table on SQLite.
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")
    return [column[0] for column in cursor.description]


def _described(connection: BaseDatabaseWrapper, cursor: Any, base: str, history: str) -> AuditedTable | None:
    own = _columns(connection, cursor, base)
    kept = set(_columns(connection, cursor, history))
    key = connection.introspection.get_primary_key_column(cursor, base)
    if key is None or "version" not in own or not kept >= HISTORY_COLUMNS | {"version", key}:
        return None
    watched = tuple(name for name in own if name not in {"version", key})
    copied = (key, *(name for name in watched if name in kept))
    return AuditedTable(base=base, history=history, key=key, copied=copied, watched=watched)
