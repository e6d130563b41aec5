"""What the law wants gone is gone from row, history, ledger and files; chain and act stand."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from portal.accounts.models import Department, Organisation, User
from portal.audit.checking import drift
from portal.audit.comparing import history_faults
from portal.audit.errors import AuditBypassError
from portal.audit.ledger import Change, Operation
from portal.audit.models import AuditedModel
from portal.audit.operations import operation
from portal.audit.verifying import faults, head
from portal.files import store
from portal.files.actions import add_file, keep_content
from portal.files.models import StoredFile
from portal.history.actions import TOMBSTONE, erase_values
from portal.history.models import Erasure
from tests.factories.portal import DepartmentFactory, OrganisationFactory, UserFactory
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db
GROUND = "個人情報の保護に関する法律第98条"
SECRET = "秘密の名前"


def erase(record: Any, *fields: str, key: int = 0, **given: Any) -> Any:
    model = record if isinstance(record, type) else type(record)
    return erase_values(
        **{"by": "system:audit_erase", "reason": "本人の求め", "ground": GROUND, **given},
        model=model,
        key=key or record.pk,
        fields=fields,
    )


def everything_stored() -> str:
    """All that history and ledger say."""
    rows = [*Organisation.history.model.objects.values(), *User.history.model.objects.values()]  # type: ignore[attr-defined]
    return repr([*rows, *Change.objects.values(), *Operation.objects.values("text", "reason")])


def all_is_well() -> bool:
    return [*faults(), *drift(), *history_faults()] == []


@pytest.fixture
def record() -> Organisation:
    """Three versions, two of which hold what is to be erased."""
    found: Organisation = OrganisationFactory(name="旧称", kana="ひみつ")
    for name in (SECRET, f"{SECRET}二"):
        with operation(by="system:tests", reason="改称"):
            found.name = name
            found.save()
    return found


def test_values_are_replaced_in_row_history_and_ledger_and_the_chain_still_holds(record: Organisation):
    before = head()
    erase(record, "name", "kana")
    record.refresh_from_db()
    unique = f"{TOMBSTONE}{record.pk}"
    assert (record.name, record.kana, record.version) == (unique, TOMBSTONE, 4)
    rows = Organisation.history.model.objects.filter(id=record.pk)  # type: ignore[attr-defined]
    assert {(row.name, row.kana) for row in rows} == {(unique, TOMBSTONE)}
    assert [row.kind for row in rows] == ["municipality"] * 4
    assert SECRET not in everything_stored()
    assert "ひみつ" not in everything_stored()
    assert "旧称" not in everything_stored()
    assert list(faults((before,))) == []
    assert all_is_well()


def test_act_is_recorded_with_who_why_and_ground_but_without_the_values(record: Organisation):
    (act,) = erase(record, "name").acts
    assert str(act) == f"portal.organisation 番号{record.pk}の消去"
    assert (act.ground, act.replaced) == (GROUND, {"name": f"{TOMBSTONE}{record.pk}"})
    (row,) = Erasure.history.model.objects.all()  # type: ignore[attr-defined]
    assert (row.history_actor, row.history_change_reason) == ("system:audit_erase", "本人の求め")
    written = Change.objects.filter(operation_id=row.operation_id).values_list("record_model", "kind")
    assert list(written) == [("portal.erasure", "+"), ("portal.organisation", "~")]


def test_second_erasure_of_the_same_record_and_later_versions_hold(record: Organisation):
    erase(record, "kana")
    erase(record, "name", "kana")
    with as_system():
        Organisation.objects.filter(pk=record.pk).update(name="新しい名前")
    assert all_is_well()
    assert Change.objects.filter(record_model="portal.organisation", salt=None).count() == 4


def test_deleted_record_is_erased_from_its_history(record: Organisation):
    key = record.pk
    with as_system():
        record.delete()
    erase(Organisation, "name", key=key)
    assert SECRET not in everything_stored()
    assert all_is_well()


def test_value_that_may_be_missing_is_taken_away_and_a_unique_one_keeps_the_record_apart():
    one, other = UserFactory(name=SECRET), UserFactory()
    for user in (one, other):
        erase(user, "staff_number", "name")
        user.refresh_from_db()
    assert [one.staff_number, other.staff_number] == [f"{TOMBSTONE}{one.pk}", f"{TOMBSTONE}{other.pk}"]
    office = DepartmentFactory(valid_from="2024-04-01")
    erase(office, "valid_from")
    assert Department.objects.get(pk=office.pk).valid_from is None
    assert all_is_well()


def test_same_words_elsewhere_are_named_for_a_person_to_look_at(record: Organisation):
    other = OrganisationFactory(name=f"{SECRET}と同じ")
    with operation(by="system:tests", reason=f"{SECRET}の申出"):
        other.save()
    place = Operation.objects.latest("sequence").sequence
    assert erase(record, "name").elsewhere == (
        f"portal.organisation 番号{other.pk}",
        f"操作{place}の記録",
    )


def test_file_of_a_record_is_erased_with_content_and_name(files_dir: Path):
    from meetings.models import Handout
    from tests.portal.audit.registry import made

    content = SECRET.encode()
    kept = keep_content([content])
    with as_system():
        handout: Any = made(Handout)
        file = add_file(by="system:tests", reason="登録", kept=kept, name=f"{SECRET}.pdf", kind="pdf")
        handout.file = file
        handout.save()
    erase(handout, "file")
    file.refresh_from_db()
    assert (file.name, file.erased_at is None, store.exists(kept.sha256)) == (TOMBSTONE, False, True)
    assert Erasure.objects.get().record_model == "portal.storedfile"
    assert erase(handout, "file").acts[0].record_key == file.pk
    assert SECRET not in everything_stored()
    assert all_is_well()


@pytest.mark.parametrize(
    ("model", "fields", "said"),
    [
        (Organisation, ("nothing",), "「nothing」という消去できる項目はありません"),
        (Organisation, ("departments",), "という消去できる項目はありません"),
        (Organisation, ("version",), "という消去できる項目はありません"),
        (Organisation, ("id",), "という消去できる項目はありません"),
        (User, ("password",), "という消去できる項目はありません"),
        (Organisation, ("kind",), "空にできない項目"),
        (StoredFile, ("size",), "空にできない項目"),
        (Organisation, (), "消去する項目を指定"),
        (Department, ("name",), "番号999999の記録はありません"),
        (Erasure, ("ground",), "という消去できる項目はありません"),
    ],
)
def test_what_cannot_be_erased_is_said_and_nothing_changes(
    model: type[AuditedModel], fields: tuple[str, ...], said: str
):
    before = head()
    with pytest.raises(ValidationError, match=said):
        erase(model, *fields, key=999_999)
    assert head() == before


def test_rule_of_the_record_that_forbids_the_tombstone_is_said_and_nothing_changes(record: Organisation):
    OrganisationFactory(kana=TOMBSTONE)
    with connection.cursor() as cursor:
        cursor.execute("CREATE UNIQUE INDEX one_kana ON portal_organisation (kana) WHERE kana <> ''")
    before = head()
    with pytest.raises(ValidationError, match="決まりごと"):
        erase(record, "kana")
    assert head() == before


def test_nobody_without_the_right_erases_and_a_reason_is_compulsory(record: Organisation):
    with pytest.raises(PermissionDenied):
        erase(record, "name", by=UserFactory())
    with pytest.raises(ValidationError, match="理由"):
        erase(record, "name", reason="　")
    with pytest.raises(ValidationError):
        erase(record, "name", ground="")
    assert not Erasure.objects.exists()


def test_erasures_are_read_by_those_who_read_histories(record: Organisation):
    erase(record, "name")
    assert not Erasure.objects.visible_to(UserFactory()).exists()


def test_text_that_lost_its_salt_without_an_erasure_is_named(record: Organisation):
    connection.lower_wall()  # type: ignore[attr-defined]
    Change.objects.filter(record_version=2, record_key=record.pk).update(salt=None, text="{}")
    said = f"portal.organisation 番号{record.pk}の記録文が、消去の記録と合いません。書き換えられています。"
    assert list(faults()) == [said]


def test_text_touched_after_its_erasure_is_named(record: Organisation):
    other = OrganisationFactory()
    erase(other, "name")
    erase(record, "kana")
    connection.lower_wall()  # type: ignore[attr-defined]
    change = Change.objects.get(record_version=2, record_key=record.pk, record_model="portal.organisation")
    Change.objects.filter(pk=change.pk).update(text=change.text.replace(SECRET, "偽の名前"))
    assert [sentence[:21] for sentence in faults()] == [f"portal.organisation 番号{record.pk}"[:21]]


def test_operation_without_its_salt_is_named(record: Organisation):
    connection.lower_wall()  # type: ignore[attr-defined]
    Operation.objects.filter(sequence=2).update(salt=None, actor="system:nobody")
    assert next(faults()).startswith("操作2の記録（だれが")


def test_erasing_lets_nothing_else_of_the_past_be_changed(record: Organisation):
    erase(record, "kana")
    history: Any = Organisation.history.model
    for write in (
        lambda: history.objects.filter(id=record.pk).update(name="偽"),
        lambda: Change.objects.filter(record_key=record.pk).update(text="{}", salt=None),
        lambda: history.objects.filter(id=record.pk).delete(),
    ):
        with pytest.raises(AuditBypassError), transaction.atomic(), as_system():
            write()


def test_command_erases_and_says_where_the_words_still_stand(record: Organisation):
    other = OrganisationFactory(name=f"{SECRET}と同じ")
    out = StringIO()
    arguments = ["portal.organisation", str(record.pk), "name", "--reason", "本人の求め", "--ground", GROUND]
    call_command("audit_erase", *arguments, stdout=out)
    assert "消去しました（portal.organisation" in out.getvalue()
    assert f"同じ語が残っています：portal.organisation 番号{other.pk}" in out.getvalue()
    assert json.loads(Change.objects.filter(record_key=record.pk).latest("pk").text)["name"].startswith(
        TOMBSTONE
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["portal.nothing", "1", "name"], "「portal.nothing」という種類の記録はありません"),
        (["portal.organisation", "999999", "name"], "消去できません。団体に番号999999の記録はありません"),
    ],
)
def test_command_says_what_cannot_be_erased(arguments: list[str], said: str):
    with pytest.raises(CommandError, match=said):
        call_command("audit_erase", *arguments, "--reason", "求め", "--ground", GROUND)
