"""An earlier state comes back as a new version, whole or not at all."""

from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection

from portal.accounts.models import Department, Organisation, Role, RolePermission, User
from portal.audit.operations import operation
from portal.audit.reading import difference, history_of, versions_of
from portal.audit.restoring import restored
from tests.factories.portal import DepartmentFactory, OrganisationFactory, RoleFactory, UserFactory
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db


def first_row(model: Any, key: int) -> Any:
    return model.history.model.objects.filter(id=key).earliest("history_id")


def test_restored_version_is_a_new_one_that_differs_in_nothing():
    record = OrganisationFactory(name="豊島区", code="131164")
    with as_system():
        record.name, record.code, record.kind = "改称区", "", Organisation.Kind.STATE
        record.save()
    before = first_row(Organisation, record.pk)
    with operation(by="system:tests", reason="誤りを戻す"):
        again = restored(Organisation, before.history_id)
    assert difference(Organisation, before, again) == ()
    newest = history_of(again)[0]
    assert (newest.number, newest.kind, newest.reason) == (3, "~", "誤りを戻す")
    assert again.version == Organisation.objects.get(pk=record.pk).version == 3


def test_deleted_record_comes_back_under_its_key_with_all_deleted_with_it():
    role = RoleFactory(code=Role.Code.EVALUATOR)
    other = RoleFactory(code="test_other")
    with as_system():
        kept = [
            RolePermission.objects.create(role=role, noun="portal.history", verb=verb)
            for verb in ("read", "export")
        ]
        gone = RolePermission.objects.create(role=role, noun="portal.history", verb="write")
        RolePermission.objects.create(role=other, noun="portal.history", verb="write")
    keys, key = [each.pk for each in kept], role.pk
    with as_system():
        gone.delete()
    with as_system():
        role.delete()
    with as_system():
        back = restored(Role, first_row(Role, key).history_id)
    assert back.pk == key
    assert sorted(RolePermission.objects.filter(role=back).values_list("pk", flat=True)) == sorted(keys)
    assert [version.kind for version in versions_of(Role, key)] == ["+", "-", "+"]


def test_record_whose_parent_is_gone_is_refused_with_its_field_and_nothing_stored():
    home = OrganisationFactory()
    record = DepartmentFactory(organisation=home)
    key = record.pk
    with as_system():
        record.delete()
        home.delete()
    with pytest.raises(ValidationError) as refused, as_system():
        restored(Department, first_row(Department, key).history_id)
    assert list(refused.value.message_dict) == ["organisation"]
    assert not Department.objects.exists()


def test_name_taken_meanwhile_is_refused():
    record = OrganisationFactory(name="豊島区")
    key = record.pk
    with as_system():
        record.delete()
    OrganisationFactory(name="豊島区")
    with pytest.raises(ValidationError) as refused, as_system():
        restored(Organisation, first_row(Organisation, key).history_id)
    assert "name" in refused.value.message_dict


def test_deleted_user_comes_back_without_a_usable_password():
    user = UserFactory()
    with as_system():
        user.set_password("correct horse")
        user.save()
    key = user.pk
    with as_system():
        user.delete()
        restored(User, first_row(User, key).history_id)
    back = User.objects.get(pk=key)
    assert not back.check_password("correct horse")
    assert not back.check_password("")


def test_value_unknown_to_an_old_row_stays_as_it_is():
    record = OrganisationFactory(kana="としま")
    connection.lower_wall()  # type: ignore[attr-defined]
    Organisation.history.model.objects.update(kana=None)  # type: ignore[attr-defined]
    connection.raise_wall()  # type: ignore[attr-defined]
    with as_system():
        again: Any = restored(Organisation, first_row(Organisation, record.pk).history_id)
    assert again.kana == "としま"


def test_restore_command_brings_a_version_back():
    record = OrganisationFactory(name="豊島区")
    with as_system():
        record.name = "誤記"
        record.save()
    out = StringIO()
    call_command("audit_restore", "portal.organisation", record.pk, 1, reason="誤記のため", stdout=out)
    record.refresh_from_db()
    assert (record.name, record.version) == ("豊島区", 3)
    assert history_of(record)[0].actor == "system:audit_restore"
    assert "第1版の内容を、第3版として戻しました。" in out.getvalue()


@pytest.mark.parametrize(
    ("model", "version", "reason", "said"),
    [
        ("portal.nothing", 1, "理由", "という種類の記録はありません"),
        ("portal", 1, "理由", "という種類の記録はありません"),
        ("portal.change", 1, "理由", "という種類の記録はありません"),
        ("portal.organisation", 7, "理由", "その版は履歴にありません"),
        ("portal.organisation", 1, " ", "変更の理由を入力してください"),
    ],
)
def test_restore_command_with_wrong_input_says_what_is_wrong(
    model: str, version: int, reason: str, said: str
):
    record = OrganisationFactory()
    with pytest.raises(CommandError, match=said):
        call_command("audit_restore", model, record.pk, version, reason=reason)
