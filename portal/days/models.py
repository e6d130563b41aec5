"""閉庁日 and 期限の決まり: what the counting of days asks the office for."""

from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from portal import open_days
from portal.accounts.choices import Noun
from portal.accounts.visibility import FamilyQuerySet
from portal.audit.models import AuditedModel
from portal.open_days import Due

# Ten years: a longer count is a slip of the finger.
LONGEST_COUNT = 3660


class DaysQuerySet(FamilyQuerySet):
    """Reads of closed days and due rules."""

    noun = Noun.DAYS


class ClosedDay(AuditedModel):
    """閉庁日: a day the office closes besides weekends, national holidays and the turn of the year."""

    day = models.DateField(
        "閉庁日", unique=True, error_messages={"unique": "この日は既に閉庁日として登録してあります。"}
    )
    cause = models.CharField("閉庁する理由", max_length=100, help_text="例：庁舎の設備点検")

    objects = DaysQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "閉庁日"
        ordering = ("-day",)

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.cause}"

    def clean(self) -> None:
        """Refuse a day on which every office is closed anyway."""
        if self.day and (why := open_days.why_closed(self.day)):
            raise ValidationError({"day": f"この日は{why}のため、登録しなくても閉庁日です。"})

    @classmethod
    def all_days(cls) -> frozenset[date]:
        """Every day of the list, for counting: one query."""
        return frozenset(cls.objects.values_list("day", flat=True))


class DueRule(AuditedModel):
    """期限の決まり: how one kind of time limit is counted, and where a limit on a closed day moves to.

    ``name`` is also what an app asks for its rule by. Without ``count`` the day itself is named (a promise)
    and only the roll applies.
    """

    class Unit(models.TextChoices):
        """What is counted."""

        CALENDAR_DAYS = "calendar_days", "暦日"
        OPEN_DAYS = "open_days", "開庁日"

    class Roll(models.TextChoices):
        """Which open day counts when the limit falls on a closed one."""

        EARLIER = "earlier", "前の開庁日"
        LATER = "later", "後の開庁日"

    name = models.CharField("何の期限か", max_length=100, unique=True)
    starts_from = models.CharField("いつから数えるか", max_length=100, blank=True)
    count = models.PositiveSmallIntegerField(
        "日数",
        null=True,
        blank=True,
        validators=[MaxValueValidator(LONGEST_COUNT)],
        help_text="空欄は、期限の日そのものが決まっているとき（約束など）",
    )
    unit = models.CharField("数え方", max_length=20, choices=Unit)
    roll = models.CharField("閉庁日に当たるとき", max_length=10, choices=Roll)
    legal_basis = models.CharField("根拠", max_length=200, blank=True, help_text="空欄は「根拠は未登録」")
    is_example = models.BooleanField(
        "例示", default=False, help_text="例として置いた決まりで、実際の決まりではないとき"
    )

    errors_beside: ClassVar[dict[str, str]] = {"due_rule_calendar_without_count": "unit"}

    objects = DaysQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "期限の決まり"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(count__isnull=False) | Q(unit="calendar_days"),
                name="due_rule_calendar_without_count",
                violation_error_message="日数が空欄のときは、数え方を暦日にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def in_words(self) -> str:
        """45暦日（閉庁日に当たるときは後の開庁日）."""
        counted = "決められた日" if self.count is None else f"{self.count}{self.get_unit_display()}"
        return f"{counted}（閉庁日に当たるときは{self.get_roll_display()}）"

    def due(self, day: date, closed: frozenset[date]) -> Due:
        """The limit counted from ``day``; without a count, for the limit ``day`` itself."""
        if self.count is None:
            return open_days.rolled(day, self.roll, closed)
        return open_days.due_after(day, count=self.count, unit=self.unit, roll=self.roll, closed=closed)
