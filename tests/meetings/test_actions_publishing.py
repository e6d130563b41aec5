"""The life of a record: who may take which step, what each leaves behind, and what nobody can do any more."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from meetings.actions import decisions, editing, publishing, record, sittings, undoing
from meetings.choices import ConfirmationManner, MinutesState
from meetings.models import Edition, Meeting, MinutesEntry, MinutesStep
from portal.accounts.rights import Noun, Verb
from portal.audit.errors import StaleWrite
from portal.audit.ledger import Operation
from portal.disclosure.actions import substitute_passage, withhold_passage
from portal.disclosure.choices import Disclosure, EndTrigger
from portal.disclosure.models import Withholding
from portal.disclosure.public_text import PassageError
from portal.documents.choices import EditionAudience
from portal.documents.errors import RendererCrashed
from portal.site.actions import restore_version
from tests.factories.meetings import AttendanceFactory, HandoutFactory, MinutesEntryFactory, SeatFactory
from tests.factories.portal import DisclosureGroundFactory, user_who_may_everything
from tests.factories.writing import as_system
from tests.meetings.life import WHY, Life, begun, correct, printed, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def life() -> Life:
    return begun()


def test_record_goes_from_draft_to_published_and_each_step_says_who(life: Life) -> None:
    life.until_finalised()
    life.publish()

    steps = MinutesStep.objects.filter(meeting=life.meeting).values_list("state", "taken_by")
    assert list(steps) == [
        (MinutesState.CIRCULATED, life.secretary.pk),
        (MinutesState.CONFIRMED, life.secretary.pk),
        (MinutesState.FINALISED, life.secretary.pk),
        (MinutesState.PUBLISHED, life.second.pk),
    ]
    assert life.fresh().minutes_state == MinutesState.PUBLISHED


def test_whoever_finalised_does_not_publish(life: Life) -> None:
    life.until_finalised()

    how = {"by": life.secretary, "reason": WHY, "meeting": life.fresh()}
    assert "確定した人は公開できません" in refusal(publishing.publish_minutes, **how)
    assert "確定した人は決められません" in refusal(publishing.keep_from_the_public, **how)

    publishing.keep_from_the_public(by=life.second, reason=WHY, meeting=life.fresh())
    assert life.fresh().minutes_state == MinutesState.NOT_PUBLISHED


@pytest.mark.parametrize(
    ("act", "verb"),
    [
        (publishing.circulate_minutes, Verb.WRITE),
        (publishing.send_back, Verb.WRITE),
        (publishing.finalise_minutes, Verb.FINALISE),
        (publishing.publish_minutes, Verb.PUBLISH),
        (publishing.keep_from_the_public, Verb.PUBLISH),
        (publishing.open_for_correction, Verb.CORRECT),
    ],
)
def test_step_asks_for_its_verb(life: Life, act: Any, verb: str) -> None:
    lacks = user_who_may_everything(but=((verb, Noun.PUBLISHING),))

    with pytest.raises(PermissionDenied):
        act(by=lacks, reason=WHY, meeting=life.meeting)


@pytest.mark.parametrize(
    "act", [publishing.finalise_minutes, publishing.publish_minutes, publishing.send_back]
)
def test_step_asks_for_a_reason(life: Life, act: Any) -> None:
    assert "理由" in refusal(act, by=life.second, reason=" ", meeting=life.meeting)


def test_step_is_refused_from_any_other_state_and_over_an_old_version(life: Life) -> None:
    old = life.fresh()
    assert "いまは「下書き」です" in refusal(life.finalise)
    assert "いまは「下書き」です" in refusal(life.publish)
    assert "いまは「下書き」です" in refusal(life.confirm)
    assert "いまは「下書き」です" in refusal(correct, life)
    life.circulate()

    with pytest.raises(StaleWrite):
        publishing.circulate_minutes(by=life.secretary, reason="", meeting=old)
    assert "いまは「確認中」です" in refusal(life.circulate)


def test_record_without_rows_is_not_circulated(life: Life) -> None:
    with as_system():
        for row in life.rows:
            row.delete()

    assert "行がまだありません" in refusal(life.circulate)


def test_sending_back_leads_one_step_back_with_its_reason(life: Life) -> None:
    life.circulate()
    life.confirm()
    for state in (MinutesState.CIRCULATED, MinutesState.DRAFT):
        publishing.send_back(by=life.secretary, reason="発言者の確認のため", meeting=life.fresh())
        assert life.fresh().minutes_state == state

    last = MinutesStep.objects.last()
    assert last is not None
    assert (last.is_back, last.reason) == (True, "発言者の確認のため")


def test_chair_confirms_from_the_own_seat_only(life: Life) -> None:
    life.circulate()
    other = SeatFactory(body=life.meeting.body, confirms_minutes=False)
    with pytest.raises(PermissionDenied):
        life.confirm(ConfirmationManner.SYSTEM, by=life.second)
    assert "確認する席ではありません" in refusal(life.confirm, seat=other)

    life.confirm(ConfirmationManner.SYSTEM)

    assert life.fresh().minutes_state == MinutesState.CONFIRMED


def test_confirmation_is_of_the_text_that_was_read(life: Life) -> None:
    life.circulate()
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert "今日より後" in refusal(life.confirm, confirmed_on=tomorrow)
    assert "読み直して" in refusal(life.confirm, text="0000-0000-0000")


def test_every_seat_that_is_set_to_confirm_has_to_and_anew_when_the_text_changed(life: Life) -> None:
    first, second = (SeatFactory(body=life.meeting.body, confirms_minutes=True) for _ in range(2))
    for seat in (first, second):
        AttendanceFactory(meeting=life.meeting, seat=seat)
    life.circulate()
    life.confirm(seat=first)
    record.edit_entry(by=life.secretary, reason="", entry=life.rows[0], text="開会します。")
    life.confirm(seat=second)
    assert life.fresh().minutes_state == MinutesState.CIRCULATED

    life.confirm(seat=first)

    assert life.fresh().minutes_state == MinutesState.CONFIRMED


def writes(life: Life) -> list[tuple[Any, dict[str, Any]]]:
    meeting, row, item = life.fresh(), life.rows[0], life.meeting.items.get()
    row.refresh_from_db()
    seat = SeatFactory(body=meeting.body)
    attendance = meeting.attendances.first()
    return [
        (record.add_entry, {"meeting": meeting, "kind": "stage", "text": "〔休憩〕"}),
        (record.edit_entry, {"entry": row, "text": "閉会します。"}),
        (record.move_entry, {"entry": row, "after": None}),
        (record.remove_entry, {"entry": row}),
        (record.shift_entry, {"entry": row, "up": False}),
        (editing.split_entry, {"entry": row, "at": 2}),
        (editing.merge_entry, {"entry": life.rows[1], "above": row}),
        (undoing.undo_act, {"meeting": meeting, "operation_id": uuid4()}),
        (record.annotate, {"entry": row, "kind": "sic", "words": row.text[:2]}),
        (sittings.edit_meeting, {"meeting": meeting, "venue": "別の部屋"}),
        (sittings.add_item, {"meeting": meeting, "category": "report", "number": 9, "title": "追加"}),
        (sittings.edit_item, {"item": item, "outcome_line": "—否決—"}),
        (sittings.remove_item, {"item": item}),
        (sittings.record_attendance, {"meeting": meeting, "seat": seat, "group": "members"}),
        (sittings.call_the_roll, {"meeting": meeting}),
        (sittings.edit_attendance, {"attendance": attendance, "status": "absent"}),
        (sittings.remove_attendance, {"attendance": attendance}),
        (sittings.add_handout, {"meeting": meeting, "number": "9", "title": "追加"}),
        (decisions.put_motion, {"item": item, "asked": "承認を求める。"}),
    ]


def test_finalised_record_is_locked_and_says_the_way_out(life: Life) -> None:
    life.until_finalised()
    attempts = writes(life)
    before = Operation.objects.count()

    for act, given in attempts:
        said = refusal(act, by=life.secretary, reason=WHY, **given)
        assert "会議録は「確定」のため、直せません" in said, act
        assert "訂正を始める" in said
    assert Operation.objects.count() == before


def test_confirmed_record_is_locked_until_it_is_sent_back(life: Life) -> None:
    life.circulate()
    life.confirm()

    said = refusal(record.edit_entry, by=life.secretary, reason="", entry=life.rows[0], text="閉会します。")

    assert "「確認済」のため、直せません" in said
    sittings.edit_meeting(by=life.secretary, reason=WHY, meeting=life.fresh(), state="ended")


def test_locked_record_does_not_come_back_to_an_earlier_text(life: Life) -> None:
    row = record.edit_entry(by=life.secretary, reason="", entry=life.rows[0], text="開会します。")
    life.until_finalised()
    first = row.history.earliest("history_id")
    of_meeting = life.meeting.history.earliest("history_id")

    for model, version, key in (
        (type(row), row.version, first.history_id),
        (Meeting, life.fresh().version, of_meeting.history_id),
    ):
        how = {"by": life.secretary, "reason": WHY, "model": model, "history_id": key, "version": version}
        assert "戻せません" in refusal(restore_version, **how)


def test_finalising_waits_for_what_is_left(life: Life) -> None:
    with as_system():
        Meeting.objects.filter(pk=life.meeting.pk).update(meeting_disclosure=Disclosure.ON_THE_DAY)
    MinutesEntryFactory(meeting=life.meeting, kind="stage", speaker_label="", text="〔取込：未配置〕\n傍聴")
    MinutesEntryFactory(meeting=life.meeting, text="〓田委員の意見")
    life.circulate()
    life.confirm()

    said = refusal(life.finalise)

    assert "会議の公開区分が「当日決定」のままです" in said
    assert "「未配置」「要確認」の行が1行残っています" in said
    assert "4行目に、正しい字に直していない外字" in said


def test_publishing_waits_for_leaks_and_papers_and_leaves_the_words_of_the_reason_unsaid(life: Life) -> None:
    HandoutFactory(meeting=life.meeting, number="3-1", disclosure=Disclosure.UNSET)
    record.edit_entry(by=life.secretary, reason="", entry=life.rows[1], text="アルファ通信機が大事です。")
    life.until_finalised()

    said = refusal(life.publish)
    assert "資料3-1の公開区分が「未設定」です" in said
    assert "漏れ" in said

    paper = life.meeting.handouts.get()
    sittings.edit_handout(by=life.secretary, reason=WHY, handout=paper, disclosure=Disclosure.OPEN)
    row = life.rows[1]
    substitute_passage(
        by="system:tests", reason=WHY, record=row, field="text", span=(0, 7), public_words="電話の事業者"
    )
    public = life.publish()
    assert "電話の事業者" in printed(public)

    again = {"by": life.second, "meeting": life.fresh()}
    said = refusal(publishing.publish_minutes, **again, reason="アルファ通信機の名を改めたため")
    assert "できあがったPDFに漏れ・注意があります" in said


def test_record_that_cannot_be_printed_is_not_finalised_and_says_why(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    life.circulate()
    life.confirm()

    def crash(*_: Any) -> bytes:
        raise RendererCrashed

    monkeypatch.setattr(publishing, "render", crash)
    assert "PDFの作成が途中で止まりました" in refusal(
        publishing.finalise_minutes, by=life.secretary, reason=WHY, meeting=life.fresh()
    )
    assert life.fresh().minutes_state == MinutesState.CONFIRMED


def test_passage_lost_between_the_gate_and_the_print_is_refused_in_words(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    life.circulate()
    life.confirm()

    def lost(*_: Any, **__: Any) -> Any:
        raise PassageError("非公開箇所が本文と合いません。")

    monkeypatch.setattr(publishing, "drafted", lost)
    assert "本文と合いません" in refusal(
        publishing.finalise_minutes, by=life.secretary, reason=WHY, meeting=life.fresh()
    )


def test_record_with_a_lost_passage_is_not_published(life: Life) -> None:
    life.until_finalised()
    row = MinutesEntry.objects.filter(meeting=life.meeting).last()
    withhold_passage(
        by=user_who_may_everything(),
        reason=WHY,
        record=row,
        field="text",
        span=(0, 2),
        ground=DisclosureGroundFactory(),
        end_trigger=EndTrigger.NONE,
    )
    with as_system():
        passage = Withholding.objects.get()
        passage.words = "無い言葉"
        passage.save()

    assert refusal(publishing.publish_minutes, by=life.second, reason=WHY, meeting=life.fresh())
    assert life.fresh().minutes_state == MinutesState.FINALISED


def test_edition_withdrawn_during_a_correction_leaves_the_record_where_it_is(life: Life) -> None:
    life.until_finalised()
    life.publish()
    public = Edition.objects.get(meeting=life.meeting, audience=EditionAudience.PUBLIC)
    publishing.open_for_correction(by=life.secretary, reason=WHY, meeting=life.fresh())

    publishing.withdraw_edition(by=life.second, reason=WHY, edition=public)

    assert life.fresh().minutes_state == MinutesState.CIRCULATED
