"""Pages of 団体, 部署 and 職, and the forms of 人."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone

from portal.accounts import actions
from portal.accounts.models import Department, Office, Organisation, Person, Posting, RoleGrant
from portal.accounts.rights import Noun, Verb
from portal.site.directory.forms import DepartmentForm, OfficeForm, OrganisationForm, PersonForm
from portal.site.directory.lists import held_today
from portal.site.directory.tables import OF_OFFICE
from portal.site.pages import Crumb, RecordCreatePage, RecordDetailPage, RecordEditPage
from portal.site.registry import record_url
from portal.site.tables import table_rows

ABOVE = "department__parent__parent__parent"


@dataclass
class Branch:
    """A department in the tree of its organisation, with its offices and what is below it."""

    department: Department
    url: str
    is_closed: bool
    offices: list[tuple[Office, str, str]] = field(default_factory=list)
    below: list["Branch"] = field(default_factory=list)


def crumbs_of(listed: str, label: str, *records: Any) -> list[Crumb]:
    """A list, and records on the way down."""
    return [
        Crumb(label, reverse(f"directory:{listed}")),
        *(Crumb(str(each), record_url(each)) for each in records),
    ]


def offices_told(offices: Any) -> list[tuple[Office, str, str]]:
    """Offices with their pages, and who holds them today."""
    return [
        (office, record_url(office), "、".join(str(each.person) for each in office.postings.all()) or "空席")
        for office in offices
    ]


def tree_of(departments: Any, offices: Any) -> list[Branch]:
    """The departments below each other, in 席次 order."""
    today = timezone.localdate()
    branches = {
        each.pk: Branch(each, record_url(each), bool(each.valid_to and each.valid_to < today))
        for each in departments
    }
    for told in offices_told(offices):
        if told[0].department_id in branches:
            branches[told[0].department_id].offices.append(told)
    roots: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.department.parent_id or 0)
        (above.below if above else roots).append(branch)
    return roots


class OrganisationDetail(RecordDetailPage):
    """One 団体: its tree, and the offices that belong to no department."""

    noun = Noun.DIRECTORY
    model = Organisation
    template_name = "directory/organisation.html"

    def get_breadcrumbs(self) -> list[Crumb]:
        """団体."""
        return crumbs_of("organisations", "団体")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The tree."""
        departments = self.visible(Department.objects.filter(organisation=self.record))
        offices = self.visible(Office.objects.filter(organisation=self.record))
        offices = offices.prefetch_related(held_today("postings"))
        return super().get_context(
            tree=tree_of(departments, offices),
            offices=[told for told in offices_told(offices) if told[0].department_id is None],
            **extra,
        )


class OrganisationCreate(RecordCreatePage):
    """団体を登録する."""

    noun = Noun.DIRECTORY
    model = Organisation
    form_class = OrganisationForm
    reason_required = True
    title = "団体を登録する"

    def get_breadcrumbs(self) -> list[Crumb]:
        """団体."""
        return crumbs_of("organisations", "団体")

    def perform(self, *, reason: str, **values: Any) -> Organisation:
        """Register it."""
        return actions.create_organisation(by=self.user, reason=reason, **values)


class OrganisationEdit(RecordEditPage):
    """団体を直す."""

    noun = Noun.DIRECTORY
    model = Organisation
    form_class = OrganisationForm
    title = "団体を直す"

    def get_breadcrumbs(self) -> list[Crumb]:
        """団体 › the organisation."""
        return crumbs_of("organisations", "団体", self.record)

    def perform(self, record: Organisation, *, reason: str, **changes: Any) -> Organisation:
        """Change it."""
        return actions.edit_organisation(by=self.user, reason=reason, organisation=record, **changes)


class BelowOrganisation(RecordCreatePage):
    """Adds something to an organisation; the forms ask where exactly.

    Whoever keeps but a department of it may enter, and the action looks where it goes.
    """

    noun = Noun.DIRECTORY
    reason_required = True
    organisation: Organisation

    def load(self) -> None:
        """The organisation."""
        self.organisation = self.visible_or_404(Organisation, pk=self.kwargs["pk"])

    def may(self, verb: str, noun: str = "") -> bool:
        """Whether the right reaches any part of the organisation."""
        reach = self.user.reach(verb, noun or self.noun)
        parts = self.visible(Department.objects.filter(organisation=self.organisation))
        return (
            reach.everywhere
            or self.organisation.pk in reach.organisations
            or parts.filter(pk__in=reach.departments).exists()
        )

    def get_breadcrumbs(self) -> list[Crumb]:
        """団体 › the organisation."""
        return crumbs_of("organisations", "団体", self.organisation)

    def get_blank(self) -> Any:
        """One of this organisation."""
        model: Any = self.model
        return model(organisation=self.organisation)


