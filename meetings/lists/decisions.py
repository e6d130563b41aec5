"""Lists of 議決事項 with their decisions, and of 対応事項."""

from typing import Any

from meetings.actions import decisions as actions
from meetings.choices import OUTCOME_LEVELS, CommitmentState
from meetings.filters import CommitmentFilter, DecisionFilter, any_department
from meetings.models import Commitment, Motion
from portal.accounts.rights import Actor, Noun
from portal.lists.nouns import Column, Listed, Term, field_column
from portal.site.registry import record_url
from portal.wareki import format_date

BY_DECISION = "決定した内容は、会議のページの「決定を訂正する」から、理由を付けて直します。"
BY_EVIDENCE = "完了は根拠と、取りやめは理由と共に、会議のページの対応事項から記録します。"


def edit_commitment(*, by: Actor, reason: str, record: Commitment, **changes: Any) -> Commitment:
    """One cell of a commitment."""
    return actions.edit_commitment(by=by, reason=reason, commitment=record, **changes)


def edit_motion(*, by: Actor, reason: str, record: Motion, **changes: Any) -> Motion:
    """One cell of a motion."""
    return actions.edit_motion(by=by, reason=reason, motion=record, **changes)


def due_words(commitment: Commitment) -> str:
    """The last day, with the words it comes from; or what it waits for."""
    if commitment.due is None:
        return commitment.condition or "記載なし"
    day = f"{format_date(commitment.due.latest)}まで" if commitment.due.latest else ""
    return f"{day}「{commitment.due}」"


def decided(motion: Motion) -> Any:
    """The decision of a motion, or None."""
    return getattr(motion, "decision", None)


def lock_of_asked(motion: Motion) -> str:
    """What was decided is not asked anew."""
    return BY_DECISION if decided(motion) else ""


DECISIONS = Listed(
    key="decisions",
    model=Motion,
    noun=Noun.DECISIONS,
    title="議決事項と決定",
    url_name="meetings:decisions",
    filters=DecisionFilter,
    edit=edit_motion,
    order="-meeting,item",
    shown=("item", "asked", "outcome", "sentence", "effective_on", "meeting"),
    relations=("item__meeting__body", "decision"),
    columns=(
        Column(
            "item",
            "議決事項",
            lambda motion: f"{motion.item.label}の{motion.number}",
            record_url,
            sort=("item__category", "item__number", "number"),
        ),
        field_column(Motion, "asked", locked=lock_of_asked),
        Column(
            "outcome",
            "結果",
            lambda motion: decided(motion).get_outcome_display() if decided(motion) else "決定の記録なし",
            sort=(Term("decision__outcome", empty_last=True),),
            level=lambda motion: (
                OUTCOME_LEVELS.get(motion.decision.outcome, "plain") if decided(motion) else "plain"
            ),
            field="outcome",
            of=decided,
            locked=BY_DECISION,
        ),
        Column(
            "sentence",
            "決定の文",
            lambda motion: decided(motion).sentence if decided(motion) else "",
            field="sentence",
            of=decided,
            locked=BY_DECISION,
        ),
        Column(
            "effective_on",
            "効力の日",
            lambda motion: format_date(decided(motion).effective_on) if decided(motion) else "",
            sort=(Term("decision__effective_on", empty_last=True),),
            field="effective_on",
            of=decided,
            locked=BY_DECISION,
        ),
        Column(
            "confirmed",
            "確かめた人",
            lambda motion: str(decided(motion).confirmed_by or "未確認") if decided(motion) else "",
            of=decided,
            relations=("decision__confirmed_by",),
        ),
        Column(
            "meeting",
            "会議",
            lambda motion: str(motion.item.meeting),
            lambda motion: record_url(motion.item.meeting),
            sort=("item__meeting__fiscal_year", "item__meeting__number", "item__meeting"),
            of=lambda motion: motion.item.meeting,
            tells=("fiscal_year", "number"),
        ),
    ),
    empty_text="まだ議決事項はありません。会議のページの議題から登録してください。",
    links=(("対応事項（宿題）の一覧", "meetings:commitments"),),
)

COMMITMENTS = Listed(
    key="commitments",
    model=Commitment,
    noun=Noun.DECISIONS,
    title="対応事項（宿題）",
    url_name="meetings:commitments",
    filters=CommitmentFilter,
    edit=edit_commitment,
    order="due,meeting",
    shown=("subject", "state", "owner", "due", "meeting"),
    columns=(
        field_column(Commitment, "subject", url=record_url),
        field_column(
            Commitment,
            "state",
            locked=BY_EVIDENCE,
            level=lambda each: "ok" if each.state == CommitmentState.DONE else "plain",
        ),
        field_column(
            Commitment,
            "owner",
            label="担当",
            value=lambda each: str(each.owner or each.owner_label or "記載なし"),
            relations=("owner__parent__parent",),
            sort=(Term("owner__position", empty_last=True), "owner__name"),
            offered=any_department,
            tells=("owner", "owner_label"),
        ),
        Column(
            "due", "いつまで", due_words, relations=("due",), sort=(Term("due__latest", empty_last=True),)
        ),
        Column(
            "meeting",
            "会議",
            lambda each: str(each.meeting),
            lambda each: record_url(each.meeting),
            sort=("meeting", "number"),
            relations=("meeting__body",),
            of=lambda each: each.meeting,
            tells=("fiscal_year", "number"),
        ),
        field_column(Commitment, "kind"),
        field_column(Commitment, "owner_label"),
        field_column(Commitment, "condition"),
        field_column(Commitment, "words", sort=()),
        field_column(Commitment, "evidence", sort=(), locked=BY_EVIDENCE),
    ),
    empty_text="まだ対応事項はありません。会議のページの「対応事項を加える」から登録してください。",
    links=(("議決事項と決定の一覧", "meetings:decisions"),),
)
