"""The triggers of the wall in SQLite's dialect.

SQLite has no session variables, so the triggers ask functions that the portal registers on its own
connections. Any other program that opens the file gets "no such function" and writes nothing.

The version is counted up by a nested UPDATE that names ``version`` alone, which is why the recording
trigger listens to all other columns and the comparing one lets the wall pass.
"""

from collections.abc import Callable
from typing import Any

from portal.audit.backends.tables import CHANGES, OPERATIONS, AuditedTable
from portal.audit.errors import BYPASS, STALE

PREFIX = "audit_"
Quote = Callable[[str], str]

CONTEXT = {
    "history_date": "audit_context('at')",
    "history_user_id": "audit_context('user_id')",
    "history_actor": "audit_context('actor')",
    "history_change_reason": "audit_context('reason')",
    "operation_id": "audit_context('operation_id')",
}


def standing(cursor: Any) -> list[tuple[str, str, str]]:
    """The wall's triggers as they stand: name, table, SQL."""
    cursor.execute(
        "SELECT name, tbl_name, sql FROM sqlite_master "
        "WHERE type = 'trigger' AND name LIKE 'audit!_%' ESCAPE '!' ORDER BY name"
    )
    return list(cursor.fetchall())


def of_table(table: AuditedTable, quote: Quote) -> list[str]:
    """All triggers of one audited table and of its history."""
    return [
        _recording(table, quote, "insert", f"AFTER INSERT ON {quote(table.base)}"),
        _recording(
            table,
            quote,
            "update",
            f"AFTER UPDATE OF {', '.join(map(quote, table.watched))} ON {quote(table.base)}",
        ),
        _recording(table, quote, "delete", f"AFTER DELETE ON {quote(table.base)}"),
        _comparing(table, quote),
        *_append_only(table.history, quote),
    ]


def _recording(table: AuditedTable, quote: Quote, event: str, when: str) -> str:
    """Count the version up, close the row before, and write the new one from what is stored."""
    base, history, key = quote(table.base), quote(table.history), quote(table.key)
    copied = ", ".join(map(quote, table.copied))
    row, sign = {"insert": ("NEW", "+"), "update": ("NEW", "~"), "delete": ("OLD", "-")}[event]
    first = f"1 + COALESCE((SELECT MAX(version) FROM {history} WHERE {key} = NEW.{key}), 0)"
    counted = {
        # Nearly always right as it came, and to write a row a second time is dear.
        "insert": f"UPDATE {base} SET version = {first} WHERE {key} = NEW.{key} AND version <> {first};",
        "update": f"UPDATE {base} SET version = OLD.version + 1 WHERE {key} = NEW.{key};",
        "delete": "",
    }[event]
    gone = ", ".join(f"OLD.{quote(name)}" for name in table.copied)
    values = f"{gone}, OLD.version + 1" if event == "delete" else f"{copied}, version"
    source = "" if event == "delete" else f"FROM {base} WHERE {key} = NEW.{key}"
    return f"""CREATE TRIGGER {quote(f"{PREFIX}{table.base}_{event}")} {when} BEGIN
SELECT RAISE(ABORT, '{BYPASS} {table.base}') WHERE audit_context('operation_id') IS NULL;
SELECT audit_wall(1);
{counted}
UPDATE {history} SET valid_until = audit_context('at')
 WHERE {key} = {row}.{key} AND valid_until IS NULL;
INSERT INTO {history} ({copied}, version, history_type, {", ".join(CONTEXT)})
 SELECT {values}, '{sign}', {", ".join(CONTEXT.values())} {source};
{_ledger(table, quote, event, sign)}SELECT audit_wall(0);
END"""


def _ledger(table: AuditedTable, quote: Quote, event: str, sign: str) -> str:
    """The change row. The digest is taken first: it draws the salt and keeps the text, made only once."""
    if not table.ledger:
        return ""
    gone = event == "delete"
    row = "OLD." if gone else ""
    version = "OLD.version + 1" if gone else "version"
    source = "" if gone else f" FROM {quote(table.base)} WHERE {quote(table.key)} = NEW.{quote(table.key)}"
    of_record = f"'{table.label}', {row}{quote(table.key)}, {version}, '{sign}'"
    place, its_id = ("history_row, ", "last_insert_rowid(), ") if table.numbers_rows else ("", "")
    return f"""INSERT INTO {CHANGES} ({place}digest, salt, text,
 record_model, record_key, record_version, kind, operation_id)
 SELECT {its_id} audit_digest({of_record}, {text_of(table, quote, row)}), audit_salt(), audit_text(),
 {of_record}, {CONTEXT["operation_id"]}{source};
"""


def text_of(table: AuditedTable, quote: Quote, row: str) -> str:
    """SQL of the text that the ledger keeps of a row; ``row`` is the prefix of its columns."""
    pairs = " || ',".join(f'"{name}":\' || json_quote({row}{quote(name)})' for name in table.values)
    return f"'{{{pairs} || '}}'"


def of_ledger(quote: Quote) -> list[str]:
    """The ledger is written by the wall alone, changed and deleted by nobody."""
    return [line for name in (CHANGES, OPERATIONS) for line in _append_only(name, quote)]


def _comparing(table: AuditedTable, quote: Quote) -> str:
    """Refuse a write that brings back another version than the stored one, or moves the key."""
    key = quote(table.key)
    return f"""CREATE TRIGGER {quote(f"{PREFIX}{table.base}_compare")} BEFORE UPDATE ON {quote(table.base)}
WHEN NEW.version IS NOT OLD.version OR NEW.{key} IS NOT OLD.{key} BEGIN
SELECT RAISE(ABORT, '{STALE} {table.base}') WHERE NOT audit_wall_writes();
END"""


def _append_only(name: str, quote: Quote) -> list[str]:
    """A table that is written by the wall alone and deleted by nobody."""
    refusal = f"SELECT RAISE(ABORT, '{BYPASS} {name}')"
    on = quote(name)
    return [
        f"CREATE TRIGGER {quote(f'{PREFIX}{name}_{event}')} BEFORE {event.upper()} ON {on}\n"
        f"{'' if event == 'delete' else 'WHEN NOT audit_wall_writes() '}BEGIN {refusal}; END"
        for event in ("insert", "update", "delete")
    ]
