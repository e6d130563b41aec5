"""Verbs of what was asked, decided, put off and promised."""

from collections.abc import Iterable
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
from portal.accounts.rights import Actor, Noun, Verb, require, writing
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
    settles: Iterable[Deferral] = (),
) -> Decision:
    """Record the outcome of a motion with a full sentence; an open outcome needs its deferral.

    ``settles`` were put off earlier: this motion closes them, whether or not it is put off itself.
    """
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
        stored = added(decision)
        _settle(by, stored, settles)
        return stored


def correct_decision(
    *,
    by: Actor,
    reason: str,
    decision: Decision,
    settles: Iterable[Deferral] | None = None,
    **changes: Any,
) -> Decision:
    """Mend a mistyped outcome or sentence, or what it ``settles``; it has to be confirmed anew."""
    with writing(Noun.DECISIONS, by=by, reason=reason, over=decision):
        refuse_locked(decision.motion.item.meeting)
        for name, value in changes.items():
            setattr(decision, name, value)
        _check_deferral(decision)
        stored = changed(decision, confirmed_by=None, confirmed_at=None)
        if settles is not None:
            _settle(by, stored, settles)
        return stored


def _settle(actor: Actor, decision: Decision, settles: Iterable[Deferral]) -> None:
    """Close these deferrals by the motion, and open again what it closes no longer."""
    motion, wanted = decision.motion, {each.pk: each for each in settles}
    for each in Deferral.objects.filter(closing_motion=motion).exclude(pk__in=wanted):
        require(actor, Verb.WRITE, Noun.DECISIONS, over=each)
        changed(each, closing_motion=None)
    for each in wanted.values():
        if each.closing_motion_id != motion.pk:
            require(actor, Verb.WRITE, Noun.DECISIONS, over=each)
            _check_closing(each, motion, "settles")
            changed(each, closing_motion=motion)


def _check_closing(deferral: Deferral, motion: Motion, field: str) -> None:
    if deferral.closing_motion_id is not None:
        raise ValidationError({field: f"「{deferral}」は、既に別の議決事項で閉じています。"})
    if not Deferral.objects.before(motion.item).filter(pk=deferral.pk).exists():
        raise ValidationError(
            {field: "同じ会議体（または親子の会議体）の、後の議題の議決事項でだけ閉じられます。"}
        )


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
    """Change a 再検討; a new ``due`` is stored with it; a ``closing_motion`` is a later one, decided."""
    with writing(Noun.DECISIONS, by=by, reason=reason, over=deferral):
        if closing := changes.get("closing_motion"):
            if not Decision.objects.filter(motion=closing).exists():
                raise ValidationError({"closing_motion": "決定の済んだ議決事項を選んでください。"})
            deferral.closing_motion = None
            _check_closing(deferral, closing, "closing_motion")
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
