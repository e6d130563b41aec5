"""Verbs of a circulated record: those who were there comment on its rows, the 事務局 answers each comment."""

from django.core.exceptions import PermissionDenied, ValidationError

from meetings.actions.record import edit_entry
from meetings.choices import CommentManner, CommentState, MinutesState
from meetings.confirming import attending_seats
from meetings.models import Comment, Meeting, MinutesEntry, Seat
from meetings.models.scopes import seats_of
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb, writing
from portal.audit.writing import added, changed

NOUN = Noun.PUBLISHING


def comment_on_entry(
    *,
    by: User,
    reason: str,
    entry: MinutesEntry,
    seat: Seat,
    text: str,
    proposed_text: str = "",
    manner: str = CommentManner.SYSTEM,
) -> Comment:
    """A seat that was there comments on a row, or proposes other words for it.

    Who may read the record comments from the own seat; what came on paper the 事務局 enters in its name.
    """
    is_own = manner == CommentManner.SYSTEM
    verb = Verb.READ if is_own else Verb.WRITE
    with writing(NOUN, by=by, reason=reason, over=entry, reason_optional=True, verb=verb) as current:
        _require_circulated(entry.meeting)
        if is_own and seat.pk not in seats_of(by.standing).seats:
            raise PermissionDenied("自分の席のほかは、この画面からは意見を出せません。")
        if seat not in attending_seats(entry.meeting):
            raise ValidationError({"seat": "この会議に出席した席ではありません。"})
        proposed = "" if proposed_text == entry.text else proposed_text
        if not text and not proposed:
            raise ValidationError({"text": "意見を書くか、本文を直してください。"})
        return added(
            Comment(
                entry=entry,
                seat=seat,
                manner=manner,
                text=text or "本文の修正案",
                proposed_text=proposed,
                made_by=by,
                made_at=current.at,
            )
        )


def adopt_comment(
    *, by: User, reason: str, comment: Comment, entry: MinutesEntry, text: str, answer: str = ""
) -> Comment:
    """Take a comment up: its row, as it was read, gets these words."""
    with writing(NOUN, by=by, reason=reason, over=comment, reason_optional=True):
        _require_open(comment)
        _require_circulated(entry.meeting)
        if entry.pk != comment.entry_id:
            raise ValidationError({"text": "この意見の行ではありません。"})
        if text == entry.text:
            raise ValidationError({"text": "本文が変わっていません。直すか、不採用として回答してください。"})
        edit_entry(by=by, reason=reason, entry=entry, text=text)
        return changed(comment, state=CommentState.ADOPTED, answer=answer, answered_by=by)


def decline_comment(*, by: User, reason: str, comment: Comment, answer: str) -> Comment:
    """Leave the row as it is, and say why."""
    with writing(NOUN, by=by, reason=reason, over=comment, reason_optional=True):
        _require_open(comment)
        return changed(comment, state=CommentState.DECLINED, answer=answer, answered_by=by)


def _require_circulated(meeting: Meeting) -> None:
    state = (
        Meeting._base_manager.select_for_update().values_list("minutes_state", flat=True).get(pk=meeting.pk)
    )
    if state != MinutesState.CIRCULATED:
        raise ValidationError("意見を出したり反映したりできるのは、会議録が「確認中」のあいだだけです。")


def _require_open(comment: Comment) -> None:
    if comment.state != CommentState.OPEN:
        raise ValidationError("この意見には、既に対応しています。")
