"""The wall's statements in a form that can be compared with what PostgreSQL has of them."""

import re
from typing import Any

FUNCTION = re.compile(r'CREATE OR REPLACE FUNCTION "?(\w+)"?\(.*? AS \$wall\$(.*)\$wall\$', re.DOTALL)
TRIGGER = re.compile(r"CREATE (?:CONSTRAINT )?TRIGGER (\w+) .*? ON (\w+) ")
STANDING = """
SELECT 'function ' || proname || E'\\n' || prosrc FROM pg_proc
 WHERE proname LIKE 'audit!_%' ESCAPE '!' AND prosecdef AND pronamespace = current_schema()::regnamespace
UNION ALL
SELECT 'trigger ' || t.tgname || ' on ' || c.relname || E'\\n' || pg_get_triggerdef(t.oid, true)
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE NOT t.tgisinternal AND t.tgenabled = 'O' AND t.tgname LIKE 'audit!_%' ESCAPE '!'
   AND c.relnamespace = current_schema()::regnamespace
"""


def standing(cursor: Any) -> set[str]:
    """Functions with their bodies, and triggers that are switched on with all that they listen to."""
    cursor.execute(STANDING)
    return {form.replace('"', "") if form.startswith("trigger ") else form for (form,) in cursor.fetchall()}


def normal_form(statement: str) -> str:
    """One of the wall's own statements, as ``standing`` would give it back."""
    if found := FUNCTION.match(statement):
        return f"function {found[1]}\n{found[2]}"
    plain = statement.replace('"', "")
    found = TRIGGER.match(plain)
    return f"trigger {found[1]} on {found[2]}\n{plain}" if found else plain
