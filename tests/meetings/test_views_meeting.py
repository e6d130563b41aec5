"""The sitting's own page: what it says of the sitting, of those around it, and of what is not known."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting, MeetingBody
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.disclosure.actions import withhold_passage
from tests.factories import meetings as make
from tests.factories.portal import (
    DisclosureGroundFactory,
    StatedDateFactory,
    user_who_may,
    user_who_may_everything,
)
from tests.meetings.door import browser, send, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary() -> User:
    return user_who_may_everything()


@pytest.fixture
def client(secretary: User) -> Client:
    return browser(secretary)


@pytest.fixture
def body() -> MeetingBody:
    return make.MeetingBodyFactory()


def page(client: Client, seed: Meeting) -> str:
    return client.get(reverse("meetings:meeting", args=[seed.pk])).content.decode()


def test_page_of_the_seed_says_both_reasons_as_written_and_what_is_unknown(seed: Meeting) -> None:
    shown = page(browser(user_of("secretariat")), seed)

    for words in (
        "行政機関における政策意思決定過程途上に位置付けられる会議であるため",
        "行政機関における政策意思決定過程途上に位置づけられる内容を含むため",
        "条項は未登録",
        "もとの会議録に記載なし",
        "ファイル未登録",
        "会議に戻す場合、期限に間に合う会議がありません。次の会議：9月（日程未定）。",
        "「長くてもあと1か月では決めたい」",
        "部員10・事務局6",
    ):
        assert words in shown
    assert shown.count("導出・未確認") == 3
    assert shown.count("資料のみ") == 3


def test_empty_lists_say_what_to_do(client: Client) -> None:
    meeting = make.MeetingFactory()

    page = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()

    for words in (
        "まだ議題はありません。",
        "まだ対応事項はありません。",
        "まだ資料はありません。",
        "まだ出席の記録はありません。",
    ):
        assert words in page


def test_page_leads_to_the_sitting_before_and_the_next(client: Client, body: MeetingBody) -> None:
    days = {"first": date(2024, 5, 10), "this": date(2024, 6, 27), "later": date(2024, 11, 1)}
    held = {
        name: make.MeetingFactory(body=body, starts_at=make.at(11, day=day), planned_end_at=None)
        for name, day in days.items()
    }
    said = StatedDateFactory(words="9月", earliest=date(2024, 9, 1), latest=date(2024, 9, 30))
    spoken = make.MeetingFactory(body=body, starts_at=None, planned_end_at=None, number=None, held_when=said)
    make.MeetingFactory(starts_at=make.at(11, day=date(2024, 6, 28)), planned_end_at=None)

    shown = client.get(reverse("meetings:meeting", args=[held["this"].pk])).content.decode()

    assert f"前回：{held['first']}" in shown
    assert f"次回：{spoken}</a>（9月・日程未定）" in shown


def test_first_sitting_of_a_body_says_that_there_is_none_before(client: Client) -> None:
    shown = client.get(reverse("meetings:meeting", args=[make.MeetingFactory().pk])).content.decode()

    assert "前回：登録なし" in shown
    assert "次回：登録なし" in shown


def test_attendance_of_all_says_that_no_absence_is_recorded(client: Client) -> None:
    attendance = make.AttendanceFactory()
    url = reverse("meetings:meeting", args=[attendance.meeting_id])
    before = client.get(url).content.decode()

    send(client, reverse("meetings:attendance-edit", args=[attendance.pk]), status="absent")

    assert "欠席・代理の記載なし" in before
    assert "欠席・代理の記載なし" not in client.get(url).content.decode()


def test_withheld_paper_says_so_to_those_who_may_know(client: Client, secretary: User) -> None:
    handout = make.HandoutFactory()
    withhold_passage(
        by=secretary,
        reason="審議の途中のため",
        record=handout,
        field="",
        span=None,
        ground=DisclosureGroundFactory(label="審議検討情報"),
        end_trigger="decision",
    )
    url = reverse("meetings:meeting", args=[handout.meeting_id])
    reader = browser(user_who_may((Verb.READ, Noun.SITTINGS)))

    informed, other = client.get(url).content.decode(), reader.get(url).content.decode()

    assert "公開用では非公開：審議検討情報" in informed
    assert "1か所" in informed
    assert "公開用では非公開" not in other
    assert "か所" not in other
