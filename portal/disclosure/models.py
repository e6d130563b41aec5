"""What the public may read, on what ground it may not, and what stands there instead."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from portal.accounts.models import Department, Office, Person
from portal.accounts.reach import Place
from portal.accounts.visibility import place_of_named
from portal.audit.models import AuditedModel
from portal.disclosure.choices import (
    EndTrigger,
    GroundCode,
    LeakRule,
    ReviewAnswer,
    ReviewOccasion,
    WatchKind,
)
from portal.disclosure.visibility import FamilyQuerySet, Noun, OfRecordsQuerySet, Reader


class GroundQuerySet(FamilyQuerySet):
    """Reads of grounds."""

    noun = Noun.DISCLOSURE


class PassageQuerySet(OfRecordsQuerySet):
    """Reads of what is withheld or reworded: the words stand in it, so it is as visible as its record."""

    noun = Noun.DISCLOSURE


class DisclosureGround(AuditedModel):
    """非公開根拠: one ground of one ordinance. Article numbers differ everywhere and may be unknown."""

    ordinance = models.CharField("条例", max_length=100)
    article = models.CharField("条項", max_length=50, blank=True, help_text="空欄は「条項は未登録」")
    code = models.CharField("分類", max_length=20, choices=GroundCode)
    label = models.CharField("名称", max_length=50)

    objects = GroundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "非公開根拠"
        constraints = [
            models.UniqueConstraint(fields=("ordinance", "label"), name="disclosure_ground_once"),
        ]

    def __str__(self) -> str:
        return self.label


class Passage(AuditedModel):
    """A span of one field of one record, in characters; without bounds the whole field.

    Without a field it is the record itself (a handout whose title may still be read); ``words`` then are
    its name.

    The record is named by (model label, key): see docs/adr. ``words`` is what stands there in the
    original, kept so that a span that no longer fits its text is found before anything is printed.
    """

    record_model = models.CharField("記録の種類", max_length=60)
    record_key = models.BigIntegerField("記録の番号")
    field = models.CharField("項目", max_length=60, blank=True, help_text="空欄は記録の全体")
    start = models.PositiveIntegerField("始まり", null=True, blank=True)
    end = models.PositiveIntegerField("終わり", null=True, blank=True)
    words = models.TextField("もとの言葉")

    names_a_record: ClassVar[bool] = True

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(start=None, end=None) | Q(start__isnull=False, end__gt=F("start")),
                name="%(class)s_span_in_order",
                violation_error_message="範囲の終わりは始まりより後にしてください。",
            ),
        ]
        indexes = [
            models.Index(fields=("record_model", "record_key"), name="%(class)s_by_record"),
        ]

    @property
    def whereabouts(self) -> Place:
        """Its record's."""
        return place_of_named(self.record_model, self.record_key)

    @property
    def is_whole(self) -> bool:
        """Whether it is all of a field, or all of a record."""
        return self.start is None


# Where a passage is, once. Coalesced, because SQLite knows no NULLS NOT DISTINCT.
PLACE = ("record_model", "record_key", "field", Coalesce("start", -1))


