"""Who serves on PostgreSQL owns nothing and only reads history and chain; elsewhere there are no roles."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from portal.accounts.models import Organisation
from portal.audit.checking import missing_triggers, require_serving_role
from portal.audit.errors import AuditBypassError
from portal.audit.ledger import Operation
from portal.audit.verifying import faults
from portal.history.actions import TOMBSTONE, erase_values
from tests.factories.portal import OrganisationFactory
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db
ROLE = "portal_serving_test"
walled: Any = connection


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


if connection.vendor == "postgresql":

    @pytest.fixture
    def serving(settings: Any) -> Iterator[None]:
        """Connected as the role that ``migrate`` let serve, over one record; all of it is undone."""
        run(f"CREATE ROLE {ROLE}")
        settings.SERVING_ROLE = ROLE
        call_command("migrate", verbosity=0)
        OrganisationFactory(name="豊島区")
        run(f"SET ROLE {ROLE}")
        yield
        run("RESET ROLE")

    def test_serving_role_writes_records_and_the_wall_records_them(serving: None):
        with as_system():
            record = OrganisationFactory()
            key = record.pk
            record.name = "新しい名前"
            record.save()
            record.delete()
        assert [row.version for row in Organisation.history.model.objects.filter(id=key)] == [3, 2, 1]
        assert list(faults()) == []
        assert missing_triggers() == []
        require_serving_role()

    @pytest.mark.parametrize(
        "statement",
        [
            *(
                f"{words} portal_{table}{rest}"
                for table in ("historicalorganisation", "change", "operation")
                for words, rest in (
                    ("INSERT INTO", f" SELECT * FROM portal_{table}"),
                    ("UPDATE", f" SET {'history_actor' if 'hist' in table else 'text'} = '偽'"),
                    ("DELETE FROM", ""),
                    ("TRUNCATE", ""),
                )
            ),
            "TRUNCATE portal_organisation CASCADE",
            "DROP TABLE portal_historicalorganisation",
            "DROP TRIGGER audit_portal_organisation_record ON portal_organisation",
            "ALTER TABLE portal_organisation DISABLE TRIGGER ALL",
            "CREATE OR REPLACE FUNCTION audit_seal() RETURNS void LANGUAGE sql AS 'SELECT NULL::void'",
            "CREATE TRIGGER mine BEFORE INSERT ON portal_change EXECUTE FUNCTION audit_portal_change_guard()",
            "SET session_replication_role = replica",
            "UPDATE django_migrations SET name = ''",
        ],
    )
    def test_serving_role_cannot_touch_history_chain_or_wall(serving: None, statement: str):
        before = Operation.objects.count()
        with pytest.raises(ProgrammingError), as_system():
            run(statement)
        assert Operation.objects.count() == before
        assert list(faults()) == []

    def test_serving_role_is_refused_without_an_operation_and_with_forged_settings(serving: None):
        for forged in ("", "SELECT set_config('audit.sealing', '1', true)"):
            with pytest.raises(AuditBypassError), transaction.atomic():
                run(*filter(None, [forged]), "UPDATE portal_organisation SET name = '偽'")

    def test_temporary_table_does_not_stand_in_for_the_ledger(serving: None):
        run("CREATE TEMPORARY TABLE portal_change (LIKE public.portal_change)")
        with as_system():
            OrganisationFactory()
        run("DROP TABLE pg_temp.portal_change")
        assert list(faults()) == []
        assert Operation.objects.count() == 2

    def test_serving_role_erases_by_a_recorded_erasure_alone(serving: None):
        record = Organisation.objects.get(name="豊島区")
        erase_values(
            by="system:tests", reason="求め", ground="法", model=Organisation, key=record.pk, fields=["name"]
        )
        assert {row.name for row in Organisation.history.model.objects.all()} == {f"{TOMBSTONE}{record.pk}"}
        with pytest.raises(AuditBypassError), as_system():
            run(
                "SELECT audit_erase('portal_historicalorganisation', 'id',"
                f" {record.pk}, '{{\"kana\": \"偽\"}}', '{{}}', '{{}}')"
            )
        assert list(faults()) == []

    def test_rights_that_a_role_had_beside_are_taken_away(serving: None):
        run("RESET ROLE", f"GRANT ALL ON portal_change TO {ROLE}", f"SET ROLE {ROLE}")
        with pytest.raises(AuditBypassError, match="portal_change"):
            require_serving_role()
        run("RESET ROLE")
        walled.grant_serving(ROLE)
        run(f"SET ROLE {ROLE}")
        require_serving_role()

    def test_owner_of_the_tables_is_refused_outside_the_demo(settings: Any):
        with pytest.raises(AuditBypassError, match="PORTAL_SERVING_ROLE"):
            require_serving_role()
        settings.PORTAL_DEMO = True
        require_serving_role()

    def test_role_that_is_not_there_is_named(settings: Any):
        settings.SERVING_ROLE = "nobody_here"
        with pytest.raises(ImproperlyConfigured, match="nobody_here"):
            call_command("migrate", verbosity=0)

    def test_trigger_that_listens_to_less_is_missed():
        name = "audit_portal_role_record"
        run(
            f"DROP TRIGGER {name} ON portal_role",
            f"CREATE TRIGGER {name} AFTER INSERT ON portal_role FOR EACH ROW EXECUTE FUNCTION {name}()",
        )
        assert missing_triggers() == [f"trigger {name} on portal_role"]

    def test_function_that_runs_as_its_caller_is_missed():
        run("ALTER FUNCTION audit_portal_role_record() SECURITY INVOKER")
        assert missing_triggers() == ["function audit_portal_role_record"]

else:

    def test_database_without_roles_has_nothing_to_grant(settings: Any):
        settings.SERVING_ROLE = ROLE
        call_command("migrate", verbosity=0)
        require_serving_role()
