"""A circulated record: who may comment on its rows and how each comment is answered, told and waited for."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from meetings import reminders
from meetings.actions import circulation, publishing, record
from meetings.choices import CommentManner, CommentState
from meetings.models import Comment
from portal.accounts.rights import Noun, Verb
from portal.days.models import DueRule
from portal.notices.actions.telling import tell
from portal.notices.models import Notice
from portal.site.registry import restore_checks_of
from tests.factories.meetings import AttendanceFactory, SeatFactory
from tests.factories.portal import user_who_may
from tests.factories.writing import as_system
from tests.meetings.door import browser, errors, send
from tests.meetings.life import WHY, Life, begun, refusal

pytestmark = pytest.mark.django_db
SAID = "「ただいまから」は要らない。"


@pytest.fixture
def life() -> Life:
    life = begun()
    life.circulate()
    return life


def url(name: str, key: int) -> str:
    return reverse(f"meetings:{name}", args=[key])


def comment(life: Life, **given: Any) -> Comment:
    row = life.rows[0]
    row.refresh_from_db()
    how = {"by": life.chief, "reason": "", "entry": row, "seat": life.chair, "text": SAID}
    return circulation.comment_on_entry(**{**how, **given})


def test_reader_who_was_there_comments_and_the_secretariat_adopts_what_was_proposed(life: Life) -> None:
    row = life.rows[0]
    page = browser(life.chief).get(url("record", life.meeting.pk)).content.decode()
    assert "意見を書く" in page
    assert "届いた意見を登録" not in page
    send(browser(life.chief), url("comment-new", row.pk), text=SAID, proposed_text="開会します。")

    told = browser(life.secretary).get(url("minutes-life", life.meeting.pk)).content.decode()
    assert SAID in told
    answer = send(browser(life.secretary), url("comment-adopt", Comment.objects.get().pk))

    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.text == "開会します。"
    found = Comment.objects.get()
    assert (found.state, found.answered_by) == (CommentState.ADOPTED, life.secretary)


def test_declined_comment_needs_an_answer_and_leaves_the_row(life: Life) -> None:
    found = comment(life)
    answer = send(browser(life.secretary), url("comment-decline", found.pk))
    assert errors(answer) == {"answer": ["入力してください。"]}

    send(browser(life.secretary), url("comment-decline", found.pk), answer="録音のとおりです。")

    found.refresh_from_db()
    assert (found.state, found.answer) == (CommentState.DECLINED, "録音のとおりです。")
    life.rows[0].refresh_from_db()
    assert life.rows[0].text == "ただいまから開会します。"
    how = {"by": life.secretary, "reason": "", "comment": found}
    assert "既に対応" in refusal(circulation.decline_comment, **how, answer="もう一度")
    entry = life.rows[0]
    assert "既に対応" in refusal(circulation.adopt_comment, **how, entry=entry, text="開会します。")


def test_what_came_on_paper_is_entered_by_the_secretariat_in_the_name_of_a_seat(life: Life) -> None:
    page = url("comment-enter", life.rows[0].pk)
    assert browser(life.chief).get(page).status_code == 403

    send(browser(life.secretary), page, seat=life.chair.pk, manner=CommentManner.WORD, text=SAID)

    found = Comment.objects.get()
    assert (found.seat, found.manner, found.made_by) == (life.chair, CommentManner.WORD, life.secretary)
    assert found.proposed_text == ""


def test_nobody_comments_for_another_seat_or_from_one_that_was_not_there(life: Life) -> None:
    absent = SeatFactory(body=life.meeting.body)
    AttendanceFactory(meeting=life.meeting, seat=absent, status="absent")
    with pytest.raises(PermissionDenied):
        comment(life, by=user_who_may((Verb.READ, Noun.PUBLISHING)))
    assert "出席した席ではありません" in refusal(
        comment, life, by=life.secretary, seat=absent, manner=CommentManner.PAPER
    )
    reader = user_who_may(
        *((Verb.READ, noun) for noun in (Noun.SITTINGS, Noun.RECORD, Noun.PUBLISHING, Noun.BODIES))
    )
    page = browser(reader).get(url("comment-new", life.rows[0].pk)).content.decode()
    assert "意見を出せる席がありません" in page


def test_comment_says_something_and_only_while_the_record_is_circulated(life: Life) -> None:
    row = life.rows[0]
    assert "意見を書くか" in refusal(comment, life, text="", proposed_text=row.text)
    found = comment(life, text="", proposed_text="開会します。")
    publishing.send_back(by=life.secretary, reason=WHY, meeting=life.fresh())

    assert "「確認中」のあいだだけ" in refusal(comment, life)
    how = {"by": life.secretary, "reason": "", "comment": found, "text": "開会します。"}
    assert "「確認中」のあいだだけ" in refusal(circulation.adopt_comment, **how, entry=row)


def test_adopting_writes_over_the_row_as_it_was_read_only(life: Life) -> None:
    found = comment(life, proposed_text="開会します。")
    page = url("comment-adopt", found.pk)
    typed = {"version": life.rows[0].version, "text": "開会します。", "answer": "", "reason": ""}
    row = life.rows[0]
    record.edit_entry(by=life.secretary, reason="", entry=row, text="始めます。")

    assert browser(life.secretary).post(page, typed).status_code == 409
    row.refresh_from_db()
    assert row.text == "始めます。"
    how = {"by": life.secretary, "reason": "", "comment": found}
    assert "変わっていません" in refusal(circulation.adopt_comment, **how, entry=row, text=row.text)
    other = life.rows[1]
    assert "この意見の行ではありません" in refusal(circulation.adopt_comment, **how, entry=other, text="別")


def test_record_with_an_open_comment_is_not_finalised(life: Life) -> None:
    comment(life)
    life.confirm()

    assert "1件の意見に、採用か不採用かを答えていません" in refusal(life.finalise)


def test_those_who_were_there_are_told_and_reminded_when_the_last_day_comes_near(life: Life) -> None:
    told = Notice.objects.get(person=life.chief)
    assert "会議録が確認に回りました" in told.subject
    with as_system():
        DueRule(name="会議録の確認", count=14, unit="calendar_days", roll="later").save()

    def remind(day: date) -> int:
        for tidings in reminders.due_soon(day):
            tell(by="system:tests", reason="", tidings=tidings)
        return Notice.objects.filter(person=life.chief).count()

    today = timezone.localdate()
    assert remind(today) == 1
    assert remind(today + timedelta(days=14)) == 2
    assert remind(today + timedelta(days=30)) == 3
    assert remind(today + timedelta(days=31)) == 3


def test_editions_and_steps_are_never_restored() -> None:
    assert all(restore_checks_of(f"meetings.{kind}") for kind in ("edition", "minutesstep"))
