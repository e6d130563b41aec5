"""会議体, 席, 様式: who meets, and how their record is printed."""

from datetime import date
from typing import ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from meetings.choices import BodyKind, SeatRole, SpeakerRule
from meetings.models.scopes import OfBodyQuerySet, is_seated, named_in, reads_whatever
from portal.accounts.models import Department, Office, Organisation
from portal.accounts.models.directory import within_days
from portal.accounts.reach import Place, Reach
from portal.accounts.standing import Standing
from portal.audit.models import AuditedModel
from portal.days.models import DueRule
from portal.disclosure.choices import SITTING_CHOICES, Disclosure, ReadingScope
from portal.disclosure.models import NamedReader
from portal.disclosure.visibility import FamilyQuerySet, Noun, Reader


class FormQuerySet(FamilyQuerySet):
    """Reads of the forms of records."""

    noun = Noun.BODIES


class MinutesForm(AuditedModel):
    """会議録の様式: rows, labels, order and marks of a printed form, as data.

    ``layout`` is what ``meetings.minutes.FormLayout.from_data`` reads.
    """

    name = models.CharField("名称", max_length=100, unique=True)
    layout = models.JSONField("行と欄")

    objects = FormQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会議録の様式"

    def __str__(self) -> str:
        return self.name


class BodyQuerySet(OfBodyQuerySet):
    """Reads of bodies."""

    noun = Noun.BODIES

    def narrowed(self, user: Reader) -> Self:
        """Within the body's own scope."""
        if reads_whatever(user, self.noun):
            return self
        named = Q(reading_scope=ReadingScope.NAMED) & named_in(user, "body")
        return self.filter(self.admits(user, lambda scope: Q(reading_scope=scope), named=named))


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
    speaker_rule = models.CharField(
        "公開用の発言者", max_length=20, choices=SpeakerRule, default=SpeakerRule.AS_RECORDED
    )
    minutes_form = models.ForeignKey(
        MinutesForm, models.PROTECT, related_name="bodies", verbose_name="会議録の様式"
    )
    reading_scope = models.CharField(
        "庁内閲覧範囲", max_length=10, choices=ReadingScope, default=ReadingScope.EVERYONE
    )

    shows_closed_minutes = models.BooleanField(
        "公開しない会議録があることを示す",
        default=False,
        help_text="公開ページに、年度と回次だけを示す。例：令和6年度第2回（公開していません）",
    )

    outline_due = models.ForeignKey(
        DueRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="会議の概要の公開の期限",
    )
    minutes_due = models.ForeignKey(
        DueRule, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="会議録の公開の期限"
    )
    confirmation_due = models.ForeignKey(
        DueRule, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="会議録の確認の期限"
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

    @property
    def whereabouts(self) -> Place:
        """The department that is its secretariat, and who sits in it."""
        return Place(self.organisation_id, self.secretariat_id, self._seats)

    def _seats(self, standing: Standing) -> bool:
        """Whether somebody has a seat here today."""

        def ask() -> bool:
            return Seat.objects.held_on(standing.day).filter(is_seated(standing), body=self.pk).exists()

        return standing.remembered(f"seat in {self.pk}", ask)


class SeatQuerySet(OfBodyQuerySet):
    """Reads of seats."""

    noun = Noun.BODIES
    body = "body__"
    parents = {"body": "MeetingBody"}

    def held_on(self, day: date) -> Self:
        """Seats that exist on a day."""
        return self.filter(within_days(day, "valid_from", "valid_to"))


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
    confirms_minutes = models.BooleanField(
        "会議録を確認する席（署名人）",
        default=False,
        help_text="どの席にも付けないときは、その会議の長の席が確認する",
    )
    public_label = models.CharField(
        "公開用の発言者の表示", max_length=50, blank=True, help_text="例：部員。空欄は会議体の決まりのとおり"
    )
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
    def whereabouts(self) -> Place:
        """The body's."""
        return self.body.whereabouts

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


class ReaderQuerySet(OfBodyQuerySet):
    """Reads of who is named: as visible as the record they are named for."""

    noun = Noun.BODIES
    parents = {"body": "MeetingBody", "meeting": "Meeting", "item": "AgendaItem", "handout": "Handout"}

    def lies_within(self, reach: Reach, user: Reader) -> Q:
        """Where the record they are named for lies."""
        within = Q(pk__in=())
        for kind in self.parents:
            records = apps.get_model("meetings", self.parents[kind])._default_manager.all()
            inside = records.filter(records.lies_within(reach, user))
            within |= Q(**{f"{kind}__in": inside.values("pk")})
        return within


class MeetingReader(NamedReader):
    """指名 for a body, a sitting, an item or a paper."""

    body = models.ForeignKey(
        MeetingBody, models.CASCADE, null=True, blank=True, related_name="readers", verbose_name="会議体"
    )
    meeting = models.ForeignKey(
        "meetings.Meeting",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="readers",
        verbose_name="会議",
    )
    item = models.ForeignKey(
        "meetings.AgendaItem",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="readers",
        verbose_name="議題",
    )
    handout = models.ForeignKey(
        "meetings.Handout",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="readers",
        verbose_name="資料",
    )

    errors_beside: ClassVar[dict[str, str]] = {
        "meetingreader_one_reader": "person",
        "meeting_reader_once": "person",
    }

    governed_by: ClassVar[tuple[str, ...]] = ("body", "meeting", "item", "handout")

    objects = ReaderQuerySet.as_manager()

    class Meta(NamedReader.Meta):
        verbose_name = verbose_name_plural = "指名"
        ordering = ("pk",)
        constraints = [
            *NamedReader.Meta.constraints,
            models.CheckConstraint(
                condition=Q(body__isnull=False, meeting=None, item=None, handout=None)
                | Q(body=None, meeting__isnull=False, item=None, handout=None)
                | Q(body=None, meeting=None, item__isnull=False, handout=None)
                | Q(body=None, meeting=None, item=None, handout__isnull=False),
                name="meeting_reader_of_one_record",
            ),
            models.UniqueConstraint(
                # Coalesced, because SQLite knows no NULLS NOT DISTINCT.
                *(Coalesce(name, 0) for name in ("body", "meeting", "item", "handout")),
                *(Coalesce(name, 0) for name in ("person", "office", "department")),
                name="meeting_reader_once",
                violation_error_message="既に指名してあります。",
            ),
        ]

    @property
    def record(self) -> "AuditedModel":
        """What may be read."""
        found = self.body or self.meeting or self.item or self.handout
        assert found is not None  # the database sees to it
        return found

    @property
    def whereabouts(self) -> Place:
        """The record's."""
        return self.record.whereabouts  # type: ignore[attr-defined]
