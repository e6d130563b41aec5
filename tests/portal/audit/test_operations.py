"""Opening an operation: who, why, and whose transaction it is."""

import contextlib
import threading
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import connection

from portal.accounts.models import Office, Organisation, Person, Posting, User
from portal.audit.errors import AuditBypassError
from portal.audit.ledger import Operation
from portal.audit.operations import current_operation, operation
from tests.factories.portal import OrganisationFactory
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db


class Interrupted(Exception):
    """What went wrong in the middle."""


def user(number: str = "1001") -> User:
    with as_system():
        home, _ = Organisation.objects.get_or_create(kind="municipality", name="豊島区")
        office, _ = Office.objects.get_or_create(organisation=home, title="情報管理課長")
        somebody = User.objects.create(staff_number=number, name="山田太郎")
        person = Person.objects.create(name="山田太郎", user=somebody)
        Posting.objects.create(person=person, office=office, starts_on=date(2024, 4, 1))
        return somebody


def test_history_of_a_deleted_user_still_says_who_acted():
    person = user()
    with operation(by=person, reason="登録"):
        record = Organisation.objects.create(kind="state", name="国")
    key = person.pk
    with as_system():
        Person.objects.get(user=person).postings.all().delete()
        Person.objects.get(user=person).delete()
        person.delete()
    row = Organisation.history.model.objects.get(id=record.pk)  # type: ignore[attr-defined]
    assert row.history_actor == "1001 山田太郎（情報管理課長）"
    assert row.history_user_id == key


def test_history_of_a_renamed_user_says_the_name_of_then():
    person = user()
    with operation(by=person, reason="登録"):
        record = Organisation.objects.create(kind="state", name="国")
    with as_system():
        person.name, person.staff_number = "鈴木花子", "9999"
        person.save()
    person = User.objects.get(pk=person.pk)
    with operation(by=person, reason="改称"):
        record.save()
    history = Organisation.history.model  # type: ignore[attr-defined]
    first, second = history.objects.filter(id=record.pk).order_by("history_id")
    assert first.history_actor == "1001 山田太郎（情報管理課長）"
    assert "鈴木花子" in second.history_actor
    acts = Operation.objects.filter(operation_id__in=(first.operation_id, second.operation_id))
    assert list(acts.order_by("sequence").values_list("actor", flat=True)) == [
        first.history_actor,
        second.history_actor,
    ]


@pytest.mark.parametrize("reason", ["", "   ", "\u3000\n", "あ" * 501, "㍿" * 126])
def test_reason_blank_or_too_long_is_refused_beside_its_field(reason: str):
    with pytest.raises(ValidationError) as refused, operation(by="system:test", reason=reason):
        pytest.fail("the operation was opened")
    assert list(refused.value.message_dict) == ["reason"]


def test_reason_blank_where_the_caller_allows_it_opens_the_operation():
    with operation(by="system:test", reason="\u3000", reason_optional=True) as opened:
        assert opened.reason == ""


def test_reason_with_space_around_is_stored_trimmed():
    with operation(by="system:test", reason=" 訂正\u3000") as opened:
        assert opened.reason == "訂正"


@pytest.mark.parametrize("by", ["", "山田", "system:", "system:a b", AnonymousUser(), User(name="未登録")])
def test_actor_unknown_is_refused(by: object):
    with pytest.raises(AuditBypassError), operation(by=by, reason="理由"):  # type: ignore[arg-type]
        pytest.fail("the operation was opened")


def test_nested_operation_of_the_same_actor_joins_the_outer_one():
    with (
        operation(by="system:test", reason="外") as outer,
        operation(by="system:test", reason="内") as inner,
    ):
        assert inner is outer
    assert current_operation() is None


def test_nested_operation_of_another_actor_is_refused():
    person = user()
    with (
        operation(by="system:test", reason="外"),
        pytest.raises(AuditBypassError),
        operation(by=person, reason="内"),
    ):
        pytest.fail("the operation was opened")


def test_nested_reason_inside_an_operation_without_one_is_refused():
    with (
        operation(by="system:test", reason="", reason_optional=True),
        pytest.raises(ValidationError),
        operation(by="system:test", reason="削除"),
    ):
        pytest.fail("the operation was opened")


def test_failed_inner_operation_that_is_caught_leaves_the_outer_one_whole():
    with operation(by="system:test", reason="外") as outer:
        with contextlib.suppress(Interrupted), operation(by="system:test", reason="内"):
            Organisation.objects.create(kind="state", name="国")
            raise Interrupted
        Organisation.objects.create(kind="state", name="省")
    row = Organisation.history.model.objects.get()  # type: ignore[attr-defined]
    assert (row.name, row.operation_id) == ("省", outer.operation_id)


def test_failed_operation_leaves_no_context_behind():
    with contextlib.suppress(Interrupted), operation(by="system:test", reason="失敗"):
        raise Interrupted
    assert current_operation() is None
    with pytest.raises(AuditBypassError):
        Organisation.objects.create(kind="state", name="国")


@pytest.mark.django_db(transaction=True)
def test_other_thread_cannot_write_in_this_operations_name():
    seen: list[object] = []

    def other() -> None:
        seen.append(current_operation())
        connection.close()

    with operation(by="system:test", reason="ここだけ"):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert seen == [None]


def test_save_of_no_field_writes_nothing():
    record = OrganisationFactory(name="豊島区")
    with as_system():
        record.name = "板橋区"
        record.save(update_fields=[])
    record.refresh_from_db()
    assert (record.name, record.version) == ("豊島区", 1)
