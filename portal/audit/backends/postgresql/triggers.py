"""The triggers of the wall in PostgreSQL's dialect.

They run as the owner of the tables, with a fixed search path, so that a serving role needs no right
to write history and a temporary table cannot stand in for one of the wall's.
"""

from collections.abc import Callable
from typing import Any

from django.db.backends.utils import truncate_name

from portal.audit.backends.tables import CHANGES, HISTORY_COLUMNS, AuditedTable
from portal.audit.errors import BYPASS, STALE

PREFIX = "audit_"
NAME_LIMIT = 63
Quote = Callable[[str], str]

# Settings are local to the transaction; who opens a savepoint and rolls it back gets the old ones.
TELL = (
    "SELECT set_config('audit.operation_id', %s, true), set_config('audit.actor', %s, true),"
    " set_config('audit.user_id', %s, true), set_config('audit.reason', %s, true),"
    " set_config('audit.at', %s, true)"
)
NO_OPERATION = "coalesce(current_setting('audit.operation_id', true), '') = ''"
DEFERRED_KEYS = (
    "SELECT conname FROM pg_constraint WHERE contype = 'f' AND condeferrable"
    " AND connamespace = current_schema()::regnamespace"
)
CONTEXT = {
    "history_date": "current_setting('audit.at')::timestamptz",
    "history_user_id": "nullif(current_setting('audit.user_id'), '')::bigint",
    "history_actor": "current_setting('audit.actor')",
    "history_change_reason": "current_setting('audit.reason')",
    "operation_id": "current_setting('audit.operation_id')::uuid",
}


def standing(cursor: Any) -> list[tuple[str, str]]:
    """The wall's triggers as they stand: name, table."""
    cursor.execute(
        "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE NOT t.tgisinternal AND t.tgname LIKE 'audit!_%' ESCAPE '!' "
        "AND c.relnamespace = current_schema()::regnamespace ORDER BY 1"
    )
    return list(cursor.fetchall())


def of_table(table: AuditedTable, quote: Quote, schema: str) -> list[str]:
    """All functions and triggers of one audited table and of its history."""
    base, history = quote(table.base), quote(table.history)
    counting = _name(table.base, "count", quote)
    recording = _name(table.base, "record", quote)
    guarding = _name(table.history, "guard", quote)
    return [
        function(counting, schema, _counting(table, quote)),
        function(recording, schema, _recording(table, quote)),
        function(guarding, schema, _guarding(table, quote)),
        f"CREATE TRIGGER {counting} BEFORE INSERT OR DELETE OR UPDATE ON {base}"
        f" FOR EACH ROW EXECUTE FUNCTION {counting}()",
        f"CREATE TRIGGER {recording} AFTER INSERT OR DELETE OR UPDATE ON {base}"
        f" FOR EACH ROW EXECUTE FUNCTION {recording}()",
        f"CREATE TRIGGER {guarding} BEFORE INSERT OR DELETE OR UPDATE ON {history}"
        f" FOR EACH ROW EXECUTE FUNCTION {guarding}()",
        *(
            f"CREATE TRIGGER {_name(name, 'truncate', quote)} BEFORE TRUNCATE ON {quote(name)}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {guarding}()"
            for name in (table.base, table.history)
        ),
    ]


def _name(table: str, what: str, quote: Quote) -> str:
    return quote(truncate_name(f"{PREFIX}{table}_{what}", NAME_LIMIT))


def function(name: str, schema: str, body: str, returns: str = "trigger", takes: str = "") -> str:
    """SQL of a function that runs as the tables' owner, in their schema and no other, in UTC."""
    return (
        f"CREATE OR REPLACE FUNCTION {name}({takes}) RETURNS {returns} LANGUAGE plpgsql"
        f" SECURITY DEFINER SET search_path = \"{schema}\", pg_temp SET timezone = 'UTC'"
        f" AS $wall$\n{body}$wall$"
    )


