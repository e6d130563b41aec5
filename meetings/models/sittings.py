"""会議, 議題, 出席, 資料: one sitting and what was on its table."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from meetings.choices import (
    AttendanceGroup,
    AttendanceStatus,
    ItemCategory,
    ItemState,
    MeetingFormat,
    MeetingState,
    MinutesState,
)
from meetings.models.bodies import MeetingBody, Seat
from meetings.models.scopes import OfBodyQuerySet, explained_by, named_in, reads_whatever
from portal.accounts.models import Department
from portal.accounts.reach import Place
from portal.audit.models import AuditedModel
from portal.disclosure.choices import NEEDS_REASON, SITTING_CHOICES, Disclosure, ReadingScope
from portal.disclosure.models import DisclosureGround
from portal.disclosure.visibility import Noun, Reader
from portal.files.models import StoredFile
from portal.sources.models import StatedDate
from portal.wareki import fiscal_year_label, format_date

NO_REASON = "一部非公開・非公開にするときは、理由を入力してください。"


def reason_given(field: str, reason: str, *, name: str) -> models.CheckConstraint:
    """Constraint: 一部非公開 and 非公開 carry a reason (the form of the seed, 公開の可否)."""
    return models.CheckConstraint(
        condition=~Q(**{f"{field}__in": NEEDS_REASON}) | ~Q(**{reason: ""}),
        name=name,
        violation_error_message=NO_REASON,
    )


class MeetingQuerySet(OfBodyQuerySet):
    """Reads of meetings."""

    noun = Noun.SITTINGS
    body = "body__"

    def narrowed(self, user: Reader) -> Self:
        """Within the sitting's own scope; without one, within the body's."""
        if reads_whatever(user, self.noun):
            return self

        def scope(value: ReadingScope) -> Q:
            return Q(reading_scope=value) | Q(reading_scope="", body__reading_scope=value)

        named = Q(reading_scope=ReadingScope.NAMED) & named_in(user, "meeting")
        named |= Q(reading_scope="", body__reading_scope=ReadingScope.NAMED) & named_in(user, "body", "body")
        explained = AgendaItem.objects.filter(explained_by(user, ""), meeting=OuterRef("pk"))
        return self.filter(
            self.admits(user, scope, meeting="pk", explained=Q(Exists(explained)), named=named)
        )


class Meeting(AuditedModel):
    """会議: one sitting of a body. Its year and number name it; planned and actual end are two things."""

    body = models.ForeignKey(MeetingBody, models.PROTECT, related_name="meetings", verbose_name="会議体")
    fiscal_year = models.PositiveSmallIntegerField("年度", help_text="4月1日の属する年。例：令和6年度は2024")
    number = models.PositiveSmallIntegerField("回次", null=True, blank=True)
    format = models.CharField(
        "開催形式", max_length=20, choices=MeetingFormat, default=MeetingFormat.IN_PERSON
    )
    held_when = models.OneToOneField(
        StatedDate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting",
        verbose_name="言われた開催時期",
    )
    starts_at = models.DateTimeField("開始", null=True, blank=True)
    planned_end_at = models.DateTimeField("終了予定", null=True, blank=True)
    ended_at = models.DateTimeField("実際の終了", null=True, blank=True)
    venue = models.CharField("開催場所", max_length=200, blank=True)
    meeting_disclosure = models.CharField(
        "会議の公開", max_length=20, choices=SITTING_CHOICES, default=Disclosure.ON_THE_DAY
    )
    meeting_closure_reason = models.TextField("会議の非公開理由", blank=True)
    meeting_ground = models.ForeignKey(
        DisclosureGround,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="closed_meetings",
        verbose_name="会議の非公開根拠",
    )
    minutes_disclosure = models.CharField(
        "会議録の公開", max_length=20, choices=SITTING_CHOICES, default=Disclosure.ON_THE_DAY
    )
    minutes_closure_reason = models.TextField("会議録の非公開理由", blank=True)
    minutes_ground = models.ForeignKey(
        DisclosureGround,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="closed_minutes",
        verbose_name="会議録の非公開根拠",
    )
    reading_scope = models.CharField(
        "庁内閲覧範囲", max_length=10, choices=ReadingScope, blank=True, help_text="空欄は会議体と同じ"
    )
    observer_count = models.PositiveIntegerField("傍聴者数", null=True, blank=True)
    state = models.CharField("会議の状態", max_length=20, choices=MeetingState, default=MeetingState.PLANNED)
    minutes_state = models.CharField(
        "会議録の状態", max_length=20, choices=MinutesState, default=MinutesState.DRAFT
    )

    errors_beside: ClassVar[dict[str, str]] = {
        "meeting_number_once": "number",
        "meeting_planned_end_after_start": "planned_end_at",
        "meeting_end_after_start": "ended_at",
        "meeting_has_reason": "meeting_closure_reason",
        "minutes_has_reason": "minutes_closure_reason",
    }

    governed_by: ClassVar[tuple[str, ...]] = ("body",)
    disclosure_fields: ClassVar[tuple[str, ...]] = ("meeting_disclosure", "minutes_disclosure")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会議"
        ordering = ("-fiscal_year", "-number", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("body", "fiscal_year", "number"),
                name="meeting_number_once",
                violation_error_message="この会議体には、同じ年度の同じ回次の会議が既にあります。",
            ),
            models.CheckConstraint(
                condition=Q(planned_end_at=None) | Q(planned_end_at__gt=F("starts_at")),
                name="meeting_planned_end_after_start",
                violation_error_message="終了予定は開始より後にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gt=F("starts_at")),
                name="meeting_end_after_start",
                violation_error_message="実際の終了は開始より後にしてください。",
            ),
            reason_given("meeting_disclosure", "meeting_closure_reason", name="meeting_has_reason"),
            reason_given("minutes_disclosure", "minutes_closure_reason", name="minutes_has_reason"),
        ]

    def __str__(self) -> str:
        return self.printed_name

    @property
    def whereabouts(self) -> Place:
        """The body's."""
        return self.body.whereabouts

    @property
    def printed_name(self) -> str:
        """As the form names it: 令和6年度 第1回豊島区行政情報化推進本部."""
        number = f"第{self.number}回" if self.number else "（回次未定）"
        return f"{fiscal_year_label(self.fiscal_year)} {number}{self.body.name}"

    @property
    def held_in_words(self) -> str:
        """When it is held, as far as anybody said."""
        if self.starts_at:
            return format_date(timezone.localdate(self.starts_at))
        return f"{self.held_when}（日程未定）" if self.held_when else "日程未定"


