"""The role that serves: it owns nothing, writes records, and only reads history and chain.

What the wall writes, its functions write as their owner; nobody else has to.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from portal.audit.backends.tables import LEDGER, base_of

Quote = Callable[[str], str]
OWNED = """
SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
   AND pg_has_role(current_user, c.relowner, 'MEMBER') ORDER BY 1
"""
WRITTEN = "SELECT 1 WHERE has_table_privilege(current_user, %s, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')"


def only_read(tables: Iterable[str]) -> list[str]:
    """Those of the tables that nobody but the wall and ``migrate`` writes."""
    return [name for name in tables if name in LEDGER or base_of(name) != name or name == "django_migrations"]


def grants(cursor: Any, tables: Iterable[str], role: str, schema: str, quote: Quote) -> list[str]:
    """Statements that give the role what serving needs, and take from it whatever else it had.

    Raises ``ImproperlyConfigured`` when there is no such role.
    """
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone() is None:
        raise ImproperlyConfigured(f"PORTAL_SERVING_ROLE: PostgreSQL に「{role}」という役割がありません。")
    tables = sorted(tables)
    kept, named = set(only_read(tables)), quote(role)
    return [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {quote(schema)} FROM {named}",
        f"GRANT USAGE ON SCHEMA {quote(schema)} TO {named}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {quote(schema)} TO {named}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {quote(schema)} TO {named}",
        *(f"GRANT INSERT, UPDATE, DELETE ON {quote(name)} TO {named}" for name in tables if name not in kept),
    ]


def excess(cursor: Any, tables: Iterable[str], quote: Quote) -> list[str]:
    """Tables that the connected role could write around the wall: as owner, or by a right it has."""
    cursor.execute(OWNED)
    found = {name for (name,) in cursor.fetchall()}
    for name in only_read(tables):
        cursor.execute(WRITTEN, [quote(name)])
        if cursor.fetchone() is not None:
            found.add(name)
    return sorted(found)
