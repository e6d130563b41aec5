"""Who acts: organisations, their departments and offices, persons, and who holds which office when."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from portal.accounts.choices import Noun, Verb
from portal.accounts.codes import validate_organisation_code
from portal.accounts.reach import Place
from portal.accounts.visibility import FamilyQuerySet, PlacedQuerySet, Reader, reach_of, standing_of
from portal.audit.models import AuditedModel


def within_days(day: date, start: str, end: str) -> Q:
    """Days from ``start`` to ``end``, both counted in and either open."""
    begun = Q(**{start: None}) | Q(**{f"{start}__lte": day})
    return begun & (Q(**{end: None}) | Q(**{f"{end}__gte": day}))


class OrganisationQuerySet(FamilyQuerySet):
    """Reads of organisations: their names are no secret to anybody who may open the directory."""

    noun = Noun.DIRECTORY


class Organisation(AuditedModel):
    """Whatever acts, with or without logging in."""

    class Kind(models.TextChoices):
        """What sort of body it is."""

        MUNICIPALITY = "municipality", "自治体"
        METROPOLIS = "metropolis", "都"
        JOINT_BODY = "joint_body", "共同体"
        STATE = "state", "国"
        RESEARCH_BODY = "research_body", "研究機構"
        VENDOR = "vendor", "事業者"

    kind = models.CharField("種別", max_length=20, choices=Kind)
    name = models.CharField("名称", max_length=200, unique=True)
    kana = models.CharField("ふりがな", max_length=200, blank=True)
    code = models.CharField(
        "全国地方公共団体コード",
        max_length=6,
        blank=True,
        validators=[validate_organisation_code],
        help_text="検査数字を含む6桁。例：131164",
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "団体"
        ordering = ("kind", "kana", "pk")
        constraints = [
            models.UniqueConstraint("code", condition=~Q(code=""), name="organisation_code_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def whereabouts(self) -> Place:
        """The organisation itself."""
        return Place(self.pk)


class DirectoryQuerySet(PlacedQuerySet):
    """Reads of an organisation's own tree: who may see a part of it sees all of that organisation's."""

    noun = Noun.DIRECTORY

    def visible_to(self, user: Reader) -> Self:
        """All that belongs to the organisations in which this user may read the directory."""
        reach = reach_of(user, Verb.READ, self.noun)
        if reach.everywhere:
            return self
        known = Q(pk__in=reach.organisations)
        if reach.departments:
            known |= Q(departments__in=reach.departments)
        if reach.own_bodies:
            known |= Q(pk__in=standing_of(user).organisations)
        organisations = Organisation.objects.filter(known).values("pk")
        return self.filter(**{f"{self.paths[0]}__in": organisations})


class DepartmentQuerySet(DirectoryQuerySet):
    """Reads of departments."""

    paths = ("organisation", "id")

    def standing_on(self, day: date) -> Self:
        """Departments that exist on a day."""
        return self.filter(within_days(day, "valid_from", "valid_to"))

    def named(self) -> Self:
        """With what a full name (部課係) is made of, so that a list costs no further query."""
        return self.select_related("parent__parent__parent")


class Department(AuditedModel):
    """A node of an organisation's tree 部→課→係, dated, in 席次 order."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="departments", verbose_name="団体"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上位の部署"
    )
    name = models.CharField("名称", max_length=100)
    kana = models.CharField("ふりがな", max_length=100, blank=True)
    position = models.PositiveIntegerField("席次", default=0)
    valid_from = models.DateField("設置日", null=True, blank=True)
    valid_to = models.DateField("廃止日", null=True, blank=True, help_text="最後の日。例：令和7年3月31日")

    errors_beside: ClassVar[dict[str, str]] = {
        "department_once": "name",
        "department_ends_after_start": "valid_to",
    }

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "部署"
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                # Coalesced here and below, because SQLite knows no NULLS NOT DISTINCT.
                "organisation",
                Coalesce("parent", 0),
                "name",
                Coalesce("valid_from", Value(date.min)),
                name="department_once",
                violation_error_message="同じ名称の部署が、同じ場所に既にあります。",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="department_ends_after_start",
                violation_error_message="廃止日は設置日以後の日にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parent or ''}{self.name}"

    def clean(self) -> None:
        """Refuse a place in another organisation's tree, or below itself."""
        above = self.parent
        if above is not None and above.organisation_id != self.organisation_id:
            raise ValidationError({"parent": "同じ団体の部署を選んでください。"})
        while above is not None:
            if above.pk == self.pk:
                raise ValidationError({"parent": "この部署自身やその下の部署は、上位に選べません。"})
            above = above.parent
        self._refuse_to_close_over_others()

    def _refuse_to_close_over_others(self) -> None:
        """What is part of it, or posted in it, ends first."""
        if self.valid_to is None or self.pk is None:
            return
        said = ""
        beyond = Q(valid_to=None) | Q(valid_to__gt=self.valid_to)
        if below := Department.objects.filter(beyond, parent=self.pk).first():
            said = f"この日より後にも「{below.name}」が下にあります。先に廃止してください。"
        later = Q(ends_on=None) | Q(ends_on__gt=self.valid_to)
        if count := Posting.objects.filter(later, office__department=self.pk).count():
            said = f"この日より後まで続く配属が{count}件あります。先に終えてください。"
        if said:
            raise ValidationError({"valid_to": said})

    @property
    def whereabouts(self) -> Place:
        """Its own place in the tree."""
        return Place(self.organisation_id, self.pk)


class OfficeQuerySet(DirectoryQuerySet):
    """Reads of offices."""

    paths = ("organisation", "department")

    def named(self) -> Self:
        """With what a full name is made of."""
        return self.select_related("organisation", "department__parent__parent__parent")


