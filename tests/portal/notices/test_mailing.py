"""Notices by e-mail: sent by a worker, tried again, not twice without need, silent on what is hidden."""

import smtplib
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.days.actions import close_day
from portal.days.models import ClosedDay
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.notices import kinds, mailing
from portal.notices.actions.telling import Ways, choose_ways, tell
from portal.notices.kinds import NoticeKind, Tidings, register_notice_kind
from portal.notices.mailing import NoticeMails, request_mails
from portal.notices.models import Notice
from tests.factories.portal import user_who_may
from tests.factories.writing import as_system
from tests.working import work_off

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"by": "system:tests", "reason": "試験"}


@pytest.fixture(autouse=True)
def mail_server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    register_notice_kind(NoticeKind("tests.closed", "閉庁日が加わったとき"))
    settings.MAIL_IS_SET = True
    settings.DEFAULT_FROM_EMAIL, settings.MAIL_HOST_NAME = "portal@city.example.lg.jp", "city.example.lg.jp"
    settings.BASE_URL = "https://portal.example.lg.jp"


@pytest.fixture
def record() -> ClosedDay:
    return close_day(**BY, day=date(2031, 6, 2), cause="設備の点検")


@pytest.fixture
def reader() -> User:
    person = user_who_may((Verb.READ, Noun.DAYS))
    choose_ways(by=person, ways={"tests.closed": Ways(True, True)}, address="hanako@city.example.lg.jp")
    return person


def told(record: ClosedDay, person: User, occasion: str = "") -> Notice:
    tidings = Tidings("tests.closed", [person], record, "6月2日は閉庁日です", "設備の点検", occasion)
    (notice,) = tell(**BY, tidings=tidings)
    return notice


def due_now() -> None:
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))


def test_telling_asks_for_the_mail_once_it_is_stored(
    record: ClosedDay, reader: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        notice = told(record, reader)
        assert not Job.objects.exists()
    work_off()

    (sent,) = mail.outbox
    assert (sent.to, sent.from_email) == (["hanako@city.example.lg.jp"], "portal@city.example.lg.jp")
    assert sent.subject == "【行政DX推進ポータル】閉庁日が加わったとき"
    assert "6月2日は閉庁日です\n設備の点検" in sent.body
    assert "https://portal.example.lg.jp/notices/" in sent.body
    assert sent.extra_headers["Message-ID"] == f"<notice-{notice.pk}@city.example.lg.jp>"
    notice.refresh_from_db()
    assert notice.mailed_at is not None
    assert request_mails() is None


def test_several_notices_are_one_work_and_none_is_in_two(record: ClosedDay, reader: User) -> None:
    for occasion in "甲乙":
        told(record, reader, occasion)
    first = request_mails()
    assert first is not None
    assert request_mails() is None
    told(record, reader, "丙")
    second = request_mails()
    assert second is not None
    assert not set(first.parameters["notices"]) & set(second.parameters["notices"])
    work_off()

    assert len(mail.outbox) == 3
    assert "2通中2通" in [f"{job.run.total}通中{job.run.done}通" for job in Job.objects.all()]


def test_server_that_is_down_is_tried_again_and_keeps_nobody_waiting(
    record: ClosedDay, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(record, reader)
    request_mails()
    with monkeypatch.context() as down:
        down.setattr("django.core.mail.message.EmailMessage.send", raising(ConnectionRefusedError()))
        work_off()
    job = Job.objects.get()
    assert job.is_unfinished
    assert "ConnectionRefusedError" in job.entries.last().words
    assert mail.outbox == []

    due_now()
    work_off()
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert len(mail.outbox) == 1


def test_address_that_is_refused_is_noted_and_not_tried_again(
    record: ClosedDay, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = told(record, reader)
    request_mails()
    refused = smtplib.SMTPRecipientsRefused({"hanako@city.example.lg.jp": (550, b"unknown")})
    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", raising(refused))
    work_off()

    job = Job.objects.get()
    assert job.state == JobState.DONE
    assert "断りました" in job.entries.first().words
    notice.refresh_from_db()
    assert (notice.by_mail, notice.mailed_at) == (False, None)
    assert request_mails() is None


def test_mail_says_nothing_of_a_record_that_may_be_read_no_more(record: ClosedDay, reader: User) -> None:
    told(record, reader)
    with as_system():
        reader.grants.all().delete()
    request_mails()
    work_off()

    (sent,) = mail.outbox
    assert "閉庁日です" not in sent.body
    assert "設備" not in sent.body
    assert "いまはあなたには見られません" in sent.body


def test_people_who_left_and_addresses_taken_back_get_no_mail(record: ClosedDay, reader: User) -> None:
    told(record, reader)
    request_mails()
    choose_ways(by=reader, ways={}, address="")
    work_off()
    assert mail.outbox == []
    assert "必要がなくなりました" in Job.objects.get().entries.first().words

    choose_ways(by=reader, ways={}, address="hanako@city.example.lg.jp")
    with as_system():
        reader.is_active = False
        reader.save()
    assert request_mails() is None


def test_without_a_mail_server_nothing_is_asked_for(record: ClosedDay, reader: User, settings: Any) -> None:
    told(record, reader)
    settings.MAIL_IS_SET = False
    assert request_mails() is None


def test_no_person_asks_for_mails(reader: User, settings: Any) -> None:
    settings.BASE_URL = ""
    assert not NoticeMails().may_be_asked_by(reader)


def test_mail_without_an_address_of_the_portal_carries_no_link(
    record: ClosedDay, reader: User, settings: Any
) -> None:
    settings.BASE_URL = ""
    sent = mailing.message_of(told(record, reader), "hanako@city.example.lg.jp")
    assert "http" not in sent.body


def raising(error: Exception) -> Any:
    def send(*args: Any, **kwargs: Any) -> None:
        raise error

    return send