class Withholding(Passage):
    """非公開箇所: who decided that the public does not read this, why, and what ends it."""

    class State(models.TextChoices):
        """Whether it holds."""

        IN_FORCE = "in_force", "非公開"
        RELEASED = "released", "解除"

    ground = models.ForeignKey(
        DisclosureGround, models.PROTECT, related_name="withholdings", verbose_name="根拠"
    )
    reason = models.TextField("理由")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="決めた人"
    )
    decided_on = models.DateField("決めた日", null=True, blank=True)
    end_trigger = models.CharField("非公開の終わり", max_length=20, choices=EndTrigger)
    ends_on = models.DateField("終わりの日", null=True, blank=True)
    state = models.CharField("状態", max_length=10, choices=State, default=State.IN_FORCE)

    objects = PassageQuerySet.as_manager()

    class Meta(Passage.Meta):
        verbose_name = verbose_name_plural = "非公開箇所"
        constraints = [
            *Passage.Meta.constraints,
            # What was released stays in the ledger, and its place can be withheld again.
            models.UniqueConstraint(
                *PLACE,
                name="withholding_once",
                condition=Q(state="in_force"),
                violation_error_message="ここは既に非公開です。",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="withholding_has_reason"),
            models.CheckConstraint(
                condition=Q(end_trigger=EndTrigger.DATE, ends_on__isnull=False)
                | ~Q(end_trigger=EndTrigger.DATE) & Q(ends_on=None),
                name="withholding_date_only_with_date",
                violation_error_message="期日で終わるときだけ、終わりの日を入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"非公開箇所（{self.ground}）"


class ReviewQuerySet(FamilyQuerySet):
    """Reads of reviews: as visible as what they look at again."""

    noun = Noun.DISCLOSURE

    def visible_to(self, user: Reader) -> Self:
        """Those of the passages this user may read."""
        return super().visible_to(user).filter(withholding__in=Withholding.objects.visible_to(user))

    def open(self) -> Self:
        """Those without an answer yet."""
        return self.filter(answer="")


class WithholdingReview(AuditedModel):
    """非公開の見直し: somebody asked whether it still has to be withheld; the answer is kept."""

    withholding = models.ForeignKey(
        Withholding, models.PROTECT, related_name="reviews", verbose_name="非公開箇所"
    )
    occasion = models.CharField("きっかけ", max_length=10, choices=ReviewOccasion)
    opened_on = models.DateField("受けた日")
    request_number = models.CharField("請求の番号", max_length=50, blank=True)
    asked = models.TextField("求められたこと", blank=True)
    answer = models.CharField("結論", max_length=10, choices=ReviewAnswer, blank=True)
    answer_reason = models.TextField("結論の理由", blank=True)
    answered_on = models.DateField("結論の日", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="結論を出した人"
    )

    governed_by: ClassVar[tuple[str, ...]] = ("withholding",)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "非公開の見直し"
        ordering = ("-opened_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("withholding",),
                condition=Q(answer=""),
                name="review_open_once",
                violation_error_message="この箇所の見直しは、既に始まっています。",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None, answer_reason="")
                | ~Q(answer="") & Q(answered_on__isnull=False) & ~Q(answer_reason=""),
                name="review_answer_has_day_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_occasion_display()}による見直し"

    @property
    def whereabouts(self) -> Place:
        """Its passage's."""
        return self.withholding.whereabouts


class Substitution(Passage):
    """公開用の書き換え: the public wording of a span; the original stays as it is."""

    public_words = models.TextField("公開用の言葉")
    reason = models.TextField("理由")

    objects = PassageQuerySet.as_manager()

    class Meta(Passage.Meta):
        verbose_name = verbose_name_plural = "公開用の書き換え"
        constraints = [
            *Passage.Meta.constraints,
            models.UniqueConstraint(
                *PLACE, name="substitution_once", violation_error_message="ここは既に書き換えてあります。"
            ),
            models.CheckConstraint(condition=~Q(public_words=""), name="substitution_has_words"),
        ]

    def __str__(self) -> str:
        return f"公開用：{self.public_words}"


class NamedReader(AuditedModel):
    """指名: whom the 庁内閲覧範囲 「指名」 lets read a record: a person, an office or a department.

    An app derives its own table from this, with foreign keys to the kinds of records that can be kept so.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人"
    )
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="職"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="部署"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, office=None, department=None)
                | Q(person=None, office__isnull=False, department=None)
                | Q(person=None, office=None, department__isnull=False),
                name="%(class)s_one_reader",
                violation_error_message="人・職・部署のうち、どれか一つを選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or (self.office and self.office.full_name) or self.department)


class WatchWord(AuditedModel):
    """要注意語: a vendor or product of the common list, which the leak check looks for everywhere."""

    word = models.CharField(
        "言葉", max_length=100, unique=True, error_messages={"unique": "この言葉は既にあります。"}
    )
    kind = models.CharField("種別", max_length=20, choices=WatchKind)
    maker = models.CharField("提供元", max_length=100, blank=True)
    unless = models.TextField("除く言葉", blank=True, help_text="1行に1つ。含むが別の言葉。例：今日立つ")
    source = models.CharField("出どころ", max_length=200)
    is_retired = models.BooleanField("点検に使わない", default=False)

    objects = GroundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "要注意語"
        ordering = ("word",)

    def __str__(self) -> str:
        return self.word


class LeakAcknowledgement(AuditedModel):
    """注意の了解: somebody let a warning of the leak check stand, for a reason.

    It speaks of these words in this text only: ``digest`` is taken over the public text that was read, so
    that another text is looked at anew. A 漏れ is never acknowledged.
    """

    record_model = models.CharField("記録の種類", max_length=60)
    record_key = models.BigIntegerField("記録の番号")
    field = models.CharField("項目", max_length=60)
    rule = models.CharField("見つけた決まり", max_length=20, choices=LeakRule)
    words = models.CharField("言葉", max_length=500)
    digest = models.CharField("読んだ文の照合番号", max_length=64)
    reason = models.TextField("了解した理由")
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="了解した人")

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "注意の了解"
        constraints = [
            models.UniqueConstraint(
                fields=("record_model", "record_key", "field", "rule", "words", "digest"),
                name="leak_acknowledged_once",
                violation_error_message="この注意は、既に了解されています。",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="leak_acknowledged_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}：{self.words}"
