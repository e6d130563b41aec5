"""Writes and what the database makes of them, on whichever database the tests run."""

import contextlib
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from portal.accounts.models import Department, Organisation, User
from portal.audit.errors import AuditBypassError, StaleWrite
from portal.audit.operations import operation
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db


class Interrupted(Exception):
    """What went wrong in the middle."""


HistoricalOrganisation: Any = Organisation.history.model
BASE, HISTORY = Organisation._meta.db_table, HistoricalOrganisation._meta.db_table


def organisation(**values: Any) -> Organisation:
    return Organisation.objects.create(**{"kind": "municipality", "name": "豊島区", **values})


def rows(record: Organisation) -> list[Any]:
    return list(HistoricalOrganisation.objects.filter(id=record.pk).order_by("history_id"))


def sql(statement: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def test_create_change_delete_each_write_one_row_with_who_when_why():
    with operation(by="system:tests", reason="登録") as first:
        record = organisation()
    with operation(by="system:tests", reason="改称") as second:
        record.name = "新豊島区"
        record.save()
    key = record.pk
    with operation(by="system:tests", reason="廃止") as third:
        record.delete()
    written = list(HistoricalOrganisation.objects.filter(id=key).order_by("history_id"))
    assert [
        (
            row.history_type,
            row.name,
            row.version,
            row.history_change_reason,
            row.operation_id,
            row.valid_until,
        )
        for row in written
    ] == [
        ("+", "豊島区", 1, "登録", first.operation_id, second.at),
        ("~", "新豊島区", 2, "改称", second.operation_id, third.at),
        ("-", "新豊島区", 3, "廃止", third.operation_id, None),
    ]
    assert {row.history_actor for row in written} == {"system:tests"}
    assert [row.history_date for row in written] == [first.at, second.at, third.at]


def test_instance_version_after_each_save_equals_the_stored_one():
    with as_system():
        record = organisation()
        assert record.version == 1
        record.save()
        record.save(update_fields=["name"])
    stored = Organisation.objects.get()
    assert record.version == stored.version == 3


def test_history_row_after_partial_save_holds_what_is_stored():
    with as_system():
        record = organisation(kana="としまく")
        record.name, record.kana = "豊島", "never stored"
        record.save(update_fields=["name"])
    last = rows(record)[-1]
    assert (last.name, last.kana, last.version) == ("豊島", "としまく", 2)


def test_set_based_update_writes_a_row_each_and_counts_up():
    with as_system():
        organisation()
        organisation(name="板橋区")
        assert Organisation.objects.update(kana="く") == 2
    assert set(Organisation.objects.values_list("version", flat=True)) == {2}
    assert HistoricalOrganisation.objects.filter(history_type="~", kana="く", version=2).count() == 2


def test_created_record_with_forged_version_starts_at_one():
    with as_system():
        record = organisation(version=40)
        Organisation.objects.bulk_create([Organisation(kind="state", name="国", version=7)])
    assert record.version == 1
    assert set(Organisation.objects.values_list("version", flat=True)) == {1}


def test_record_created_again_under_its_key_goes_on_from_its_last_version():
    with as_system():
        record = organisation()
        key = record.pk
        record.delete()
        again = organisation(pk=key)
    assert again.version == Organisation.objects.get().version == 3
    assert [row.history_type for row in rows(again)] == ["+", "-", "+"]


@pytest.mark.parametrize(
    "write",
    [
        lambda record: record.save(),
        lambda record: record.delete(),
        lambda record: Organisation.objects.update(name="x"),
        lambda record: Organisation.objects.all().delete(),
        lambda record: Organisation.objects.bulk_create([Organisation(kind="state", name="国")]),
        lambda record: sql(f"UPDATE {BASE} SET name = 'x'"),
        lambda record: sql(f"DELETE FROM {BASE}"),
    ],
)
def test_write_outside_an_operation_is_refused_and_changes_nothing(write: Any):
    with as_system():
        record = organisation()
    with pytest.raises(AuditBypassError, match="何も変更していません"), transaction.atomic():
        write(record)
    assert Organisation.objects.values_list("name", "version").get() == ("豊島区", 1)
    assert len(rows(record)) == 1


@pytest.mark.parametrize(
    "write",
    [
        lambda: HistoricalOrganisation.objects.update(history_actor="system:nobody"),
        lambda: HistoricalOrganisation.objects.update(valid_until=None),
        lambda: HistoricalOrganisation.objects.all().delete(),
        lambda: HistoricalOrganisation.objects.create(
            history_date="2020-01-01T00:00Z", history_type="+", name="偽", version=1, id=999
        ),
        lambda: sql(f"DELETE FROM {HISTORY}"),
        lambda: sql(f"UPDATE {HISTORY} SET history_change_reason = 'x'"),
    ],
)
def test_history_inside_an_operation_is_append_only(write: Any):
    with as_system():
        record = organisation()
        record.save()
        before = [vars(row) | {"_state": None} for row in rows(record)]
        with pytest.raises(AuditBypassError), transaction.atomic():
            write()
    assert [vars(row) | {"_state": None} for row in rows(record)] == before


def test_history_after_a_refused_forgery_still_refuses_the_next():
    with as_system():
        record = organisation()
        with pytest.raises(StaleWrite), transaction.atomic():
            Organisation.objects.update(version=9)
        with pytest.raises(AuditBypassError), transaction.atomic():
            HistoricalOrganisation.objects.update(version=9)
    assert [row.version for row in rows(record)] == [1]


def test_stale_save_is_refused_and_the_first_one_stays():
    with as_system():
        record = organisation()
        other = Organisation.objects.get()
        record.name = "先"
        record.save()
        other.name = "後"
        for fields in (None, ["name"]):
            with pytest.raises(StaleWrite, match="ほかの人"), transaction.atomic():
                other.save(update_fields=fields)
    assert Organisation.objects.get().name == "先"
    assert len(rows(record)) == 2


def test_save_of_a_deleted_record_is_refused_and_creates_nothing():
    with as_system():
        record = organisation()
        Organisation.objects.all().delete()
        for fields in (None, ["name"]):
            with pytest.raises(StaleWrite), transaction.atomic():
                record.save(update_fields=fields)
    assert not Organisation.objects.exists()


def test_save_without_the_version_read_is_refused():
    with as_system():
        organisation()
        partial = Organisation.objects.only("name").get()
        with pytest.raises(AuditBypassError):
            partial.save()


def test_cascade_writes_a_row_for_each_child():
    with as_system():
        owner = organisation()
        child = Department.objects.create(organisation=owner, name="課")
        key = child.pk
        Department.objects.all().delete()
    kept = Department.history.model.objects.filter(id=key).order_by("history_id")  # type: ignore[attr-defined]
    assert [row.history_type for row in kept] == ["+", "-"]


def test_password_change_leaves_a_row_without_the_hash():
    with as_system():
        user = User(staff_number="1001", name="試験")
        user.set_password("correct horse")
        user.save()
        user.set_password("battery staple")
        user.save(update_fields=["password"])
    kept = User.history.model.objects.filter(id=user.pk)  # type: ignore[attr-defined]
    assert kept.count() == 2
    assert not any("pbkdf2" in str(value) for row in kept for value in vars(row).values())


def test_rolled_back_operation_leaves_neither_record_nor_history():
    with contextlib.suppress(Interrupted), as_system():
        organisation()
        raise Interrupted
    assert not Organisation.objects.exists()
    assert not HistoricalOrganisation.objects.exists()


def test_validity_of_successive_rows_leaves_no_gap():
    with as_system() as first:
        record = organisation()
    with as_system() as second:
        record.save()
    spans = [(row.history_date, row.valid_until) for row in rows(record)]
    assert spans == [(first.at, second.at), (second.at, None)]
    assert second.at - first.at < timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_flush_empties_audited_tables_and_leaves_the_wall_standing():
    with as_system():
        organisation()
    connection.ops.execute_sql_flush(
        connection.ops.sql_flush(no_style(), [BASE, HISTORY], allow_cascade=True)
    )
    assert not HistoricalOrganisation.objects.exists()
    with pytest.raises(AuditBypassError):
        organisation()
    with as_system():
        assert len(rows(organisation())) == 1


def test_login_with_an_outdated_hash_renews_it_as_the_users_own_act():
    with as_system():
        user = User(
            staff_number="1002", name="更新", password=make_password("correct horse", "salt", "pbkdf2_sha256")
        )
        user.save()
    assert user.check_password("correct horse")
    stored = User.objects.get(pk=user.pk)
    assert stored.password.startswith("argon2$")
    assert User.history.model.objects.get(id=user.pk, version=2).history_actor == "1002 更新"  # type: ignore[attr-defined]


def test_migrate_rebuilds_a_wall_that_was_taken_down():
    connection.lower_wall()  # type: ignore[attr-defined]
    call_command("migrate", verbosity=0)
    with pytest.raises(AuditBypassError), transaction.atomic():
        organisation()
