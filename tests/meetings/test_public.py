"""What anybody reads without logging in: the public editions in force, and nothing else."""

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings.actions import publishing, record
from meetings.actions.bodies import edit_body
from meetings.models import Edition
from portal.files import store
from portal.public.tree import SHARED_ASSETS, leaf
from tests.factories.writing import as_system
from tests.meetings.life import WHY, Life, begun, correct, published

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def life() -> Life:
    return published()


def read(path: str, **query: str) -> tuple[int, str]:
    answer = Client().get(f"/public/{path}", query)
    return answer.status_code, answer.content.decode()


def paths_of(life: Life) -> list[str]:
    """Every page there is about the record or that names it."""
    meeting = life.meeting
    shelf = f"minutes/{meeting.body_id}-{meeting.fiscal_year}.html"
    files = [f"minutes/{meeting.pk}.{kind}" for kind in ("html", "json")]
    return ["", "index.html", shelf, *files, "records.json", "feed.xml", "search.html"]


def test_resident_finds_and_reads_the_record_without_logging_in(life: Life) -> None:
    meeting = life.meeting
    assert 'href="/public/"' in Client().get("/login/").content.decode()
    name = f"第1回{meeting.body}"
    _, index = read("")
    assert f'href="minutes/{meeting.body_id}-{meeting.fiscal_year}.html"' in index
    status, shelf = read(f"minutes/{meeting.body_id}-{meeting.fiscal_year}.html")
    assert (status, f'href="{meeting.pk}.html"' in shelf, name in shelf) == (200, True, True)
    _, page = read(f"minutes/{meeting.pk}.html")
    assert re.search(r"<h1>[^<]*" + name, page)
    assert "ただいまから開会します。" in page
    assert '<span class="withheld">〔非公開1：審議検討情報〕</span>が大事です。' in page
    assert "公開用 第1版" in page
    edition = Edition.objects.for_the_public().get()
    with store.opened(edition.file.sha256, edition.file.size) as file:
        answer = Client().get(f"/public/minutes/{meeting.pk}.pdf")
        assert (answer.content, answer["Content-Type"]) == (file.read(), "application/pdf")


def test_withheld_words_stand_on_no_page_and_are_not_found(life: Life) -> None:
    told = {path: read(path) for path in paths_of(life)}
    assert {path: status for path, (status, _) in told.items() if status != 200} == {}
    assert [path for path, (_, page) in told.items() if "電話機能" in page] == []
    _, hidden = read("search.html", q="電話機能")
    assert "見つかりませんでした" in hidden
    _, found = read("search.html", q="大事 開会 -存在しない")
    assert "1件" in found
    assert "<mark>" in found
    assert f'href="minutes/{life.meeting.pk}.html"' in found


def test_public_page_sets_no_cookie_is_asked_for_anew_and_has_no_way_inside(life: Life) -> None:
    for path in paths_of(life):
        answer = Client().get(f"/public/{path}")
        assert not answer.cookies, path
        assert "Cookie" not in answer.get("Vary", ""), path
        assert answer["Cache-Control"] == "public, no-cache"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        again = Client().get(f"/public/{path}", headers={"if-none-match": answer["ETag"]})
        assert again.status_code == 304
        links = re.findall(r'(?:href|src|action)="([^"]*)"', answer.content.decode())
        assert [link for link in links if link.startswith(("/", "http"))] == [], path
    assert Client().get("/public/search.html?q=開会")["Cache-Control"] == "no-store"
    assert Client().post("/public/index.html").status_code == 405


def test_page_asks_little_of_the_database_and_nothing_of_who_reads(life: Life) -> None:
    client = Client()
    client.force_login(life.secretary)
    for path in [*paths_of(life), "search.html?q=開会"]:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/public/{path}")
        assert len(queries) <= 5, path
        assert not [each for each in queries if "session" in each["sql"]], path
        assert answer.content == Client().get(f"/public/{path}").content


def test_every_link_of_the_public_pages_leads_somewhere(life: Life) -> None:
    waiting, seen = ["index.html"], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        found = leaf(path)
        assert found.status == 200, path
        if found.kind.startswith("text/html"):
            folder = path.rpartition("/")[0]
            for link in re.findall(r'(?:href|src|action)="([^"#]+)"', found.body.decode()):
                target = link.removeprefix("../") if link.startswith("../") else f"{folder}/{link}"
                waiting.append(target.lstrip("/"))
    assert {f"minutes/{life.meeting.pk}.pdf", "feed.xml", "assets/public.css"} <= seen
    assert {leaf(f"assets/{name}").status for name in SHARED_ASSETS} == {200}


