"""Verbs of the life of a record: circulated, confirmed, finalised, published; sent back, corrected.

An edition is printed first, in the renderer's process, and its content is kept; then one transaction stores
file, edition and step. What is left behind by a crash in between no row names.
"""

from collections.abc import Callable
from copy import copy
from datetime import date
from functools import partial
from typing import Any, NamedTuple, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from meetings.choices import SETTLED_STATES, ConfirmationManner, MinutesState
from meetings.confirming import text_number, wanted, wanted_seats
from meetings.documents import NotForThePublic
from meetings.dues import Calendar
from meetings.editions import Draft, drafted, opened_by_release
from meetings.leaks import left_in_file
from meetings.models import (
    Edition,
    EditionWithdrawal,
    Meeting,
    MinutesConfirmation,
    MinutesEntry,
    MinutesStep,
    Seat,
)
from meetings.models.scopes import seats_of
from meetings.publish_gate import before_finalising, before_publishing, finaliser_of, left
from meetings.reminders import circulated
from meetings.withheld import sitting_of_passage
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb, require, writing
from portal.audit.locking import held
from portal.audit.operations import OpenOperation, checked_reason
from portal.audit.verifying import head
from portal.audit.writing import added, changed
from portal.disclosure.actions import answer_review
from portal.disclosure.choices import LeakRule, ReviewAnswer
from portal.disclosure.models import WithholdingReview
from portal.disclosure.public_text import PassageError
from portal.documents.choices import EditionAudience
from portal.documents.errors import DocumentError
from portal.documents.extraction import page_count
from portal.documents.renderer import render
from portal.files.actions import add_file, keep_content
from portal.files.choices import FileKind
from portal.files.store import Kept
from portal.notices.actions.telling import tell

NOUN = Noun.PUBLISHING
CHANGED_MEANWHILE = "印刷しているあいだに記録が変わりました。内容を確かめて、もう一度お試しください。"
# Where one step back leads.
BACK = {MinutesState.CIRCULATED: MinutesState.DRAFT, MinutesState.CONFIRMED: MinutesState.CIRCULATED}


Made = TypeVar("Made")


class Printed(NamedTuple):
    """A printed document that is safely on disk, and named by nothing yet."""

    content: bytes
    kept: Kept
    page_count: int


def circulate_minutes(*, by: User, reason: str, meeting: Meeting) -> MinutesStep:
    """Hand the draft to those who were there: 下書き → 確認中."""
    with writing(NOUN, by=by, reason=reason, over=meeting, reason_optional=True) as current:
        _require_state(meeting, MinutesState.DRAFT)
        if not MinutesEntry.objects.filter(meeting=meeting).exists():
            raise ValidationError("会議録の行がまだありません。書いてから回してください。")
        step = _step(meeting, MinutesState.CIRCULATED, by, current)
        day = timezone.localdate(current.at)
        due = Calendar.load().confirmation(meeting.body, current.at)
        told = circulated(meeting, due, day, occasion=f"{step.pk}")
        tell(by=by, reason=reason, tidings=told)
        return step


def confirm_minutes(
    *,
    by: User,
    reason: str,
    meeting: Meeting,
    seat: Seat,
    manner: str,
    confirmed_on: date,
    text: str,
) -> MinutesConfirmation:
    """A seat stands by the record whose text is called ``text``; with the last one it is 確認済.

    By oneself from the seat one holds, or entered by the 事務局 from the signed paper.
    """
    on_paper = manner == ConfirmationManner.PAPER
    verb = Verb.WRITE if on_paper else Verb.CONFIRM
    with writing(NOUN, by=by, reason=reason, over=meeting, reason_optional=True, verb=verb) as current:
        _hold(meeting)
        _require_state(meeting, MinutesState.CIRCULATED)
        if not on_paper and seat.pk not in seats_of(by.standing).seats:
            raise PermissionDenied("自分の席のほかは、この画面からは確認できません。")
        if seat not in wanted_seats(meeting):
            raise ValidationError({"seat": "この会議の会議録を確認する席ではありません。"})
        if confirmed_on > timezone.localdate():
            raise ValidationError({"confirmed_on": "確認した日が、今日より後です。"})
        if text != text_number(meeting):
            raise ValidationError("開いた後に会議録が変わりました。読み直してから確認してください。")
        confirmation = added(
            MinutesConfirmation(
                meeting=meeting,
                seat=seat,
                manner=manner,
                confirmed_on=confirmed_on,
                check_number=text,
                recorded_by=by,
            )
        )
        if all(each.is_given for each in wanted(meeting)):
            _step(meeting, MinutesState.CONFIRMED, by, current)
        return confirmation


def send_back(*, by: User, reason: str, meeting: Meeting) -> MinutesStep:
    """One step back before the record is finalised, for a reason."""
    with writing(NOUN, by=by, reason=reason, over=meeting) as current:
        _require_state(meeting, *BACK)
        return _step(meeting, BACK[MinutesState(meeting.minutes_state)], by, current, is_back=True)


