"""From the models to plain data: what a sitting decided, put off and promised, in few queries."""

from collections.abc import Iterable, Sequence

from django.db.models import F, Q
from django.utils import timezone

from meetings.choices import DeciderKind, ItemCategory, ItemState, MeetingState
from meetings.decision_list import (
    ClashRecord,
    CommitmentRecord,
    Dated,
    DeferralRecord,
    MotionRecord,
    Proceedings,
    span_label,
)
from meetings.minutes_reading import Place, clock, held, of_records
from meetings.models import AgendaItem, Commitment, Decision, Deferral, Meeting, Motion
from meetings.printed import Field
from meetings.schedule import soonest
from portal.audit.models import AuditedModel
from portal.checks.models import Contradiction
from portal.disclosure.visibility import Reader
from portal.sources.models import Basis, Citation, StatedDate
from portal.wareki import format_date

UNSPOKEN = {
    ItemState.PAPERS_ONLY: "資料の確認のみで審議していない",
    ItemState.NOT_REACHED: "審議に至らなかった",
}
Bases = dict[Place, str]


def proceedings_of(meeting: Meeting, reader: Reader) -> Proceedings:
    """The proceedings as this reader may read them."""
    items = list(AgendaItem.objects.visible_to(reader).filter(meeting=meeting))
    motions = list(Motion.objects.visible_to(reader).filter(item__in=items).select_related("item"))
    decisions = list(Decision.objects.visible_to(reader).filter(motion__in=motions))
    deferrals = list(
        Deferral.objects.visible_to(reader)
        .filter(item__in=items)
        .select_related("item", "worker__parent", "due")
    )
    commitments = list(
        Commitment.objects.visible_to(reader)
        .filter(meeting=meeting)
        .select_related("item", "owner__parent", "due", "starts")
    )
    bases = _bases([*motions, *decisions, *deferrals, *commitments])
    of_motion = {decision.motion_id: decision for decision in decisions}
    return Proceedings(
        name=meeting.printed_name,
        held=_held_until(meeting),
        next_meeting=_next_meeting(meeting, reader),
        report_count=sum(item.category == ItemCategory.REPORT for item in items),
        motions=tuple(_motion(motion, of_motion.get(motion.pk), bases) for motion in motions),
        deferrals=tuple(_deferral(deferral, bases) for deferral in deferrals),
        commitments=tuple(_commitment(commitment, bases) for commitment in commitments),
        unspoken=tuple(_unspoken(items)),
        clashes=tuple(_clashes(decisions, deferrals, reader)),
    )


def deliberations_of(motion: Motion, reader: Reader) -> list[Motion]:
    """Every motion about the same matter, the first sitting first; none where the matter came up once.

    They hang together by what was put off under one and settled by the next.
    """
    put_off = Decision.objects.visible_to(reader).filter(deferral__closing_motion__isnull=False)
    links = set(put_off.values_list("motion_id", "deferral__closing_motion_id"))
    keys: set[int] = set()
    more = {motion.pk}
    while more:
        keys |= more
        more = {key for link in links if keys & set(link) for key in link} - keys
    if len(keys) == 1:
        return []
    found = Motion.objects.visible_to(reader).filter(pk__in=keys)
    told = found.select_related("item__meeting__body", "item__meeting__held_when", "decision__deferral__due")
    return sorted(told, key=lambda each: (soonest(each.item.meeting), each.pk))


def _clashes(
    decisions: Sequence[Decision], deferrals: Sequence[Deferral], reader: Reader
) -> Iterable[ClashRecord]:
    """What stands today about these decisions and deferrals, as far as the reader may know both facts."""
    sections = {"motions": decisions, "deferrals": deferrals}
    kinds = {
        (record._meta.label_lower, record.pk): kind for kind, each in sections.items() for record in each
    }
    about = Contradiction.objects.visible_to(reader).present()
    about = about.filter(
        subject_model__in={label for label, _ in kinds}, subject_key__in={key for _, key in kinds}
    )
    for found in about.order_by("pk").prefetch_related("facts"):
        if kind := kinds.get((found.subject_model, found.subject_key)):
            facts = [(fact.label, fact.value) for fact in found.facts.all()]
            yield ClashRecord(kind, found.title, facts, is_acknowledged=found.acknowledged_at is not None)


