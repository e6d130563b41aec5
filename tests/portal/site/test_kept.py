"""A form sent after its session ended: what was typed survives the login and waits on its page, unsaved."""

import re
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.test import Client

from meetings.models import MeetingBody
from portal.accounts.actions import edit_user
from portal.accounts.models import User
from portal.site.kept import FIELD, MOST_PAGES
from tests.doors import Form, read
from tests.factories.meetings import MeetingBodyFactory
from tests.factories.portal import user_who_may_everything
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db

PASSWORD = "correct-horse-battery"
TYPED = "消えてはならない長い文章\n二行目"


@pytest.fixture
def user() -> User:
    user = user_who_may_everything()
    with as_system():
        user.password = make_password(PASSWORD)
        user.save()
    return user


@pytest.fixture
def body() -> MeetingBody:
    with as_system():
        return MeetingBodyFactory(composition="はじめの文")


def form_of(answer: Any, *, having: str) -> Form:
    return next(form for form in read(answer).forms if having in form.values)


def log_in(client: Client, page: Any, user: User, password: str = PASSWORD) -> Any:
    form = form_of(page, having="username")
    assert form.action == "/login/"
    typed = {**form.values, "username": user.staff_number, "password": password}
    return client.post(form.action, typed, follow=True)


def sent_too_late(client: Client, user: User, body: MeetingBody, **typed: str) -> Any:
    """Open the form, lose the session, send the form."""
    client.force_login(user)
    path = f"/bodies/{body.pk}/edit/"
    form = form_of(client.get(path), having="composition")
    Session.objects.all().delete()
    return client.post(path, {**form.values, "composition": TYPED, "reason": "直す", **typed})


def test_typed_text_comes_back_after_the_login_and_is_saved_only_when_it_is_sent_again(
    client: Client, user: User, body: MeetingBody
) -> None:
    refused = sent_too_late(client, user, body)
    assert refused.status_code == 403
    assert "入力した内容は残っています" in refused.content.decode()

    page = log_in(client, refused, user)
    assert page.redirect_chain[-1][0] == f"/bodies/{body.pk}/edit/"
    assert "まだ何も保存していません" in page.content.decode()
    form = form_of(page, having="composition")
    assert form.values["composition"] == TYPED
    assert form.values["reason"] == "直す"
    body.refresh_from_db()
    assert body.composition == "はじめの文"

    client.post(f"/bodies/{body.pk}/edit/", form.values)
    body.refresh_from_db()
    assert body.composition == TYPED
    assert "まだ何も保存していません" not in client.get(f"/bodies/{body.pk}/edit/").content.decode()


def test_typed_text_outlives_a_wrong_password(client: Client, user: User, body: MeetingBody) -> None:
    refused = log_in(client, sent_too_late(client, user, body), user, "wrong-password")
    page = log_in(client, refused, user)
    assert form_of(page, having="composition").values["composition"] == TYPED


def test_what_waits_can_be_thrown_away(client: Client, user: User, body: MeetingBody) -> None:
    page = log_in(client, sent_too_late(client, user, body), user)
    form = form_of(page, having="path")
    answer = client.post(form.action, form.values, follow=True)
    assert form_of(answer, having="composition").values["composition"] == "はじめの文"


def test_record_changed_meanwhile_shows_both_texts(client: Client, user: User, body: MeetingBody) -> None:
    refused = sent_too_late(client, user, body)
    with as_system():
        MeetingBody.objects.get(pk=body.pk)
        fresh = MeetingBody.objects.get(pk=body.pk)
        fresh.composition = "ほかの人の文"
        fresh.save()
    page = log_in(client, refused, user)
    assert page.status_code == 409
    assert "ほかの人の文" in page.content.decode()
    assert form_of(page, having="composition").values["composition"] == TYPED


def test_record_deleted_meanwhile_shows_what_was_typed(client: Client, user: User, body: MeetingBody) -> None:
    refused = sent_too_late(client, user, body)
    with as_system():
        MeetingBody.objects.get(pk=body.pk).delete()
    page = log_in(client, refused, user)
    assert page.status_code == 410
    assert "消えてはならない長い文章" in page.content.decode()


def test_password_never_travels_with_what_was_typed(client: Client, user: User) -> None:
    client.force_login(user)
    form = form_of(client.get("/password/"), having="old_password")
    Session.objects.all().delete()
    typed = {**form.values, "old_password": "secret-one", "new_password1": "secret-two", "note": "x"}
    page = log_in(client, client.post("/password/", typed), user)
    assert "secret" not in page.content.decode()
    assert "secret" not in str(dict(client.session))


