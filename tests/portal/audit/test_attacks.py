"""Attacks on history and chain by ordinary means: commands, fixtures, failures, a clock, a file kept."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from portal.accounts.models import Organisation
from portal.audit.checking import drift
from portal.audit.errors import AuditBypassError
from portal.audit.ledger import Change, Operation
from portal.audit.operations import operation
from portal.audit.verifying import faults
from tests.factories.portal import OrganisationFactory
from tests.factories.writing import as_system
from tests.portal.audit.test_verifying import cut_tail, redo_from_the_third, swap
from tests.portal.audit.writers import count_up_together

pytestmark = pytest.mark.django_db
History: Any = Organisation.history.model


def kinds(key: int) -> str:
    return "".join(row.history_type for row in History.objects.filter(id=key).order_by("history_id"))


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("clean_old_history", {"days": 0, "auto": True}),
        ("clean_duplicate_history", {"auto": True}),
        ("populate_history", {"auto": True}),
    ],
)
def test_commands_of_the_history_library_change_nothing(command: str, options: dict[str, Any]):
    record = OrganisationFactory()
    for _ in range(2):
        with as_system():
            record.save()
    before = list(History.objects.order_by("history_id").values())
    with transaction.atomic():
        try:
            call_command(command, stdout=StringIO(), stderr=StringIO(), **options)
        except AuditBypassError:
            transaction.set_rollback(True)
    assert list(History.objects.order_by("history_id").values()) == before


def test_history_manager_lets_nothing_be_written_or_taken_away():
    record = OrganisationFactory()
    manager: Any = Organisation.history  # type: ignore[attr-defined]
    for attack in (
        lambda: manager.all().update(name="偽"),
        lambda: manager.all().delete(),
        lambda: manager.first().delete(),
        lambda: manager.first().save(),
    ):
        with pytest.raises(AuditBypassError), transaction.atomic(), as_system():
            attack()
    assert kinds(record.pk) == "+"


def test_fixture_starts_a_history_inside_an_operation_and_is_refused_outside(tmp_path: Path):
    record = OrganisationFactory()
    file = tmp_path / "fixture.json"
    file.write_text(serializers.serialize("json", [record]).replace('"pk": ', '"pk": 9'))
    key = json.loads(file.read_text())[0]["pk"]
    file.write_text(file.read_text().replace(record.name, "取り込んだ団体"))
    with pytest.raises(DatabaseError), transaction.atomic():
        call_command("loaddata", str(file), verbosity=0)
    with as_system():
        call_command("loaddata", str(file), verbosity=0)
    assert kinds(key) == "+"
    assert History.objects.get(id=key).history_actor == "system:tests"


def test_history_that_cannot_be_written_leaves_the_record_as_it_was():
    record = OrganisationFactory(name="前")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE portal_change RENAME COLUMN digest TO lost")
    record.name = "後"
    with pytest.raises(DatabaseError), transaction.atomic(), as_system():
        record.save()
    assert Organisation.objects.get().name == "前"
    assert kinds(record.pk) == "+"


def test_chain_that_cannot_be_sealed_leaves_neither_record_nor_history():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE portal_operation RENAME COLUMN change_count TO lost")
    with pytest.raises(DatabaseError), transaction.atomic(), as_system():
        OrganisationFactory()
    assert not Organisation.objects.exists()
    assert not Change.objects.exists()


def test_async_bulk_paths_are_recorded_inside_an_operation_and_refused_outside():
    fresh = [Organisation(kind="state", name=f"国{number}") for number in range(3)]
    with pytest.raises(AuditBypassError), transaction.atomic():
        async_to_sync(Organisation.objects.all().abulk_create)(fresh)
    with as_system() as act:
        records = async_to_sync(Organisation.objects.all().abulk_create)(fresh)
        async_to_sync(Organisation.objects.all().abulk_update)(records, ["kana"])
        async_to_sync(Organisation.objects.all().aupdate_or_create)(name="国0", defaults={"kana": "くに"})
    assert [kinds(record.pk) for record in records] == ["+~~", "+~", "+~"]
    assert Change.objects.filter(operation_id=act.operation_id).count() == 7


def test_related_managers_are_recorded_row_by_row():
    home, other = OrganisationFactory(), OrganisationFactory()
    with as_system() as act:
        one = home.departments.create(name="一課")
        two = home.departments.get_or_create(name="二課")[0]
        other.departments.add(one, two, bulk=True)
        other.departments.filter(name="一課").update(kana=F("name"))
    changes = Change.objects.filter(operation_id=act.operation_id)
    assert [change.kind for change in changes] == ["+", "+", "~", "~", "~"]
    assert list(drift()) == []


def test_clock_that_was_set_back_changes_no_order(monkeypatch: pytest.MonkeyPatch):
    from datetime import UTC, datetime

    from django.utils import timezone

    record = OrganisationFactory()
    monkeypatch.setattr(timezone, "now", lambda: datetime(1999, 1, 1, tzinfo=UTC))
    record._history_date = datetime(1998, 1, 1, tzinfo=UTC)
    with operation(by="system:tests", reason="後から"):
        record.save()
    last = Operation.objects.latest("sequence")
    assert (last.sequence, last.reason) == (2, "後から")
    assert [row.version for row in History.objects.filter(id=record.pk).order_by("history_id")] == [1, 2]
    assert list(faults()) == []


MUTATIONS: dict[str, tuple[Any, str]] = {
    "edit": (lambda: Change.objects.filter(text__contains="三").update(text="{}"), "操作3の変更"),
    "delete": (lambda: Operation.objects.filter(pk=3).delete(), "通番3の操作がありません"),
    "insert": (
        lambda: Change.objects.filter(text__contains="三").update(
            operation_id=Operation.objects.get(pk=4).operation_id
        ),
        "操作3の変更が、加えられたか",
    ),
    "reorder": (lambda: swap(2, 3), "操作2が、直前の操作の封"),
    "cut tail": (cut_tail, "通番4の操作がありません。末尾が切り取られています"),
    "recompute": (redo_from_the_third, "操作4の封が、書き出してあった封と違います"),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_verify_command_names_each_of_the_six_mutations_and_exits_with_1(name: str, tmp_path: Path):
    for word in ("一", "二", "三", "四"):
        OrganisationFactory(name=word)
    call_command("audit_head", to=str(tmp_path), stdout=StringIO())
    connection.lower_wall()  # type: ignore[attr-defined]
    mutate, said = MUTATIONS[name]
    mutate()
    with pytest.raises(CommandError, match=said) as found:
        call_command("audit_verify", head=[str(next(tmp_path.iterdir()))])
    assert found.value.returncode == 1


if connection.vendor == "postgresql":

    @pytest.mark.django_db(transaction=True)
    def test_writers_at_the_same_records_lose_nothing_and_none_fails():
        assert count_up_together() == []
