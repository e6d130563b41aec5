"""確認, 版: the life of a record after it was drafted, and the frozen files that come of it."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from meetings.choices import CommentManner, CommentState, ConfirmationManner, MinutesState
from meetings.models.bodies import Seat
from meetings.models.record import MinutesEntry
from meetings.models.scopes import OfBodyQuerySet, reads_whatever
from meetings.models.sittings import AgendaItem, Handout, Meeting
from portal.accounts.reach import Place
from portal.audit.models import AuditedModel
from portal.disclosure.choices import Disclosure
from portal.disclosure.visibility import Noun, Reader, Verb, may_read
from portal.documents.choices import EditionAudience
from portal.files.models import StoredFile
from portal.wareki import format_date


class LifeQuerySet(OfBodyQuerySet):
    """Reads of the life of a record: for those who may read the record itself."""

    noun: ClassVar[Noun] = Noun.PUBLISHING
    body = "meeting__body__"
    parents = {"meeting": "Meeting"}

    def visible_to(self, user: Reader) -> Self:
        """Also by the right to the record."""
        if not may_read(user, Noun.RECORD):
            return self.none()
        return super().visible_to(user).reached(user, Verb.READ, Noun.RECORD)


class EditionQuerySet(LifeQuerySet):
    """Reads of editions, by staff; what the public may have is ``for_the_public``."""

    def narrowed(self, user: Reader) -> Self:
        """The 原本 holds every item and paper: nobody gets it from whom one of them is kept."""
        if reads_whatever(user, Noun.SITTINGS):
            return self
        kept = Q(pk__in=())
        for model in (AgendaItem, Handout):
            seen: Any = model.objects.narrowed(user)
            if seen.query.has_filters():
                hidden = model.objects.exclude(reading_scope="").exclude(pk__in=seen.values("pk"))
                kept |= Q(Exists(hidden.filter(meeting=OuterRef("meeting"))))
        return self.filter(Q(audience=EditionAudience.PUBLIC) | ~kept)

    def untouched(self) -> Self:
        """As they were issued: one that was written to afterwards, by whatever way, is none any more."""
        return self.filter(version=1)

    def in_force(self) -> Self:
        """Neither withdrawn nor followed by a newer one."""
        return self.filter(withdrawal=None, superseded_by=None)

    def for_the_public(self) -> Self:
        """What residents may have: the public editions that are in force, with the stored text of each."""
        issued = self.untouched().in_force().filter(audience=EditionAudience.PUBLIC, file__erased_at=None)
        open_now = (Disclosure.OPEN, Disclosure.PARTLY_CLOSED)
        return issued.filter(
            meeting__minutes_state=MinutesState.PUBLISHED, meeting__minutes_disclosure__in=open_now
        )


class MinutesStep(AuditedModel):
    """会議録の経過: one step of the life of a record, never changed; the newest says who brought it there."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="steps", verbose_name="会議")
    came_from = models.CharField("前の状態", max_length=20, choices=MinutesState)
    state = models.CharField("進んだ先", max_length=20, choices=MinutesState)
    is_back = models.BooleanField("差し戻し・訂正", default=False)
    reason = models.TextField("理由", blank=True)
    taken_at = models.DateTimeField("日時")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="進めた人"
    )

    governed_by: ClassVar[tuple[str, ...]] = ("meeting",)

    objects = LifeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会議録の経過"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(is_back=False) | ~Q(reason=""), name="step_back_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_came_from_display()}→{self.get_state_display()}"

    @property
    def whereabouts(self) -> Place:
        """The sitting's."""
        return self.meeting.whereabouts


def with_steps(sittings: Any) -> Any:
    """Sittings, each with the moment its record last came into each state, and who brought it there."""
    of_sitting = MinutesStep.objects.filter(is_back=False, meeting=OuterRef("pk")).order_by("-pk")
    told = (("at", "taken_at"), ("by", "taken_by__name"))
    return sittings.annotate(
        **{
            f"{state}_{name}": Subquery(of_sitting.filter(state=state).values(field)[:1])
            for state in MinutesState.values
            for name, field in told
        }
    )


class MinutesConfirmation(AuditedModel):
    """会議録の確認: a seat stands by the record as it then read, which ``check_number`` names."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="confirmations", verbose_name="会議")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="confirmations", verbose_name="席")
    manner = models.CharField("確認の方法", max_length=10, choices=ConfirmationManner)
    confirmed_on = models.DateField("確認した日")
    check_number = models.CharField("確認した本文の照合番号", max_length=20)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="記録した人"
    )

    errors_beside: ClassVar[dict[str, str]] = {"confirmed_once": "seat"}
    governed_by: ClassVar[tuple[str, ...]] = ("meeting",)

    objects = LifeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会議録の確認"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("meeting", "seat", "check_number"),
                name="confirmed_once",
                violation_error_message="この席は、この本文を既に確認しています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}：{format_date(self.confirmed_on)}"

    @property
    def whereabouts(self) -> Place:
        """The sitting's."""
        return self.meeting.whereabouts