def test_forged_or_old_parcel_is_left_out_of_the_login(client: Client, user: User) -> None:
    for parcel in ("nonsense", "a:b:c", "W10:1:x", "\x00"):
        typed = {"username": user.staff_number, "password": PASSWORD, FIELD: parcel}
        assert client.post("/login/", typed).status_code == 302
        assert "kept_forms" not in client.session
        client.logout()


def test_stranger_makes_the_portal_store_nothing(client: Client, body: MeetingBody) -> None:
    answer = client.post(f"/bodies/{body.pk}/edit/", {"composition": TYPED})
    assert answer.status_code == 403
    assert Session.objects.count() == 0


@pytest.mark.parametrize("path", ["/own/keys/", "/logout/", "/search/", "/"])
def test_page_that_shows_no_form_again_leads_to_the_login_as_ever(client: Client, path: str) -> None:
    answer = client.post(path, {"text": TYPED})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_file_is_asked_for_again(client: Client, user: User, body: MeetingBody) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client.force_login(user)
    path = f"/bodies/{body.pk}/edit/"
    values = form_of(client.get(path), having="composition").values
    Session.objects.all().delete()
    refused = client.post(
        path, {**values, "composition": TYPED, "file": SimpleUploadedFile("a.pdf", b"%PDF")}
    )
    assert "選んだファイルは戻せません" in log_in(client, refused, user).content.decode()


def test_only_the_newest_pages_wait(client: Client, user: User) -> None:
    with as_system():
        bodies = MeetingBodyFactory.create_batch(MOST_PAGES + 2)
    for each in bodies:
        log_in(client, sent_too_late(client, user, each), user)
        waiting = client.session["kept_forms"]
        client.cookies.clear()
        client.force_login(user)
        session = client.session
        session["kept_forms"] = waiting
        session.save()
    assert len(waiting) <= MOST_PAGES


def test_part_asked_for_by_a_script_becomes_the_whole_login_page(
    client: Client, user: User, body: MeetingBody
) -> None:
    script = {"HX-Request": "true"}
    assert client.get(f"/bodies/{body.pk}/", headers=script).headers["HX-Refresh"] == "true"
    answer = client.post(f"/bodies/{body.pk}/edit/", {"composition": TYPED}, headers=script)
    assert answer.headers["HX-Retarget"] == "body"
    assert "入力した内容は残っています" in answer.content.decode()


class TestOldProofOfOrigin:
    """Somebody logged in anew in another window; the old window's form carries the old proof."""

    HERE = {"Origin": "http://testserver"}

    @pytest.fixture
    def strict(self, user: User) -> Client:
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)
        return client

    def test_typed_text_comes_back_unsaved(self, strict: Client, body: MeetingBody) -> None:
        path = f"/bodies/{body.pk}/edit/"
        values = form_of(strict.get(path), having="composition").values
        typed = {**values, "composition": TYPED, "reason": "直す", "csrfmiddlewaretoken": "a" * 64}
        page = strict.post(path, typed, headers=self.HERE, follow=True)
        assert page.redirect_chain == [(path, 302)]
        form = form_of(page, having="composition")
        assert form.values["composition"] == TYPED
        body.refresh_from_db()
        assert body.composition == "はじめの文"
        strict.post(path, form.values, headers=self.HERE)
        body.refresh_from_db()
        assert body.composition == TYPED

    def test_signed_out_it_goes_through_the_login(self, user: User, body: MeetingBody) -> None:
        client = Client(enforce_csrf_checks=True)
        client.get("/login/")
        answer = client.post(f"/bodies/{body.pk}/edit/", {"composition": TYPED}, headers=self.HERE)
        assert "入力した内容は残っています" in answer.content.decode()

    @pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.invalid"}, {"Origin": "null"}])
    def test_form_nobody_vouches_for_is_refused_and_forgotten(
        self, strict: Client, body: MeetingBody, headers: dict[str, str]
    ) -> None:
        path = f"/bodies/{body.pk}/edit/"
        answer = strict.post(path, {"composition": TYPED}, headers=headers)
        assert answer.status_code == 403
        assert TYPED not in strict.get(path).content.decode()


def test_account_switched_off_meanwhile_keeps_the_door_shut(
    client: Client, user: User, body: MeetingBody
) -> None:
    refused = sent_too_late(client, user, body)
    user_who_may_everything()
    edit_user(by="system:tests", reason="退職", user=User.objects.get(pk=user.pk), is_active=False)
    page = log_in(client, refused, user)
    assert re.search("利用を停止|正しくありません", page.content.decode())
    assert client.get("/").status_code == 302