def _bases(records: Iterable[AuditedModel]) -> Bases:
    """Field → its basis in words, for every value that is no quotation."""
    cited = Citation.objects.filter(of_records(records)).exclude(basis=Basis.QUOTED)
    return {(c.record_model, c.record_key, c.field): c.get_basis_display() for c in cited}


def _basis(record: AuditedModel, name: str, bases: Bases) -> str:
    label = record._meta.label_lower
    return bases.get((label, record.pk, name)) or bases.get((label, record.pk, "")) or ""


def _field(record: AuditedModel, name: str, bases: Bases, text: str | None = None) -> Field:
    return Field(getattr(record, name) if text is None else text, basis=_basis(record, name, bases))


def _motion(motion: Motion, decision: Decision | None, bases: Bases) -> MotionRecord:
    asked = _field(motion, "asked", bases)
    if decision is None:
        return MotionRecord(motion.item.label, asked)
    return MotionRecord(
        item_label=motion.item.label,
        asked=asked,
        outcome=decision.outcome,
        outcome_basis="" if decision.confirmed_at else _basis(decision, "outcome", bases),
        sentence=_field(decision, "sentence", bases),
    )


def _deferral(deferral: Deferral, bases: Bases) -> DeferralRecord:
    is_head = deferral.decider_kind == DeciderKind.HEAD
    decider = deferral.decider if is_head else deferral.get_decider_kind_display()
    return DeferralRecord(
        subject=str(deferral.item),
        worker=_field(deferral, "worker", bases, text=str(deferral.worker or "")),
        worker_words=deferral.worker_words,
        decider=_field(deferral, "decider_kind", bases, text=decider),
        due=_dated(deferral.due),
        needed=_field(deferral, "needed_inputs", bases),
    )


def _commitment(commitment: Commitment, bases: Bases) -> CommitmentRecord:
    owner = commitment.owner_label or str(commitment.owner or "")
    named = "owner_label" if commitment.owner_label else "owner"
    return CommitmentRecord(
        number=commitment.number,
        subject=_field(commitment, "subject", bases),
        owner=_field(commitment, named, bases, text=owner),
        due=_dated(commitment.due),
        starts=_dated(commitment.starts),
        condition=commitment.condition,
        words=commitment.words,
        item_label=_short_label(commitment.item) if commitment.item else "",
        state=commitment.get_state_display(),
    )


def _short_label(item: AgendaItem) -> str:
    """確認（1）, for a narrow column."""
    return item.label.replace("事項", "", 1)


def _dated(stated: StatedDate | None) -> Dated | None:
    if stated is None:
        return None
    return Dated(stated.words, stated.earliest, stated.latest, stated.precision)


def _held_until(meeting: Meeting) -> str:
    """With the actual end where it is known: 令和6年6月27日（木）11:00～11:58."""
    if meeting.starts_at is None or meeting.ended_at is None:
        return held(meeting)
    day = format_date(timezone.localtime(meeting.starts_at).date())
    return f"{day}{clock(meeting.starts_at)}～{clock(meeting.ended_at)}"


def _next_meeting(meeting: Meeting, reader: Reader) -> str:
    """The next sitting of the body that is planned, in words; empty when there is none."""
    coming = Meeting.objects.visible_to(reader).filter(
        body=meeting.body_id, state__in=(MeetingState.PLANNED, MeetingState.CONVENED)
    )
    if meeting.starts_at:
        coming = coming.filter(Q(starts_at=None) | Q(starts_at__gt=meeting.starts_at))
    following = (
        coming.exclude(pk=meeting.pk)
        .select_related("held_when")
        .order_by(F("starts_at").asc(nulls_last=True), "held_when__earliest", "pk")
        .first()
    )
    if following is None:
        return ""
    if following.starts_at:
        return held(following)
    stated = _dated(following.held_when)
    return f"{span_label(stated)}（日は未定）" if stated else ""


def _unspoken(items: Sequence[AgendaItem]) -> Iterable[tuple[str, list[str]]]:
    for state, words in UNSPOKEN.items():
        told = [str(item) for item in items if item.state == state]
        if told:
            yield words, told
