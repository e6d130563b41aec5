"""Migrations of audited tables: no trigger is lost, and none is out of date."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation as Step

from portal.audit.backends.tables import CHANGES, audited_tables
from portal.audit.checking import drift, missing_triggers
from portal.audit.ledger import Change
from tests.factories.portal import OrganisationFactory
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db(transaction=True)

Migrate = Callable[..., None]


@pytest.fixture
def migrate() -> Iterator[Migrate]:
    """Applies steps to the portal's tables, and takes them back after the test."""
    applied: list[tuple[Step, Any, Any]] = []
    state = MigrationLoader(connection).project_state()

    def apply(*steps: Step) -> None:
        nonlocal state
        for step in steps:
            after = state.clone()
            step.state_forwards("portal", after)
            with connection.schema_editor() as editor:
                step.database_forwards("portal", editor, state, after)
            applied.append((step, state, after))
            state = after

    yield apply
    for step, before, after in reversed(applied):
        with connection.schema_editor() as editor:
            step.database_backwards("portal", editor, after, before)
    assert missing_triggers() == []


def extra(**options: Any) -> Any:
    return models.CharField(max_length=20, **options)


def column(name: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM portal_historicalorganisation ORDER BY history_id")
        return [value for (value,) in cursor.fetchall()]


def write(sql: str) -> None:
    with as_system(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_column_added_later_is_recorded_from_then_on_and_is_no_drift(migrate: Migrate):
    record = OrganisationFactory(name="豊島区")
    migrate(
        migrations.AddField("organisation", "extra", extra(default="既定")),
        migrations.AddField("historicalorganisation", "extra", extra(null=True)),
    )
    assert missing_triggers() == []
    assert list(drift()) == []
    write("UPDATE portal_organisation SET extra = 'x'")
    assert column("extra") == [None, "x"]
    assert list(drift()) == []
    assert '"extra"' in Change.objects.get(record_key=record.pk, record_version=2).text


def test_history_column_added_first_records_until_the_table_has_it(migrate: Migrate):
    migrate(migrations.AddField("historicalorganisation", "extra", extra(null=True)))
    OrganisationFactory(name="先")
    migrate(migrations.AddField("organisation", "extra", extra(default="既定")))
    write("UPDATE portal_organisation SET extra = 'x'")
    assert column("extra") == [None, "x"]


def test_column_altered_renamed_and_constrained_goes_on_being_recorded(migrate: Migrate):
    OrganisationFactory(name="豊島区", kana="x")
    named = models.CheckConstraint(condition=~models.Q(reading="?"), name="organisation_reading_known")
    migrate(
        migrations.AlterField("organisation", "kana", extra(null=True)),
        migrations.RenameField("organisation", "kana", "reading"),
        migrations.RenameField("historicalorganisation", "kana", "reading"),
        migrations.AddConstraint("organisation", named),
    )
    assert missing_triggers() == []
    write("UPDATE portal_organisation SET reading = 'y'")
    assert column("reading") == ["x", "y"]


def test_column_removed_from_either_table_first_leaves_a_working_wall(migrate: Migrate):
    OrganisationFactory(name="豊島区")
    migrate(migrations.RemoveField("historicalorganisation", "kana"))
    write("UPDATE portal_organisation SET name = '一'")
    migrate(migrations.RemoveField("organisation", "kana"))
    write("UPDATE portal_organisation SET name = '二'")
    assert column("name") == ["豊島区", "一", "二"]


def test_table_renamed_with_its_history_goes_on_being_recorded(migrate: Migrate):
    migrate(
        migrations.CreateModel(
            "note",
            [("id", models.BigAutoField(primary_key=True)), ("version", models.IntegerField(default=1))],
        ),
        migrations.RenameModel("note", "remark"),
    )
    assert missing_triggers() == []
    OrganisationFactory()
    assert Change.objects.count() == 1


def test_data_migration_between_two_schema_steps_is_recorded(migrate: Migrate):
    OrganisationFactory(name="豊島区")

    def fill(apps: Any, editor: Any) -> None:
        with as_system():
            for record in apps.get_model("portal", "Organisation").objects.all():
                record.extra = "後から"
                record.save()

    migrate(
        migrations.AddField("organisation", "extra", extra(default="")),
        migrations.AddField("historicalorganisation", "extra", extra(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    )
    assert column("extra") == [None, "後から"]


def test_schema_change_of_the_ledger_leaves_every_trigger_standing(migrate: Migrate):
    migrate(migrations.AddField("change", "extra", extra(null=True)))
    assert missing_triggers() == []
    OrganisationFactory()
    assert Change.objects.count() == 1


def test_statements_only_printed_touch_no_trigger():
    with connection.schema_editor(collect_sql=True) as editor:
        editor.alter_db_table(Change, "portal_change", "portal_other")
    assert missing_triggers() == []


def test_tables_that_only_look_like_a_pair_get_no_triggers():
    with connection.schema_editor() as editor:
        editor.execute("CREATE TABLE portal_thing (id bigint PRIMARY KEY, version bigint)")
        editor.execute("CREATE TABLE portal_historicalthing (id bigint PRIMARY KEY)")
    try:
        assert audited_tables(connection, ["portal_thing"]) == []
    finally:
        with connection.schema_editor() as editor:
            editor.execute("DROP TABLE portal_historicalthing")
            editor.execute("DROP TABLE portal_thing")


def test_history_is_written_without_a_ledger_while_the_first_migration_runs():
    (table,) = audited_tables(connection, ["portal_organisation"])
    walled: Any = connection
    assert any("INSERT INTO" in line and CHANGES in line for line in walled.wall_statements(table))
    early = walled.wall_statements(replace(table, ledger=frozenset()))
    assert any("portal_historicalorganisation" in line for line in early)
    assert not any(CHANGES in line for line in early)


def test_ledger_of_older_migrations_goes_on_without_the_rows_of_history(migrate: Migrate):
    migrate(migrations.RemoveField("change", "history_row"))
    assert missing_triggers() == []
    write(
        "INSERT INTO portal_organisation (kind, name, kana, code, version) VALUES ('state', '国', '', '', 1)"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT record_model FROM portal_change")
        assert cursor.fetchall() == [("portal.organisation",)]


def test_changes_of_older_migrations_find_their_rows_of_history():
    record = OrganisationFactory()
    with as_system():
        record.delete()
    rows = list(Change.objects.values_list("history_row", flat=True))
    connection.lower_wall()  # type: ignore[attr-defined]
    Change.objects.update(history_row=None)
    connection.raise_wall()  # type: ignore[attr-defined]
    (ledger_migration,) = (
        module
        for name, module in MigrationLoader(connection).disk_migrations.items()
        if name[1].endswith("_rows_of_the_ledger")
    )
    with connection.schema_editor() as editor:
        ledger_migration.operations[-1].code(None, editor)
    assert list(Change.objects.values_list("history_row", flat=True)) == rows
    assert len({*rows}) == 2