class OfMeetingQuerySet(OfBodyQuerySet):
    """Reads of what belongs to a sitting: as visible as the sitting is, by the right to its noun."""

    noun: ClassVar[Noun] = Noun.SITTINGS
    body = "meeting__body__"
    parents = {"meeting": "Meeting"}


class ItemQuerySet(OfMeetingQuerySet):
    """Reads of items; ``item`` leads to the item that a department explains."""

    kind: ClassVar[str] = "item"
    item: ClassVar[str] = ""

    def narrowed(self, user: Reader) -> Self:
        """Never wider than the sitting; narrower where the record has a scope of its own."""
        if reads_whatever(user, self.noun):
            return self
        own = self.admits(
            user,
            lambda scope: Q(reading_scope=scope),
            meeting="meeting",
            explained=explained_by(user, self.item),
            named=Q(reading_scope=ReadingScope.NAMED) & named_in(user, self.kind),
        )
        return self.filter(Q(reading_scope="") | own)


class HandoutQuerySet(ItemQuerySet):
    """Reads of papers: one of an item is never more visible than the item."""

    kind = "handout"
    item = "item__"
    parents = {"meeting": "Meeting", "item": "AgendaItem"}


class AgendaItem(AuditedModel):
    """議題: an item; the outcome line printed in the record belongs to it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items", verbose_name="会議")
    category = models.CharField("区分", max_length=20, choices=ItemCategory)
    number = models.PositiveSmallIntegerField("番号", help_text="区分ごとに1から")
    title = models.CharField("題名", max_length=300)
    explainer = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="explained_items",
        verbose_name="説明する部署",
    )
    disclosure = models.CharField(
        "公開区分", max_length=20, choices=SITTING_CHOICES, blank=True, help_text="空欄は会議と同じ"
    )
    closure_reason = models.TextField("非公開理由", blank=True)
    ground = models.ForeignKey(
        DisclosureGround,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="closed_items",
        verbose_name="非公開根拠",
    )
    reading_scope = models.CharField(
        "庁内閲覧範囲", max_length=10, choices=ReadingScope, blank=True, help_text="空欄は会議と同じ"
    )
    state = models.CharField("扱い", max_length=20, choices=ItemState, default=ItemState.NOT_REACHED)
    outcome_line = models.CharField("議決の記載", max_length=200, blank=True)
    position = models.PositiveIntegerField("並び順", default=0)

    errors_beside: ClassVar[dict[str, str]] = {
        "item_number_once_per_category": "number",
        "item_has_reason": "closure_reason",
    }

    governed_by: ClassVar[tuple[str, ...]] = ("meeting",)
    disclosure_fields: ClassVar[tuple[str, ...]] = ("disclosure",)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "議題"
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("meeting", "category", "number"),
                name="item_number_once_per_category",
                violation_error_message="この区分には同じ番号の議題が既にあります。",
            ),
            reason_given("disclosure", "closure_reason", name="item_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    @property
    def whereabouts(self) -> Place:
        """The sitting's."""
        return self.meeting.whereabouts

    @property
    def label(self) -> str:
        """議案（1）."""
        return f"{self.get_category_display()}（{self.number}）"


