"""組織と人 through the door: register, change, close, move, and what each page tells."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import Department, Office, Organisation, Person, Posting, RoleGrant, User
from portal.accounts.rights import Noun, Verb
from tests.doors import send
from tests.factories.portal import (
    DepartmentFactory,
    OfficeFactory,
    OrganisationFactory,
    PersonFactory,
    PostingFactory,
    RoleFactory,
    UserFactory,
    posted,
    user_who_may,
)

pytestmark = pytest.mark.django_db
RIGHTS = [(verb, noun) for verb in (Verb.READ, Verb.WRITE) for noun in (Noun.DIRECTORY, Noun.ACCOUNTS)]
HOW = {"reason": "組織改正"}


@pytest.fixture
def clerk(client: Client) -> User:
    user = user_who_may(*RIGHTS, (Verb.READ, Noun.HISTORY))
    client.force_login(user)
    return user


def url(name: str, record: Any = None) -> str:
    return reverse(f"directory:{name}", args=[record.pk] if record else [])


def page(client: Client, name: str, record: Any = None) -> str:
    answer = client.get(url(name, record))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_organisation_with_its_tree_is_registered_and_shown(client: Client, clerk: User) -> None:
    new = {"kind": "municipality", "name": "見本区", "code": "131164", **HOW}
    assert send(client, url("organisation-new"), **new).status_code == 302
    ward = Organisation.objects.get(name="見本区")
    assert send(client, url("department-new", ward), name="総務部", **HOW).status_code == 302
    above = Department.objects.get()
    below = {"name": "総務課", "parent": above.pk, "valid_from": "R7.4.1", **HOW}
    assert send(client, url("department-new", ward), **below).status_code == 302
    section = Department.objects.get(name="総務課")
    office = {"title": "総務課長", "department": section.pk, **HOW}
    assert send(client, url("office-new", ward), **office).status_code == 302
    assert send(client, url("office-new", ward), title="区長", **HOW).status_code == 302
    PostingFactory(person=PersonFactory(name="目白 次郎"), office=Office.objects.get(title="総務課長"))

    told = page(client, "organisation", ward)
    assert told.index("総務部") < told.index("総務課") < told.index("総務課長") < told.index("目白 次郎")
    assert "空席" in told
    assert reverse("history", args=["portal.organisation", ward.pk]) in told
    assert "令和7年4月1日" in page(client, "department", section)


def test_wrong_code_and_a_second_department_of_the_name_are_told_beside_the_field(
    client: Client, clerk: User
) -> None:
    answer = send(client, url("organisation-new"), kind="municipality", name="区", code="131165", **HOW)
    assert "検査数字" in str(answer.context["form"].errors["code"])
    ward = DepartmentFactory(name="総務部").organisation
    answer = send(client, url("department-new", ward), name="総務部", **HOW)
    assert "既にあります" in str(answer.context["form"].errors["name"])


def test_department_is_closed_when_nobody_is_posted_beyond_the_day(client: Client, clerk: User) -> None:
    section = DepartmentFactory(parent=None)
    DepartmentFactory(parent=section, organisation=section.organisation, name="係")
    posting = PostingFactory(office=OfficeFactory(department=section, organisation=section.organisation))
    closing = {"valid_to": "令和9年3月31日", **HOW}
    refused = send(client, url("department-edit", section), **closing)
    assert "続く配属が1件" in str(refused.context["form"].errors["valid_to"])

    assert send(client, url("posting-end", posting), ends_on="令和9年3月31日", **HOW).status_code == 302
    refused = send(client, url("department-edit", section), **closing)
    assert "「係」が下にあります" in str(refused.context["form"].errors["valid_to"])
    below = Department.objects.get(name="係")
    assert send(client, url("department-edit", below), **closing).status_code == 302
    assert send(client, url("department-edit", section), **closing).status_code == 302
    assert Department.objects.get(pk=section.pk).valid_to == date(2027, 3, 31)


def test_office_and_person_are_changed_and_tell_who_held_what(client: Client, clerk: User) -> None:
    office, person = OfficeFactory(title="主事"), PersonFactory(name="豊島 花子")
    PostingFactory(office=office, person=person, ends_on=date(2025, 3, 31))
    assert send(client, url("office-edit", office), title="主任", **HOW).status_code == 302
    assert send(client, url("person-edit", person), name="豊島 はな子", **HOW).status_code == 302
    told = page(client, "office", office)
    assert "豊島 はな子" in told
    assert "令和7年3月31日" in told
    assert "主任" in page(client, "person", person)
    assert "主任" in page(client, "posting", Posting.objects.get())


def test_person_is_posted_moved_mended_and_taken_back(client: Client, clerk: User) -> None:
    assert send(client, url("person-new"), name="新人", **HOW).status_code == 302
    person = Person.objects.get(name="新人")
    first, second = OfficeFactory(title="主事"), OfficeFactory(title="課長")
    new = {"office": first.pk, "starts_on": "R7.4.1", **HOW}
    assert send(client, url("posting-new", person), **new).status_code == 302
    again = send(client, url("posting-new", person), **new)
    assert again.status_code == 422

    moved = {"office": second.pk, "on": "R8.4.1", **HOW}
    assert send(client, url("transfer", person), **moved).status_code == 302
    assert Posting.objects.get(office=first).ends_on == date(2026, 3, 31)
    told = send(client, url("transfer", person), **moved)
    assert "この日に始まっています" in str(told.context["form"].errors["on"])

    posting = Posting.objects.get(office=second)
    assert send(client, url("posting-edit", posting), kind="acting", **HOW).status_code == 302
    assert send(client, url("posting-remove", posting), **HOW).status_code == 302
    assert [each.office for each in Posting.objects.all()] == [first]


def test_role_is_given_to_an_office_and_its_holder_has_it(client: Client, clerk: User) -> None:
    office, role = OfficeFactory(), RoleFactory(code="secretariat")
    user = posted(UserFactory(), office)
    grant = url("office-grant", office)
    assert send(client, grant, role=role.pk, **HOW).status_code == 302
    assert RoleGrant.objects.get(office=office).role == role
    assert "事務局" in page(client, "office", office)
    assert "事務局" in client.get(reverse("accounts:user", args=[user.pk])).content.decode()
    revoke = reverse("accounts:revoke", args=[RoleGrant.objects.get(office=office).pk])
    assert send(client, revoke, **HOW)["Location"] == url("office", office)


def test_user_is_linked_to_a_person_and_gets_the_rights_of_the_postings(client: Client, clerk: User) -> None:
    user, person = UserFactory(), PersonFactory(name=UserFactory().name)
    link = reverse("accounts:user_person", args=[user.pk])
    assert send(client, link, person=person.pk, **HOW).status_code == 302
    assert Person.objects.get(pk=person.pk).user == user
    assert url("person", person) in client.get(reverse("accounts:user", args=[user.pk])).content.decode()


def test_lists_tell_today_s_holders_and_are_narrowed_by_a_day(client: Client, clerk: User) -> None:
    today = timezone.localdate()
    held = PostingFactory(office=OfficeFactory(title="課長"), person=PersonFactory(name="いまの人"))
    PostingFactory(
        office=held.office, person=PersonFactory(name="まえの人"), ends_on=today - timedelta(days=1)
    )
    assert "いまの人" in page(client, "offices")
    assert "まえの人" not in page(client, "offices")
    assert "課長" in page(client, "persons")
    narrowed = client.get(url("postings"), {"on": f"{today:%Y%m%d}"}).content.decode()
    assert "いまの人" in narrowed
    assert "まえの人" not in narrowed
    closed = DepartmentFactory(name="なくなった課", valid_to=today - timedelta(days=1))
    assert "なくなった課" in page(client, "departments")
    assert "なくなった課" not in client.get(url("departments"), {"on": f"{today:%Y%m%d}"}).content.decode()
    assert closed.organisation.name in page(client, "organisations")


def test_cells_of_the_lists_are_edited(client: Client, clerk: User) -> None:
    records = {
        "organisations": (OrganisationFactory(), "kana"),
        "departments": (DepartmentFactory(), "kana"),
        "offices": (OfficeFactory(), "kana"),
        "persons": (PersonFactory(), "kana"),
    }
    for key, (record, column) in records.items():
        cell = reverse("lists:cell", args=[key, record.pk, column])
        client.post(cell, {column: "かな", "version": 1, "reason": "読みを入れる"})
        assert type(record).objects.get(pk=record.pk).kana == "かな"
    posting = PostingFactory()
    cell = reverse("lists:cell", args=["postings", posting.pk, "kind"])
    client.post(cell, {"kind": "acting", "version": 1, "reason": "代理だった"})
    assert Posting.objects.get(pk=posting.pk).kind == "acting"


def test_reader_of_the_directory_sees_no_way_to_write(client: Client) -> None:
    client.force_login(user_who_may((Verb.READ, Noun.DIRECTORY)))
    posting = PostingFactory()
    told = "".join(
        page(client, name, record)
        for name, record in (
            ("organisation", posting.office.organisation),
            ("office", posting.office),
            ("person", posting.person),
            ("posting", posting),
        )
    )
    assert "/edit/" not in told
    assert "/new/" not in told
    assert client.get(url("posting-end", posting)).status_code == 403
