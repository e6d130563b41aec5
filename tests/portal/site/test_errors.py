"""The error pages: in Japanese, true, with a way on, and without what they cannot have."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from portal.audit.errors import AuditBypassError, StaleWrite
from portal.site import serving
from portal.site.serving import Guarded
from portal.site.worker import PortalWorker
from tests.copies import Seeded
from tests.factories.portal import UserFactory, user_who_may_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(UserFactory())
    return client


def _raise(error: Exception) -> Any:
    def crash(*_: object) -> None:
        raise error

    return crash


def test_act_that_came_too_late_is_told_so(patient: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.site.views.home_panels_for", _raise(StaleWrite()))
    answer = patient.get("/")
    assert answer.status_code == 409
    assert "何も保存していません" in answer.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {"text": "あ" * 1_000_000},
        {f"id{number}": "1" for number in range(1_001)},
        {"id": ["1"] * 100_000},
    ],
    ids=["long text", "many fields", "a hundred thousand ids"],
)
def test_more_than_is_taken_at_once_is_refused_in_words(patient: Client, sent: dict[str, Any]) -> None:
    answer = patient.post("/own/keys/", sent)
    assert answer.status_code == 413
    assert "大きすぎます" in answer.content.decode()
    assert 'href="/"' in answer.content.decode()


def test_too_many_files_are_refused_in_words(patient: Client) -> None:
    files = {f"file{number}": io.BytesIO(b"x") for number in range(101)}
    assert patient.post("/own/keys/", files).status_code == 413


def test_malformed_request_is_refused_in_words(patient: Client) -> None:
    answer = patient.get("/", headers={"Host": "elsewhere.invalid"})
    assert answer.status_code == 400
    assert "受け取れませんでした" in answer.content.decode()


def test_fault_of_the_database_that_still_answers_is_a_fault(
    patient: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.site.views.home_panels_for", _raise(OperationalError("no such column")))
    assert patient.get("/").status_code == 500


class TestUnreachableDatabase:
    """A copy of the seed whose file gives way to a folder."""

    @pytest.fixture
    def away(self, seeded: Seeded) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(seeded.user("secretariat"))
        connection.close()
        seeded.path.rename(seeded.path.with_suffix(".away"))
        seeded.path.mkdir()
        return client

    def test_pages_say_so_with_a_time_to_come_back(self, away: Client) -> None:
        answer = away.get("/meetings/")
        assert answer.status_code == 503
        assert answer["Retry-After"] == "120"
        page = answer.content.decode()
        assert "いまポータルを使えません" in page
        assert "<form" not in page
        assert "sqlite" not in page.lower()

    def test_health_page_says_so(self, away: Client) -> None:
        answer = Client(raise_request_exception=False).get("/health/")
        assert (answer.status_code, answer.content) == (503, b"database")

    def test_server_starts_all_the_same_and_serves_once_it_is_back(
        self, away: Client, seeded: Seeded
    ) -> None:
        served: list[str] = []
        guarded = Guarded(lambda environ, start: [b"served"])
        body = guarded({}, lambda status, headers: served.append(status))
        assert served == ["503 Service Unavailable"]
        assert "いまポータルを使えません" in b"".join(body).decode()

        seeded.path.rmdir()
        seeded.path.with_suffix(".away").rename(seeded.path)
        assert guarded({}, lambda *_: None) == [b"served"]
        assert guarded({}, lambda *_: None) == [b"served"]


def test_wall_with_a_hole_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "require_wall", _raise(AuditBypassError("hole")))
    with pytest.raises(AuditBypassError):
        Guarded(lambda environ, start: [b"served"])


class _Line:
    """A socket that keeps what was sent."""

    def __init__(self) -> None:
        self.sent = b""

    def gettimeout(self) -> float:
        return 0.0

    def sendall(self, data: bytes) -> None:
        self.sent += data


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("LimitRequestLine", "414 URI Too Long", "アドレスが長すぎます"),
        ("LimitRequestHeaders", "431 Request Header Fields Too Large", "クッキーを消し"),
    ],
)
def test_address_or_cookies_too_long_for_the_server_are_refused_in_words(
    name: str, status: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gunicorn.http import errors

    worker, line = object.__new__(PortalWorker), _Line()
    worker.log = __import__("logging").getLogger("tests")
    error = getattr(errors, name)(9000, 4094) if name == "LimitRequestLine" else getattr(errors, name)("x")
    worker.handle_error(None, line, ("127.0.0.1", 1), error)
    head, _, page = line.sent.decode().partition("\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status}")
    assert f"Content-Length: {len(page.encode())}" in head
    assert words in page


def test_error_pages_without_database_name_files_that_exist() -> None:
    from django.contrib.staticfiles import finders

    page = serving.plain_error(503).content.decode()
    named = [part.split('"')[0] for part in page.split('="/static/')[1:]]
    assert len(named) > 4
    assert [name for name in named if not finders.find(name)] == []
    assert all(Path(str(finders.find(name))).is_file() for name in named)


def test_refusals_name_a_way_on(client: Client) -> None:
    client.force_login(user_who_may_everything())
    for path in ("/no-such-page/", "/meetings/987654/"):
        page = client.get(path).content.decode()
        assert "上のメニューか検索から" in page
        assert 'role="search"' in page
    client.force_login(UserFactory())
    answer = client.get("/meetings/")
    assert answer.status_code == 403
    assert "役割の付与を頼んでください" in answer.content.decode()
    assert 'href="/"' in answer.content.decode()
