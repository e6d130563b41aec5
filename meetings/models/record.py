"""会議録の行: what was said and written, in order and word for word."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from meetings.choices import AnnotationKind, EntryKind, SpeakerRule
from meetings.models.bodies import Seat
from meetings.models.scopes import OfBodyQuerySet
from meetings.models.sittings import AgendaItem, Meeting, OfMeetingQuerySet
from portal.accounts.reach import Place
from portal.audit.models import AuditedModel
from portal.disclosure.visibility import Noun


class RecordQuerySet(OfMeetingQuerySet):
    """Reads of the record itself."""

    noun: ClassVar[Noun] = Noun.RECORD
    parents = {"meeting": "Meeting", "item": "AgendaItem"}


class MinutesEntry(AuditedModel):
    """One row of the record. Paragraphs of one row are parted by a line feed.

    ``position`` orders the rows and leaves gaps, so that a row put between two others moves none of
    them (and writes no history for them). The number a reader sees is counted when shown.

    ``speaker`` is the seat inside the house, ``speaker_label`` what the record prints (総務部長); what the
    public reads instead (部員) is said by the row, by the seat, or by the rule of the body, in this order.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="entries", verbose_name="会議")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="議題"
    )
    position = models.PositiveIntegerField("並び順")
    kind = models.CharField("種別", max_length=20, choices=EntryKind)
    speaker = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="発言した席"
    )
    speaker_label = models.CharField("発言者の表示", max_length=50, blank=True)
    public_speaker_label = models.CharField(
        "公開用の発言者の表示",
        max_length=50,
        blank=True,
        help_text="例：部員。空欄は席と会議体の決まりのとおり",
    )
    text = models.TextField("本文")

    errors_beside: ClassVar[dict[str, str]] = {
        "entry_speech_has_speaker": "speaker_label",
    }

    governed_by: ClassVar[tuple[str, ...]] = ("meeting", "item")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会議録の行"
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("meeting", "position"),
                name="entry_position_once",
                violation_error_message="この会議録には同じ位置の行が既にあります。",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EntryKind.SPEECH) | ~Q(speaker_label=""),
                name="entry_speech_has_speaker",
                violation_error_message="発言には発言者を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.speaker_label or self.get_kind_display()}：{self.text[:20]}"

    @property
    def whereabouts(self) -> Place:
        """The sitting's."""
        return self.meeting.whereabouts

    @property
    def public_speaker(self) -> str:
        """What the public reads for the speaker; read with ``speaker`` and the sitting's body."""
        if self.public_speaker_label or not self.speaker_label or self.speaker is None:
            return self.public_speaker_label or self.speaker_label
        by_role = self.meeting.body.speaker_rule == SpeakerRule.BY_ROLE
        ruled = self.speaker.get_role_display() if by_role else self.speaker_label
        return self.speaker.public_label or ruled


class AnnotationQuerySet(OfBodyQuerySet):
    """Reads of annotations: as visible as the row."""

    noun = Noun.RECORD
    body = "entry__meeting__body__"
    parents = {"entry": "MinutesEntry"}


class Annotation(AuditedModel):
    """A remark on some words of a row, such as 原文ママ; the words stay as they are."""

    entry = models.ForeignKey(MinutesEntry, models.CASCADE, related_name="annotations", verbose_name="行")
    kind = models.CharField("種別", max_length=10, choices=AnnotationKind)
    start = models.PositiveIntegerField("始まり")
    end = models.PositiveIntegerField("終わり")
    words = models.CharField("言葉", max_length=200)
    note = models.CharField("注", max_length=200, blank=True)

    governed_by: ClassVar[tuple[str, ...]] = ("entry",)

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行の注"
        ordering = ("entry", "start")
        constraints = [
            models.UniqueConstraint(fields=("entry", "kind", "start"), name="annotation_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="annotation_span_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.words}"

    @property
    def whereabouts(self) -> Place:
        """The row's."""
        return self.entry.whereabouts
