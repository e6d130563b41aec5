"""The chain of operations as it is written."""

import json
from contextlib import nullcontext
from typing import Any

import pytest
from django.db import connection, transaction

from portal.accounts.models import Organisation
from portal.audit.errors import AuditBypassError
from portal.audit.hashing import GENESIS, block_hash_of, change_digest_of, digest_of
from portal.audit.ledger import Change, Operation
from portal.audit.operations import operation
from tests.factories.portal import OrganisationFactory, UserFactory
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db


def test_operation_over_several_records_is_one_block_over_all_its_changes():
    person = UserFactory(staff_number="1001", name="山田太郎")
    before = Operation.objects.first()
    with operation(by=person, reason="まとめて登録") as act:
        first, second = OrganisationFactory(name="一\"二'三\n四"), OrganisationFactory()
        first.delete()
    block = Operation.objects.get(operation_id=act.operation_id)
    changes = list(Change.objects.filter(operation_id=act.operation_id))
    assert before is not None
    assert (block.sequence, block.previous_hash) == (before.sequence + 1, before.block_hash)
    assert (block.actor, block.user_id, block.reason) == ("1001 山田太郎", person.pk, "まとめて登録")
    assert (block.at, block.change_count, block.last_change) == (act.at, 3, changes[-1].pk)
    assert [(each.kind, each.record_key, each.record_version) for each in changes] == [
        ("+", changes[0].record_key, 1),
        ("+", second.pk, 1),
        ("-", changes[0].record_key, 2),
    ]
    assert block.block_hash == block_hash_of(
        block.sequence, block.previous_hash, block.digest, [each.digest for each in changes]
    )


def test_ledger_text_holds_who_and_what_and_its_digest_is_over_text_and_salt():
    with operation(by="system:tests", reason="登録") as act:
        record = OrganisationFactory(name="一\"二'三\n四🈂", code="131164")
    block = Operation.objects.get(operation_id=act.operation_id)
    change = Change.objects.get(operation_id=act.operation_id)
    assert json.loads(block.text) == {
        "operation_id": str(act.operation_id),
        "at": act.at.isoformat(),
        "actor": "system:tests",
        "user_id": None,
        "reason": "登録",
    }
    assert json.loads(change.text) == {
        "kind": "municipality",
        "name": "一\"二'三\n四🈂",
        "kana": "",
        "code": "131164",
    }
    assert (change.record_model, change.record_key) == ("portal.organisation", record.pk)
    assert change.digest == change_digest_of(
        change.salt, "portal.organisation", record.pk, 1, "+", change.text
    )
    assert block.digest == digest_of(block.salt, block.text)


def test_salts_of_equal_records_differ():
    with as_system() as act:
        for _ in range(3):
            record = OrganisationFactory(name="同じ")
            record.delete()
    salts = Change.objects.filter(operation_id=act.operation_id).values_list("salt", flat=True)
    assert len({*salts}) == len(salts) == 6


def test_password_is_in_no_ledger_text():
    with as_system():
        user = UserFactory()
        user.set_password("correct horse")
        user.save()
    assert not Change.objects.filter(text__contains="pbkdf2").exists()
    assert not Change.objects.filter(text__contains='"password"').exists()


def test_operation_that_changes_nothing_leaves_no_block():
    with as_system():
        pass
    assert not Operation.objects.exists()


def test_first_operation_follows_the_genesis():
    OrganisationFactory()
    assert Operation.objects.values_list("sequence", "previous_hash").get() == (1, GENESIS)


def test_rolled_back_operation_leaves_no_gap():
    OrganisationFactory()
    with pytest.raises(ValueError, match="doch nicht"), transaction.atomic():
        _fail_after_writing()
    OrganisationFactory()
    assert list(Operation.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2]
    assert Change.objects.count() == 2


def _fail_after_writing() -> None:
    with as_system():
        OrganisationFactory()
        raise ValueError("doch nicht")


FORGERIES: list[Any] = [
    lambda: Change.objects.update(text="{}"),
    lambda: Change.objects.all().delete(),
    lambda: Change.objects.create(
        operation_id="00000000-0000-0000-0000-000000000001",
        record_model="portal.organisation",
        record_key=1,
        record_version=1,
        kind="+",
        text="{}",
        digest="0" * 64,
    ),
    lambda: Operation.objects.update(actor="system:nobody"),
    lambda: Operation.objects.all().delete(),
    lambda: Operation.objects.create(
        sequence=99,
        operation_id="00000000-0000-0000-0000-000000000001",
        at="2020-01-01T00:00Z",
        actor="system:nobody",
        change_count=1,
        last_change=1,
    ),
]


@pytest.mark.parametrize("forge", FORGERIES)
@pytest.mark.parametrize("inside", [True, False])
def test_ledger_takes_nothing_but_what_the_wall_writes(forge: Any, inside: bool):
    OrganisationFactory()

    def state() -> list[Any]:
        return [*Operation.objects.order_by("pk").values(), *Change.objects.order_by("pk").values()]

    before = state()
    context = as_system() if inside else nullcontext()
    with pytest.raises(AuditBypassError), transaction.atomic(), context:
        forge()
    assert state() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL keeps who and why in settings")
def test_forged_settings_without_a_block_cannot_be_committed():
    with pytest.raises(AuditBypassError):
        _write_with_forged_settings()
    assert not Organisation.objects.exists()
    assert not Change.objects.exists()


@transaction.atomic
def _write_with_forged_settings() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('audit.operation_id', gen_random_uuid()::text, true),"
            " set_config('audit.actor', 'system:nobody', true), set_config('audit.at', now()::text, true),"
            " set_config('audit.user_id', '', true), set_config('audit.reason', '', true)"
        )
    Organisation.objects.bulk_create([Organisation(kind="state", name="国")])
