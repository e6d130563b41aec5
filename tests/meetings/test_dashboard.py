"""What the meetings show on the home page and the morning sheet."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.rights import Noun, Verb
from portal.days.actions import add_due_rule
from tests.doors import words_of
from tests.factories import meetings as make
from tests.factories.portal import (
    StatedDateFactory,
    user_who_may,
    user_who_may_everything,
)
from tests.meetings.door import browser

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
MINUTES_RULE = {"name": "会議録の公開", "count": 45, "unit": "calendar_days", "roll": "later"}


def home(client: Client) -> str:
    return client.get("/").content.decode()


def put_off(latest: date, **next_sitting: Any) -> Any:
    """A matter put off until a day, and perhaps the next sitting of its body."""
    body = make.MeetingBodyFactory()
    meeting = make.MeetingFactory(body=body, starts_at=make.at(11, day=date(2024, 6, 27)))
    deferral = make.DeferralFactory(
        item=make.AgendaItemFactory(meeting=meeting, title="次期電話の選定"),
        due=StatedDateFactory(words="長くてもあと1か月", latest=latest),
        decider_kind="meeting",
    )
    if next_sitting:
        make.MeetingFactory(body=body, number=None, state="planned", planned_end_at=None, **next_sitting)
    return deferral


def test_home_shows_open_commitments_the_nearest_first() -> None:
    later = StatedDateFactory(words="9月", latest=date(2024, 9, 30))
    sooner = StatedDateFactory(words="7月頭", latest=date(2024, 7, 10))
    meeting = make.MeetingFactory()
    make.CommitmentFactory(meeting=meeting, subject="期限のないこと")
    make.CommitmentFactory(meeting=meeting, subject="入札を行う", due=later)
    make.CommitmentFactory(meeting=meeting, subject="区長に確認する", due=sooner)
    make.CommitmentFactory(meeting=meeting, subject="済んだこと", state="done", evidence="通知した")

    shown = home(browser(user_who_may_everything()))

    assert str(meeting) in shown
    assert shown.index("区長に確認する") < shown.index("入札を行う") < shown.index("期限のないこと")
    assert "済んだこと" not in shown
    assert "「7月頭」" in shown
    assert shown.count("期限を過ぎています") == 2
    assert shown.count("完了を記録") == 3
    assert "3件" in shown


def test_home_of_a_reader_without_the_right_shows_neither_commitments_nor_their_count() -> None:
    make.CommitmentFactory(subject="区長に確認する")

    shown = home(browser(user_who_may((Verb.READ, Noun.SITTINGS))))

    assert "区長に確認する" not in shown
    assert "未完了" not in shown


def test_home_of_a_reader_leads_to_no_verb_that_is_refused() -> None:
    make.CommitmentFactory(subject="区長に確認する")
    put_off(TODAY + timedelta(days=20))

    shown = home(browser(user_who_may((Verb.READ, Noun.SITTINGS), (Verb.READ, Noun.DECISIONS))))

    assert "区長に確認する" in shown
    assert "次期電話の選定" in shown
    for verb in ("完了を記録", "臨時開催を設定する", "期限を見直す", "続きを書く"):
        assert verb not in shown


def test_home_leaves_out_the_panel_of_commitments_when_all_are_done() -> None:
    make.CommitmentFactory(state="done", evidence="通知した")

    assert "対応事項（宿題）" not in home(browser(user_who_may_everything()))


def test_home_says_that_no_sitting_comes_before_a_last_day_and_what_to_do() -> None:
    said = StatedDateFactory(words="9月", earliest=TODAY + timedelta(90), latest=TODAY + timedelta(120))
    put_off(TODAY + timedelta(days=20), starts_at=None, held_when=said)

    shown = words_of(browser(user_who_may_everything()).get("/"))

    assert "期限までに開かれる会議がありません" in shown
    assert "「長くてもあと1か月」" in shown
    assert (
        shown.index("今日令和")
        < shown.index("期限令和")
        < shown.index("次の会議9月（日程未定）（期限より後）")
    )
    assert "臨時開催を設定する" in shown


def test_home_warns_of_nothing_where_a_sitting_comes_in_time() -> None:
    day = TODAY + timedelta(days=10)
    put_off(TODAY + timedelta(days=20), starts_at=make.at(11, day=day))

    shown = words_of(browser(user_who_may_everything()).get("/"))

    assert "期限までに会議が予定されています" in shown
    assert "臨時開催を設定する" not in shown
    assert shown.index("今日令和") < shown.index("次の会議令和") < shown.index("期限令和")


def test_home_shows_who_writes_records_what_has_to_be_out_the_first_due_first() -> None:
    add_due_rule(by="system:tests", reason="試験", **MINUTES_RULE)
    newer, older, out = (
        make.MeetingFactory(state="ended", starts_at=make.at(11, day=day), planned_end_at=None, **state)
        for day, state in (
            (TODAY - timedelta(days=10), {}),
            (TODAY - timedelta(days=90), {}),
            (TODAY - timedelta(days=80), {"minutes_state": "published"}),
        )
    )
    shown = home(browser(user_who_may_everything()))
    read = home(browser(user_who_may((Verb.READ, Noun.SITTINGS), (Verb.READ, Noun.RECORD))))

    assert shown.index(f"/meetings/{older.pk}/") < shown.index(f"/meetings/{newer.pk}/")
    assert f"/meetings/{out.pk}/" not in shown
    assert "開庁日" in shown
    assert "続きを書く" in shown
    assert f"/meetings/{out.pk}/" in read
    assert "最近の会議" in read


def test_morning_sheet_tells_promises_and_records_that_are_due() -> None:
    add_due_rule(by="system:tests", reason="試験", **MINUTES_RULE)
    meeting = make.MeetingFactory(
        state="ended", starts_at=make.at(11, day=TODAY - timedelta(days=90)), planned_end_at=None
    )
    past = StatedDateFactory(words="7月頭", latest=TODAY - timedelta(days=30))
    far = StatedDateFactory(words="来年", latest=TODAY + timedelta(days=300))
    make.CommitmentFactory(meeting=meeting, subject="区長に確認する", due=past)
    make.CommitmentFactory(meeting=meeting, subject="入札を行う", due=far)

    told = words_of(browser(user_who_may_everything()).get("/notices/morning/"))
    read = words_of(browser(user_who_may((Verb.READ, Noun.SITTINGS))).get("/notices/morning/"))

    assert "区長に確認する" in told
    assert f"会議録の公開：{meeting}".replace(" ", "") in told
    assert "入札を行う" not in told
    assert "区長に確認する" not in read
    assert "会議録の公開" not in read
