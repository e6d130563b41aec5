"""Users, roles and the page bases behind them, through the door."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from portal.accounts import actions
from portal.accounts.models import RoleGrant, User
from portal.accounts.rights import Noun, Verb
from tests.factories.portal import RoleFactory, UserFactory, user_who_may
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-battery"


@pytest.fixture
def administrator(client: Client) -> User:
    user = user_who_may((Verb.READ, Noun.ACCOUNTS), (Verb.WRITE, Noun.ACCOUNTS))
    client.force_login(user)
    return user


def particulars(user: User, **changes: Any) -> dict[str, Any]:
    """What the edit form sends when nothing but ``changes`` was touched."""
    return {
        "staff_number": user.staff_number,
        "name": user.name,
        "kana": user.kana,
        "is_active": "on" if user.is_active else "",
        "version": user.version,
        "reason": "異動のため",
        **changes,
    }


def edit(client: Client, user: User, **changes: Any) -> Any:
    return client.post(reverse("accounts:user_edit", args=[user.pk]), particulars(user, **changes))


def test_user_list_without_the_right_is_refused_in_japanese(client: Client) -> None:
    client.force_login(UserFactory())
    answer = client.get(reverse("accounts:users"))
    assert answer.status_code == 403
    assert "権限がありません" in answer.content.decode()


def test_user_edit_by_a_reader_is_refused(client: Client) -> None:
    client.force_login(user_who_may((Verb.READ, Noun.ACCOUNTS)))
    someone = UserFactory(name="もとの名")
    assert client.get(reverse("accounts:user_edit", args=[someone.pk])).status_code == 403
    assert edit(client, someone, name="別の名").status_code == 403
    someone.refresh_from_db()
    assert someone.name == "もとの名"


def test_user_page_of_nobody_is_not_found(client: Client, administrator: User) -> None:
    assert client.get(reverse("accounts:user", args=[987654])).status_code == 404


def test_user_edit_stores_the_change_with_who_and_why(client: Client, administrator: User) -> None:
    someone = UserFactory(name="豊島 花子")
    answer = edit(client, someone, name="豊島 はな子")
    assert answer.status_code == 302
    someone.refresh_from_db()
    last = someone.history.latest("history_id")
    assert (someone.name, someone.version) == ("豊島 はな子", 2)
    assert last.history_change_reason == "異動のため"
    assert last.history_actor == administrator.actor_text


def test_user_edit_without_a_reason_says_so_beside_it_and_keeps_what_was_typed(
    client: Client, administrator: User
) -> None:
    someone = UserFactory()
    answer = edit(client, someone, name="打ち込んだ名", reason=" ")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "理由を入力してください。" in page
    assert 'value="打ち込んだ名"' in page
    assert 'aria-describedby="id_reason_helptext id_reason_error"' in page
    someone.refresh_from_db()
    assert someone.version == 1


def test_user_edit_with_nothing_changed_writes_nothing(client: Client, administrator: User) -> None:
    someone = UserFactory()
    answer = client.post(reverse("accounts:user_edit", args=[someone.pk]), particulars(someone), follow=True)
    someone.refresh_from_db()
    assert someone.version == 1
    assert "変わったところはありませんでした。" in answer.content.decode()


@pytest.mark.parametrize("version", ["", "x", "-1", "１"])
def test_user_edit_without_a_usable_version_is_refused(
    client: Client, administrator: User, version: str
) -> None:
    someone = UserFactory(name="もとの名")
    answer = edit(client, someone, name="別の名", version=version)
    assert answer.status_code == 422
    assert "ページを開き直してから" in answer.content.decode()
    someone.refresh_from_db()
    assert someone.name == "もとの名"


def test_user_edit_over_a_newer_version_shows_both_texts_and_then_saves(
    client: Client, administrator: User
) -> None:
    someone = UserFactory(name="はじめの名", kana="はじめ")
    stale = particulars(someone, name="わたしの名")
    with as_system():
        other = User.objects.get(pk=someone.pk)
        other.name, other.kana = "先に保存した名", "さきに"
        other.save()
    answer = client.post(reverse("accounts:user_edit", args=[someone.pk]), stale)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "先に保存した名" in page
    assert "システム（tests）が" in page, "who was faster"
    assert 'value="わたしの名"' in page
    assert 'value="さきに"' in page, "a field the typist never touched takes the newer value"
    assert 'name="version" value="2"' in page

    again = {**stale, "version": 2, "kana": "さきに"}
    assert client.post(reverse("accounts:user_edit", args=[someone.pk]), again).status_code == 302
    someone.refresh_from_db()
    assert (someone.name, someone.kana, someone.version) == ("わたしの名", "さきに", 3)


def beaten_by_another(verb: Callable[..., Any]) -> Callable[..., Any]:
    """The same verb, but somebody else saves the record just before."""

    def verb_after_another(**how: Any) -> Any:
        with as_system():
            for record in (value for value in how.values() if isinstance(value, User | RoleGrant)):
                if record != how["by"]:
                    type(record).objects.get(pk=record.pk).save()
        return verb(**how)

    return verb_after_another


def test_user_edit_beaten_in_the_last_moment_shows_both_texts(
    client: Client, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone = UserFactory(name="もとの名")
    monkeypatch.setattr(actions, "edit_user", beaten_by_another(actions.edit_user))
    answer = edit(client, someone, name="わたしの名")
    assert answer.status_code == 409
    assert 'value="わたしの名"' in answer.content.decode()
    assert 'name="version" value="2"' in answer.content.decode()
    someone.refresh_from_db()
    assert someone.name == "もとの名"


def test_role_revoked_too_late_is_asked_again(
    client: Client, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    grant = RoleGrant.objects.get(user=user_who_may((Verb.READ, Noun.ACCOUNTS)))
    monkeypatch.setattr(actions, "revoke_role", beaten_by_another(actions.revoke_role))
    url = reverse("accounts:revoke", args=[grant.pk])
    answer = client.post(url, {"version": grant.version, "reason": "異動"})
    assert answer.status_code == 409
    assert RoleGrant.objects.filter(pk=grant.pk).exists()


def test_password_reset_too_late_answers_409_with_a_way_on(
    client: Client, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "reset_password", beaten_by_another(actions.reset_password))
    url = reverse("accounts:user_password", args=[UserFactory().pk])
    typed = {"new_password1": PASSWORD, "new_password2": PASSWORD, "reason": "本人の申出"}
    answer = client.post(url, {**typed, "version": 1})
    assert answer.status_code == 409
    assert "ほかの人がこの記録を保存しました" in answer.content.decode()
    assert 'name="version" value="2"' in answer.content.decode()
    assert "本人の申出" in answer.content.decode()


def test_user_switched_off_loses_the_open_session(client: Client, administrator: User) -> None:
    someone = UserFactory()
    theirs = Client()
    theirs.force_login(someone)
    assert theirs.get("/").status_code == 200
    assert edit(client, someone, is_active="").status_code == 302
    assert theirs.get("/").status_code == 302


def test_last_administrator_cannot_switch_the_own_account_off(client: Client, administrator: User) -> None:
    answer = edit(client, administrator, is_active="")
    assert answer.status_code == 422
    assert "先に別の人に" in answer.content.decode()
    assert client.get(reverse("accounts:users")).status_code == 200


def test_user_edit_with_a_taken_staff_number_says_so_beside_it(client: Client, administrator: User) -> None:
    taken, someone = UserFactory(), UserFactory()
    answer = edit(client, someone, staff_number=taken.staff_number)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"staff_number": ["この職員番号は登録済みです。"]}


@pytest.mark.parametrize(("character", "kind"), [("\ue000", "外字"), ("\x07", "制御文字")])
def test_user_edit_with_an_unfit_character_names_its_place(
    client: Client, administrator: User, character: str, kind: str
) -> None:
    answer = edit(client, UserFactory(), name=f"豊島{character}花子")
    assert answer.status_code == 422
    assert "3文字目" in answer.content.decode()
    assert kind in answer.content.decode()


def test_user_create_lets_the_new_user_log_in(client: Client, administrator: User) -> None:
    answer = client.post(
        reverse("accounts:user_create"),
        {
            "staff_number": "000777",
            "name": "新 人",
            "password": PASSWORD,
            "is_active": "on",
            "reason": "採用",
        },
    )
    assert answer.status_code == 302
    assert Client().post("/login/", {"username": "000777", "password": PASSWORD}).status_code == 302


def test_user_create_with_a_weak_password_says_why_beside_it(client: Client, administrator: User) -> None:
    answer = client.post(
        reverse("accounts:user_create"),
        {
            "staff_number": "000778",
            "name": "新 人",
            "password": "password",
            "is_active": "on",
            "reason": "採用",
        },
    )
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"password"}
    assert not User.objects.filter(staff_number="000778").exists()


def test_password_reset_takes_the_new_one_and_asks_why(client: Client, administrator: User) -> None:
    someone = UserFactory(password=make_password("forgotten-for-good"))
    url = reverse("accounts:user_password", args=[someone.pk])
    typed = {"new_password1": PASSWORD, "new_password2": PASSWORD, "version": 1}
    assert client.post(url, typed).status_code == 422
    assert client.post(url, {**typed, "reason": "本人の申出"}).status_code == 302
    entered = Client().post("/login/", {"username": someone.staff_number, "password": PASSWORD})
    assert entered.status_code == 302


def test_role_granted_and_revoked_with_a_reason(client: Client, administrator: User) -> None:
    someone, role = UserFactory(), RoleFactory(code="viewer")
    client.post(reverse("accounts:grant", args=[someone.pk]), {"role": role.pk, "reason": "配属"})
    grant = RoleGrant.objects.get(user=someone, role=role)
    url = reverse("accounts:revoke", args=[grant.pk])
    assert client.get(url).status_code == 200
    assert RoleGrant.objects.filter(pk=grant.pk).exists()
    assert client.post(url, {"version": grant.version, "reason": ""}).status_code == 422
    assert client.post(url, {"version": 99, "reason": "異動"}).status_code == 409
    answer = client.post(url, {"version": grant.version, "reason": "異動"})
    assert answer.url == reverse("accounts:user", args=[someone.pk])
    assert not RoleGrant.objects.filter(pk=grant.pk).exists()


def test_role_granted_twice_is_refused(client: Client, administrator: User) -> None:
    someone, role = UserFactory(), RoleFactory(code="viewer")
    typed = {"role": role.pk, "reason": "配属"}
    client.post(reverse("accounts:grant", args=[someone.pk]), typed)
    answer = client.post(reverse("accounts:grant", args=[someone.pk]), typed)
    assert answer.status_code == 422
    assert RoleGrant.objects.filter(user=someone).count() == 1


def test_rights_table_shows_the_verbs_of_a_role(client: Client, administrator: User) -> None:
    page = client.get(reverse("accounts:rights")).content.decode()
    assert "読む・書く" in page