def _counting(table: AuditedTable, quote: Quote) -> str:
    """Before the row is written: refuse a write without operation or with an old version, count up."""
    key = quote(table.key)
    return f"""BEGIN
IF {NO_OPERATION} THEN
  RAISE EXCEPTION '{BYPASS} {table.base}';
ELSIF TG_OP = 'DELETE' THEN
  RETURN OLD;
ELSIF TG_OP = 'INSERT' THEN
  SELECT 1 + coalesce(max(h.version), 0) INTO NEW.version FROM {quote(table.history)} h
   WHERE h.{key} = NEW.{key};
ELSIF NEW.version IS DISTINCT FROM OLD.version OR NEW.{key} IS DISTINCT FROM OLD.{key} THEN
  RAISE EXCEPTION '{STALE} {table.base}';
ELSE
  NEW.version := OLD.version + 1;
END IF;
RETURN NEW;
END;
"""


def _recording(table: AuditedTable, quote: Quote) -> str:
    """After the row is written: close the row before and write the new one from what is stored."""
    base, history, key = quote(table.base), quote(table.history), quote(table.key)
    copied = ", ".join(map(quote, table.copied))
    values = ", ".join(f"stored.{quote(name)}" for name in table.copied)
    return f"""DECLARE
  stored {base}%ROWTYPE;
  sign text := CASE TG_OP WHEN 'INSERT' THEN '+' WHEN 'UPDATE' THEN '~' ELSE '-' END;
  salt text := replace(gen_random_uuid()::text, '-', '');
  content text;
  place bigint;
BEGIN
IF TG_OP = 'DELETE' THEN
  stored := OLD;
  stored.version := OLD.version + 1;
ELSE
  stored := NEW;
END IF;
UPDATE {history} SET valid_until = {CONTEXT["history_date"]}
 WHERE {key} = stored.{key} AND valid_until IS NULL;
INSERT INTO {history} ({copied}, version, history_type, {", ".join(CONTEXT)})
 VALUES ({values}, stored.version, sign, {", ".join(CONTEXT.values())})
 RETURNING history_id INTO place;
{_ledger(table, quote) if table.ledger else ""}RETURN NULL;
END;
"""


def _ledger(table: AuditedTable, quote: Quote) -> str:
    """The change row, with the digest of the text as it is stored."""
    left_out = ", ".join(f"'{name}'" for name in (table.key, "version", *table.unrecorded))
    key = f"stored.{quote(table.key)}"
    column, value = (", history_row", ", place") if table.numbers_rows else ("", "")
    return f"""content := (to_jsonb(stored) - ARRAY[{left_out}])::text;
INSERT INTO {CHANGES} (operation_id, record_model, record_key, record_version, kind, text, salt, digest
 {column})
 VALUES ({CONTEXT["operation_id"]}, '{table.label}', {key}, stored.version, sign, content, salt,
 encode(sha256(convert_to(
  salt || concat_ws(E'\\n', '{table.label}', {key}, stored.version, sign, content), 'UTF8')), 'hex'){value});
"""


def text_of(table: AuditedTable, row: str) -> str:
    """SQL of the same text, made from a row of the table or of its history."""
    names = sorted({*HISTORY_COLUMNS, table.key, "version", *table.unrecorded})
    left_out = ", ".join(f"'{name}'" for name in names)
    return f"(to_jsonb({row}) - ARRAY[{left_out}])::text"


def _guarding(table: AuditedTable, quote: Quote) -> str:
    """Written by the recording trigger alone, changed by an erasure alone, deleted by nobody."""
    return f"""BEGIN
IF TG_OP = 'UPDATE' AND (pg_trigger_depth() < 2 OR OLD.valid_until IS NOT NULL) THEN
  IF NOT audit_may_erase('{table.label}', OLD.{quote(table.key)}, to_jsonb(OLD), to_jsonb(NEW)) THEN
    RAISE EXCEPTION '{BYPASS} {table.history}';
  END IF;
ELSIF TG_OP IN ('DELETE', 'TRUNCATE') OR pg_trigger_depth() < 2 THEN
  RAISE EXCEPTION '{BYPASS} {table.history}';
END IF;
RETURN NEW;
END;
"""
