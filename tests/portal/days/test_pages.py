"""閉庁日と期限の決まり, through the door."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from portal.accounts.rights import Noun, Verb
from portal.days.actions import add_due_rule, close_day
from portal.days.models import ClosedDay, DueRule
from tests.doors import follow
from tests.factories.portal import user_who_may

pytestmark = pytest.mark.django_db

ACT = {"by": "system:tests", "reason": "試験"}
PAGE = "/days/"


@pytest.fixture
def writer(client: Client) -> Client:
    client.force_login(user_who_may((Verb.READ, Noun.DAYS), (Verb.WRITE, Noun.DAYS)))
    return client


def test_closed_day_typed_in_packed_figures_is_stored_and_said_how_it_was_read(writer: Client) -> None:
    sent = {"day": "20240628", "cause": "庁舎の設備点検", "reason": "点検の通知"}
    answer = writer.post(reverse("days:closed-day-new"), sent, follow=True)
    assert ClosedDay.objects.get().day == date(2024, 6, 28)
    assert "「20240628」を令和6年6月28日（金）と読みました。" in answer.content.decode()
    assert ClosedDay.history.get().history_change_reason == "点検の通知"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("R6.7.15", "祝日（海の日）"),
        ("令和6年6月29日", "土曜日・日曜日"),
        ("2024/12/30", "年末年始"),
        ("令和6年2月30日", "令和6年2月30日という日はありません"),
        ("あした", "日付として読めません"),
        ("R6.6.28", "既に閉庁日として登録"),
    ],
)
def test_closed_day_that_is_none_is_refused_with_the_reason(writer: Client, day: str, said: str) -> None:
    close_day(**ACT, day=date(2024, 6, 28), cause="庁舎の設備点検")
    answer = writer.post(reverse("days:closed-day-new"), {"day": day, "cause": "点検", "reason": "試験"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert ClosedDay.objects.count() == 1


def test_closed_day_taken_off_the_list_keeps_its_history(writer: Client) -> None:
    closed = close_day(**ACT, day=date(2024, 6, 28), cause="庁舎の設備点検")
    url = reverse("days:closed-day-remove", args=[closed.pk])
    assert writer.post(url, {"version": closed.version, "reason": "点検の中止"}).status_code == 302
    assert not ClosedDay.objects.exists()
    assert ClosedDay.history.filter(history_type="-", history_change_reason="点検の中止").exists()


def test_due_rule_without_days_cannot_count_open_days(writer: Client) -> None:
    rule = add_due_rule(**ACT, name="期限", count=2, unit="open_days", roll="later")
    url = reverse("days:due-rule-edit", args=[rule.pk])
    sent = {"count": "", "unit": "open_days", "roll": "later", "version": 1, "reason": "試験"}
    answer = writer.post(url, sent)
    assert answer.status_code == 422
    assert "数え方を暦日にしてください" in answer.content.decode()
    assert writer.post(url, sent | {"count": "99999"}).status_code == 422
    assert writer.post(url, sent | {"count": "5"}).status_code == 302
    assert DueRule.objects.get().in_words == "5開庁日（閉庁日に当たるときは後の開庁日）"


def test_days_page_shows_only_coming_days_until_asked(writer: Client) -> None:
    close_day(**ACT, day=date(2024, 6, 28), cause="昔の点検")
    close_day(**ACT, day=date(2030, 6, 28), cause="次の点検")
    with time_machine.travel("2026-01-05 10:00+09:00", tick=False):
        page = writer.get(PAGE).content.decode()
        assert "次の点検" in page
        assert "昔の点検" not in page
        assert "昔の点検" in follow(writer, writer.get(PAGE), "過ぎた閉庁日も含めた一覧").content.decode()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            {"words": "7月頭", "said_on": "R6.6.27", "yearless": "AHEAD"},
            "令和6年7月1日（月）から令和6年7月10日（水）まで",
        ),
        ({"words": "早くとも令和7年4月"}, "→ 令和7年4月1日（火）から（"),
        ({"words": "20240627"}, "→ 令和6年6月27日（木）"),
        ({"words": "至急"}, "日を表す言葉として読めません"),
        ({"words": "令和6年13月"}, "13月という月はありません"),
        ({"words": "7月頭", "yearless": "forged"}, "正しく選択してください"),
        ({"words": "7月頭", "said_on": "2024-13-01"}, "という日はありません"),
        ({"words": "7月頭" * 200}, "200 文字以下"),
    ],
)
def test_words_tried_on_the_page_are_read_or_explained(writer: Client, query: dict, said: str) -> None:
    answer = writer.get(PAGE, query)
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_days_pages_without_the_right_are_refused(client: Client) -> None:
    client.force_login(user_who_may((Verb.READ, Noun.DAYS)))
    assert "閉庁日を加える" not in client.get(PAGE).content.decode()
    assert client.post(reverse("days:closed-day-new"), {}).status_code == 403
    client.force_login(user_who_may())
    assert client.get(PAGE).status_code == 403
