"""The rights table on screen: changed row by row, shown before it is saved, taken back, and never locked."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import Department, Role, RoleGrant, RolePermission, User
from portal.accounts.rights import Noun, Verb
from portal.accounts.shipped import shipped_rights
from portal.audit.ledger import Operation
from tests.factories.portal import DepartmentFactory, RoleFactory, UserFactory, allow, user_who_may
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db
READ, WRITE, EXPORT = Verb.READ, Verb.WRITE, Verb.EXPORT
ADMINISTRATOR = [(READ, Noun.ACCOUNTS), (WRITE, Noun.ACCOUNTS), (READ, Noun.HISTORY)]
TICKED = f"{Noun.RECORD}:{EXPORT}"


@pytest.fixture
def administrator(client: Client) -> User:
    user = UserFactory()
    with as_system():
        RoleGrant(user=user, role=row_of("administrator", *ADMINISTRATOR)).save()
    client.force_login(user)
    return user


def row_of(code: str, *cells: tuple[str, str]) -> Role:
    """A role with these (verb, noun) rights."""
    role = RoleFactory(code=code)
    with as_system():
        for verb, noun in cells:
            RolePermission(role=role, verb=verb, noun=noun).save()
    return role


def rights_of(role: Role) -> set[tuple[str, str]]:
    return set(RolePermission.objects.filter(role=role).values_list("verb", "noun"))


def url_of(role: Role) -> str:
    return reverse("accounts:role_edit", args=[role.pk])


def typed(client: Client, url: str, **changes: Any) -> dict[str, Any]:
    """What the untouched form would send, with some boxes and fields changed; None unticks."""
    form = client.get(url).context["form"]
    sent = {field.html_name: field.value() for field in form} | {"reason": "役割の見直し"} | changes
    return {name: value for name, value in sent.items() if value not in (None, False)}


def confirmed(client: Client, url: str, sent: dict[str, Any]) -> Any:
    """Send, and agree to what the page shows."""
    shown = client.post(url, sent)
    assert shown.status_code == 200
    return client.post(url, shown.context["form"].data)


def test_row_is_changed_after_old_and_new_were_shown(client: Client, administrator: User) -> None:
    role = row_of("staff", (READ, Noun.RECORD), (READ, Noun.DAYS))
    sent = typed(client, url_of(role), **{TICKED: "on", f"{Noun.DAYS}:{READ}": None})

    shown = client.post(url_of(role), sent)
    page = shown.content.decode()
    assert "まだ保存していません" in page
    assert "<del>読む</del> → <ins>読む・出力する</ins>" in page
    assert "<del>読む</del> → <ins>なし</ins>" in page
    assert rights_of(role) == {(READ, Noun.RECORD), (READ, Noun.DAYS)}

    assert client.post(url_of(role), shown.context["form"].data).status_code == 302
    assert rights_of(role) == {(READ, Noun.RECORD), (EXPORT, Noun.RECORD)}
    act = Operation.objects.latest("sequence")
    assert (act.actor, act.reason) == (administrator.actor_text, "役割の見直し")
    told = client.get(reverse("accounts:role", args=[role.pk])).content.decode()
    assert "会議録の行：出力する" in told
    assert "役割の見直し" in told


def test_boxes_that_change_after_they_were_shown_are_shown_again(client: Client, administrator: User) -> None:
    role = row_of("staff")
    shown = client.post(url_of(role), typed(client, url_of(role), **{TICKED: "on"}))
    sent = shown.context["form"].data.copy()
    sent[f"{Noun.SITTINGS}:{READ}"] = "on"

    assert client.post(url_of(role), sent).status_code == 200
    assert rights_of(role) == set()


def test_row_that_somebody_else_changed_is_shown_with_both_and_nothing_of_theirs_is_lost(
    client: Client, administrator: User
) -> None:
    role = row_of("staff")
    sent = typed(client, url_of(role), **{TICKED: "on"})
    other = Client()
    other.force_login(user_who_may(*ADMINISTRATOR))
    theirs = {f"{Noun.SITTINGS}:{READ}": "on"}
    assert confirmed(other, url_of(role), typed(other, url_of(role), **theirs)).status_code == 302

    answer = client.post(url_of(role), sent)
    assert answer.status_code == 409
    again = {field.html_name: field.value() for field in answer.context["form"] if field.value()}
    assert confirmed(client, url_of(role), again).status_code == 302
    assert rights_of(role) == {(EXPORT, Noun.RECORD), (READ, Noun.SITTINGS)}


def test_last_right_to_administer_cannot_be_taken_away(client: Client, administrator: User) -> None:
    role = Role.objects.get(grants__user=administrator)
    answer = confirmed(
        client, url_of(role), typed(client, url_of(role), **{f"{Noun.ACCOUNTS}:{WRITE}": None})
    )

    assert answer.status_code == 422
    assert "利用者と役割を管理できる人がいなくなるため、保存できません" in answer.content.decode()
    assert (WRITE, Noun.ACCOUNTS) in rights_of(role)


def test_own_role_is_changed_with_a_warning(client: Client, administrator: User) -> None:
    user_who_may(*ADMINISTRATOR)
    role = Role.objects.get(grants__user=administrator)
    shown = client.post(url_of(role), typed(client, url_of(role), **{TICKED: "on"}))
    assert "あなた自身が持つ役割です" in shown.content.decode()


def test_table_is_for_administrators_of_the_whole_installation(client: Client) -> None:
    department: Department = DepartmentFactory()
    role = row_of("staff")
    client.force_login(allow(UserFactory(), *ADMINISTRATOR, department=department))
    urls = [url_of(role), reverse("accounts:rights_reset")]

    assert client.get(reverse("accounts:rights")).status_code == 200
    assert [client.get(url).status_code for url in urls] == [403, 403]
    assert [client.post(url, {TICKED: "on", "reason": "x"}).status_code for url in urls] == [403, 403]
    assert rights_of(role) == set()


def test_cell_that_is_none_of_the_table_is_passed_over(client: Client, administrator: User) -> None:
    role = row_of("staff")
    sent = typed(client, url_of(role), **{"portal.nothing:destroy": "on", TICKED: "on"})
    assert confirmed(client, url_of(role), sent).status_code == 302
    assert rights_of(role) == {(EXPORT, Noun.RECORD)}


def test_table_goes_back_to_what_was_shipped_after_the_difference_was_shown(
    client: Client, administrator: User
) -> None:
    role = row_of("viewer", (WRITE, Noun.RECORD))
    url = reverse("accounts:rights_reset")
    page = client.get(url)
    assert "<del>書く</del> → <ins>読む</ins>" in page.content.decode()
    versions = page.context["form"]["version"].value()

    assert client.post(url, {"version": versions, "reason": ""}).status_code == 422
    assert client.post(url, {"version": versions, "reason": "出荷時に戻す"}).status_code == 302
    assert {(noun, verb) for verb, noun in rights_of(role)} == shipped_rights()["viewer"]
    assert client.post(url, {"version": versions, "reason": "もう一度"}).status_code == 409


def test_change_of_the_table_is_taken_back(client: Client, administrator: User) -> None:
    role = row_of("staff", (READ, Noun.DAYS))
    sent = typed(client, url_of(role), **{TICKED: "on", f"{Noun.DAYS}:{READ}": None})
    confirmed(client, url_of(role), sent)
    act = Operation.objects.latest("sequence")
    url = reverse("accounts:rights_undo", args=[act.operation_id])
    assert url in client.get(reverse("accounts:rights")).content.decode()

    page = client.get(url)
    sent = {"version": page.context["form"]["version"].value(), "reason": "取り消す"}
    assert client.post(url, sent).status_code == 302
    assert rights_of(role) == {(READ, Noun.DAYS)}
    sent["version"] = client.get(url).context["form"]["version"].value()
    assert "変わるところはありません" in client.post(url, sent).content.decode()


def test_undoing_what_was_no_change_of_the_table_is_not_found(client: Client, administrator: User) -> None:
    with as_system():
        User.objects.get(pk=administrator.pk).save()
    newest = Operation.objects.latest("sequence").operation_id
    assert client.get(reverse("accounts:rights_undo", args=[newest])).status_code == 404


def test_role_page_says_what_it_may_and_who_holds_it(client: Client, administrator: User) -> None:
    role = Role.objects.get(grants__user=administrator)
    page = client.get(reverse("accounts:role", args=[role.pk])).content.decode()
    assert administrator.name in page
    assert "読む・書く" in page
    assert reverse("history", args=["portal.role", role.pk]) in page
