"""A demo of an older version: its database is migrated where it is, and nothing in it is lost."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from meetings.actions import record
from meetings.management.commands import demo
from meetings.models import MinutesEntry
from portal.accounts.actions import revoke_role
from portal.accounts.models import RoleGrant, User
from tests.copies import MAKER, Seeded

Version = tuple[tuple[str, str], ...]
FIRST_VERSION: Version = (("meetings", "0001"), ("portal", "0001"))
APPS = ("meetings", "portal")
# Written by Django itself whenever it migrates.
OF_DJANGO = {"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence"}
MENDED = "可能性としては、あり得る。"

Rows = dict[str, set[tuple[object, ...]]]


def columns() -> dict[str, list[str]]:
    """Every table with its columns."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - OF_DJANGO
        # How SQLite lays the pages of a text index out says nothing of what it holds.
        tables = {name for name in tables if "_fts_" not in name}
        described = {name: connection.introspection.get_table_description(cursor, name) for name in tables}
    return {name: [column.name for column in each] for name, each in described.items()}


def rows(columns_by_table: dict[str, list[str]]) -> Rows:
    """Every row of these tables, as far as these columns go."""
    quote, found = connection.ops.quote_name, {}
    with connection.cursor() as cursor:
        for table, names in columns_by_table.items():
            cursor.execute(f"SELECT {', '.join(map(quote, names))} FROM {quote(table)}")
            found[table] = set(cursor.fetchall())
    return found


def version_before_the_last() -> Version:
    """Each app without its newest migration."""
    nodes = MigrationLoader(connection).graph.nodes
    return tuple((app, sorted(name for of, name in nodes if of == app)[-2]) for app in APPS)


@pytest.mark.parametrize("version", [None, pytest.param(FIRST_VERSION, marks=pytest.mark.full)])
def test_demo_migrates_the_database_of_an_older_version_and_loses_nothing(
    seeded: Seeded, monkeypatch, settings, version: Version | None
) -> None:
    # The files take seconds and are not the matter here; the server of tests listens on another name.
    monkeypatch.setattr(demo.Command, "_write_files", lambda self: None)
    settings.IS_LOOPBACK_ONLY = True
    call_command("demo", stdout=StringIO())
    entry = MinutesEntry.objects.get(text="可能性としてはあり得る。")
    record.edit_entry(by=MAKER, reason="言い回しを直す", entry=entry, text=MENDED)
    users = set(User.objects.values_list("staff_number", "password"))
    # The first version gave roles to users only.
    for grant in RoleGrant.objects.filter(user=None):
        revoke_role(by=MAKER, reason="職への付与を外す", grant=grant)
    file = seeded.path.stat().st_ino
    today = columns()
    for app, migration in version or version_before_the_last():
        call_command("migrate", app, migration, verbosity=0)
    # What later versions keep elsewhere is a matter of their own tests.
    known = {
        table: kept
        for table, names in columns().items()
        if (kept := [name for name in names if name in today.get(table, ())])
    }
    old = rows(known)
    assert sum(map(len, old.values())) > 1000

    call_command("migrate", verbosity=0)
    said = StringIO()
    call_command("demo", stdout=said)

    new = rows(known)
    assert {table: lost for table in old if (lost := old[table] - new[table])} == {}
    assert seeded.path.stat().st_ino == file
    assert "作成済み" in said.getvalue()
    assert set(User.objects.values_list("staff_number", "password")) == users
    assert MinutesEntry.objects.get(pk=entry.pk).text == MENDED
    assert MinutesEntry.history.filter(id=entry.pk).count() == 2