class DepartmentCreate(BelowOrganisation):
    """部署を加える."""

    model = Department
    form_class = DepartmentForm
    title = "部署を加える"

    def perform(self, *, reason: str, **values: Any) -> Department:
        """Add it."""
        return actions.create_department(
            by=self.user, reason=reason, organisation=self.organisation, **values
        )


class OfficeCreate(BelowOrganisation):
    """職を加える."""

    model = Office
    form_class = OfficeForm
    title = "職を加える"

    def perform(self, *, reason: str, **values: Any) -> Office:
        """Add it."""
        return actions.create_office(by=self.user, reason=reason, organisation=self.organisation, **values)


class DepartmentDetail(RecordDetailPage):
    """One 部署: where it stands, since when, its parts and its offices."""

    noun = Noun.DIRECTORY
    model = Department
    template_name = "directory/department.html"

    def get_records(self) -> Any:
        """With what names it."""
        return Department.objects.select_related("organisation", "parent__parent__parent")

    def get_breadcrumbs(self) -> list[Crumb]:
        """団体 › the organisation."""
        return crumbs_of("organisations", "団体", self.record.organisation)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """Parts and offices."""
        offices = self.visible(Office.objects.filter(department=self.record))
        return super().get_context(
            children=self.visible(Department.objects.filter(parent=self.record)).named(),
            offices=offices_told(offices.prefetch_related(held_today("postings"))),
            **extra,
        )


class DepartmentEdit(RecordEditPage):
    """部署を直す: also where it stands, and its last day."""

    noun = Noun.DIRECTORY
    model = Department
    form_class = DepartmentForm
    title = "部署を直す"

    def get_records(self) -> Any:
        """With what names it."""
        return Department.objects.select_related("organisation", "parent__parent__parent")

    def get_breadcrumbs(self) -> list[Crumb]:
        """団体 › the organisation › the department."""
        return crumbs_of("organisations", "団体", self.record.organisation, self.record)

    def perform(self, record: Department, *, reason: str, **changes: Any) -> Department:
        """Change it."""
        return actions.edit_department(by=self.user, reason=reason, department=record, **changes)


class OfficeDetail(RecordDetailPage):
    """One 職: who holds it and who held it, and which roles come with it."""

    noun = Noun.DIRECTORY
    model = Office
    template_name = "directory/office.html"

    def get_records(self) -> Any:
        """With what names it."""
        return Office.objects.select_related("organisation", ABOVE)

    def get_breadcrumbs(self) -> list[Crumb]:
        """団体 › the organisation › the department."""
        above = [self.record.organisation, *([self.record.department] if self.record.department else [])]
        return crumbs_of("organisations", "団体", *above)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """Postings, the latest first, and the roles of the office for those who may read them."""
        postings = self.visible(Posting.objects.filter(office=self.record)).named()
        grants = self.visible(RoleGrant.objects.filter(office=self.record))
        return super().get_context(
            columns=OF_OFFICE,
            rows=table_rows(OF_OFFICE, postings),
            grants=grants.select_related("role", "organisation", ABOVE),
            may_read_grants=self.may(Verb.READ, Noun.ACCOUNTS),
            may_grant=self.may(Verb.WRITE, Noun.ACCOUNTS),
            **extra,
        )


class OfficeEdit(RecordEditPage):
    """職を直す."""

    noun = Noun.DIRECTORY
    model = Office
    form_class = OfficeForm
    title = "職を直す"

    def get_records(self) -> Any:
        """With what names it."""
        return Office.objects.select_related("organisation", ABOVE)

    def get_breadcrumbs(self) -> list[Crumb]:
        """団体 › the organisation › the office."""
        return crumbs_of("organisations", "団体", self.record.organisation, self.record)

    def perform(self, record: Office, *, reason: str, **changes: Any) -> Office:
        """Change it."""
        return actions.edit_office(by=self.user, reason=reason, office=record, **changes)


class PersonCreate(RecordCreatePage):
    """人を登録する."""

    noun = Noun.DIRECTORY
    model = Person
    form_class = PersonForm
    reason_required = True
    title = "人を登録する"

    def get_breadcrumbs(self) -> list[Crumb]:
        """人."""
        return crumbs_of("persons", "人")

    def perform(self, *, reason: str, **values: Any) -> Person:
        """Register the person."""
        return actions.create_person(by=self.user, reason=reason, **values)


class PersonEdit(RecordEditPage):
    """人を直す."""

    noun = Noun.DIRECTORY
    model = Person
    form_class = PersonForm
    title = "人を直す"

    def get_breadcrumbs(self) -> list[Crumb]:
        """人 › the person."""
        return crumbs_of("persons", "人", self.record)

    def perform(self, record: Person, *, reason: str, **changes: Any) -> Person:
        """Change the name."""
        return actions.edit_person(by=self.user, reason=reason, person=record, **changes)
