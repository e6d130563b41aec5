"""議決事項, 決定, 再検討, 対応事項: what was asked, decided, put off and promised."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from meetings.choices import CommitmentKind, CommitmentState, DeciderKind, Outcome
from meetings.models.record import MinutesEntry
from meetings.models.scopes import OfBodyQuerySet, of_family
from meetings.models.sittings import AgendaItem, Meeting, OfMeetingQuerySet
from portal.accounts.models import Department
from portal.accounts.reach import Place
from portal.audit.models import AuditedModel
from portal.disclosure.visibility import Noun
from portal.sources.models import StatedDate


class OutcomeQuerySet(OfMeetingQuerySet):
    """Reads of what a sitting left to do and what came before it: hidden by the item it was said under."""

    noun: ClassVar[Noun] = Noun.DECISIONS
    parents = {"meeting": "Meeting", "item": "AgendaItem", "entry__item": "AgendaItem"}


class ReferenceQuerySet(OutcomeQuerySet):
    """Reads of what came before: hidden also by what it leads back to, which an earlier sitting holds."""

    parents = {**OutcomeQuerySet.parents, "origin": "AgendaItem", "origin__meeting": "Meeting"}
    parents |= {"commitment": "Commitment", "commitment__meeting": "Meeting"}


class ConsultationQuerySet(OfMeetingQuerySet):
    """Reads of consultations: hidden by the item of their motion too."""

    noun: ClassVar[Noun] = Noun.DECISIONS
    parents = {"meeting": "Meeting", "motion__item": "AgendaItem", "entry__item": "AgendaItem"}


class OfItemQuerySet(OfBodyQuerySet):
    """Reads of what belongs to an agenda item: as visible as the item is."""

    noun = Noun.DECISIONS
    body = "item__meeting__body__"
    parents = {"item": "AgendaItem"}


class DeferralQuerySet(OfItemQuerySet):
    """Reads of what was put off."""

    def before(self, item: AgendaItem) -> Self:
        """What a motion of this item can settle: put off under another item, and no later."""
        found = self.filter(of_family(item.meeting.body, "item__meeting__body")).exclude(item=item.pk)
        starts_at = item.meeting.starts_at
        return found.exclude(item__meeting__starts_at__gt=starts_at) if starts_at else found


class Deferral(AuditedModel):
    """再検討・継続: who works on it, who decides, until when, and what is missing."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="deferrals", verbose_name="議題")
    worker = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deferrals",
        verbose_name="検討する部署",
    )
    worker_words = models.CharField("検討する者の記載", max_length=200, blank=True)
    decider_kind = models.CharField("決める者", max_length=20, choices=DeciderKind)
    decider = models.CharField("決める者の名", max_length=100, blank=True)
    due = models.OneToOneField(
        StatedDate, models.PROTECT, null=True, blank=True, related_name="deferral", verbose_name="期限"
    )
    due_named_by = models.CharField("期限を言った者", max_length=100, blank=True)
    needed_inputs = models.TextField("決めるために必要なこと", blank=True, help_text="1行に1件")
    closing_motion = models.ForeignKey(
        "Motion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="closed_deferrals",
        verbose_name="決着した議決事項",
    )

    errors_beside: ClassVar[dict[str, str]] = {
        "deferral_head_named": "decider",
    }

    governed_by: ClassVar[tuple[str, ...]] = ("item",)

    objects = DeferralQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "再検討・継続の管理"
        ordering = ("item", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(decider_kind=DeciderKind.HEAD) | ~Q(decider=""),
                name="deferral_head_named",
                violation_error_message="長が決めるときは、その職を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.label}の再検討"

    @property
    def whereabouts(self) -> Place:
        """The item's."""
        return self.item.whereabouts


class Motion(AuditedModel):
    """議決事項: what exactly is asked of the meeting. An item may hold several."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="motions", verbose_name="議題")
    number = models.PositiveSmallIntegerField("番号", default=1)
    asked = models.TextField("求められたこと")

    errors_beside: ClassVar[dict[str, str]] = {
        "motion_once": "number",
    }

    governed_by: ClassVar[tuple[str, ...]] = ("item",)

    objects = OfItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "議決事項"
        ordering = ("item__position", "number")
        constraints = [
            models.UniqueConstraint(
                fields=("item", "number"),
                name="motion_once",
                violation_error_message="この議題には同じ番号の議決事項が既にあります。",
            ),
            models.CheckConstraint(condition=~Q(asked=""), name="motion_asks_something"),
        ]

    def __str__(self) -> str:
        return f"{self.item.label} {self.asked}"

    @property
    def whereabouts(self) -> Place:
        """The item's."""
        return self.item.whereabouts


class DecisionQuerySet(OfBodyQuerySet):
    """Reads of decisions: as visible as the motion."""

    noun = Noun.DECISIONS
    body = "motion__item__meeting__body__"
    parents = {"motion": "Motion"}


class Decision(AuditedModel):
    """決定: the outcome of one motion, with a full sentence of what was decided.

    Derived (導出) from the item's outcome line until a person confirms it. ``effective_on`` is the
    day it held in the world.
    """

    motion = models.OneToOneField(Motion, models.PROTECT, related_name="decision", verbose_name="議決事項")
    outcome = models.CharField("結果", max_length=30, choices=Outcome)
    sentence = models.TextField("決定の文", help_text="資料を見なくても分かる一文で")
    effective_on = models.DateField("効力の日")
    deferral = models.ForeignKey(
        Deferral, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="再検討"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="確かめた人"
    )
    confirmed_at = models.DateTimeField("確かめた時", null=True, blank=True)

    errors_beside: ClassVar[dict[str, str]] = {
        "decision_has_sentence": "sentence",
    }

    governed_by: ClassVar[tuple[str, ...]] = ("motion",)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "決定"
        ordering = ("motion__item__position", "motion__number")
        constraints = [
            models.CheckConstraint(
                condition=~Q(sentence=""),
                name="decision_has_sentence",
                violation_error_message="決定の文を入力してください。",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="decision_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.motion.item.label} {self.get_outcome_display()}"

    @property
    def whereabouts(self) -> Place:
        """The motion's."""
        return self.motion.whereabouts


class Commitment(AuditedModel):
    """対応事項（宿題）: an utterance that binds someone. Closes only with evidence."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="commitments", verbose_name="会議")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name="議題"
    )
    entry = models.ForeignKey(
        MinutesEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name="もとの発言",
    )
    number = models.PositiveSmallIntegerField("番号")
    kind = models.CharField("種別", max_length=20, choices=CommitmentKind)
    subject = models.CharField("内容", max_length=300)
    owner = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name="担当する部署",
    )
    owner_label = models.CharField("担当の記載", max_length=100, blank=True)
    words = models.TextField("会議での言葉")
    starts = models.OneToOneField(
        StatedDate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="begun_commitment",
        verbose_name="着手",
    )
    due = models.OneToOneField(
        StatedDate, models.PROTECT, null=True, blank=True, related_name="due_commitment", verbose_name="期限"
    )
    condition = models.CharField("条件", max_length=200, blank=True, help_text="例：結論が出たら")
    state = models.CharField("状態", max_length=10, choices=CommitmentState, default=CommitmentState.OPEN)
    evidence = models.TextField("完了の根拠", blank=True)

    errors_beside: ClassVar[dict[str, str]] = {
        "commitment_number_once": "number",
        "commitment_done_with_evidence": "evidence",
    }

    governed_by: ClassVar[tuple[str, ...]] = ("meeting", "item", "entry")

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "対応事項（宿題）"
        ordering = ("meeting", "number")
        # The list in the order of its first column.
        indexes = [models.Index(fields=("subject",), name="commitment_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=("meeting", "number"),
                name="commitment_number_once",
                violation_error_message="この会議には同じ番号の対応事項が既にあります。",
            ),
            models.CheckConstraint(
                condition=~Q(state=CommitmentState.DONE) | ~Q(evidence=""),
                name="commitment_done_with_evidence",
                violation_error_message="完了にするときは、その根拠を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def whereabouts(self) -> Place:
        """The sitting's."""
        return self.meeting.whereabouts


class PriorReference(AuditedModel):
    """経緯: what came before, in the words of the record, or an item or a promise that came back."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="prior_references", verbose_name="会議")
    item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="prior_references",
        verbose_name="議題",
    )
    entry = models.ForeignKey(
        MinutesEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="prior_references",
        verbose_name="もとの行",
    )
    when = models.OneToOneField(
        StatedDate, models.PROTECT, null=True, blank=True, related_name="prior_reference", verbose_name="時期"
    )
    subject = models.CharField("何があったか", max_length=300)
    words = models.TextField("会議での言葉")
    origin = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="returns", verbose_name="もとの議題"
    )
    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="continuations",
        verbose_name="もとの対応事項",
    )

    governed_by: ClassVar[tuple[str, ...]] = ("meeting", "item", "entry", "origin", "commitment")

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "経緯"
        constraints = [
            models.UniqueConstraint(
                fields=("meeting", "subject"),
                condition=Q(origin=None, commitment=None),
                name="prior_reference_once",
            ),
            models.UniqueConstraint(fields=("item", "origin"), name="prior_reference_origin_once"),
            models.UniqueConstraint(fields=("item", "commitment"), name="prior_reference_promise_once"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def whereabouts(self) -> Place:
        """The sitting's."""
        return self.meeting.whereabouts


class Consultation(AuditedModel):
    """事前協議・意見: what somebody outside the sitting said or agreed to."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="consultations", verbose_name="会議")
    motion = models.ForeignKey(
        Motion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
        verbose_name="議決事項",
    )
    entry = models.ForeignKey(
        MinutesEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
        verbose_name="もとの行",
    )
    party = models.CharField("だれと", max_length=100, help_text="例：区長、財政課長")
    kind = models.CharField("種別", max_length=100, help_text="例：事前協議、意見")
    when = models.OneToOneField(
        StatedDate, models.PROTECT, null=True, blank=True, related_name="consultation", verbose_name="時期"
    )
    words = models.TextField("会議での言葉")

    governed_by: ClassVar[tuple[str, ...]] = ("meeting", "motion")

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事前協議・意見"
        constraints = [
            models.UniqueConstraint(fields=("meeting", "party", "words"), name="consultation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.party}：{self.kind}"

    @property
    def whereabouts(self) -> Place:
        """The sitting's."""
        return self.meeting.whereabouts