def finalise_minutes(*, by: User, reason: str, meeting: Meeting) -> Edition:
    """確認済 → 確定: nothing of the record moves any more, and its 原本 is issued."""
    require(by, Verb.FINALISE, NOUN, over=meeting)
    reason = checked_reason(reason)
    _require_state(meeting, MinutesState.CONFIRMED)
    _refuse_left(left(before_finalising(meeting)))
    draft = _drafted(meeting, EditionAudience.INTERNAL, by, reason)
    printed = _printed(draft)
    with writing(NOUN, by=by, reason=reason, over=meeting, verb=Verb.FINALISE) as current:
        _hold(meeting)
        edition = _issued(draft, printed, by, reason)
        _step(meeting, MinutesState.FINALISED, by, current)
        return edition


def publish_minutes(*, by: User, reason: str, meeting: Meeting) -> Edition:
    """確定 → 公開, by somebody else than who finalised: the public edition is issued.

    Of a record that is public it makes the next edition, as when a passage was released.
    """
    require(by, Verb.PUBLISH, NOUN, over=meeting)
    reason = checked_reason(reason)
    _require_state(meeting, MinutesState.FINALISED, MinutesState.PUBLISHED)
    _refuse_left(left(before_publishing(meeting, by)))
    draft = _drafted(meeting, EditionAudience.PUBLIC, by, reason)
    printed = _printed(draft)
    _refuse_leaks(meeting, printed.content)
    with writing(NOUN, by=by, reason=reason, over=meeting, verb=Verb.PUBLISH) as current:
        _hold(meeting)
        _refuse_left(left(before_publishing(meeting, by)))
        edition = _issued(draft, printed, by, reason)
        _step(meeting, MinutesState.PUBLISHED, by, current)
        return edition


def release_passage(*, by: User, reason: str, review: WithholdingReview, answered_on: date) -> Edition | None:
    """Answer a review with 公開する. Of a published record the next public edition goes out in the same act.

    It says which place is open now, and why. None where no edition follows: nothing of the record is public,
    or the public text stays as it is.
    """
    require(by, Verb.WRITE, Noun.DISCLOSURE, over=review)
    reason = checked_reason(reason)
    answer = partial(
        answer_review, by=by, reason=reason, answer=ReviewAnswer.RELEASE, answered_on=answered_on
    )
    meeting = sitting_of_passage(review.withholding)
    draft = None
    if meeting is not None and meeting.minutes_state == MinutesState.PUBLISHED:
        require(by, Verb.PUBLISH, NOUN, over=meeting)
        draft = _opened(answer, review, meeting, by, reason)
    if meeting is None or draft is None:
        _answer_alone(answer, review, meeting, by, reason)
        return None
    printed = _printed(draft)
    with writing(NOUN, by=by, reason=reason, over=meeting, verb=Verb.PUBLISH) as current:
        _hold(meeting)
        answer(review=review)
        _refuse_left(left(before_publishing(meeting, by)))
        _refuse_leaks(meeting, printed.content)
        edition = _issued(draft, printed, by, reason)
        _step(meeting, MinutesState.PUBLISHED, by, current)
        return edition


def keep_from_the_public(*, by: User, reason: str, meeting: Meeting) -> MinutesStep:
    """確定 → 公開しない, by somebody else than who finalised."""
    with writing(NOUN, by=by, reason=reason, over=meeting, verb=Verb.PUBLISH) as current:
        _require_state(meeting, MinutesState.FINALISED)
        if finaliser_of(meeting) == by:
            raise ValidationError("確定した人は決められません。ほかの権限のある人が決めてください。")
        return _step(meeting, MinutesState.NOT_PUBLISHED, by, current)


def open_for_correction(*, by: User, reason: str, meeting: Meeting) -> MinutesStep:
    """Open a finalised record anew, for the reason its next edition will give; the editions stay."""
    with writing(NOUN, by=by, reason=reason, over=meeting, verb=Verb.CORRECT) as current:
        _require_state(meeting, *SETTLED_STATES)
        return _step(meeting, MinutesState.CIRCULATED, by, current, is_back=True)


def withdraw_edition(*, by: User, reason: str, edition: Edition) -> EditionWithdrawal:
    """Hand a public edition to residents no longer; the record waits for a new one."""
    with writing(NOUN, by=by, reason=reason, over=edition, verb=Verb.PUBLISH) as current:
        meeting = edition.meeting
        _hold(meeting)
        if not Edition.objects.in_force().filter(pk=edition.pk, audience=EditionAudience.PUBLIC).exists():
            raise ValidationError("取り下げられるのは、いま公開している版だけです。")
        withdrawal = added(
            EditionWithdrawal(
                edition=edition, reason=current.reason, withdrawn_at=current.at, withdrawn_by=by
            )
        )
        if meeting.minutes_state == MinutesState.PUBLISHED:
            _step(meeting, MinutesState.FINALISED, by, current, is_back=True)
        return withdrawal


