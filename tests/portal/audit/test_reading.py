"""The history as pages read it."""

from datetime import date, timedelta
from typing import Any

import pytest

from meetings.models import MinutesForm
from portal.accounts.models import Department, Organisation, User
from portal.audit.operations import operation
from portal.audit.reading import FieldChange, difference, history_of, recorded_at, versions_of
from tests.factories.portal import DepartmentFactory, OfficeFactory, OrganisationFactory, UserFactory
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db


def test_history_of_a_changed_record_says_who_why_and_what_in_words():
    home = OrganisationFactory(name="豊島区")
    other = OrganisationFactory(name="板橋区")
    record = DepartmentFactory(organisation=home, name="情報管理課", valid_from=date(2024, 4, 1))
    person = UserFactory(staff_number="1001", name="山田太郎")
    with operation(by=person, reason="組織改正") as act:
        record.organisation, record.valid_from = other, None
        record.save()
    newest, first = history_of(record)
    assert newest.changes == (
        FieldChange("organisation", "団体", "豊島区", "板橋区"),
        FieldChange("valid_from", "設置日", "令和6年4月1日（月）", ""),
    )
    assert (newest.actor, newest.user_id, newest.reason) == ("1001 山田太郎", person.pk, "組織改正")
    assert (newest.kind_label, newest.number, newest.operation_id) == ("変更", 2, act.operation_id)
    assert (first.kind_label, first.until) == ("登録", newest.at)
    assert FieldChange("name", "名称", "", "情報管理課") in first.changes


def test_history_names_a_choice_a_switch_and_a_record_that_is_gone():
    home = OrganisationFactory(name="旧団体")
    record = DepartmentFactory(organisation=home)
    with as_system():
        record.organisation = OrganisationFactory(name="新団体")
        record.save()
        home.delete()
        user = UserFactory()
        user.is_active = False
        user.save()
        body = OrganisationFactory(kind=Organisation.Kind.STATE)
        body.kind = Organisation.Kind.VENDOR
        body.save()
    assert history_of(record)[0].changes[0].old == "旧団体（削除済み）"
    assert history_of(user)[0].changes == (FieldChange("is_active", "利用できる", "はい", "いいえ"),)
    assert history_of(body)[0].changes == (FieldChange("kind", "種別", "国", "事業者"),)


def test_history_names_a_record_whose_name_is_gone_by_its_number():
    division = DepartmentFactory(name="部")
    section = DepartmentFactory(name="課", organisation=division.organisation, parent=division)
    with as_system():
        office = OfficeFactory(department=section)
        office.department = None
        office.save()
        key = section.pk
        section.delete()
        division.delete()
    assert history_of(office)[0].changes == (
        FieldChange("department", "部署", f"部署番号{key}（削除済み）", ""),
    )


def test_history_shows_a_layout_as_its_json():
    with as_system():
        form = MinutesForm.objects.create(name="様式", layout={"rows": []})
        form.layout = {"rows": ["議題"]}
        form.save()
    assert history_of(form)[0].changes[0].new == '{"rows": ["議題"]}'


def test_history_of_a_deleted_record_can_still_be_read():
    record = OrganisationFactory(name="廃止団体")
    key = record.pk
    with operation(by="system:tests", reason="廃止"):
        record.delete()
    last = versions_of(Organisation, key)[0]
    assert (last.kind_label, last.reason, last.changes) == ("削除", "廃止", ())


def test_history_holds_no_password():
    user = UserFactory()
    with as_system():
        user.set_password("correct horse")
        user.save()
    assert history_of(user)[0].changes == ()


def test_history_of_many_versions_takes_as_many_queries_as_of_few(django_assert_num_queries: Any):
    parent = DepartmentFactory(name="政策経営部")
    record = DepartmentFactory(parent=parent)
    with as_system():
        for number in range(12):
            record.parent = DepartmentFactory(parent=parent) if number % 2 else parent
            record.save()
    with django_assert_num_queries(3):
        assert len(history_of(record)) == 13


def test_recorded_at_gives_each_moment_its_own_state():
    with as_system() as first:
        record = OrganisationFactory(name="初め")
    with as_system() as second:
        record.name = "次"
        record.save()
    key = record.pk
    with as_system() as third:
        record.delete()

    def names(moment: Any) -> list[str]:
        return list(recorded_at(Organisation, moment).filter(id=key).values_list("name", flat=True))

    before = first.at - timedelta(microseconds=1)
    assert [names(moment) for moment in (before, first.at, second.at, third.at)] == [[], ["初め"], ["次"], []]


def test_two_changes_in_one_operation_leave_one_state_at_its_moment():
    with as_system() as act:
        record = OrganisationFactory(name="初め")
        record.name = "次"
        record.save()
    assert recorded_at(Organisation, act.at).get(id=record.pk).name == "次"


def test_difference_of_a_record_and_an_older_row_names_the_fields():
    record = DepartmentFactory(name="課")
    old = Department.history.model.objects.get(id=record.pk)  # type: ignore[attr-defined]
    record.name = "別の課"
    assert difference(Department, old, record) == (FieldChange("name", "名称", "課", "別の課"),)
    assert difference(User, UserFactory.build(), UserFactory.build()) != ()
