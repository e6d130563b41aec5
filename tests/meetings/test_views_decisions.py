"""Motions, decisions, deferrals and commitments as they are entered, mended, confirmed and closed."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.choices import CommitmentState, DeciderKind, MeetingState, Outcome
from meetings.models import Commitment, Decision, Deferral, Meeting, Motion
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from tests.factories import meetings as make
from tests.factories.portal import DepartmentFactory, StatedDateFactory, user_who_may, user_who_may_everything
from tests.meetings.door import browser, errors, send

pytestmark = pytest.mark.django_db

APPROVED = {
    "outcome": "approved_as_proposed",
    "sentence": "運用開始を令和7年4月に延期する。",
    "reason": "会議の結果",
}


@pytest.fixture
def secretary() -> User:
    return user_who_may_everything()


@pytest.fixture
def client(secretary: User) -> Client:
    return browser(secretary)


def address(page: str, record: Any) -> str:
    return reverse(f"meetings:{page}", args=[record.pk])


def page_of(client: Client, meeting: Meeting) -> str:
    return client.get(address("meeting", meeting)).content.decode()


def test_item_with_two_motions_shows_an_outcome_and_a_sentence_for_each(client: Client) -> None:
    item = make.AgendaItemFactory()
    for asked in ("B社を選定する", "12月に移行する"):
        send(client, address("motion-new", item), asked=asked)
    first, second = item.motions.order_by("number")

    send(client, address("decision-new", first), **APPROVED)

    shown = page_of(client, item.meeting)
    assert (first.number, second.number) == (1, 2)
    assert "運用開始を令和7年4月に延期する。" in shown
    assert shown.count("導出・未確認") == 1
    assert shown.count("決定の記録なし") == 1


def test_decision_holds_from_the_day_of_the_sitting_unless_another_is_typed(client: Client) -> None:
    motion = make.MotionFactory()

    send(client, address("decision-new", motion), **APPROVED)

    assert motion.decision.effective_on == date(2024, 6, 27)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"sentence": ""}, "sentence"),
        ({"outcome": ""}, "outcome"),
        ({"effective_on": "2月30日"}, "effective_on"),
        ({"reason": ""}, "reason"),
        ({"outcome": "reconsider"}, "deferral"),
    ],
)
def test_decision_that_cannot_be_is_refused_beside_its_field(
    client: Client, typed: dict[str, str], field: str
) -> None:
    motion = make.MotionFactory()

    answer = send(client, address("decision-new", motion), **APPROVED | typed)

    assert answer.status_code == 422
    assert list(errors(answer)) == [field]
    assert not Decision.objects.exists()


def test_motion_is_decided_once(client: Client) -> None:
    decision = make.DecisionFactory()

    assert client.get(address("decision-new", decision.motion)).status_code == 404


def test_reconsidered_motion_points_to_the_deferral_of_its_item(client: Client) -> None:
    motion = make.MotionFactory()
    deferral = make.DeferralFactory(item=motion.item)
    reconsidered = APPROVED | {"outcome": "reconsider"}

    elsewhere = send(
        client, address("decision-new", motion), **reconsidered, deferral=make.DeferralFactory().pk
    )
    here = send(client, address("decision-new", motion), **reconsidered, deferral=deferral.pk)

    assert list(errors(elsewhere)) == ["deferral"]
    assert here.status_code == 302
    assert motion.decision.deferral == deferral


def test_decision_is_confirmed_by_name_and_a_correction_undoes_the_confirmation(
    client: Client, secretary: User
) -> None:
    decision = make.DecisionFactory()

    send(client, address("decision-confirm", decision))

    decision.refresh_from_db()
    assert decision.confirmed_by == secretary
    assert "豊島 花子が確かめました" in page_of(client, decision.motion.item.meeting)
    send(client, address("decision-correct", decision), sentence="訂正した文。", reason="書き誤り")
    decision.refresh_from_db()
    assert (decision.sentence, decision.confirmed_by, decision.confirmed_at) == ("訂正した文。", None, None)


def test_decision_confirmed_meanwhile_is_not_confirmed_again(client: Client) -> None:
    decision = make.DecisionFactory()
    send(client, address("decision-confirm", decision))

    answer = send(client, address("decision-confirm", decision))

    assert answer.status_code == 422
    assert "既に確かめて" in errors(answer)["__all__"][0]


def test_correction_without_a_reason_is_refused(client: Client) -> None:
    decision = make.DecisionFactory()

    answer = send(client, address("decision-correct", decision), sentence="訂正した文。")

    assert list(errors(answer)) == ["reason"]
    decision.refresh_from_db()
    assert decision.sentence != "訂正した文。"


def test_decided_motion_is_not_removed(client: Client) -> None:
    decision = make.DecisionFactory()

    answer = send(client, address("motion-remove", decision.motion), reason="重複")

    assert "決定" in errors(answer)["__all__"][0]
    assert Motion.objects.filter(pk=decision.motion_id).exists()


def test_undecided_motion_is_removed_and_edited_with_a_reason(client: Client) -> None:
    motion = make.MotionFactory()

    send(client, address("motion-edit", motion), asked="A社を選定する", reason="言葉の訂正")
    motion.refresh_from_db()
    send(client, address("motion-remove", motion), reason="取り下げ")

    assert motion.asked == "A社を選定する"
    assert not Motion.objects.exists()


DEFERRED = {"decider_kind": "not_stated", "reason": "会議の結果"}


def test_deferral_keeps_the_words_and_reads_their_last_day(client: Client) -> None:
    item = make.AgendaItemFactory()

    send(client, address("deferral-new", item), **DEFERRED, due_words="あと1か月", due_named_by="事務局")

    due = Deferral.objects.get().due
    assert due is not None
    assert (due.words, due.earliest, due.latest) == ("あと1か月", None, date(2024, 7, 27))


def test_deferral_with_words_nobody_can_read_keeps_the_bounds_that_were_typed(client: Client) -> None:
    item = make.AgendaItemFactory()

    send(client, address("deferral-new", item), **DEFERRED, due_words="近いうちに", due_latest="R6.7.27")

    due = Deferral.objects.get().due
    assert due is not None
    assert (due.words, due.latest) == ("近いうちに", date(2024, 7, 27))


def test_deferral_decided_by_a_head_needs_the_head(client: Client) -> None:
    item = make.AgendaItemFactory()

    answer = send(client, address("deferral-new", item), **DEFERRED | {"decider_kind": "head"})

    assert list(errors(answer)) == ["decider"]
    assert not Deferral.objects.exists()


def test_new_words_over_untouched_bounds_are_read_anew(client: Client) -> None:
    item = make.AgendaItemFactory()
    send(client, address("deferral-new", item), **DEFERRED, due_words="あと1か月")
    deferral = Deferral.objects.get()

    send(client, address("deferral-edit", deferral), due_words="あと2か月", reason="聞き違い")

    deferral.refresh_from_db()
    assert deferral.due is not None
    assert deferral.due.latest == date(2024, 8, 27)
    assert deferral.due.history.count() == 2


@pytest.mark.parametrize(
    ("decider", "next_day", "words"),
    [
        (
            DeciderKind.NOT_STATED,
            None,
            "会議に戻す場合、期限に間に合う会議がありません。次の会議の予定は登録されていません。",
        ),
        (
            DeciderKind.MEETING,
            date(2024, 9, 5),
            "期限までに開かれる会議がありません。次の会議：令和6年9月5日（木）。",
        ),
        (DeciderKind.MEETING, date(2024, 7, 10), "期限までに会議が予定されています：令和6年7月10日（水）。"),
        (DeciderKind.HEAD, date(2024, 9, 5), "再検討：次の会議：令和6年9月5日（木）。"),
    ],
)
def test_page_says_whether_a_sitting_comes_before_the_last_day(
    client: Client, decider: DeciderKind, next_day: date | None, words: str
) -> None:
    due = StatedDateFactory(words="長くてもあと1か月では決めたい", latest=date(2024, 7, 27))
    deferral = make.DeferralFactory(due=due, decider_kind=decider, decider="本部長")
    meeting = deferral.item.meeting
    if next_day:
        make.MeetingFactory(
            body=meeting.body,
            state=MeetingState.PLANNED,
            starts_at=make.at(11, day=next_day),
            planned_end_at=None,
        )

    shown = page_of(client, meeting)

    assert words in shown
    assert "令和6年7月27日（土）／閉庁日のため実際は令和6年7月26日（金）まで" in shown
    assert "「長くてもあと1か月では決めたい」" in shown


def test_commitment_closes_with_evidence_only(client: Client) -> None:
    commitment = make.CommitmentFactory()
    url = address("commitment-close", commitment)

    without = send(client, url)
    done = send(client, url, evidence="令和6年7月5日 全庁通知")

    assert list(errors(without)) == ["evidence"]
    assert done.status_code == 302
    commitment.refresh_from_db()
    assert (commitment.state, commitment.evidence) == (CommitmentState.DONE, "令和6年7月5日 全庁通知")


def test_commitment_is_given_up_with_a_reason_only(client: Client) -> None:
    commitment = make.CommitmentFactory()

    without = send(client, address("commitment-drop", commitment))
    send(client, address("commitment-drop", commitment), reason="前提がなくなったため")

    assert list(errors(without)) == ["reason"]
    commitment.refresh_from_db()
    assert commitment.state == CommitmentState.DROPPED


def test_commitment_is_entered_with_words_row_and_owner(client: Client) -> None:
    entry = make.MinutesEntryFactory(text="7月頭に区長にも確認が取りたいと考えている。")
    owner = DepartmentFactory()
    make.CommitmentFactory(meeting=entry.meeting, number=1)
    typed = {"kind": "promise", "subject": "区長に確認する", "words": "7月頭に区長にも確認が取りたい"}

    send(
        client,
        address("commitment-new", entry.meeting),
        **typed,
        entry=entry.pk,
        owner=owner.pk,
        due_words="7月頭",
        due_earliest="R6.7.1",
        due_latest="R6.7.10",
    )

    commitment = Commitment.objects.get(number=2)
    assert (commitment.entry, commitment.owner) == (entry, owner)
    assert commitment.due is not None
    assert commitment.due.latest == date(2024, 7, 10)
    assert f"#row-{entry.pk}" in page_of(client, entry.meeting)


def test_commitment_to_a_row_of_another_record_is_no_choice(client: Client) -> None:
    commitment = make.CommitmentFactory()

    answer = send(client, address("commitment-edit", commitment), entry=make.MinutesEntryFactory().pk)

    assert list(errors(answer)) == ["entry"]


def test_reader_without_right_to_decisions_sees_that_it_is_missing_and_no_count() -> None:
    decision = make.DecisionFactory()
    make.CommitmentFactory(meeting=decision.motion.item.meeting)
    reader = browser(user_who_may((Verb.READ, Noun.SITTINGS)))

    shown = page_of(reader, decision.motion.item.meeting)

    assert "この情報を見る権限がありません" in shown
    assert decision.sentence not in shown
    assert decision.motion.asked not in shown
    assert "1件" not in shown


def test_meeting_page_costs_the_same_however_much_was_decided(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    meeting = make.MeetingFactory()
    for _ in range(12):
        motion = make.MotionFactory(item=make.AgendaItemFactory(meeting=meeting))
        deferral = make.DeferralFactory(item=motion.item, due=StatedDateFactory(latest=date(2024, 7, 27)))
        make.DecisionFactory(motion=motion, outcome=Outcome.RECONSIDER, deferral=deferral)
        make.CommitmentFactory(meeting=meeting, owner=DepartmentFactory(), due=StatedDateFactory())
        make.AttendanceFactory(meeting=meeting)
        make.HandoutFactory(meeting=meeting, item=motion.item)
        make.PriorReferenceFactory(meeting=meeting, when=StatedDateFactory())
        make.ConsultationFactory(meeting=meeting, when=StatedDateFactory())

    with django_assert_max_num_queries(16):
        page_of(client, meeting)


def test_list_of_commitments_is_narrowed_by_state_and_body(client: Client) -> None:
    due = StatedDateFactory(words="7月頭", latest=date(2024, 7, 10))
    waiting = make.CommitmentFactory(subject="区長に確認する", due=due)
    done = make.CommitmentFactory(subject="周知する", state="done", evidence="通知した")
    url = reverse("meetings:commitments")

    still_open = client.get(url, {"state": "open"})
    of_body = client.get(url, {"body": done.meeting.body_id})

    assert list(still_open.context["records"]) == [waiting]
    assert list(of_body.context["records"]) == [done]
    assert "令和6年7月10日（水）まで「7月頭」" in still_open.content.decode()
