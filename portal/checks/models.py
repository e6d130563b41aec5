"""食い違い: two recorded facts that cannot both hold, and who acknowledged that."""

from datetime import date
from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.accounts.reach import Place
from portal.accounts.subqueries import Subquery
from portal.accounts.visibility import narrowing, place_of_named, reads_narrowed, within_reach
from portal.audit.models import AuditedModel
from portal.disclosure.visibility import FamilyQuerySet, Noun, Reader, Verb, may_read, reach_of
from portal.sources.models import Basis


class ContradictionQuerySet(FamilyQuerySet):
    """Reads of contradictions."""

    noun = Noun.CHECKS

    def visible_to(self, user: Reader) -> Self:
        """Those all of whose facts this user may read: what one may not know, no check may tell."""
        if not may_read(user, Noun.CHECKS):
            return self.none()
        hidden = _hidden_from(user)
        return self if hidden is None else self.exclude(pk__in=hidden)

    def present(self) -> Self:
        """Those that stand today, acknowledged or not."""
        return self.filter(gone_at=None)

    def waiting(self) -> Self:
        """Those that somebody still has to settle or acknowledge."""
        return self.present().filter(acknowledged_at=None)

    def urgent_first(self) -> Self:
        """The nearest date first, then the oldest."""
        return self.order_by(F("urgent_on").asc(nulls_last=True), "found_at", "pk")


class Contradiction(AuditedModel):
    """食い違い: what one rule found about one record.

    Rules are code and registered by the apps; ``rule`` is the name of one. The record the rule looked at is
    named by (model label, key): see docs/adr. It goes away (``gone_at``) when its facts change so that they
    agree, and waits again for somebody when they change otherwise.
    """

    class Level(models.TextChoices):
        """How sure it is that both facts cannot hold."""

        CLASH = "clash", "食い違い"
        CAUTION = "caution", "注意"
        INFERRED = "inferred", "注意（推定）"

    rule = models.CharField("決まり", max_length=60)
    subject_model = models.CharField("記録の種類", max_length=60)
    subject_key = models.BigIntegerField("記録の番号")
    level = models.CharField("程度", max_length=10, choices=Level)
    title = models.CharField("内容", max_length=200)
    about = models.CharField("何について", max_length=300)
    urgent_on = models.DateField("期日", null=True, blank=True)
    found_at = models.DateTimeField("見つかった時")
    gone_at = models.DateTimeField("解消した時", null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="了解した人"
    )
    acknowledged_at = models.DateTimeField("了解した時", null=True, blank=True)
    acknowledgement = models.TextField("了解した理由", blank=True)

    governed_by_holders: ClassVar[bool] = True
    objects = ContradictionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "食い違い"
        constraints = [
            models.UniqueConstraint(
                fields=("rule", "subject_model", "subject_key"), name="contradiction_once_per_record"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_by=None, acknowledged_at=None, acknowledgement="")
                | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False) & ~Q(acknowledgement=""),
                name="contradiction_acknowledged_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def whereabouts(self) -> Place:
        """That of the record the rule looked at."""
        return place_of_named(self.subject_model, self.subject_key)

    @property
    def state(self) -> str:
        """未対応, 了解済み or 解消."""
        if self.gone_at:
            return "解消"
        return "了解済み" if self.acknowledged_at else "未対応"

    def is_overdue(self, today: date) -> bool:
        """Whether its date has passed while it stands."""
        return self.gone_at is None and self.urgent_on is not None and self.urgent_on < today


class FactQuerySet(FamilyQuerySet):
    """Reads of the facts of contradictions."""

    noun = Noun.CHECKS

    def visible_to(self, user: Reader) -> Self:
        """The facts of the contradictions this user may read."""
        if not may_read(user, Noun.CHECKS):
            return self.none()
        hidden = _hidden_from(user)
        return self if hidden is None else self.exclude(contradiction__in=hidden)


def _hidden_from(user: Reader) -> Subquery | None:
    """The contradictions that tell of records this user may not read or check, or of kinds long gone."""

    def facts() -> Any:
        hidden = ~Q(record_model__in=FACT_KINDS)
        for label in sorted(FACT_KINDS):
            reads = _checked(user, label)
            if reads is not None:
                hidden |= Q(record_model=label) & ~Q(record_key__in=reads)
        return ContradictionFact.objects.filter(hidden)

    return narrowing(user, ("hidden contradictions", frozenset(FACT_KINDS)), facts, "contradiction")


def _checked(user: Reader, label: str) -> Subquery | None:
    """The records of a kind that this user may read and check; None where it is all of them."""
    kind: Any = apps.get_model(label)
    if reach_of(user, Verb.READ, Noun.CHECKS).everywhere:
        return reads_narrowed(user, kind)

    def checked() -> Any:
        return within_reach(kind._default_manager.visible_to(user), user, Verb.READ, Noun.CHECKS)

    return narrowing(user, ("checks", kind), checked)


class ContradictionFact(AuditedModel):
    """One of the facts that cannot hold together: what stands in which field of which record.

    ``basis`` is the weakest basis any citation gives the value; empty when none does.
    """

    contradiction = models.ForeignKey(
        Contradiction, models.CASCADE, related_name="facts", verbose_name="食い違い"
    )
    position = models.PositiveSmallIntegerField("並び順")
    record_model = models.CharField("記録の種類", max_length=60)
    record_key = models.BigIntegerField("記録の番号")
    field = models.CharField("項目", max_length=60)
    label = models.CharField("何の値か", max_length=100)
    value = models.TextField("値")
    basis = models.CharField("根拠の種類", max_length=10, choices=Basis, blank=True)

    governed_by: ClassVar[tuple[str, ...]] = ("contradiction",)
    names_a_record: ClassVar[bool] = True
    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "食い違いの事実"
        ordering = ("contradiction", "position")
        indexes = [models.Index(fields=("record_model", "record_key"), name="fact_by_record")]
        constraints = [
            models.UniqueConstraint(fields=("contradiction", "position"), name="fact_once"),
        ]

    def __str__(self) -> str:
        return f"{self.label}：{self.value}"

    @property
    def whereabouts(self) -> Place:
        """That of the contradiction."""
        return self.contradiction.whereabouts


# Kinds of records that facts may be about; ``portal.checks.rules`` enters those of each rule.
FACT_KINDS: set[str] = set()
