"""Lists of 団体, 部署, 職, 人 and 配属."""

from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from portal.accounts import actions
from portal.accounts.models import Department, Office, Organisation, Person, Posting, User
from portal.accounts.rights import Actor, Noun
from portal.lists.nouns import Column, Listed, Term, field_column
from portal.site.lists.filters import ChoicesFilter, DayFilter, ListFilter, RecordsFilter, WordsFilter
from portal.site.registry import record_url

LINKS = (
    ("団体", "directory:organisations"),
    ("部署", "directory:departments"),
    ("職", "directory:offices"),
    ("人", "directory:persons"),
    ("配属", "directory:postings"),
)
ABOVE = "department__parent__parent__parent"


ROTATION = (("異動をまとめて登録する", "directory:rotation"),)


def links_but(title: str) -> tuple[tuple[str, str], ...]:
    """The other lists of the directory."""
    return tuple(link for link in LINKS if link[0] != title)


def edit_organisation(*, by: Actor, reason: str, record: Organisation, **changes: Any) -> Organisation:
    """One cell of a 団体."""
    return actions.edit_organisation(by=by, reason=reason, organisation=record, **changes)


def edit_department(*, by: Actor, reason: str, record: Department, **changes: Any) -> Department:
    """One cell of a 部署."""
    return actions.edit_department(by=by, reason=reason, department=record, **changes)


def edit_office(*, by: Actor, reason: str, record: Office, **changes: Any) -> Office:
    """One cell of a 職."""
    return actions.edit_office(by=by, reason=reason, office=record, **changes)


def edit_person(*, by: Actor, reason: str, record: Person, **changes: Any) -> Person:
    """One cell of a 人."""
    return actions.edit_person(by=by, reason=reason, person=record, **changes)


def edit_posting(*, by: Actor, reason: str, record: Posting, **changes: Any) -> Posting:
    """One cell of a 配属."""
    return actions.edit_posting(by=by, reason=reason, posting=record, **changes)


def held_today(path: str) -> Prefetch[Any]:
    """The postings of today along a relation, named."""
    return Prefetch(path, Posting.objects.held_on(timezone.localdate()).named())


def postings_today() -> Prefetch[Any]:
    """The postings of today, for a list of persons or of offices that came through the door."""
    return held_today("postings")


def organisations_for(user: User) -> Any:
    """The organisations one may choose from."""
    return Organisation.objects.visible_to(user)


def departments_for(user: User) -> Any:
    """The departments one may choose from."""
    return Department.objects.visible_to(user).named()


def offices_for(user: User) -> Any:
    """The offices one may choose from."""
    return Office.objects.visible_to(user).named()


def _holders(office: Office) -> str:
    postings: Any = office.postings
    return "、".join(str(posting.person) for posting in postings.all()) or "空席"


def _held(person: Person) -> str:
    postings: Any = person.postings
    return "、".join(posting.words for posting in postings.all()) or "なし"


class HeldOnFilter(DayFilter):
    """Postings in force on a day."""

    def filter(self, qs: Any, value: Any) -> Any:
        """Both ends belong to it."""
        return qs if value is None else qs.held_on(value)


class StandingFilter(DayFilter):
    """Departments that exist on a day."""

    def filter(self, qs: Any, value: Any) -> Any:
        """Both ends belong to it."""
        return qs if value is None else qs.standing_on(value)


class OrganisationFilter(ListFilter):
    """Which kind, and what it is called."""

    q = WordsFilter("name", "kana", "code", label="名称・ふりがな・コード")
    kind = ChoicesFilter("kind", "種別", Organisation.Kind.choices)


class DepartmentFilter(ListFilter):
    """Where, and on which day it exists."""

    q = WordsFilter("name", "kana", label="名称・ふりがな")
    organisation = RecordsFilter("organisation", "団体", organisations_for)
    on = StandingFilter("valid_from", "この日にある")


class OfficeFilter(ListFilter):
    """Where, and what it is called."""

    q = WordsFilter("title", "kana", "department__name", label="職名・部署")
    organisation = RecordsFilter("organisation", "団体", organisations_for)
    department = RecordsFilter("department", "部署", departments_for, none="なし")


class PersonFilter(ListFilter):
    """Who, and where."""

    q = WordsFilter("name", "kana", "user__staff_number", label="氏名・ふりがな・職員番号")
    department = RecordsFilter(
        "postings__office__department", "配属した部署", departments_for, none="なし", distinct=True
    )


class PostingFilter(ListFilter):
    """Who, where, how and when."""

    q = WordsFilter("person__name", "person__kana", "office__title", label="氏名・職名")
    department = RecordsFilter("office__department", "部署", departments_for, none="なし")
    kind = ChoicesFilter("kind", "区分", Posting.Kind.choices)
    on = HeldOnFilter("starts_on", "この日にある")


