"""A body's records of a year as one ZIP, from the page to the file."""

import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings import jobs
from meetings.models import Meeting
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.documents.errors import MissingGlyph
from portal.jobs.models import Job
from tests.doors import follow, link, send, words_of
from tests.factories import meetings as make
from tests.factories.portal import user_who_may
from tests.factories.writing import as_system
from tests.meetings.door import browser, user_of
from tests.working import result_of, work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(seed: Meeting) -> User:
    return user_of("secretariat")


@pytest.fixture
def client(secretary: User) -> Client:
    return browser(secretary)


def beside(seed: Meeting, **values: Any) -> Meeting:
    """Another sitting of the same body; the seed has one of which nobody has said the number or the day."""
    return make.MeetingFactory(body=seed.body, **values)


def start(
    client: Client, meeting: Meeting, audience: str = "internal", *, shape: str = "files", **typed: str
) -> Any:
    """From the body's page to the page of the work."""
    body = client.get(reverse("meetings:body", args=[meeting.body_id]))
    path = link(body, "会議録をまとめてPDFにする")
    answer = send(client, path, having="audience", audience=audience, shape=shape, **typed)
    return client.get(answer["Location"]) if answer.status_code == 302 else answer


def names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        assert bundle.testzip() is None
        return bundle.namelist()


def test_records_of_a_year_come_as_one_zip_with_progress_in_numbers(client: Client, seed: Meeting) -> None:
    beside(seed, fiscal_year=2024, number=2)
    beside(seed, fiscal_year=2023, number=4)
    page = start(client, seed)
    assert "順番を待っています" in words_of(page)
    work_off()

    job = Job.objects.get()
    assert names(result_of(job)) == [
        "01_令和6年6月27日_豊島区行政情報化推進本部_会議録（原本・見本）.pdf",
        "02_令和6年6月27日_豊島区行政情報化推進本部_会議録（原本・見本）.pdf",
        "03_日程未定_豊島区行政情報化推進本部_会議録（原本・見本）.pdf",
    ]
    page = client.get(page.request["PATH_INFO"])
    assert "3件中3件" in words_of(page)
    saved = follow(client, page, ".zip")
    assert saved.getvalue() == result_of(job)
    assert saved["Content-Type"] == "application/zip"


def test_record_that_cannot_be_printed_is_named_and_the_others_are_made(
    client: Client, seed: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = beside(seed, fiscal_year=2024, number=2)
    printed = jobs.minutes_pdf

    def refuse(meeting: Meeting, *args: Any, **kwargs: Any) -> bytes:
        if meeting == other:
            raise MissingGlyph("𛀁", "議案（2） 3番目の発言")
        return printed(meeting, *args, **kwargs)

    monkeypatch.setattr(jobs, "minutes_pdf", refuse)
    page = start(client, seed)
    work_off()

    content = result_of(Job.objects.get())
    assert names(content)[2:] == ["作成できなかった会議録.txt"]
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        assert "印刷できません" in bundle.read("作成できなかった会議録.txt").decode()
    assert "作成できません" in words_of(client.get(page.request["PATH_INFO"]))


def test_year_without_a_single_printable_record_fails_in_words(client: Client, seed: Meeting) -> None:
    beside(seed, fiscal_year=2023, number=4)
    page = start(client, seed, audience="public", fiscal_year="2023")
    work_off()

    shown = words_of(client.get(page.request["PATH_INFO"]))
    assert "作成できた会議録が1件もありません" in shown
    assert "公開用は作成できません" in shown


@pytest.mark.parametrize(
    ("field", "value"), [("fiscal_year", "1999"), ("audience", "press"), ("shape", "scroll")]
)
def test_forged_choice_is_refused_beside_its_field(
    client: Client, seed: Meeting, field: str, value: str
) -> None:
    answer = start(client, seed, **{field: value})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Job.objects.exists()


def test_result_is_for_who_asked_and_no_longer_than_the_right_lasts(
    client: Client, seed: Meeting, secretary: User
) -> None:
    page = start(client, seed)
    work_off()
    page = client.get(page.request["PATH_INFO"])
    file = link(page, ".zip")

    others = [user_of("secretariat"), user_of("administrator"), user_of("auditor")]
    assert {browser(user).get(file).status_code for user in others} == {404}
    with as_system():
        secretary.grants.all().delete()
    assert client.get(file).status_code == 404


def test_sitting_one_may_not_read_is_not_in_the_zip(seed: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = beside(seed, fiscal_year=2024, number=2)
    manager = type(Meeting.objects)
    seen = manager.visible_to
    monkeypatch.setattr(manager, "visible_to", lambda self, user: seen(self, user).exclude(pk=hidden.pk))
    start(browser(user_of("secretariat")), seed)
    work_off()

    assert len(names(result_of(Job.objects.get()))) == 2


def test_body_offers_it_only_to_those_who_may_export(seed: Meeting) -> None:
    reader = user_who_may((Verb.READ, Noun.BODIES), (Verb.READ, Noun.SITTINGS))
    page = browser(reader).get(reverse("meetings:body", args=[seed.body_id]))

    assert "まとめてPDF" not in words_of(page)
