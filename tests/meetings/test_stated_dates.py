"""Dates as they were said, typed into the forms of the meetings."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Commitment, Deferral, Meeting
from portal.accounts.models import Role
from portal.days.actions import close_day
from tests.meetings.door import browser, errors, typed_form, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(seed: Meeting) -> Client:
    return browser(user_of(Role.Code.SECRETARIAT))


def blank(client: Client, url: str, **typed: Any) -> dict[str, Any]:
    form = typed_form(client, url)
    return form | {"kind": "promise", "subject": "区長に確認を取る", "words": "確認が取りたい"} | typed


def agreed(answer: Any, **changed: Any) -> dict[str, Any]:
    """What the page that asks back would send if its button were pressed again."""
    return {field.html_name: field.value() or "" for field in answer.context["form"]} | changed


@pytest.fixture
def url(seed: Meeting) -> str:
    return reverse("meetings:commitment-new", args=[seed.pk])


def test_words_are_saved_only_after_the_page_has_said_how_it_read_them(clerk: Client, url: str) -> None:
    before = Commitment.objects.count()
    asked = clerk.post(url, blank(clerk, url, due_words="今年度後半"))
    assert asked.status_code == 200
    page = asked.content.decode()
    assert "まだ保存していません" in page
    assert "「今年度後半」→ 令和6年10月1日（火）から令和7年3月31日（月）まで" in page
    assert Commitment.objects.count() == before
    assert clerk.post(url, agreed(asked)).status_code == 302
    due = Commitment.objects.latest("pk").due
    assert (due.words, due.earliest, due.latest) == ("今年度後半", date(2024, 10, 1), date(2025, 3, 31))


def test_agreeing_to_other_words_is_asked_again(clerk: Client, url: str) -> None:
    asked = clerk.post(url, blank(clerk, url, due_words="今年度後半"))
    again = clerk.post(url, agreed(asked, due_words="来年度当初"))
    assert again.status_code == 200
    assert "令和7年4月1日（火）から令和7年4月30日（水）まで" in again.content.decode()


def test_month_without_a_year_offers_each_year_and_keeps_what_was_chosen(clerk: Client, url: str) -> None:
    asked = clerk.post(url, blank(clerk, url, due_words="7月頭"))
    page = asked.content.decode()
    assert "発言の後に来る月とみなす（令和6年7月1日（月）から令和6年7月10日（水）まで）" in page
    assert clerk.post(url, agreed(asked, due_yearless="AHEAD")).status_code == 302
    due = Commitment.objects.latest("pk").due
    assert (due.words, due.latest) == ("7月頭", date(2024, 7, 10))
    assert "発言の後に来る月とみなす" in due.resolution


def test_month_without_a_year_left_open_keeps_the_words_without_days(clerk: Client, url: str) -> None:
    asked = clerk.post(url, blank(clerk, url, due_words="12月"))
    assert clerk.post(url, agreed(asked)).status_code == 302
    due = Commitment.objects.latest("pk").due
    assert (due.words, due.earliest, due.latest) == ("12月", None, None)


@pytest.mark.parametrize("typed", ["令和6年7月10日", "R6.7.10", "2024/7/10", "20240710"])
def test_full_date_in_the_field_of_words_is_kept_as_typed(clerk: Client, url: str, typed: str) -> None:
    asked = clerk.post(url, blank(clerk, url, due_words=typed))
    assert clerk.post(url, agreed(asked)).status_code == 302
    due = Commitment.objects.latest("pk").due
    assert (due.words, due.earliest, due.latest) == (typed, date(2024, 7, 10), date(2024, 7, 10))


def test_days_typed_against_the_words_are_pointed_out_and_kept(clerk: Client, url: str) -> None:
    typed = blank(clerk, url, due_words="令和6年7月頭", due_latest="R6.8.1")
    asked = clerk.post(url, typed)
    assert "入力した期日（令和6年8月1日（木）まで）と違います" in asked.content.decode()
    assert clerk.post(url, agreed(asked)).status_code == 302
    assert Commitment.objects.latest("pk").due.latest == date(2024, 8, 1)


@pytest.mark.parametrize("words", ["令和6年2月30日まで", "13月頭"])
def test_impossible_words_are_refused_beside_their_field(clerk: Client, url: str, words: str) -> None:
    answer = clerk.post(url, blank(clerk, url, due_words=words, due_yearless="AHEAD"))
    assert answer.status_code == 422
    assert "due_words" in errors(answer)


def test_untouched_stated_date_is_not_asked_about(clerk: Client) -> None:
    commitment = Commitment.objects.get(number=17)
    url = reverse("meetings:commitment-edit", args=[commitment.pk])
    sent = typed_form(clerk, url) | {"subject": "区長に確認する", "reason": "言い換え"}
    assert clerk.post(url, sent).status_code == 302
    commitment.refresh_from_db()
    assert commitment.due.words == "7月頭に"


def test_closed_day_of_the_office_moves_the_last_day_on_the_page(clerk: Client, seed: Meeting) -> None:
    url = reverse("meetings:meeting", args=[seed.pk])
    deferral = Deferral.objects.get()
    assert deferral.due.latest == date(2024, 7, 27)
    assert "閉庁日のため実際は令和6年7月26日（金）まで" in clerk.get(url).content.decode()
    close_day(by="system:tests", reason="試験", day=date(2024, 7, 26), cause="庁舎の設備点検")
    page = clerk.get(url).content.decode()
    assert "閉庁日のため実際は令和6年7月25日（木）まで" in page


def test_meeting_page_counts_its_time_limits_and_says_that_the_rules_are_examples(
    clerk: Client, seed: Meeting
) -> None:
    page = clerk.get(reverse("meetings:meeting", args=[seed.pk])).content.decode()
    for name, day, rule in (
        ("会議の概要の公開", "令和6年7月1日（月）", "会議の日から2開庁日"),
        ("会議録の公開", "／閉庁日のため次の開庁日の令和6年8月13日（火）まで", "会議の日から45暦日"),
    ):
        limit = page[page.index(f"<dt>{name}</dt>") :]
        limit = limit[: limit.index("</dd>")]
        assert day in limit
        assert rule in limit
        assert "例示" in limit
