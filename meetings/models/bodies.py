"""会議体, 席, 様式: who meets, and how their record is printed."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from meetings.choices import BodyKind, SeatRole
from portal.accounts.models import Department, Office, Organisation
from portal.audit.models import AuditedModel
from portal.disclosure.choices import SITTING_CHOICES, Disclosure
from portal.disclosure.visibility import Noun, Reader, may_read


class BodyQuerySet(models.QuerySet[Any]):
    """Reads of bodies and of the forms of their records."""

    def visible_to(self, user: Reader) -> Self:
        """For those who may know what bodies there are."""
        return self if may_read(user, Noun.BODIES) else self.none()


class MinutesForm(AuditedModel):
    """会議録の様式: rows, labels, order and marks of a printed form, as data.

    ``layout`` is what ``meetings.minutes.FormLayout.from_data`` reads.
    """

    name = models.CharField("名称", max_length=100, unique=True)
    layout = models.JSONField("行と欄")

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会議録の様式"

    def __str__(self) -> str:
        return self.name


class MeetingBody(AuditedModel):
    """会議体: any body that meets."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bodies", verbose_name="団体")
    kind = models.CharField("種別", max_length=20, choices=BodyKind)
    name = models.CharField("名称", max_length=200, help_text="例：豊島区行政情報化推進本部")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上位の会議体"
    )
    aliases = models.CharField("別名", max_length=200, blank=True, help_text="「、」で区切る。例：両部会")
    legal_basis = models.CharField("設置根拠", max_length=200, blank=True)
    composition = models.TextField("構成", blank=True)
    secretariat = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="run_bodies",
        verbose_name="事務局（担当課）",
    )
    quorum_rule = models.CharField("定足数", max_length=200, blank=True)
    reports_to = models.CharField("報告先", max_length=200, blank=True)
    meeting_disclosure = models.CharField(
        "会議の公開区分の初期値", max_length=20, choices=SITTING_CHOICES, default=Disclosure.ON_THE_DAY
    )
    minutes_disclosure = models.CharField(
        "会議録の公開区分の初期値", max_length=20, choices=SITTING_CHOICES, default=Disclosure.ON_THE_DAY
    )
    minutes_form = models.ForeignKey(
        MinutesForm, models.PROTECT, related_name="bodies", verbose_name="会議録の様式"
    )

    errors_beside: ClassVar[dict[str, str]] = {
        "body_once": "name",
    }

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会議体"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "name"),
                name="body_once",
                violation_error_message="この団体には同じ名称の会議体が既にあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SeatQuerySet(models.QuerySet["Seat"]):
    """Reads of seats."""

    def held_on(self, day: date) -> Self:
        """Seats that exist on a day."""
        begun = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.filter(begun & (Q(valid_to=None) | Q(valid_to__gte=day)))

    def visible_to(self, user: Reader) -> Self:
        """Seats of the bodies this user may know of."""
        return self.filter(body__in=MeetingBody.objects.visible_to(user))


class Seat(AuditedModel):
    """席（充て職）: a place in a body, held by an office or by a whole department, never by a person."""

    body = models.ForeignKey(MeetingBody, models.PROTECT, related_name="seats", verbose_name="会議体")
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name="職"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name="部署"
    )
    role = models.CharField("役割", max_length=20, choices=SeatRole)
    deputy_order = models.PositiveSmallIntegerField("代理の順", null=True, blank=True)
    position = models.PositiveIntegerField("席次", default=0)
    valid_from = models.DateField("始まり", null=True, blank=True)
    valid_to = models.DateField("終わり", null=True, blank=True)

    errors_beside: ClassVar[dict[str, str]] = {
        "seat_is_office_or_department": "office",
        "seat_once": "office",
        "seat_ends_after_start": "valid_to",
    }

    governed_by: ClassVar[tuple[str, ...]] = ("body",)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "席"
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(office=None, department__isnull=False) | Q(office__isnull=False, department=None),
                name="seat_is_office_or_department",
                violation_error_message="職か部署のどちらか一つを選んでください。",
            ),
            models.UniqueConstraint(
                # Coalesced, because SQLite knows no NULLS NOT DISTINCT.
                "body",
                Coalesce("office", 0),
                Coalesce("department", 0),
                "role",
                Coalesce("valid_from", Value(date.min)),
                name="seat_once",
                violation_error_message="同じ席が既にあります。",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="seat_ends_after_start",
                violation_error_message="終わりは始まり以後の日にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.printed_name

    @property
    def holder(self) -> Office | Department:
        """The office or the department that sits here."""
        held = self.office or self.department
        assert held is not None  # the database sees to it
        return held

    @property
    def printed_name(self) -> str:
        """As the form lists it: the holder, with the role in brackets where it heads the body."""
        held = self.holder
        name = held.title if isinstance(held, Office) else held.name
        heads = {SeatRole.CHIEF, SeatRole.DEPUTY_CHIEF, SeatRole.CHAIR, SeatRole.ACTING_CHAIR}
        return f"{name}（{self.get_role_display()}）" if self.role in heads else name
