"""The search box on the seed meeting: by name and number, only what one may read, never a dead end."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings.models import Meeting
from portal.accounts.rights import Noun, Verb
from portal.site import searching
from tests.doors import link, read, words_of
from tests.factories.portal import (
    DepartmentFactory,
    OfficeFactory,
    OrganisationFactory,
    PersonFactory,
    PostingFactory,
    UserFactory,
    allow,
    user_who_may,
    user_who_may_everything,
)
from tests.seeded import loaded_seed, seed

__all__ = ["loaded_seed", "seed"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, seed: Meeting) -> Client:
    client.force_login(user_who_may_everything())
    return client


def titles(answer: Any) -> list[str]:
    found = re.findall(r'<h2 class="hit__title">(.*?)</h2>', answer.content.decode())
    return [re.sub(r"<[^>]+>", "", title) for title in found]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("資料3-1", "資料3-1 次期電話システムの選定について（概要）"),
        ("資料３－１", "資料3-1 次期電話システムの選定について（概要）"),
        ("令和6年度第1回", "令和6年度 第1回豊島区行政情報化推進本部"),
        ("庁議室", "令和6年度 第1回豊島区行政情報化推進本部"),
        ("議案（2）", "議案（2） 次期電話システムの選定について"),
        ("本部 推進", "豊島区行政情報化推進本部"),
    ],
)
def test_record_is_found_by_its_name_or_number(reader: Client, query: str, title: str) -> None:
    assert title in titles(reader.get("/search/", {"q": query}))


def test_hit_says_kind_place_and_disclosure_before_its_title_and_marks_the_word(reader: Client) -> None:
    page = reader.get("/search/", {"q": "電話", "kind": "meetings.handout"}).content.decode()
    hit = page[page.index('<li class="hit">') : page.index("</li>", page.index('<li class="hit">'))]
    kind, place, disclosure, title = (
        hit.index(words) for words in ("資料", "議案（2）", "未設定", "<mark>電話</mark>")
    )
    assert kind < place < disclosure < title


def test_title_leads_to_the_record(reader: Client) -> None:
    answer = reader.get("/search/", {"q": "資料3-1"})
    assert reader.get(link(answer, "資料3-1"), follow=True).status_code == 200


def test_kinds_narrow_and_are_counted_as_what_they_would_give(reader: Client) -> None:
    everything = reader.get("/search/", {"q": "電話"})
    count = len(titles(everything))
    narrowed = reader.get("/search/", {"q": "電話", "kind": "meetings.handout"})
    assert 0 < len(titles(narrowed)) < count
    assert f"種別の条件を外す（{count}件）" in narrowed.content.decode()


def test_nothing_found_names_what_was_searched_and_the_word_to_leave_out(reader: Client) -> None:
    answer = reader.get("/search/", {"q": "電話 ない言葉"})
    words = words_of(answer)
    assert "「電話ない言葉」は見つかりませんでした。" in words
    assert re.search(r"「ない言葉」を除いて探す（[1-9]\d*件）", words)
    assert "「電話」を除いて探す（0件）" in words
    assert titles(reader.get(link(answer, "「ない言葉」を除いて探す")))


def test_no_hit_in_the_chosen_kinds_offers_the_others(reader: Client) -> None:
    answer = reader.get("/search/", {"q": "庁議室", "kind": "meetings.handout"})
    assert "選んだ種別には見つかりませんでした。" in answer.content.decode()
    assert titles(reader.get("/search/" + link(answer, "種別の条件を外す")))


def test_search_without_words_explains_itself(reader: Client) -> None:
    for query in ("", "　 ", "\x00"):
        assert "例：「資料3-1」" in reader.get("/search/", {"q": query}).content.decode()


def test_what_may_not_be_read_is_neither_found_nor_counted(client: Client, seed: Meeting) -> None:
    for user in (UserFactory(), user_who_may((Verb.READ, Noun.BODIES))):
        client.force_login(user)
        answer = client.get("/search/", {"q": "電話"})
        assert titles(answer) == []
        assert "見つかりませんでした" in answer.content.decode()
    assert titles(client.get("/search/", {"q": "行政情報化推進本部"})) == ["豊島区行政情報化推進本部"]


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "%"},
        {"q": "_"},
        {"q": "'; DROP TABLE portal_user; --"},
        {"q": "電話", "kind": "portal.session"},
        {"q": "電話", "page": "1000000000"},
        {"q": "電話", "page": "-1"},
        {"q": "電話 " * 50_000},
        {"q": "\ud800"},
    ],
)
def test_odd_questions_get_an_ordinary_answer(reader: Client, asked: dict[str, str]) -> None:
    query = asked["q"].encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    assert reader.get("/search/", {**asked, "q": query}).status_code == 200


def test_pages_of_hits_follow_one_another_without_loss(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = titles(reader.get("/search/", {"q": "電話"}))
    monkeypatch.setattr(searching, "PAGE_SIZE", 5)
    answer = reader.get("/search/", {"q": "電話"})
    found = titles(answer)
    while any(text == "次のページ" for text, _ in read(answer).links):
        answer = reader.get("/search/" + link(answer, "次のページ"))
        found += titles(answer)
    assert found == whole
    assert "指定された番号のページはありません" not in words_of(answer)
    beyond = reader.get("/search/", {"q": "電話", "page": "1000000000"})
    assert "指定された番号のページはありません" in words_of(beyond)
    assert titles(beyond) == titles(answer)


def test_many_hits_are_said_and_not_counted_out(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MANY", 3)
    assert "1,000件以上" in reader.get("/search/", {"q": "電話"}).content.decode()


def test_search_needs_few_queries_whatever_it_finds(reader: Client) -> None:
    for query in ("の", "ない言葉", "電話 ない 言葉"):
        with CaptureQueriesContext(connection) as queries:
            reader.get("/search/", {"q": query})
        assert len(queries) <= 15


def test_words_of_the_text_alone_lead_to_the_rows_that_hold_them(reader: Client) -> None:
    answer = reader.get("/search/", {"q": "タイムラグ"})
    assert "「タイムラグ」は名前と番号には見つかりませんでした。" in words_of(answer)
    rows = reader.get(link(answer, "会議録の本文で「タイムラグ」を見る"))
    count = rows.context["count"]
    assert count.number > 0
    assert f"会議録の本文で「タイムラグ」を見る（{count}）" in words_of(answer)


def test_text_is_not_counted_for_those_who_may_not_read_records(client: Client, seed: Meeting) -> None:
    client.force_login(user_who_may((Verb.READ, Noun.SITTINGS)))
    assert "会議録の本文で" not in words_of(client.get("/search/", {"q": "電話"}))


def test_directory_is_found_by_name_kana_and_number_once_each_and_only_where_it_may_be_read(
    client: Client,
) -> None:
    here, there = OrganisationFactory(name="架空市", code="131164"), OrganisationFactory(name="隣町")
    division = DepartmentFactory(organisation=here, name="企画部")
    section = DepartmentFactory(organisation=here, parent=division, name="電算課", kana="でんさんか")
    chief = OfficeFactory(organisation=here, department=section, title="課長")
    held = OfficeFactory(organisation=here, title="室長")
    person = PersonFactory(name="架空 一郎", kana="かくう いちろう")
    for office in (chief, held):
        PostingFactory(person=person, office=office, kind="concurrent")
    PostingFactory(person=PersonFactory(name="隣 一郎"), office=OfficeFactory(organisation=there))

    def found(query: str) -> list[str]:
        return titles(client.get("/search/", {"q": query}))

    client.force_login(allow(UserFactory(), (Verb.READ, Noun.DIRECTORY), organisation=here))
    assert found("131164") == ["架空市"]
    assert found("企画部電算課") == ["企画部電算課", "企画部電算課 課長"]
    assert found("でんさんか") == ["企画部電算課"]
    assert found("一郎") == ["架空 一郎"]
    client.force_login(user_who_may((Verb.READ, Noun.BODIES)))
    assert found("一郎") == found("131164") == found("企画部") == []
