"""Pages of 議決事項, 決定, 再検討 and 対応事項."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max
from django.utils import timezone

from meetings.actions import decisions as actions
from meetings.decision_reading import deliberations_of
from meetings.forms.decisions import CloseForm, CommitmentForm, DecisionForm, DeferralForm, MotionForm
from meetings.models import AgendaItem, Commitment, Decision, Deferral, Motion
from meetings.views.parts import UNSTATED, Fact, PartDetail, page_of
from meetings.views.places import BelowMeeting, PartOfMeeting, Permalink, meeting_crumbs, meeting_url
from portal.accounts.rights import Noun
from portal.site.forms import ReasonForm
from portal.site.pages import ConfirmPage, Crumb, Page, RecordCreatePage, RecordEditPage
from portal.wareki import format_date


class BelowItem(Page):
    """A page about something of the item that the URL names by ``pk``."""

    item: AgendaItem

    def load(self) -> None:
        """The item."""
        items = AgendaItem.objects.select_related("meeting__body")
        self.item = self.visible_or_404(items, pk=self.kwargs["pk"])

    def get_over(self) -> AgendaItem:
        """The item."""
        return self.item

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議 › the sitting › the item."""
        url = meeting_url(self.item.meeting, f"item-{self.item.pk}")
        return [*meeting_crumbs(self.item.meeting), Crumb(self.item.label, url)]

    def get_success_url(self, record: Any) -> str:
        """The item on the sitting's page."""
        return meeting_url(self.item.meeting, f"item-{self.item.pk}")


class MotionCreate(BelowItem, RecordCreatePage):
    """議決事項を加える."""

    noun = Noun.DECISIONS
    model = Motion
    form_class = MotionForm
    title = "議決事項を加える"

    def get_blank(self) -> Motion:
        """Numbered on within the item."""
        last = self.item.motions.aggregate(last=Max("number"))["last"] or 0
        return Motion(item=self.item, number=last + 1)

    def perform(self, *, reason: str, **values: Any) -> Motion:
        """Put it."""
        return actions.put_motion(by=self.user, reason=reason, item=self.item, **values)


class OfItem(PartOfMeeting):
    """A page about one record of an item."""

    noun = Noun.DECISIONS
    meeting_path = "item__meeting"

    @property
    def item(self) -> AgendaItem:
        """The item the record belongs to."""
        return self.record.item

    def get_success_url(self, record: Any) -> str:
        """The item on the sitting's page."""
        return meeting_url(self.meeting, f"item-{self.item.pk}")


class MotionPermalink(OfItem, Permalink):
    """The address of a motion: leads to its item."""

    model = Motion

    def get_place(self) -> str:
        """The item on the sitting's page."""
        return self.get_success_url(self.record)


class MotionEdit(OfItem, RecordEditPage):
    """議決事項を直す."""

    template_name = "meetings/part_form.html"
    remove_url_name = "meetings:motion-remove"
    model = Motion
    form_class = MotionForm
    title = "議決事項を直す"

    def perform(self, record: Motion, *, reason: str, **changes: Any) -> Motion:
        """Change it."""
        return actions.edit_motion(by=self.user, reason=reason, motion=record, **changes)


class MotionRemove(OfItem, ConfirmPage):
    """議決事項を削除する."""

    model = Motion
    title = "議決事項を削除する"
    question = "この議決事項を取り消します。決定の済んだものは取り消せません。"

    def perform(self, record: Motion, *, reason: str) -> None:
        """Take it back."""
        actions.remove_motion(by=self.user, reason=reason, motion=record)


class DecisionCreate(RecordCreatePage):
    """決定を記録する: for a motion that has none yet."""

    noun = Noun.DECISIONS
    model = Decision
    form_class = DecisionForm
    title = "決定を記録する"
    reason_required = True
    motion: Motion

    def load(self) -> None:
        """The motion, as long as it waits for its decision."""
        motions = Motion.objects.filter(decision=None).select_related("item__meeting__body")
        self.motion = self.visible_or_404(motions, pk=self.kwargs["pk"])

    def get_over(self) -> Motion:
        """The motion."""
        return self.motion

    def get_title(self) -> str:
        """What is being decided stands in the heading."""
        return f"{self.title}：{self.motion.asked}"

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議 › the sitting."""
        return meeting_crumbs(self.motion.item.meeting)

    def get_blank(self) -> Decision:
        """In force from the day of the sitting."""
        starts_at = self.motion.item.meeting.starts_at
        in_force = {"effective_on": timezone.localdate(starts_at)} if starts_at else {}
        return Decision(motion=self.motion, **in_force)

    def perform(self, *, reason: str, **values: Any) -> Decision:
        """Record it."""
        return actions.record_decision(by=self.user, reason=reason, motion=self.motion, **values)

    def get_success_url(self, record: Any) -> str:
        """The item on the sitting's page."""
        return meeting_url(self.motion.item.meeting, f"item-{self.motion.item_id}")