class Attendance(AuditedModel):
    """出席: a seat at a sitting. One office may sit on both sides."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances", verbose_name="会議")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendances", verbose_name="席")
    group = models.CharField("欄", max_length=20, choices=AttendanceGroup)
    status = models.CharField(
        "出欠", max_length=10, choices=AttendanceStatus, default=AttendanceStatus.PRESENT
    )
    deputy_name = models.CharField("代理の職", max_length=100, blank=True)
    arrived_at = models.DateTimeField("途中から", null=True, blank=True)
    left_at = models.DateTimeField("途中まで", null=True, blank=True)
    position = models.PositiveIntegerField("並び順", default=0)

    errors_beside: ClassVar[dict[str, str]] = {
        "attendance_once": "seat",
        "attendance_deputy_named": "deputy_name",
        "attendance_leaves_after_arriving": "left_at",
    }

    governed_by: ClassVar[tuple[str, ...]] = ("meeting",)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "出席"
        ordering = ("group", "position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("meeting", "seat"),
                name="attendance_once",
                violation_error_message="この席の出欠は既にあります。",
            ),
            models.CheckConstraint(
                condition=~Q(status=AttendanceStatus.DEPUTY) | ~Q(deputy_name=""),
                name="attendance_deputy_named",
                violation_error_message="代理出席のときは、代理の職を入力してください。",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(arrived_at=None) | Q(left_at__gt=F("arrived_at")),
                name="attendance_leaves_after_arriving",
                violation_error_message="「途中まで」は「途中から」より後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}：{self.get_status_display()}"

    @property
    def whereabouts(self) -> Place:
        """The sitting's."""
        return self.meeting.whereabouts


class Handout(AuditedModel):
    """資料: a paper handed in. ``number`` is the normalised 3-1, ``printed_number`` as the record has it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="handouts", verbose_name="会議")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="handouts", verbose_name="議題"
    )
    number = models.CharField("番号", max_length=20, help_text="例：3-1")
    printed_number = models.CharField("記載どおりの番号", max_length=40, blank=True)
    title = models.CharField("題名", max_length=300)
    disclosure = models.CharField("公開区分", max_length=20, choices=Disclosure, default=Disclosure.UNSET)
    closure_reason = models.TextField("非公開理由", blank=True)
    ground = models.ForeignKey(
        DisclosureGround,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="closed_handouts",
        verbose_name="非公開根拠",
    )
    reading_scope = models.CharField(
        "庁内閲覧範囲", max_length=10, choices=ReadingScope, blank=True, help_text="空欄は会議と同じ"
    )
    position = models.PositiveIntegerField("並び順", default=0)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="handouts", verbose_name="ファイル"
    )
    public_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="public_of", verbose_name="公開用"
    )
    public_report = models.TextField("公開用のファイルから除いたもの", blank=True)

    errors_beside: ClassVar[dict[str, str]] = {
        "handout_number_once": "number",
        "handout_has_reason": "closure_reason",
    }

    governed_by: ClassVar[tuple[str, ...]] = ("meeting", "item")
    disclosure_fields: ClassVar[tuple[str, ...]] = ("disclosure",)

    objects = HandoutQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "資料"
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("meeting", "number"),
                name="handout_number_once",
                violation_error_message="この会議には同じ番号の資料が既にあります。",
            ),
            reason_given("disclosure", "closure_reason", name="handout_has_reason"),
        ]

    def __str__(self) -> str:
        return f"資料{self.number} {self.title}"

    @property
    def whereabouts(self) -> Place:
        """The sitting's."""
        return self.meeting.whereabouts
