"""庁内閲覧範囲 through the door: it is set in the forms, and readers are named and taken back on its page."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from meetings.actions import scopes as actions
from meetings.models import AgendaItem, Meeting, MeetingReader
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.disclosure.choices import ReadingScope
from tests.doors import follow, send, words_of
from tests.factories import meetings as make
from tests.factories.portal import (
    DepartmentFactory,
    OfficeFactory,
    PersonFactory,
    posted,
    user_who_may,
    user_who_may_everything,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client: Client) -> User:
    user = user_who_may_everything()
    client.force_login(user)
    return user


def outsider() -> User:
    reads = [(Verb.READ, noun) for noun in (Noun.BODIES, Noun.SITTINGS, Noun.DIRECTORY)]
    return posted(user_who_may(*reads), OfficeFactory(department=DepartmentFactory()))


def test_scope_is_set_in_the_form_with_a_reason_and_a_named_reader_then_reads(
    client: Client, keeper: User
) -> None:
    item = make.AgendaItemFactory()
    reader = outsider()
    edit = f"/items/{item.pk}/edit/"

    refused = send(client, edit, reading_scope=ReadingScope.NAMED)
    assert refused.status_code == 422
    send(client, edit, reading_scope=ReadingScope.NAMED, reason="検討中のため")
    assert not AgendaItem.objects.visible_to(User.objects.get(pk=reader.pk)).exists()

    page = follow(client, client.get(f"/items/{item.pk}/"), "指名")
    assert "指名した人・職・部署だけが読めます" in words_of(page)
    office = reader.standing.postings[0].office
    answer = send(client, f"/items/{item.pk}/readers/new/", office=str(office.pk), reason="説明のため")
    assert answer["Location"] == f"/items/{item.pk}/readers/"
    assert office.title in words_of(client.get(answer["Location"]))
    assert AgendaItem.objects.visible_to(User.objects.get(pk=reader.pk)).get() == item

    named = MeetingReader.objects.get()
    send(client, f"/readers/{named.pk}/remove/", reason="説明が終わった")
    assert not AgendaItem.objects.visible_to(User.objects.get(pk=reader.pk)).exists()


@pytest.mark.parametrize("kind", ["bodies", "meetings", "items", "handouts"])
def test_page_of_the_scope_tells_of_every_kind(client: Client, keeper: User, kind: str) -> None:
    handout = make.HandoutFactory(item=make.AgendaItemFactory())
    keys = {
        "bodies": handout.meeting.body_id,
        "meetings": handout.meeting_id,
        "items": handout.item_id,
        "handouts": handout.pk,
    }
    page = client.get(f"/{kind}/{keys[kind]}/readers/")
    assert page.status_code == 200
    assert "まだだれも指名していません" in words_of(page)
    answer = send(
        client, f"/{kind}/{keys[kind]}/readers/new/", person=str(PersonFactory().pk), reason="関係者"
    )
    assert "いまの範囲は「指名」ではない" in words_of(client.get(answer["Location"]))


@pytest.mark.parametrize("chosen", [(), ("person", "office")])
def test_none_or_two_readers_at_once_are_refused_beside_the_field(
    client: Client, keeper: User, chosen: tuple[str, ...]
) -> None:
    meeting = make.MeetingFactory()
    keys = {"person": str(PersonFactory().pk), "office": str(OfficeFactory().pk)}
    answer = send(
        client,
        f"/meetings/{meeting.pk}/readers/new/",
        **{name: keys[name] for name in chosen},
        reason="関係者",
    )
    assert answer.status_code == 422
    assert "どれか一つを選んでください" in words_of(answer)
    assert not MeetingReader.objects.exists()


def test_reader_named_twice_is_refused(client: Client, keeper: User) -> None:
    meeting, person = make.MeetingFactory(), PersonFactory()
    for _ in range(2):
        answer = send(client, f"/meetings/{meeting.pk}/readers/new/", person=str(person.pk), reason="関係者")
    assert answer.status_code == 422
    assert "既に指名してあります" in words_of(answer)


def test_whoever_may_not_keep_the_body_names_nobody() -> None:
    meeting: Meeting = make.MeetingFactory()
    reader = outsider()
    with pytest.raises(PermissionDenied):
        actions.name_reader(by=reader, reason="自分", record=meeting, person=PersonFactory())
    client = Client()
    client.force_login(reader)
    assert client.get(f"/meetings/{meeting.pk}/readers/").status_code == 200
    assert client.get(f"/meetings/{meeting.pk}/readers/new/").status_code == 403