class OfDecision(PartOfMeeting):
    """What the pages about one decision share."""

    noun = Noun.DECISIONS
    model = Decision
    meeting_path = "motion__item__meeting"

    def get_success_url(self, record: Any) -> str:
        """The item on the sitting's page."""
        return meeting_url(self.meeting, f"item-{self.record.motion.item_id}")


class DecisionDetail(OfDecision, PartDetail):
    """決定: what was asked, how it ended, and who vouches for it."""

    edit_url_name = "meetings:decision-correct"
    edit_label = "決定を訂正する"
    template_name = "meetings/decision.html"

    def get_records(self) -> Any:
        """With who confirmed it and what was put off."""
        return super().get_records().select_related("confirmed_by", "deferral__item", "deferral__due")

    def told(self) -> list[Any]:
        """What was asked has sources of its own."""
        return [self.record.motion, self.record]

    def get_place(self) -> str:
        """The motion on the sitting's page."""
        return meeting_url(self.meeting, f"motion-{self.record.motion_id}")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """With every deliberation of the same matter."""
        return super().get_context(deliberations=deliberations_of(self.record.motion, self.user), **extra)

    def facts(self) -> Iterable[Fact]:
        """The motion, then its outcome."""
        record, motion = self.record, self.record.motion
        yield Fact("議題", str(motion.item), url=page_of(motion.item))
        yield Fact("議決事項", motion.asked, "asked", record=motion)
        yield Fact("結果", record.get_outcome_display(), "outcome")
        yield Fact("決定の文", record.sentence, "sentence")
        yield Fact("効力の日", format_date(record.effective_on), "effective_on")
        if record.deferral:
            due = record.deferral.due
            yield Fact(
                "再検討の期限", f"「{due}」" if due else UNSTATED, "deferral", page_of(record.deferral)
            )
        if record.confirmed_by:
            day = format_date(timezone.localdate(record.confirmed_at))
            yield Fact("確かめた人", f"{day} {record.confirmed_by}")
        else:
            yield Fact("確かめた人", "まだだれも確かめていません")


class DecisionCorrect(OfDecision, RecordEditPage):
    """決定を訂正する."""

    form_class = DecisionForm
    title = "決定を訂正する"
    submit_label = "訂正する"
    success_message = "訂正しました。もう一度、決定を確かめてください。"

    def perform(self, record: Decision, *, reason: str, **changes: Any) -> Decision:
        """Mend it."""
        return actions.correct_decision(by=self.user, reason=reason, decision=record, **changes)


class DecisionConfirm(OfDecision, ConfirmPage):
    """決定を確かめる."""

    title = "決定を確かめる"
    submit_label = "確かめた"
    success_message = "決定を確かめました。"
    question = "この決定が会議の結果のとおりであることを、あなたの名前で確かめます。"
    template_name = "meetings/confirm_decision.html"

    def get_form(self, data: Any = None) -> ReasonForm:
        """A reason may be given."""
        form = super().get_form(data)
        form.fields["reason"].required = False
        return form

    def perform(self, record: Decision, *, reason: str) -> None:
        """Vouch for it."""
        actions.confirm_decision(by=self.user, reason=reason, decision=record)


class DeferralCreate(BelowItem, RecordCreatePage):
    """再検討の管理を加える."""

    noun = Noun.DECISIONS
    model = Deferral
    form_class = DeferralForm
    reason_required = True
    title = "再検討の管理を加える"

    def get_blank(self) -> Deferral:
        """Of this item."""
        return Deferral(item=self.item)

    def perform(self, *, reason: str, **values: Any) -> Deferral:
        """Open it."""
        return actions.defer_item(by=self.user, reason=reason, item=self.item, **values)


class DeferralPermalink(OfItem, Permalink):
    """The address of a deferral: leads to its item."""

    model = Deferral

    def get_place(self) -> str:
        """The item on the sitting's page."""
        return self.get_success_url(self.record)


