"""Verbs of what was asked, decided, put off and promised."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from meetings.actions.locking import refuse_locked
from meetings.actions.sittings import refuse_strangers
from meetings.choices import OPEN_OUTCOMES, CommitmentState
from meetings.models import (
    AgendaItem,
    Commitment,
    Consultation,
    Decision,
    Deferral,
    Meeting,
    Motion,
    PriorReference,
)
from portal.accounts.models import User
from portal.accounts.rights import Actor, Noun, writing
from portal.audit.writing import added, changed, removed
from portal.sources.actions import added_with_dates, changed_with_dates
from portal.sources.models import StatedDate


def put_motion(*, by: Actor, reason: str, item: AgendaItem, asked: str, number: int = 1) -> Motion:
    """Say what exactly is asked of the meeting."""
    with writing(Noun.DECISIONS, by=by, reason=reason, over=item, reason_optional=True):
        refuse_locked(item.meeting)
        return added(Motion(item=item, asked=asked, number=number))


def edit_motion(*, by: Actor, reason: str, motion: Motion, **changes: Any) -> Motion:
    """Change what is asked."""
    with writing(Noun.DECISIONS, by=by, reason=reason, over=motion):
        refuse_locked(motion.item.meeting)
        return changed(motion, **changes)


def remove_motion(*, by: Actor, reason: str, motion: Motion) -> None:
    """Take back a motion; refused once it is decided."""
    with writing(Noun.DECISIONS, by=by, reason=reason, over=motion):
        refuse_locked(motion.item.meeting)
        removed(motion)


def record_decision(
    *,
    by: Actor,
    reason: str,
    motion: Motion,
    outcome: str,
    sentence: str,
    effective_on: date,
    deferral: Deferral | None = None,
) -> Decision:
    """Record the outcome of a motion with a full sentence; an open outcome needs its deferral."""
    with writing(Noun.DECISIONS, by=by, reason=reason, over=motion):
        refuse_locked(motion.item.meeting)
        decision = Decision(
            motion=motion,
            outcome=outcome,
            sentence=sentence,
            effective_on=effective_on,
            deferral=deferral,
        )
        _check_deferral(decision)
        return added(decision)


def correct_decision(*, by: Actor, reason: str, decision: Decision, **changes: Any) -> Decision:
    """Mend a mistyped outcome or sentence; whoever confirmed it has to confirm it anew."""
    with writing(Noun.DECISIONS, by=by, reason=reason, over=decision):
        refuse_locked(decision.motion.item.meeting)
        for name, value in changes.items():
            setattr(decision, name, value)
        _check_deferral(decision)
        return changed(decision, confirmed_by=None, confirmed_at=None)


def _check_deferral(decision: Decision) -> None:
    if (decision.outcome in OPEN_OUTCOMES) != (decision.deferral is not None):
        raise ValidationError(
            {"deferral": "再検討・継続審議のときだけ、再検討の管理（だれが、いつまでに）を付けてください。"}
        )
    if decision.deferral is not None and decision.deferral.item_id != decision.motion.item_id:
        raise ValidationError({"deferral": "同じ議題の再検討の管理を選んでください。"})


def confirm_decision(*, by: User, reason: str, decision: Decision) -> Decision:
    """A person vouches for a decision that was derived from the outcome line."""
    with writing(Noun.DECISIONS, by=by, reason=reason, over=decision, reason_optional=True):
        if decision.confirmed_by is not None:
            raise ValidationError("この決定は既に確かめてあります。")
        return changed(decision, confirmed_by=by, confirmed_at=timezone.now())


def defer_item(
    *, by: Actor, reason: str, item: AgendaItem, due: StatedDate | None = None, **values: Any
) -> Deferral:
    """Open a 再検討: who works on it, who decides, until when, what is needed."""
    with writing(Noun.DECISIONS, by=by, reason=reason, over=item):
        return added_with_dates(Deferral(item=item, **values), due=due)


def edit_deferral(*, by: Actor, reason: str, deferral: Deferral, **changes: Any) -> Deferral:
    """Change a 再検討; a new ``due`` is stored with it."""
    with writing(Noun.DECISIONS, by=by, reason=reason, over=deferral):
        return changed_with_dates(deferral, ("due",), **changes)


def record_commitment(
    *,
    by: Actor,
    reason: str,
    meeting: Meeting,
    starts: StatedDate | None = None,
    due: StatedDate | None = None,
    **values: Any,
) -> Commitment:
    """Enter a 対応事項 with the words that bind."""
    with writing(Noun.DECISIONS, by=by, reason=reason, over=meeting, reason_optional=True):
        refuse_strangers(meeting, **values)
        return added_with_dates(Commitment(meeting=meeting, **values), starts=starts, due=due)


def edit_commitment(*, by: Actor, reason: str, commitment: Commitment, **changes: Any) -> Commitment:
    """Change a 対応事項; new stated dates are stored with it."""
    with writing(Noun.DECISIONS, by=by, reason=reason, over=commitment, reason_optional=True):
        refuse_strangers(commitment.meeting, **changes)
        return changed_with_dates(commitment, ("starts", "due"), **changes)


def close_commitment(*, by: Actor, reason: str, commitment: Commitment, evidence: str) -> Commitment:
    """Close a 対応事項 with its evidence."""
    with writing(Noun.DECISIONS, by=by, reason=reason, over=commitment, reason_optional=True):
        return changed(commitment, state=CommitmentState.DONE, evidence=evidence)


def drop_commitment(*, by: Actor, reason: str, commitment: Commitment) -> Commitment:
    """Give a 対応事項 up; the reason says why it need not be done."""
    with writing(Noun.DECISIONS, by=by, reason=reason, over=commitment):
        return changed(commitment, state=CommitmentState.DROPPED)


def note_prior_reference(
    *, by: Actor, reason: str, meeting: Meeting, when: StatedDate | None = None, **values: Any
) -> PriorReference:
    """Keep what the record says came before."""
    with writing(Noun.DECISIONS, by=by, reason=reason, over=meeting, reason_optional=True):
        refuse_strangers(meeting, **values)
        return added_with_dates(PriorReference(meeting=meeting, **values), when=when)


def note_consultation(
    *, by: Actor, reason: str, meeting: Meeting, when: StatedDate | None = None, **values: Any
) -> Consultation:
    """Keep what somebody outside the sitting said or agreed to."""
    with writing(Noun.DECISIONS, by=by, reason=reason, over=meeting, reason_optional=True):
        refuse_strangers(meeting, **values)
        return added_with_dates(Consultation(meeting=meeting, **values), when=when)
