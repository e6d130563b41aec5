"""The printed documents at the door: who gets them, under which name, and what is said when they fail."""

import re
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from meetings.documents import NotForThePublic
from meetings.models import Meeting
from meetings.views import publishing
from portal.disclosure.public_text import PassageError
from portal.documents.errors import FontsDamaged, MissingGlyph, RendererCrashed
from tests.meetings.door import browser, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(seed: Meeting) -> Client:
    return browser(user_of("secretariat"))


def minutes(meeting: Meeting, audience: str) -> str:
    return reverse("meetings:minutes-pdf", args=[meeting.pk, audience])


@pytest.mark.parametrize(
    ("audience", "name"),
    [
        ("internal", "令和6年6月27日_豊島区行政情報化推進本部_会議録（原本・見本）.pdf"),
        ("public", "令和6年6月27日_豊島区行政情報化推進本部_会議録（公開用・見本）.pdf"),
    ],
)
def test_minutes_are_handed_out_as_a_file_named_by_the_day(
    client: Client, seed: Meeting, audience: str, name: str
) -> None:
    answer = client.get(minutes(seed, audience))

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].isascii()
    assert unquote(answer["Content-Disposition"]) == f"attachment; filename*=utf-8''{name}"
    assert answer["Cache-Control"] == "no-store"


def test_both_proofs_stand_side_by_side_in_frames_of_the_portals_own(client: Client, seed: Meeting) -> None:
    page = client.get(reverse("meetings:record-proof", args=[seed.pk])).content.decode()
    frames = re.findall(r'<iframe src="([^"]+)"', page)
    assert [frame.split("?")[0] for frame in frames] == [minutes(seed, "internal"), minutes(seed, "public")]

    answer = client.get(frames[1])

    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"].startswith("inline;")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]


def test_proof_that_cannot_be_made_says_so_in_its_frame(
    client: Client, seed: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise NotForThePublic

    monkeypatch.setattr(publishing, "minutes_pdf", fail)

    answer = client.get(minutes(seed, "public"), {"beside": "1"})

    assert answer.status_code == 422
    assert "公開用は作成できません" in answer.content.decode()
    assert "<nav" not in answer.content.decode()
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_decision_list_is_handed_out(client: Client, seed: Meeting) -> None:
    answer = client.get(reverse("meetings:decisions-pdf", args=[seed.pk]))

    assert answer.content.startswith(b"%PDF-")
    assert "決定事項一覧（見本）.pdf" in unquote(answer["Content-Disposition"])


@pytest.mark.parametrize("role", ["viewer", "evaluator", "administrator", "public"])
def test_role_without_the_right_to_export_gets_no_file(seed: Meeting, role: str) -> None:
    client = browser(user_of(role))
    urls = [
        minutes(seed, "internal"),
        minutes(seed, "public"),
        reverse("meetings:decisions-pdf", args=[seed.pk]),
    ]

    assert [client.get(url).status_code for url in urls] == [403, 403, 403]


def test_edition_for_nobody_is_not_found(client: Client, seed: Meeting) -> None:
    assert client.get(minutes(seed, "press")).status_code == 404


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (MissingGlyph("𛀁", "議案（2） 3番目の発言"), 422),
        (NotForThePublic(), 422),
        (PassageError("非公開箇所・書き換えの位置が本文と合いません。箇所を指定し直してください。"), 422),
        (RendererCrashed(), 503),
        (FontsDamaged("NotoSansJP-Regular.otf"), 503),
    ],
)
def test_document_that_cannot_be_made_is_answered_by_a_page_that_says_why_and_where_to_go(
    client: Client, seed: Meeting, monkeypatch: pytest.MonkeyPatch, problem: Exception, status: int
) -> None:
    def fail(*args: object, **kwargs: object) -> bytes:
        raise problem

    monkeypatch.setattr(publishing, "minutes_pdf", fail)

    answer = client.get(minutes(seed, "internal"))

    shown = answer.content.decode()
    assert answer.status_code == status
    assert str(problem) in shown
    assert reverse("meetings:record", args=[seed.pk]) in shown