class _OnlyTried(Exception):
    """Ends an act that was only tried: nothing of it is stored."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft


def _opened(
    answer: Callable[..., Any], review: WithholdingReview, meeting: Meeting, by: User, reason: str
) -> Draft | None:
    """The edition as it would be after the release, which is done and taken back; None if it is the same."""
    opening = _composed(lambda: opened_by_release(meeting, review.withholding, by))
    trial = copy(review)
    trial.withholding = copy(review.withholding)
    try:
        with writing(NOUN, by=by, reason=reason, over=meeting, verb=Verb.PUBLISH):
            answer(review=trial)
            _refuse_left(left(before_publishing(meeting, by)))
            raise _OnlyTried(_drafted(meeting, EditionAudience.PUBLIC, by, reason, changes=opening.said))
    except _OnlyTried as tried:
        return tried.draft if opening.shows_in(tried.draft) else None


def _answer_alone(
    answer: Callable[..., Any], review: WithholdingReview, meeting: Meeting | None, by: User, reason: str
) -> None:
    """Release what is printed in no edition, or not yet; the record does not become public meanwhile."""
    with writing(Noun.DISCLOSURE, by=by, reason=reason, over=review):
        if meeting is not None:
            _hold(meeting)
        answer(review=review)


def _require_state(meeting: Meeting, *states: str) -> None:
    if meeting.minutes_state not in states:
        names = "」「".join(MinutesState(state).label for state in states)
        now = MinutesState(meeting.minutes_state).label
        raise ValidationError(f"会議録が「{names}」のときだけできます。いまは「{now}」です。")


def _hold(meeting: Meeting) -> None:
    held(Meeting, {meeting.pk: meeting.version})


def _step(
    meeting: Meeting, state: str, by: User, current: OpenOperation, *, is_back: bool = False
) -> MinutesStep:
    came_from = meeting.minutes_state
    if came_from != state:
        changed(meeting, minutes_state=state)
    return added(
        MinutesStep(
            meeting=meeting,
            came_from=came_from,
            state=state,
            is_back=is_back,
            reason=current.reason,
            taken_at=current.at,
            taken_by=by,
        )
    )


def _refuse_left(sentences: list[str]) -> None:
    if sentences:
        raise ValidationError(["まだできません。残っていることがあります。", *sentences])


def _drafted(meeting: Meeting, audience: EditionAudience, by: User, reason: str, changes: str = "") -> Draft:
    how: dict[str, Any] = {"by": by, "reason": reason, "changes": changes}
    return _composed(lambda: drafted(meeting, audience, **how, at=timezone.now(), head=head()))


def _composed(compose: Callable[[], Made]) -> Made:
    """What is composed from the record, or in words why that cannot be."""
    try:
        return compose()
    except (NotForThePublic, PassageError) as refused:
        raise ValidationError(str(refused)) from refused


def _printed(draft: Draft) -> Printed:
    try:
        content = render(draft.job)
    except DocumentError as refused:
        raise ValidationError(str(refused)) from refused
    return Printed(content, keep_content([content]), page_count(content))


def _refuse_leaks(meeting: Meeting, content: bytes) -> None:
    """The finished file is looked through once more: it says more than the record, such as the reason."""
    found = left_in_file(meeting, content, "edition.pdf")
    told = [f"{each.key}　{LeakRule(each.rule).label}：{each.said}" for each in found]
    _refuse_left([f"できあがったPDFに漏れ・注意があります：{each}" for each in dict.fromkeys(told)])


def _issued(draft: Draft, printed: Printed, by: User, reason: str) -> Edition:
    """Store what was printed, if it is still what would be printed now."""
    meeting = draft.composed.meeting
    how: dict[str, Any] = {"by": by, "reason": reason, "changes": draft.changes}
    again = drafted(meeting, draft.audience, **how, at=draft.issued_at, head=draft.head)
    if again.job != draft.job:
        raise ValidationError(CHANGED_MEANWHILE)
    values: dict[str, Any] = {
        "meeting": meeting,
        "audience": draft.audience,
        "number": draft.number,
        "supersedes": draft.previous,
        "reason": draft.reason,
        "issued_at": draft.issued_at,
        "issued_by": by,
        "page_count": printed.page_count,
        "check_number": draft.composed.minutes.check_number,
        "ledger_sequence": draft.head.sequence,
        "ledger_head": draft.head.block_hash,
        "content": draft.content,
    }
    file = add_file(by=by, reason=reason, kept=printed.kept, name=draft.name, kind=FileKind.PDF)
    return added(Edition(file=file, **values))
