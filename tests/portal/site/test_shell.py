"""The shell: login, home, errors, health."""

import re

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from portal.accounts.rights import Noun
from portal.site.registry import HomePanel
from tests.factories.portal import UserFactory, user_who_may_everything

PASSWORD = "correct-horse-battery"

pytestmark = pytest.mark.django_db


def test_home_without_login_leads_to_the_login_page(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.url == "/login/?next=/"


def test_login_with_the_right_password_opens_home_by_name(client: Client) -> None:
    user = UserFactory(name="豊島 花子", password=make_password(PASSWORD))
    answer = client.post("/login/", {"username": user.staff_number, "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == "/"
    assert "豊島 花子" in answer.content.decode()


def test_login_with_a_wrong_password_says_neither_which_nor_whether_the_user_exists(client: Client) -> None:
    user = UserFactory()
    wrong = client.post("/login/", {"username": user.staff_number, "password": "x"}).content.decode()
    unknown = client.post("/login/", {"username": "nobody", "password": "x"}).content.decode()
    words = "職員番号かパスワードが正しくありません。"
    assert words in wrong
    assert words in unknown


def test_logout_by_get_is_refused(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/", follow=True).redirect_chain[-1][0] == "/login/"


def test_health_needs_no_login_and_says_nothing_but_ok(client: Client) -> None:
    answer = client.get("/health/")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_unknown_page_answers_in_japanese_with_a_way_on(client: Client) -> None:
    client.force_login(UserFactory())
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "ページが見つかりません" in answer.content.decode()
    assert 'href="/"' in answer.content.decode()


def test_own_password_change_keeps_the_session_and_takes_the_new_one(client: Client) -> None:
    user = UserFactory(password=make_password(PASSWORD))
    client.force_login(user)
    new = "another-horse-battery"
    answer = client.post(
        "/password/",
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new, "version": 1},
        follow=True,
    )
    assert answer.redirect_chain[-1][0] == "/"
    entered = Client().post("/login/", {"username": user.staff_number, "password": new})
    assert (entered.status_code, entered["Location"]) == (302, "/")
    assert Client().post("/login/", {"username": user.staff_number, "password": PASSWORD}).status_code == 200


def test_password_change_with_too_short_a_password_says_why(client: Client) -> None:
    client.force_login(UserFactory(password=make_password(PASSWORD)))
    answer = client.post(
        "/password/", {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"}
    )
    assert "12" in answer.content.decode()
    assert "短すぎます" in answer.content.decode()


def test_page_that_crashes_answers_in_japanese_without_the_database_and_keeps_a_record(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(UserFactory())

    def crash(user: object) -> list[object]:
        raise RuntimeError("broken")

    monkeypatch.setattr("portal.site.views.home_panels_for", crash)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "処理を続けられませんでした" in answer.content.decode()
    assert "broken" not in answer.content.decode()
    assert "broken" in caplog.text


def test_home_panel_that_fails_says_so_and_the_rest_stands(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def crash(user: object) -> dict[str, object]:
        raise RuntimeError("broken")

    panels = [HomePanel("こわれた欄", "site/none.html", Noun.SITTINGS, crash)]
    monkeypatch.setattr("portal.site.views.home_panels_for", lambda user: panels)
    user = UserFactory()
    client.force_login(user)
    page = client.get("/").content.decode()
    assert "この欄を表示できませんでした" in page
    assert user.name in page
    assert "broken" in caplog.text


def test_form_sent_without_its_proof_of_origin_is_refused_in_japanese() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/login/", {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert "送信を受け付けませんでした" in answer.content.decode()


def test_home_of_a_user_without_roles_says_whom_to_ask(client: Client) -> None:
    client.force_login(UserFactory())
    assert "役割の付与を頼んでください" in client.get("/").content.decode()


def test_pages_carry_no_inline_style_or_script(client: Client) -> None:
    user = user_who_may_everything()
    client.force_login(user)
    for path in ("/", "/users/", f"/users/{user.pk}/edit/", "/meetings/", "/nowhere/"):
        page = client.get(path).content.decode()
        assert not re.search(r"<script(?![^>]* src=\"/static/)", page)
        assert " style=" not in page
        assert " onclick=" not in page
