"""What was done behind the wall's back is found, whichever table it was done to."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.accounts.models import Organisation
from portal.audit import checking
from portal.audit.backends.tables import audited_tables
from portal.audit.checking import drift, missing_triggers, require_serving_role, require_wall
from portal.audit.errors import AuditBypassError
from tests.factories.portal import DepartmentFactory, OrganisationFactory, UserFactory
from tests.factories.writing import as_system
from tests.portal.audit.registry import audited_models

pytestmark = pytest.mark.django_db

Historical: Any = Organisation.history.model
MODEL = "portal.organisation"


@pytest.fixture
def record() -> Organisation:
    """Changed twice, beside others; one more is deleted. Then the wall is down."""
    found: Organisation = OrganisationFactory(name="豊島区")
    DepartmentFactory(organisation=found)
    UserFactory()
    with as_system():
        found.kana = "としまく"
        found.save()
        OrganisationFactory().delete()
    connection.lower_wall()  # type: ignore[attr-defined]
    return found


def test_untouched_records_show_no_drift(record: Organisation):
    assert list(drift()) == []


@pytest.mark.parametrize(
    ("touch", "sentence"),
    [
        (lambda r: Organisation.objects.filter(pk=r.pk).update(name="偽"), "最新の履歴と内容が違います。"),
        (lambda r: Organisation.objects.filter(pk=r.pk).update(version=9), "最新の履歴と内容が違います。"),
        (lambda r: r.departments.all().delete() and r.delete(), "履歴では生きている記録が、ありません。"),
        (lambda r: Historical.objects.filter(id=r.pk).delete(), "履歴にない記録です。"),
        (lambda r: Historical.objects.filter(id=r.pk, version=2).delete(), "履歴にない記録です。"),
    ],
)
def test_touched_record_is_named_with_what_is_wrong(record: Organisation, touch: Any, sentence: str):
    key = record.pk
    touch(record)
    assert f"{MODEL} 番号{key}：{sentence}" in list(drift())


def test_columns_that_history_leaves_out_are_known_of_each_table():
    left_out = {table.base: table.unrecorded for table in audited_tables(connection) if table.unrecorded}
    assert left_out == {"portal_user": ("password",)}


def test_role_that_could_write_around_the_wall_does_not_serve(monkeypatch: pytest.MonkeyPatch, settings: Any):
    class Owning:
        def excess_rights(self) -> list[str]:
            return ["portal_change", "portal_operation"]

    monkeypatch.setattr(checking, "connection", Owning())
    settings.PORTAL_DEMO = False
    with pytest.raises(AuditBypassError, match="portal_change ほか2表"):
        require_serving_role()
    settings.PORTAL_DEMO = True
    require_serving_role()


def test_record_inserted_from_outside_is_named(record: Organisation):
    stranger = Organisation.objects.bulk_create([Organisation(kind="state", name="国")])[0]
    assert list(drift()) == [f"{MODEL} 番号{stranger.pk}：履歴にない記録です。"]


def test_check_command_prints_all_findings_and_fails(record: Organisation):
    Organisation.objects.filter(pk=record.pk).update(name="偽")
    with pytest.raises(CommandError) as found:
        call_command("audit_check")
    assert f"{MODEL} 番号{record.pk}：最新の履歴と内容が違います。" in str(found.value)
    assert "監査の壁が欠けています：" in str(found.value)


def test_check_command_also_names_a_record_whose_history_was_changed_along_with_it(record: Organisation):
    for manager in (Organisation.objects, Historical.objects):
        manager.filter(id=record.pk, version=2).update(name="偽")
    assert list(drift()) == []
    said = rf"{MODEL} 番号{record.pk} 第2版の履歴が、操作\d+の記録と違います。"
    with pytest.raises(CommandError, match=said):
        call_command("audit_check")


def test_check_command_of_an_untouched_portal_says_so():
    OrganisationFactory()
    out = StringIO()
    call_command("audit_check", stdout=out)
    assert "すべての記録が履歴と、すべてのファイルが登録と一致しています。" in out.getvalue()


def test_wall_that_stands_misses_nothing():
    assert missing_triggers() == []
    require_wall()


@pytest.mark.parametrize("model", audited_models(), ids=lambda model: model._meta.label_lower)
def test_wall_of_every_model_is_compared_part_by_part(model: Any):
    (table,) = audited_tables(connection, [model._meta.db_table])
    walled: Any = connection
    parts = [walled.normal_form(line).splitlines()[0] for line in walled.wall_statements(table)]
    walled.lower_wall([table.base])
    # PostgreSQL keeps the functions, which nothing calls any more.
    assert missing_triggers() == sorted(part for part in parts if not part.startswith("function "))
    with pytest.raises(AuditBypassError):
        require_wall()


def test_model_whose_history_is_gone_is_missed_although_no_trigger_asks_for_it():
    connection.lower_wall(["portal_role"])  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE portal_historicalrole RENAME TO gone")
    assert missing_triggers() == ["table portal_role"]


def test_wall_with_one_trigger_dropped_is_refused_by_name():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_portal_role_delete")
        else:
            cursor.execute("ALTER TABLE portal_role DISABLE TRIGGER audit_portal_role_record")
    (missing,) = missing_triggers()
    assert "audit_portal_role_" in missing
    with pytest.raises(AuditBypassError, match="audit_portal_role_"):
        require_wall()