class DeferralEdit(OfItem, RecordEditPage):
    """再検討の管理を直す."""

    model = Deferral
    form_class = DeferralForm
    title = "再検討の管理を直す"

    def get_records(self) -> Any:
        """With its date."""
        return super().get_records().select_related("due")

    def perform(self, record: Deferral, *, reason: str, **changes: Any) -> Deferral:
        """Change it."""
        return actions.edit_deferral(by=self.user, reason=reason, deferral=record, **changes)


class CommitmentCreate(BelowMeeting, RecordCreatePage):
    """対応事項を加える."""

    noun = Noun.DECISIONS
    model = Commitment
    form_class = CommitmentForm
    title = "対応事項を加える"

    def get_blank(self) -> Commitment:
        """Numbered on within the sitting."""
        last = self.meeting.commitments.aggregate(last=Max("number"))["last"] or 0
        return Commitment(meeting=self.meeting, number=last + 1)

    def perform(self, *, reason: str, **values: Any) -> Commitment:
        """Enter it."""
        return actions.record_commitment(by=self.user, reason=reason, meeting=self.meeting, **values)

    def get_success_url(self, record: Any) -> str:
        """The table on the sitting's page."""
        return meeting_url(self.meeting, "commitments")


class OfCommitment(PartOfMeeting):
    """What the pages about one commitment share."""

    noun = Noun.DECISIONS
    model = Commitment
    anchor = "commitments"

    def get_records(self) -> Any:
        """With its dates."""
        return super().get_records().select_related("starts", "due")


class CommitmentDetail(OfCommitment, PartDetail):
    """対応事項: the words that bind, whom, and until when."""

    anchor = "commitment"
    template_name = "meetings/commitment.html"
    edit_url_name = "meetings:commitment-edit"
    edit_label = "対応事項を直す"

    def get_records(self) -> Any:
        """With its item, its row and who owes it."""
        return super().get_records().select_related("item", "entry", "owner__parent__parent")

    def facts(self) -> Iterable[Fact]:
        """What, who, when, and how it stands."""
        record = self.record
        yield Fact("種別", record.get_kind_display(), "kind")
        yield Fact("内容", record.subject, "subject")
        yield Fact("会議での言葉", f"「{record.words}」", "words", page_of(record.entry))
        yield Fact("議題", str(record.item or UNSTATED), "item", page_of(record.item))
        yield Fact("担当", str(record.owner or record.owner_label or UNSTATED), "owner")
        for label, stated in (("着手", record.starts), ("期限", record.due)):
            if stated:
                yield Fact(label, f"「{stated.words}」{stated.resolution}")
        yield Fact("条件", record.condition or UNSTATED, "condition")
        yield Fact("状態", record.get_state_display(), "state")
        if record.evidence:
            yield Fact("完了の根拠", record.evidence, "evidence")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """With the agendas on which it came back."""
        later = self.visible(self.record.continuations).select_related("meeting__body", "item")
        return super().get_context(continuations=later, **extra)


class CommitmentEdit(OfCommitment, RecordEditPage):
    """対応事項を直す."""

    form_class = CommitmentForm
    reason_required = False
    title = "対応事項を直す"

    def perform(self, record: Commitment, *, reason: str, **changes: Any) -> Commitment:
        """Change it."""
        return actions.edit_commitment(by=self.user, reason=reason, commitment=record, **changes)


class CommitmentClose(OfCommitment, RecordEditPage):
    """対応事項の完了を記録する."""

    form_class = CloseForm
    reason_required = False
    submit_label = "完了を記録する"
    success_message = "完了を記録しました。"

    def get_title(self) -> str:
        """What was promised stands in the heading."""
        return f"完了を記録する：{self.record.subject}"

    def perform(self, record: Commitment, *, reason: str, **changes: Any) -> Commitment:
        """Close it."""
        return actions.close_commitment(by=self.user, reason=reason, commitment=record, **changes)


class CommitmentDrop(OfCommitment, ConfirmPage):
    """対応事項を取りやめる."""

    title = "対応事項を取りやめる"
    submit_label = "取りやめる"
    success_message = "取りやめにしました。"
    question = "この対応事項を取りやめにします。理由は変更履歴に残ります。"

    def perform(self, record: Commitment, *, reason: str) -> None:
        """Give it up."""
        actions.drop_commitment(by=self.user, reason=reason, commitment=record)