def test_feed_and_data_name_the_record_its_edition_and_its_file(life: Life) -> None:
    edition, key = Edition.objects.for_the_public().get(), life.meeting.pk
    feed = ElementTree.fromstring(read("feed.xml")[1])
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"minutes/{key}.html"
    assert entry.findtext(f"{ATOM}updated", "")[:19] <= feed.findtext(f"{ATOM}updated", "")[:19]
    listed: Any = json.loads(read("records.json")[1])["minutes"]
    assert [each["sha256"] for each in listed] == [edition.file.sha256]
    whole = json.loads(read(f"minutes/{key}.json")[1])
    assert (whole["pdf"], whole["content"]["edition"]) == (f"{key}.pdf", "公開用 第1版")


def test_before_anything_is_published_the_pages_say_so() -> None:
    drafted = begun()
    drafted.until_finalised()
    assert "まだありません" in read("")[1]
    assert [read(f"minutes/{drafted.meeting.pk}.{kind}")[0] for kind in ("html", "json", "pdf")] == [404] * 3
    assert ElementTree.fromstring(read("feed.xml")[1]).findall(f"{ATOM}entry") == []
    assert "1件" not in read("search.html", q="開会")[1]


@pytest.mark.parametrize(
    "path",
    ["minutes/999999.html", "minutes/9-1999.html", "other/1.html", "other/1-2024.html", "assets/no.css"],
)
def test_unknown_address_gets_a_public_page_without_the_way_inside(path: str) -> None:
    status, page = read(path)
    assert status == 404
    assert "アドレスが違うか、公開していないページです。" in page
    assert "login" not in page


@pytest.mark.parametrize(
    "path", ["minutes/0.html", "minutes/99999999999999999999.pdf", "../settings", "x" * 500]
)
def test_forged_address_is_missing_and_never_an_error(path: str) -> None:
    assert leaf(path).status == 404


def test_withdrawn_record_is_gone_from_everything_and_its_page_says_so(life: Life) -> None:
    edition = Edition.objects.for_the_public().get()
    publishing.withdraw_edition(by=life.second, reason="誤って公開した箇所の確認", edition=edition)
    for kind in ("html", "json", "pdf"):
        status, page = read(f"minutes/{life.meeting.pk}.{kind}")
        assert status == 410
        assert "取り下げました" in page
        assert str(life.meeting.body) not in page
        assert "誤って公開した箇所" not in page
    name = f"第1回{life.meeting.body}"
    assert [path for path in paths_of(life) if name in read(path)[1]] == []
    assert "見つかりませんでした" in read("search.html", q="開会")[1]


def test_record_under_correction_is_gone_until_its_next_edition(life: Life) -> None:
    correct(life)
    status, page = read(f"minutes/{life.meeting.pk}.html")
    assert (status, "訂正しているとき" in page) == (410, True)
    row = life.rows[0]
    row.refresh_from_db()
    record.edit_entry(by=life.secretary, reason="", entry=row, text="開会します。")
    life.confirm()
    life.finalise()
    life.publish()
    status, page = read(f"minutes/{life.meeting.pk}.html")
    assert (status, "公開用 第2版" in page) == (200, True)
    assert "開会の言葉の誤記を直すため" in page


def test_edition_written_to_by_any_other_way_is_shown_to_nobody(life: Life) -> None:
    with as_system():
        Edition.objects.filter(meeting=life.meeting, audience="public").update(content={"name": "別の本文"})
    assert read(f"minutes/{life.meeting.pk}.html")[0] == 410


def test_record_kept_from_the_public_is_named_only_where_its_body_says_so() -> None:
    life = begun()
    life.until_finalised()
    publishing.keep_from_the_public(by=life.second, reason=WHY, meeting=life.fresh())
    body = life.fresh().body
    shelf, name = f"minutes/{body.pk}-{life.meeting.fiscal_year}.html", f"第1回{body}"
    assert read(shelf)[0] == 404
    assert name not in read("")[1]

    edit_body(by=life.secretary, reason=WHY, body=body, shows_closed_minutes=True)

    status, page = read(shelf)
    assert status == 200
    assert name in page
    assert "公開していません" in page
    assert "開会します" not in page
    assert read(f"minutes/{life.meeting.pk}.html")[0] == 404
    assert name not in read("records.json")[1] + read("feed.xml")[1]


def test_stranger_may_read_nothing_else(life: Life) -> None:
    for path in (f"/meetings/{life.meeting.pk}/", "/meetings/", "/search/?q=開会", "/files/1/"):
        assert Client().get(path)["Location"].startswith("/login/"), path