ORGANISATIONS = Listed(
    key="organisations",
    model=Organisation,
    noun=Noun.DIRECTORY,
    title="団体",
    url_name="directory:organisations",
    filters=OrganisationFilter,
    edit=edit_organisation,
    order="kind,name",
    shown=("name", "kind", "code"),
    columns=(
        field_column(Organisation, "name", url=record_url, sort=(Term("kana", kana=True), "name")),
        field_column(Organisation, "kana", sort=(Term("kana", kana=True),)),
        field_column(Organisation, "kind"),
        field_column(Organisation, "code", empty="なし"),
    ),
    create_label="団体を登録する",
    create_url_name="directory:organisation-new",
    links=links_but("団体"),
    writing_links=ROTATION,
)

DEPARTMENTS = Listed(
    key="departments",
    model=Department,
    noun=Noun.DIRECTORY,
    title="部署",
    url_name="directory:departments",
    filters=DepartmentFilter,
    edit=edit_department,
    order="organisation,position",
    shown=("name", "organisation", "position", "valid_from", "valid_to"),
    relations=("parent__parent__parent",),
    columns=(
        field_column(Department, "name", value=str, url=record_url, sort=(Term("kana", kana=True), "name")),
        field_column(Department, "kana", sort=(Term("kana", kana=True),)),
        field_column(Department, "organisation", field="", sort=("organisation__kana", "organisation__name")),
        field_column(Department, "position", sort=("position", "pk")),
        field_column(Department, "valid_from", sort=(Term("valid_from", empty_last=True),)),
        field_column(Department, "valid_to", sort=(Term("valid_to", empty_last=True),)),
    ),
    empty_text="まだ部署はありません。団体のページの「部署を加える」から登録してください。",
    links=links_but("部署"),
)

OFFICES = Listed(
    key="offices",
    model=Office,
    noun=Noun.DIRECTORY,
    title="職",
    url_name="directory:offices",
    filters=OfficeFilter,
    edit=edit_office,
    order="position",
    shown=("title", "department", "organisation", "holders", "position"),
    prefetches=(postings_today,),
    columns=(
        field_column(Office, "title", url=record_url, sort=(Term("kana", kana=True), "title")),
        field_column(Office, "kana", sort=(Term("kana", kana=True),)),
        field_column(
            Office,
            "department",
            empty="なし",
            relations=(ABOVE,),
            sort=(Term("department__position", empty_last=True), "department__name"),
            offered=departments_for,
        ),
        field_column(Office, "organisation", field="", sort=("organisation__kana", "organisation__name")),
        Column("holders", "今日この職にある人", _holders),
        field_column(Office, "position", sort=("position", "pk")),
    ),
    empty_text="まだ職はありません。団体のページの「職を加える」から登録してください。",
    links=links_but("職"),
)

PERSONS = Listed(
    key="persons",
    model=Person,
    noun=Noun.DIRECTORY,
    title="人",
    url_name="directory:persons",
    filters=PersonFilter,
    edit=edit_person,
    order="name",
    shown=("name", "postings", "staff_number"),
    relations=("user",),
    prefetches=(postings_today,),
    columns=(
        field_column(Person, "name", url=record_url, sort=(Term("kana", kana=True), "name")),
        field_column(Person, "kana", sort=(Term("kana", kana=True),)),
        Column("postings", "今日の配属", _held),
        Column(
            "staff_number",
            "職員番号",
            lambda person: person.user.staff_number if person.user else "なし",
            sort=(Term("user__staff_number", empty_last=True),),
        ),
    ),
    create_label="人を登録する",
    create_url_name="directory:person-new",
    links=links_but("人"),
    writing_links=ROTATION,
)

POSTINGS = Listed(
    key="postings",
    model=Posting,
    noun=Noun.DIRECTORY,
    title="配属",
    url_name="directory:postings",
    filters=PostingFilter,
    edit=edit_posting,
    order="-starts_on",
    shown=("person", "office", "kind", "starts_on", "ends_on"),
    columns=(
        field_column(
            Posting,
            "person",
            url=record_url,
            field="",
            sort=(Term("person__kana", kana=True), "person__name"),
        ),
        Column(
            "office",
            "職",
            lambda posting: posting.office.full_name,
            sort=("office__position", "office__title"),
            relations=(f"office__{ABOVE}",),
        ),
        field_column(Posting, "kind"),
        field_column(Posting, "starts_on", sort=("starts_on", "pk")),
        field_column(Posting, "ends_on", empty="定めなし", sort=(Term("ends_on", empty_last=True),)),
    ),
    empty_text="まだ配属はありません。人のページか「異動をまとめて登録する」から登録してください。",
    links=links_but("配属"),
    writing_links=ROTATION,
)