class CommentQuerySet(LifeQuerySet):
    """Reads of comments: as visible as the row they are about."""

    body = "entry__meeting__body__"
    parents = {"entry": "MinutesEntry"}

    def open(self) -> Self:
        """Those the 事務局 has not answered."""
        return self.filter(state=CommentState.OPEN)


class Comment(AuditedModel):
    """意見: what a seat says about one row of a circulated record, or would have it read instead."""

    entry = models.ForeignKey(MinutesEntry, models.PROTECT, related_name="comments", verbose_name="行")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="comments", verbose_name="席")
    manner = models.CharField("出し方", max_length=10, choices=CommentManner, default=CommentManner.SYSTEM)
    text = models.TextField("意見")
    proposed_text = models.TextField("直した後の本文", blank=True)
    state = models.CharField("扱い", max_length=10, choices=CommentState, default=CommentState.OPEN)
    answer = models.TextField("回答", blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登録した人"
    )
    made_at = models.DateTimeField("登録した時")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="対応した人",
    )

    governed_by: ClassVar[tuple[str, ...]] = ("entry",)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "意見"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=CommentState.DECLINED) | ~Q(answer=""),
                name="declined_comment_has_answer",
                violation_error_message="採用しないときは、回答を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}：{self.text[:20]}"

    @property
    def whereabouts(self) -> Place:
        """The row's."""
        return self.entry.whereabouts


class Edition(AuditedModel):
    """版: an issued file, frozen with all it says of itself; nothing ever writes to it again.

    ``content`` is what a public edition prints, as data: the public pages and their search show this and
    nothing else. A 原本 has none, its words are the record's. The ledger's head is of the moment of issue.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="editions", verbose_name="会議")
    audience = models.CharField("読み手", max_length=10, choices=EditionAudience)
    number = models.PositiveSmallIntegerField("版の番号")
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name="前の版",
    )
    reason = models.TextField("訂正の理由", blank=True)
    issued_at = models.DateTimeField("発行した時")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="発行した人"
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="editions", verbose_name="ファイル")
    page_count = models.PositiveIntegerField("ページ数")
    check_number = models.CharField("照合番号", max_length=20)
    ledger_sequence = models.IntegerField("台帳の末尾の通番")
    ledger_head = models.CharField(
        "台帳の末尾の封", max_length=64, validators=[RegexValidator(r"\A[0-9a-f]{64}\Z")]
    )
    content = models.JSONField("公開する本文", null=True, blank=True)

    governed_by: ClassVar[tuple[str, ...]] = ("meeting",)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "版"
        ordering = ("audience", "-number")
        constraints = [
            models.UniqueConstraint(
                fields=("meeting", "audience", "number"),
                name="edition_number_once",
                violation_error_message="この番号の版は既に発行されています。",
            ),
            models.CheckConstraint(
                condition=Q(number=1, supersedes=None) | (Q(number__gt=1) & ~Q(reason="")),
                name="edition_later_has_reason",
                violation_error_message="第2版からは、訂正の理由を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_audience_display()} 第{self.number}版"

    @property
    def whereabouts(self) -> Place:
        """The sitting's."""
        return self.meeting.whereabouts

    @property
    def is_public(self) -> bool:
        """Whether it is made for residents."""
        return self.audience == EditionAudience.PUBLIC

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was written to it since it was issued."""
        return self.version == 1


class WithdrawalQuerySet(OfBodyQuerySet):
    """Reads of withdrawals: as visible as the edition."""

    noun = Noun.PUBLISHING
    body = "edition__meeting__body__"
    parents = {"edition": "Edition"}


class EditionWithdrawal(AuditedModel):
    """版の取下げ: the edition is handed to the public no longer; it is kept, and says so."""

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="withdrawal", verbose_name="版")
    reason = models.TextField("取り下げた理由")
    withdrawn_at = models.DateTimeField("取り下げた時")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="取り下げた人"
    )

    governed_by: ClassVar[tuple[str, ...]] = ("edition",)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "版の取下げ"
        ordering = ("pk",)
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_has_reason")]

    def __str__(self) -> str:
        return f"{self.edition}の取下げ"

    @property
    def whereabouts(self) -> Place:
        """The edition's."""
        return self.edition.whereabouts
