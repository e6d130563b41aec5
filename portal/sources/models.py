"""Where a value comes from, and dates as people said them."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.accounts.choices import Noun
from portal.accounts.reach import Place
from portal.accounts.visibility import (
    FamilyQuerySet,
    OfRecordsQuerySet,
    Reader,
    may_read,
    narrowed_reads,
    place_of_named,
    scoped_models,
)
from portal.audit.models import AuditedModel
from portal.stated_dates import span_in_words


class SourcesQuerySet(FamilyQuerySet):
    """Reads of sources."""

    noun = Noun.SOURCES


class CitationQuerySet(OfRecordsQuerySet):
    """Reads of citations: they quote their records, so they are as visible as these."""

    noun = Noun.SOURCES


class StatedDateQuerySet(FamilyQuerySet):
    """Reads of stated dates: as visible as the record each belongs to."""

    noun = Noun.SOURCES

    def visible_to(self, user: Reader) -> Self:
        """Those of no record, and those of records this user may read."""
        if not may_read(user, self.noun):
            return self.none()
        found = self
        for relation in (each for each in self.model._meta.related_objects if each.one_to_one):
            kinds = {relation.related_model} & set(scoped_models())
            for _, reads in narrowed_reads(user, kinds):
                found = found.filter(Q(**{relation.name: None}) | Q(**{f"{relation.name}__in": reads}))
        return found


class Source(AuditedModel):
    """A document that facts were taken from."""

    class Kind(models.TextChoices):
        """What sort of document it is."""

        MINUTES = "minutes", "会議録"
        REPORT = "report", "報告書"
        RULE = "rule", "例規"
        SURVEY = "survey", "調査"
        OTHER = "other", "その他"

    title = models.CharField("題名", max_length=200, unique=True)
    issuer = models.CharField("発行者", max_length=200, blank=True)
    kind = models.CharField("種別", max_length=20, choices=Kind)
    dated_on = models.DateField("日付", null=True, blank=True)
    original = models.CharField("原本", max_length=200, blank=True, help_text="空欄は「原本未登録」")
    missing_figures = models.TextField("本文に無い図表", blank=True)

    objects = SourcesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "出典"

    def __str__(self) -> str:
        return self.title


class Basis(models.TextChoices):
    """How a value relates to its source."""

    QUOTED = "quoted", "原文"
    DERIVED = "derived", "導出"
    INFERRED = "inferred", "推定"
    EXAMPLE = "example", "例示"


class Citation(AuditedModel):
    """典拠: one value of one record, where it stands in a source, and on what basis.

    The record is named by (model label, key), not by a foreign key: see docs/adr.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="citations", verbose_name="出典")
    record_model = models.CharField("記録の種類", max_length=60)
    record_key = models.BigIntegerField("記録の番号")
    field = models.CharField("項目", max_length=60, blank=True, help_text="空欄は記録の全体")
    place = models.CharField("箇所", max_length=200)
    quote = models.TextField("原文", blank=True)
    basis = models.CharField("根拠の種類", max_length=10, choices=Basis, default=Basis.QUOTED)
    note = models.TextField("導き方・理由", blank=True)

    names_a_record: ClassVar[bool] = True

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "典拠"
        indexes = [models.Index(fields=("record_model", "record_key"), name="citation_by_record")]
        constraints = [
            models.UniqueConstraint(
                fields=("source", "record_model", "record_key", "field"), name="citation_once"
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.QUOTED) | ~Q(note=""),
                name="citation_other_basis_has_note",
                violation_error_message="原文以外の根拠には、導き方か理由を書いてください。",
            ),
            models.CheckConstraint(
                condition=~Q(basis=Basis.QUOTED) | ~Q(quote=""),
                name="citation_quoted_has_quote",
                violation_error_message="原文を根拠にするときは、その原文を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.place}"

    @property
    def whereabouts(self) -> Place:
        """Its record's."""
        return place_of_named(self.record_model, self.record_key)


class StatedDate(AuditedModel):
    """言われた期日: the words, and the days they can mean (both bounds inclusive, either open)."""

    class Precision(models.TextChoices):
        """How fine the words are."""

        DAY = "day", "日"
        TEN_DAYS = "ten_days", "旬"
        MONTH = "month", "月"
        FISCAL_YEAR = "fiscal_year", "年度"
        YEAR = "year", "年"

    words = models.CharField("会議での言葉", max_length=200)
    earliest = models.DateField("早くとも", null=True, blank=True)
    latest = models.DateField("遅くとも", null=True, blank=True)
    precision = models.CharField("細かさ", max_length=20, choices=Precision)
    resolution = models.TextField("読み取り方", blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="確かめた人"
    )

    is_part: ClassVar[bool] = True
    governed_by_holders: ClassVar[bool] = True

    objects = StatedDateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "言われた期日"
        # Lists of what is due stand in this order.
        indexes = [models.Index(fields=("latest",), name="stated_date_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(earliest=None) | Q(latest=None) | Q(latest__gte=F("earliest")),
                name="stated_date_in_order",
                violation_error_message="「遅くとも」は「早くとも」以後の日にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    def value_in_words(self) -> str:
        """7月頭（令和6年7月1日（月）から令和6年7月10日（水）まで）."""
        return f"{self.words}（{span_in_words(self.earliest, self.latest)}）"