class Office(AuditedModel):
    """A title that persons hold for a time; records name it, not the person (充て職).

    Several persons may hold one office at a time (主事 of a 課).
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="offices", verbose_name="団体"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="offices", verbose_name="部署"
    )
    title = models.CharField("職名", max_length=100)
    kana = models.CharField("ふりがな", max_length=100, blank=True)
    position = models.PositiveIntegerField("席次", default=0)

    errors_beside: ClassVar[dict[str, str]] = {"office_once": "title"}

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "職"
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Coalesce("department", 0),
                "title",
                name="office_once",
                violation_error_message="この部署には同じ名の職が既にあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse a department of another organisation."""
        if self.department is not None and self.department.organisation_id != self.organisation_id:
            raise ValidationError({"department": "同じ団体の部署を選んでください。"})

    @property
    def full_name(self) -> str:
        """The title, with its department unless the title says it: 総務部長, 政策経営部情報管理課 主事."""
        if self.department is None or self.title.startswith(self.department.name):
            return self.title
        return f"{self.department} {self.title}"

    @property
    def whereabouts(self) -> Place:
        """Its department's place."""
        return Place(self.organisation_id, self.department_id)


class PersonQuerySet(DirectoryQuerySet):
    """Reads of persons: of those posted in the organisations one may read, and of those posted nowhere."""

    paths = ("postings__office__organisation", "postings__office__department")

    def visible_to(self, user: Reader) -> Self:
        """Persons of the visible offices; nobody for those who may not open the directory."""
        reach = reach_of(user, Verb.READ, self.noun)
        if reach.everywhere:
            return self
        if not reach:
            return self.none()
        posted = Posting.objects.visible_to(user).values("person")
        everywhere_posted = Posting.objects.values("person")
        return self.filter(~Q(pk__in=everywhere_posted) | Q(pk__in=posted))

    def hidden_then(self, user: Reader) -> Q:
        """A name says nothing of where somebody belonged; the postings do, in a history of their own."""
        return Q()


class Person(AuditedModel):
    """人: somebody who holds offices, with or without a login."""

    name = models.CharField("氏名", max_length=100)
    kana = models.CharField("ふりがな", max_length=100, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
        verbose_name="利用者",
        error_messages={"unique": "この利用者は、別の人に結び付いています。"},
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人"
        ordering = ("kana", "name", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def whereabouts(self) -> Place:
        """Where the latest posting is; somebody posted nowhere yet is everybody's to post."""
        last = Posting.objects.filter(person=self.pk).select_related("office").first() if self.pk else None
        return last.whereabouts if last else Place(is_free=True)


class PostingQuerySet(DirectoryQuerySet):
    """Reads of postings."""

    paths = ("office__organisation", "office__department")

    def held_on(self, day: date) -> Self:
        """Postings in force on a day."""
        return self.filter(within_days(day, "starts_on", "ends_on"))

    def named(self) -> Self:
        """With what names the office and the person."""
        return self.select_related(
            "person", "office__organisation", "office__department__parent__parent__parent"
        )


class Posting(AuditedModel):
    """配属: a person holds an office for a time. Rights and 「当時の所属」 come from it."""

    class Kind(models.TextChoices):
        """How the office is held."""

        MAIN = "main", "本務"
        CONCURRENT = "concurrent", "兼務"
        ACTING = "acting", "代理"

    person = models.ForeignKey(Person, models.PROTECT, related_name="postings", verbose_name="人")
    office = models.ForeignKey(Office, models.PROTECT, related_name="postings", verbose_name="職")
    kind = models.CharField("区分", max_length=12, choices=Kind, default=Kind.MAIN)
    starts_on = models.DateField("始まり")
    ends_on = models.DateField("終わり", null=True, blank=True, help_text="最後の日。空欄は定めなし")

    errors_beside: ClassVar[dict[str, str]] = {
        "posting_once": "starts_on",
        "posting_ends_after_start": "ends_on",
    }

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "配属"
        ordering = ("-starts_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("person", "office", "starts_on"),
                name="posting_once",
                violation_error_message="この人の同じ職への配属が、同じ日から既にあります。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="posting_ends_after_start",
                violation_error_message="終わりは始まり以後の日にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}：{self.words}"

    def clean(self) -> None:
        """Refuse days on which the department does not exist, and a second 本務 at the same time."""
        department = self.office.department
        ends = self.ends_on or date.max
        if department is not None and self.starts_on:
            if department.valid_to and self.starts_on > department.valid_to:
                raise ValidationError({"starts_on": f"{department}は、この日には廃止されています。"})
            if department.valid_from and ends < department.valid_from:
                raise ValidationError({"ends_on": f"{department}は、この日にはまだありません。"})
        if self.kind == self.Kind.MAIN and self.starts_on:
            others = Posting.objects.filter(person=self.person, kind=self.Kind.MAIN, starts_on__lte=ends)
            others = others.filter(Q(ends_on=None) | Q(ends_on__gte=self.starts_on)).exclude(pk=self.pk)
            if other := others.select_related("office").first():
                said = f"本務は同じ日に一つだけです。先に「{other.office}」の配属を終えてください。"
                raise ValidationError({"starts_on": said})

    @property
    def words(self) -> str:
        """The office, and how it is held unless as 本務: 総務部長, 兼務：情報管理課長."""
        is_main = self.kind == self.Kind.MAIN
        return self.office.full_name if is_main else f"{self.get_kind_display()}：{self.office.full_name}"

    @property
    def whereabouts(self) -> Place:
        """The office's place."""
        return self.office.whereabouts
