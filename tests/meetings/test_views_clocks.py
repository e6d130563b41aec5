"""A sitting read by the day its decisions held, and by what had been recorded, through the door."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from meetings.actions.decisions import correct_decision, record_commitment
from meetings.actions.sittings import edit_item, edit_meeting
from meetings.models import Decision, Meeting
from portal.accounts.rights import Noun, Verb
from tests.doors import words_of
from tests.factories.meetings import AgendaItemFactory, DecisionFactory, MeetingFactory, MotionFactory
from tests.factories.portal import user_who_may_everything
from tests.factories.writing import as_system
from tests.seeded import loaded_seed, seed

__all__ = ["loaded_seed", "seed"]
pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 27)
LATER = "この日より後に入力"


@pytest.fixture
def door(client: Client) -> Client:
    """A client of somebody with every right."""
    client.force_login(user_who_may_everything())
    return client


def at(door: Client, meeting: Meeting, **clocks: str) -> Any:
    return door.get(f"/meetings/{meeting.pk}/", clocks)


def test_seed_entered_today_reads_its_decisions_as_of_the_day_of_the_sitting(
    door: Client, seed: Meeting
) -> None:
    decisions = Decision.objects.filter(motion__item__meeting=seed)
    held = [each for each in decisions if each.effective_on <= DAY]
    assert held
    answer = at(door, seed, as_of="2024-06-27")
    words = words_of(answer)
    for decision in held:
        assert "".join(decision.sentence.split()) in words
    assert f"{LATER}{len(held)}件" in words


def test_seed_entered_today_reads_nothing_as_recorded_on_the_day_of_the_sitting(
    door: Client, seed: Meeting
) -> None:
    answer = at(door, seed, recorded_at="2024-06-27")
    assert answer.status_code == 200
    words = words_of(answer)
    assert "この時点では、この会議はまだ記録されていません。" in words
    for decision in Decision.objects.all():
        assert "".join(decision.sentence.split()) not in words
    both = at(door, seed, as_of="2024-06-27", recorded_at="2024-06-27")
    assert "まだ記録されていません。" in words_of(both)


def test_seed_as_of_the_day_before_the_sitting_has_no_decision_yet(door: Client, seed: Meeting) -> None:
    words = words_of(at(door, seed, as_of="令和6年6月26日"))
    for decision in Decision.objects.filter(motion__item__meeting=seed):
        assert "".join(decision.sentence.split()) not in words
    assert "この日より後に効力の生じた決定が" in words
    assert LATER not in words


def test_seed_recorded_by_today_reads_as_it_is(door: Client, seed: Meeting) -> None:
    words = words_of(at(door, seed, recorded_at=timezone.localdate().isoformat()))
    for decision in Decision.objects.filter(motion__item__meeting=seed):
        assert "".join(decision.sentence.split()) in words
    for commitment in seed.commitments.all():
        assert "".join(commitment.subject.split()) in words


def test_recorded_clock_shows_values_relations_and_deleted_parts_as_they_were(door: Client) -> None:
    with time_machine.travel(datetime(2026, 4, 1, 3, tzinfo=UTC), tick=False):
        meeting = MeetingFactory(venue="もとの庁議室")
        item = AgendaItemFactory(meeting=meeting, title="もとの題名")
        gone = AgendaItemFactory(meeting=meeting, title="消えた議題")
        decision = DecisionFactory(motion=MotionFactory(item=item), sentence="もとの決定の文。")
        body = meeting.body
        old_name = body.name
    with time_machine.travel(datetime(2026, 4, 5, 3, tzinfo=UTC), tick=False):
        user = user_who_may_everything()
        edit_meeting(by=user, reason="訂正", meeting=meeting, venue="あとの庁議室")
        edit_item(by=user, reason="訂正", item=item, title="あとの題名")
        correct_decision(by=user, reason="訂正", decision=decision, sentence="あとの決定の文。")
        record_commitment(
            by=user, reason="", meeting=meeting, number=1, kind="promise", subject="あとの宿題", words="やる"
        )
        with as_system():
            body.name = "あとの本部"
            body.save()
            gone.delete()
    before = words_of(at(door, meeting, recorded_at="2026-04-04"))
    for words in ("もとの庁議室", "もとの題名", "消えた議題", "もとの決定の文。"):
        assert words in before
    for words in ("あとの題名", "あとの宿題", "あとの庁議室", "あとの決定の文。"):
        assert words not in before
    after = words_of(at(door, meeting, recorded_at="2026-04-05"))
    assert "あとの題名" in after
    assert "消えた議題" not in after
    assert "あとの宿題" in after
    assert old_name != body.name


def test_late_entries_are_counted_from_the_end_of_the_day_asked_for(door: Client) -> None:
    item = AgendaItemFactory()
    for day in (27, 28, 29):
        # 15:00 UTC is midnight in Tokyo: the first entry still belongs to the 27th.
        moment = datetime(2024, 6, day, 14, 59, tzinfo=UTC)
        with time_machine.travel(moment, tick=False):
            DecisionFactory(motion=MotionFactory(item=item), effective_on=DAY)
    assert LATER + "2件" in words_of(at(door, item.meeting, as_of="2024-06-27"))
    assert LATER + "1件" in words_of(at(door, item.meeting, as_of="2024-06-28"))
    assert LATER not in words_of(at(door, item.meeting, as_of="2024-06-29"))


def test_deleted_sitting_is_read_as_recorded_by_those_who_may_read_histories(client: Client) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    with time_machine.travel(yesterday, tick=False):
        meeting = MeetingFactory(venue="消えた会議の場所")
    key = meeting.pk
    with as_system():
        meeting.delete()
    day = timezone.localdate(yesterday).isoformat()
    client.force_login(user_who_may_everything())
    assert "消えた会議の場所" in words_of(client.get(f"/meetings/{key}/", {"recorded_at": day}))
    client.force_login(user_who_may_everything(but=((Verb.READ, Noun.HISTORY),)))
    assert client.get(f"/meetings/{key}/", {"as_of": day}).status_code == 404


def test_recorded_clock_is_history_and_needs_its_right(client: Client) -> None:
    meeting = MeetingFactory()
    client.force_login(user_who_may_everything(but=((Verb.READ, Noun.HISTORY),)))
    assert at(client, meeting, recorded_at="2024-06-27").status_code == 403
    assert at(client, meeting, as_of="2024-06-27").status_code == 200
    assert "記録時点" not in words_of(client.get(f"/meetings/{meeting.pk}/"))


def test_clocks_without_the_right_to_decisions_tell_none(client: Client) -> None:
    decision = DecisionFactory(sentence="秘密の決定の文。")
    client.force_login(user_who_may_everything(but=((Verb.READ, Noun.DECISIONS),)))
    today = timezone.localdate().isoformat()
    for clock in ("as_of", "recorded_at"):
        assert "秘密の決定" not in words_of(at(client, decision.motion.item.meeting, **{clock: today}))


@pytest.mark.parametrize("typed", ["2024-02-30", "昨日", "令和99999年1月1日", "0000-00-00"])
def test_clock_that_is_no_day_is_told_beside_its_field(door: Client, typed: str) -> None:
    answer = at(door, MeetingFactory(), as_of=typed)
    assert answer.status_code == 422
    assert answer.context["form" if "form" in answer.context else "clock_form"].errors["as_of"]


def test_clocks_left_blank_lead_to_the_page_as_it_is(door: Client) -> None:
    meeting = MeetingFactory()
    answer = at(door, meeting, as_of="", recorded_at="")
    assert (answer.status_code, answer.url) == (302, f"/meetings/{meeting.pk}/")


def test_clocks_cost_the_same_whatever_the_number_of_parts(
    door: Client, seed: Meeting, django_assert_max_num_queries: Any
) -> None:
    today = timezone.localdate().isoformat()
    with django_assert_max_num_queries(20):
        assert at(door, seed, as_of=today, recorded_at=today).status_code == 200
