"""The rules of the meetings, proved on the seed: what clashes is found, what agrees is not."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from meetings.actions.decisions import correct_decision, edit_deferral
from meetings.actions.record import edit_entry
from meetings.actions.sittings import create_meeting, edit_item, edit_meeting
from meetings.choices import DeciderKind, MeetingState, Outcome
from meetings.models import AgendaItem, Decision, Deferral, Meeting, MinutesEntry
from portal.accounts.models import Role
from portal.accounts.rights import Noun, Verb
from portal.audit.operations import operation
from portal.checks.models import Contradiction
from portal.site.checks.shown import shown
from portal.sources.models import StatedDate
from tests.factories.meetings import at
from tests.factories.portal import user_who_may_everything
from tests.meetings.door import browser, send, user_of

pytestmark = pytest.mark.django_db
ACT = {"by": "system:tests", "reason": "試験"}
LATE, MISREAD, MISNOTED = "meetings.late_deferral", "meetings.misread_decision", "meetings.misnoted_end"


def standing(rule: str) -> list[Contradiction]:
    return list(Contradiction.objects.present().filter(rule=rule))


def stated(words: str, earliest: date | None = None, latest: date | None = None) -> StatedDate:
    return StatedDate(words=words, earliest=earliest, latest=latest, precision="day", resolution="試験")


@pytest.fixture
def clerk(seed: Meeting) -> Client:
    return browser(user_of(Role.Code.SECRETARIAT))


@pytest.mark.usefixtures("seed")
def test_seed_has_one_contradiction_the_deferral_that_no_sitting_can_meet() -> None:
    only = Contradiction.objects.get()
    assert (only.rule, only.level, only.title) == (
        LATE,
        Contradiction.Level.CAUTION,
        "会議に戻す場合、期限に間に合う会議がありません",
    )
    assert only.urgent_on == date(2024, 7, 27)
    due, comes = only.facts.all()
    assert due.value == "令和6年7月27日（土）まで「長くてもあと1か月では決めたい」"
    assert (due.record_model, due.field, due.get_basis_display()) == ("meetings.deferral", "due", "導出")
    assert comes.value == "9月（日程未定）"
    assert comes.record_model == "meetings.meeting"


@pytest.mark.usefixtures("seed")
def test_deferral_that_returns_to_the_meeting_is_a_clash() -> None:
    edit_deferral(**ACT, deferral=Deferral.objects.get(), decider_kind=DeciderKind.MEETING)
    (only,) = standing(LATE)
    assert only.get_level_display() == "食い違い"
    assert only.title == "期限までに開かれる会議がありません"


@pytest.mark.usefixtures("seed")
def test_deferral_a_head_decides_alone_needs_no_sitting() -> None:
    edit_deferral(**ACT, deferral=Deferral.objects.get(), decider_kind=DeciderKind.HEAD, decider="区長")
    assert standing(LATE) == []


def test_sitting_held_in_time_settles_the_deferral_and_its_cancellation_brings_it_back(seed: Meeting) -> None:
    extra = create_meeting(
        **ACT, body=seed.body, starts_at=at(10, day=date(2024, 7, 19)), planned_end_at=None, number=2
    )
    assert standing(LATE) == []
    edit_meeting(**ACT, meeting=extra, state=MeetingState.CANCELLED)
    (only,) = standing(LATE)
    assert only.gone_at is None
    # One that was held meanwhile counts as well as one that is planned.
    edit_meeting(**ACT, meeting=extra, state=MeetingState.ENDED)
    assert standing(LATE) == []


def test_sitting_of_another_day_that_is_taken_away_brings_the_deferral_back(seed: Meeting) -> None:
    extra = create_meeting(**ACT, body=seed.body, starts_at=at(10, day=date(2024, 7, 19)), number=2)
    assert standing(LATE) == []
    with operation(**ACT):
        extra.delete()
    assert len(standing(LATE)) == 1


def test_sitting_before_the_deferral_is_no_way_back(seed: Meeting) -> None:
    create_meeting(**ACT, body=seed.body, starts_at=at(10, day=date(2024, 6, 1)), number=9)
    assert len(standing(LATE)) == 1


def test_next_sitting_in_a_month_without_a_year_is_a_caution_by_inference(seed: Meeting) -> None:
    following = seed.body.meetings.exclude(pk=seed.pk).get()
    edit_meeting(**ACT, meeting=following, held_when=stated("12月"))
    (only,) = standing(LATE)
    assert only.get_level_display() == "注意（推定）"
    assert only.title == "次の会議の日が定まらないため、期限に間に合うか分かりません"


def test_last_day_in_a_month_without_a_year_is_a_caution_by_inference(seed: Meeting) -> None:
    edit_deferral(**ACT, deferral=Deferral.objects.get(), due=stated("12月"))
    (only,) = standing(LATE)
    assert only.get_level_display() == "注意（推定）"
    assert only.facts.first().value == "日は定まっていません「12月」"
    assert only.urgent_on is None


@pytest.mark.parametrize("words", ["できるだけ早く", "早くとも令和7年4月", "令和6年13月"])
def test_words_that_name_no_last_day_at_all_are_no_contradiction(seed: Meeting, words: str) -> None:
    earliest = date(2025, 4, 1) if "早くとも" in words else None
    edit_deferral(**ACT, deferral=Deferral.objects.get(), due=stated(words, earliest=earliest))
    assert standing(LATE) == []


def test_deferral_without_any_sitting_to_come_names_the_body(seed: Meeting) -> None:
    following = seed.body.meetings.exclude(pk=seed.pk).get()
    edit_meeting(**ACT, meeting=following, state=MeetingState.CANCELLED)
    (only,) = standing(LATE)
    assert only.facts.last().value == f"{seed.body}：予定の登録なし"


def test_moving_the_next_sitting_moves_the_fact_and_keeps_the_contradiction(seed: Meeting) -> None:
    key = Contradiction.objects.get().pk
    following = seed.body.meetings.exclude(pk=seed.pk).get()
    edit_meeting(**ACT, meeting=following, held_when=None, starts_at=at(10, day=date(2024, 9, 4)))
    (only,) = standing(LATE)
    assert only.pk == key
    assert only.facts.last().value == "令和6年9月4日（水）"
    assert only.facts.last().field == "starts_at"


@pytest.mark.usefixtures("seed")
def test_decision_against_the_printed_outcome_is_found_and_goes_when_either_is_mended() -> None:
    decision = Decision.objects.filter(motion__item__number=2).order_by("motion__number").first()
    assert decision is not None
    assert standing(MISREAD) == []
    deferral = decision.deferral
    approved = {"outcome": Outcome.APPROVED_AS_PROPOSED, "deferral": None}
    decision = correct_decision(**ACT, decision=decision, **approved)
    (only,) = standing(MISREAD)
    assert [fact.value for fact in only.facts.all()] == ["案のとおり承認", "—議題について再検討—"]
    correct_decision(**ACT, decision=decision, outcome=Outcome.RECONSIDER, deferral=deferral)
    assert standing(MISREAD) == []
    only.refresh_from_db()
    assert only.state == "解消"
    item = AgendaItem.objects.get(pk=decision.motion.item_id)
    item = edit_item(**ACT, item=item, outcome_line="—議題について否決—")
    assert len(standing(MISREAD)) == 2
    edit_item(**ACT, item=item, outcome_line="")
    assert standing(MISREAD) == []


def test_planned_end_beside_an_earlier_actual_end_is_no_contradiction(seed: Meeting) -> None:
    assert seed.planned_end_at > seed.ended_at
    assert MinutesEntry.objects.get(kind="time").text == "[11:58 終了]"
    assert standing(MISNOTED) == []


def test_end_in_the_record_against_the_end_of_the_sitting_is_found_and_goes(seed: Meeting) -> None:
    edit_meeting(**ACT, meeting=seed, ended_at=at(12, 5))
    (only,) = standing(MISNOTED)
    assert [fact.value for fact in only.facts.all()] == ["[11:58 終了]", "12:05"]
    row = MinutesEntry.objects.get(kind="time")
    row = edit_entry(**ACT, entry=row, text="〔午後0時5分　終了〕")
    assert standing(MISNOTED) == []
    for unreadable in ("〔終了〕", "〔26時 終了〕"):
        row = edit_entry(**ACT, entry=row, text=unreadable)
        assert standing(MISNOTED) == []


def test_saving_a_form_that_makes_one_warns_with_the_way_out(clerk: Client, seed: Meeting) -> None:
    item = AgendaItem.objects.get(meeting=seed, category="proposal", number=1)
    url = reverse("meetings:item-edit", args=[item.pk])
    answer = send(clerk, url, outcome_line="—議題について否決—", reason="訂正")
    page = clerk.get(answer.url).content.decode()
    (only,) = standing(MISREAD)
    assert "保存した内容が、ほかの記録と食い違います：決定の結果が、議題の議決の記載と違います" in page
    assert f'<a href="{reverse("checks:contradiction", args=[only.pk])}">両方の記録と直し方を見る</a>' in page
    decision = Decision.objects.get(motion__item=item)
    assert reverse("meetings:decision-correct", args=[decision.pk]) in page
    assert "保存した内容が" not in clerk.get(answer.url).content.decode()
    answer = send(clerk, url, explainer="", reason="説明した部署を消す")
    assert "保存した内容が" not in clerk.get(answer.url).content.decode()


def test_saving_a_form_that_settles_one_leaves_nothing_on_the_page(clerk: Client, seed: Meeting) -> None:
    page = reverse("meetings:meeting", args=[seed.pk])
    assert 'id="contradictions"' in clerk.get(page).content.decode()
    url = reverse("meetings:meeting-new", args=[seed.body_id])
    sent: dict[str, Any] = {"number": "2", "held_on": "R6.7.19", "starts_at": "10:00", "venue": "庁議室"}
    assert send(clerk, url, **sent).status_code == 302
    assert 'id="contradictions"' not in clerk.get(page).content.decode()


def test_contradiction_between_record_and_sitting_hides_from_those_without_the_record(
    client: Client, seed: Meeting
) -> None:
    edit_meeting(**ACT, meeting=seed, ended_at=at(12, 5))
    found = Contradiction.objects.get(rule="meetings.misnoted_end")
    user = user_who_may_everything(but=((Verb.READ, Noun.RECORD),))
    client.force_login(user)
    assert found not in Contradiction.objects.visible_to(user)
    assert Contradiction.objects.visible_to(user).exists()
    page = client.get(reverse("meetings:meeting", args=[seed.pk])).content.decode()
    assert "会議録の終了の時刻" not in page
    assert MinutesEntry.objects.get(kind="time").text not in page


def test_contradiction_is_amber_until_its_date_has_passed_and_says_it_in_words(seed: Meeting) -> None:
    user = user_who_may_everything()
    found = Contradiction.objects.all()
    for day, is_overdue in ((date(2024, 7, 27), False), (date(2024, 7, 28), True)):
        with time_machine.travel(f"{day} 00:30+09:00", tick=False):
            assert (shown(user, found)[0].level == "err") is is_overdue


def test_overdue_contradiction_is_red_and_worded_on_the_record(clerk: Client, seed: Meeting) -> None:
    path = reverse("meetings:meeting", args=[seed.pk])
    with time_machine.travel("2024-07-20 09:00+09:00", tick=False):
        page = clerk.get(path).content.decode()
        assert "を過ぎています" not in page
    page = clerk.get(path).content.decode()
    assert "期日 令和6年7月27日（土）を過ぎています" in page
