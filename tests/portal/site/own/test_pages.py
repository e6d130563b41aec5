"""Bookmarks, what was seen last, and the keys: each one's own, and never more than one may read."""

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.site.own.models import Bookmark
from tests.doors import send, words_of
from tests.factories.meetings import MeetingBodyFactory
from tests.factories.portal import UserFactory, user_who_may
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return user_who_may((Verb.READ, Noun.BODIES))


@pytest.fixture
def reader(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


@pytest.fixture
def body() -> object:
    with as_system():
        return MeetingBodyFactory(name="水辺の会")


def _switch(body: object) -> str:
    return f"/own/bookmarks/meetings.meetingbody/{body.pk}/"


def test_bookmark_is_added_from_the_records_page_and_taken_back(reader: Client, body: object) -> None:
    page = f"/bodies/{body.pk}/"
    assert 'aria-pressed="false"' in reader.get(page).content.decode()
    answer = reader.post(_switch(body), {"mark": "1", "next": page}, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert "しおりに加えました。" in answer.content.decode()
    assert "水辺の会" in words_of(reader.get("/own/bookmarks/"))

    reader.post(_switch(body), {"mark": "1"})
    assert Bookmark.objects.count() == 1
    reader.post(_switch(body), {"mark": "0", "next": page})
    assert Bookmark.objects.count() == 0


def test_bookmark_by_script_answers_with_the_new_button_alone(reader: Client, body: object) -> None:
    answer = reader.post(_switch(body), {"mark": "1"}, headers={"HX-Request": "true"})
    assert answer.content.decode().lstrip().startswith("<form")
    assert 'aria-pressed="true"' in answer.content.decode()


def test_bookmarks_of_others_are_not_shown(reader: Client, body: object) -> None:
    other = UserFactory()
    Bookmark.objects.create(user=other, record_model="meetings.meetingbody", record_key=body.pk)
    assert "水辺の会" not in words_of(reader.get("/own/bookmarks/"))
    reader.post(_switch(body), {"mark": "0"})
    assert Bookmark.objects.filter(user=other).exists()


@pytest.mark.parametrize(
    "label", ["meetings.meetingbody", "portal.user", "no.such", "nonsense", "auth.group"]
)
def test_bookmark_to_what_one_may_not_read_or_what_is_not_there_is_refused(
    reader: Client, label: str
) -> None:
    assert reader.post(f"/own/bookmarks/{label}/987654/", {"mark": "1"}).status_code == 404
    assert Bookmark.objects.count() == 0


def test_bookmark_to_a_record_that_may_no_longer_be_read_is_silent(client: Client, body: object) -> None:
    user = UserFactory()
    Bookmark.objects.create(user=user, record_model="meetings.meetingbody", record_key=body.pk)
    client.force_login(user)
    assert "水辺の会" not in words_of(client.get("/own/bookmarks/"))


def test_bookmark_never_follows_an_address_elsewhere(reader: Client, body: object) -> None:
    answer = reader.post(_switch(body), {"mark": "1", "next": "https://elsewhere.invalid/"})
    assert answer["Location"] == "/"


def test_record_that_was_seen_stands_on_the_first_page_newest_first(reader: Client) -> None:
    with as_system():
        bodies = [MeetingBodyFactory(name=f"会議体{number}号") for number in range(12)]
    for each in [*bodies, bodies[3]]:
        reader.get(f"/bodies/{each.pk}/")
    words = words_of(reader.get("/"))
    assert words.index("会議体3号") < words.index("会議体11号") < words.index("会議体10号")
    recents = words_of(reader.get("/own/bookmarks/"))
    assert "会議体11号" in recents
    assert "会議体0号" not in recents


def test_what_was_seen_is_kept_by_the_browser_and_for_one_person(
    client: Client, user: User, body: object
) -> None:
    client.force_login(user)
    client.get(f"/bodies/{body.pk}/")
    kept = client.cookies["recent"]
    assert kept["httponly"]
    assert "水辺" not in kept.value
    client.logout()
    client.cookies["recent"] = kept.value
    client.force_login(user_who_may((Verb.READ, Noun.BODIES)))
    assert "水辺の会" not in words_of(client.get("/"))


@pytest.mark.parametrize("value", ["", "nonsense", "W1sibWVldGluZ3MiLDFdXQ:1:x"])
def test_forged_list_of_what_was_seen_is_none(reader: Client, value: str) -> None:
    reader.cookies["recent"] = value
    assert "最近見た記録はありません" in reader.get("/").content.decode()


def test_page_that_was_refused_is_not_remembered(client: Client, body: object) -> None:
    client.force_login(UserFactory())
    assert client.get(f"/bodies/{body.pk}/").status_code == 403
    assert "recent" not in client.cookies


def test_keys_are_switched_off_for_one_person_and_on_again(reader: Client, user: User) -> None:
    assert "data-keys" not in reader.get("/").content.decode()
    send(reader, "/own/keys/", having="version", keys="off")
    assert 'data-keys="off"' in reader.get("/").content.decode()
    user.refresh_from_db()
    assert not user.uses_keys
    newest = user.history.order_by("-history_id").first()
    assert newest.history_actor == user.actor_text

    versions = user.history.count()
    send(reader, "/own/keys/", having="version", keys="off")
    assert user.history.count() == versions
    send(reader, "/own/keys/", having="version", keys="on")
    assert "data-keys" not in reader.get("/").content.decode()


def test_every_key_of_the_sheet_is_one_a_page_has(reader: Client) -> None:
    page = reader.get("/").content.decode()
    assert 'data-key="/"' in page
    assert 'data-key="?"' in page
    assert "data-sheet-body" in reader.get("/own/keys/").content.decode()
