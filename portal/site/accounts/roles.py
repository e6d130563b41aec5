"""役割と権限: the table of roles × families of nouns × verbs, read and changed on screen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from portal.accounts import actions
from portal.accounts.models import Role, RoleGrant, RolePermission
from portal.accounts.rights import Noun, Verb
from portal.accounts.shipped import Cell, shipped_rights
from portal.audit.ledger import Change, Operation
from portal.audit.reading import recorded_at
from portal.site.accounts.forms import RoleForm
from portal.site.actors import actor
from portal.site.conflicts import row_of_version
from portal.site.forms import ReasonForm
from portal.site.pages import (
    Crumb,
    ManyRecordsPage,
    Page,
    RecordDetailPage,
    RecordEditPage,
)
from portal.site.registry import record_url

LATEST, LOOKED_AT = 5, 200
NONE = "なし"
Rows = Mapping[int, Iterable[Cell]]


@dataclass(frozen=True)
class RightsMoved:
    """What becomes of one role's rights to one family: old and new, in words."""

    role: str
    noun: str
    old: str
    new: str


def verbs_in_words(cells: Iterable[Cell], noun: str) -> str:
    """What may be done to a family: 読む・書く."""
    held = {verb for of, verb in cells if of == noun}
    return "・".join(str(Verb(verb).label) for verb in Verb.values if verb in held)


def moved(role: Role, before: Iterable[Cell], after: Iterable[Cell]) -> list[RightsMoved]:
    """The families of which a role's rights differ."""
    told = (
        RightsMoved(
            str(role), str(label), verbs_in_words(before, noun) or NONE, verbs_in_words(after, noun) or NONE
        )
        for noun, label in Noun.choices
    )
    return [each for each in told if each.old != each.new]


def cells(role: Role) -> set[Cell]:
    """The cells of a role that was read with its rights."""
    return {(cell.noun, cell.verb) for cell in role.permissions.all()}


@dataclass(frozen=True)
class RightsAct:
    """One operation on a role's row: what was added and what was taken away."""

    at: datetime
    who: str
    reason: str
    added: list[str]
    taken: list[str]


def acts_on(role: Role) -> list[RightsAct]:
    """The latest operations that changed the rights of a role, the newest first."""
    history: Any = RolePermission.history.model
    rows = history._base_manager.filter(role_id=role.pk).order_by("-history_id")[:LOOKED_AT]
    acts: dict[UUID, RightsAct] = {}
    for row in rows:
        who = actor(row.history_actor)[1]
        act = RightsAct(row.history_date, who, row.history_change_reason, [], [])
        act = acts.setdefault(row.operation_id, act)
        side = act.taken if row.history_type == "-" else act.added
        side.append(f"{Noun(row.noun).label}：{Verb(row.verb).label}")
    return [*acts.values()][:LATEST]


def table_crumbs() -> list[Crumb]:
    """利用者と役割 › 役割と権限."""
    return [
        Crumb("利用者と役割", reverse("accounts:users")),
        Crumb(RightsTable.title, reverse("accounts:rights")),
    ]


class RightsTable(Page):
    """Which role may do what: roles × families of nouns, the verbs in the cells."""

    title = "役割と権限"
    noun = Noun.ACCOUNTS
    template_name = "accounts/rights.html"

    def get_breadcrumbs(self) -> list[Crumb]:
        """利用者と役割."""
        return table_crumbs()[:1]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The table, whether it is as it was shipped, and what was done to it lately."""
        roles = list(self.visible(Role).prefetch_related("permissions"))
        shipped = shipped_rights()
        rows = [
            {
                "role": role,
                "url": record_url(role),
                "cells": [(label, verbs_in_words(cells(role), noun)) for noun, label in Noun.choices],
            }
            for role in roles
        ]
        return super().get_context(
            nouns=[label for _, label in Noun.choices],
            rows=rows,
            is_as_shipped=all(cells(role) == shipped.get(role.code, set()) for role in roles),
            latest=self.latest(),
            may_change=self.user.reach(Verb.WRITE, self.noun).everywhere,
            **extra,
        )

    def latest(self) -> list[Operation]:
        """The latest operations that changed the table, for those who may take them back."""
        if not self.user.reach(Verb.WRITE, self.noun).everywhere:
            return []
        changes = Change.objects.filter(record_model=RolePermission._meta.label_lower)
        operations = Operation.objects.filter(operation_id__in=changes.values("operation_id"))
        operations = operations.exclude(user_id=None)
        return list(operations.order_by("-sequence")[:LATEST])


class RoleDetail(RecordDetailPage):
    """One role: what it may do, and who holds it."""

    noun = Noun.ACCOUNTS
    model = Role
    template_name = "accounts/role.html"

    def get_records(self) -> Any:
        """With its rights."""
        return Role.objects.prefetch_related("permissions")

    def get_breadcrumbs(self) -> list[Crumb]:
        """利用者と役割 › 役割と権限."""
        return table_crumbs()

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """Families with what may be done to them, then users and offices."""
        grants = self.visible(RoleGrant.objects.filter(role=self.record))
        held = cells(self.record)
        return super().get_context(
            rights=[(label, verbs_in_words(held, noun)) for noun, label in Noun.choices],
            grants=grants.select_related(
                "user",
                "office__organisation",
                "office__department__parent__parent__parent",
                "department__parent__parent__parent",
                "organisation",
            ).order_by("office", "user__staff_number"),
            acts=acts_on(self.record) if self.may(Verb.READ, Noun.HISTORY) else [],
            **extra,
        )


class RoleEdit(RecordEditPage):
    """One row of the table: which boxes are ticked; old and new are shown before anything is saved."""

    noun = Noun.ACCOUNTS
    model = Role
    form_class = RoleForm
    template_name = "accounts/role_form.html"
    submit_label = "変更内容を確かめる"
    confirm_label = "この内容で変更する"
    success_message = "役割の権限を変えました。"
    seen_cells: set[Cell] | None = None

    def get_records(self) -> Any:
        """With its rights."""
        return Role.objects.prefetch_related("permissions")

    def get_title(self) -> str:
        """Which role it is."""
        return f"役割の権限を変える：{self.record}"

    def get_breadcrumbs(self) -> list[Crumb]:
        """… › the role."""
        return [*table_crumbs(), Crumb(str(self.record), record_url(self.record))]

    def get_form(self, data: Any = None) -> RoleForm:
        """The row as it stands, or as the typist saw it."""
        held = cells(self.record) if self.seen_cells is None else self.seen_cells
        return RoleForm(data, instance=self.record, reader=self.user, cells=held)

    def form_as_read(self, form: Any) -> Any:
        """With the rights that went with the version that was read."""
        seen = row_of_version(self.record, self.sent(form))
        if seen is not None and seen.valid_until:
            moment = seen.valid_until - timedelta(microseconds=1)
            then = recorded_at(RolePermission, moment, role_id=self.record.pk)
            self.seen_cells = {(cell.noun, cell.verb) for cell in then}
        try:
            return super().form_as_read(form)
        finally:
            self.seen_cells = None

    def show(self, form: Any, **extra: Any) -> Any:
        """With old and new of what is ticked."""
        told = moved(self.record, cells(self.record), form.cells_ticked) if form.is_bound else []
        return super().show(form, moved=told, **extra)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The button says what it does; whoever holds the role is warned."""
        context = super().get_context(verbs=[label for _, label in Verb.choices], **extra)
        if extra.get("readings"):
            context["submit_label"] = self.confirm_label
        context["is_own"] = self.user.grants.filter(role=self.record.pk).exists()
        return context

    def perform(self, record: Role, *, reason: str, **changes: Any) -> Role:
        """Change the row."""
        ticked = {name: changes.pop(name) for name in [*changes] if name in RoleForm.names()}
        allowed = [RoleForm.cell_of(name) for name, is_ticked in ticked.items() if is_ticked]
        forbidden = [RoleForm.cell_of(name) for name, is_ticked in ticked.items() if not is_ticked]
        return actions.edit_role(
            by=self.user, reason=reason, role=record, allowed=allowed, forbidden=forbidden, **changes
        )


class ManyRows(ManyRecordsPage):
    """Changes the table to what it was, or was shipped as; the difference is shown and a reason asked for."""

    noun = Noun.ACCOUNTS
    template_name = "accounts/rights_replace.html"
    success_message = "役割の権限を変えました。"
    target: Rows

    def load(self) -> None:
        """All roles, and what each is to have."""
        self.records = list(self.visible(Role).prefetch_related("permissions"))
        self.target = self.rows_wanted()

    def rows_wanted(self) -> Rows:
        """Key of a role → the cells it is to have."""
        raise NotImplementedError

    def may(self, verb: str, noun: str = "") -> bool:
        """The table belongs to the whole installation."""
        reach = self.user.reach(verb, noun or self.noun)
        return reach.everywhere if verb == Verb.WRITE else bool(reach)

    def get_breadcrumbs(self) -> list[Crumb]:
        """利用者と役割 › 役割と権限."""
        return table_crumbs()

    def get_form(self, data: Any = None) -> ReasonForm:
        """The reason."""
        return ReasonForm(data)

    @property
    def moved(self) -> list[RightsMoved]:
        """Old and new, role by role."""
        return [
            each
            for role in self.records
            if role.pk in self.target
            for each in moved(role, cells(role), self.target[role.pk])
        ]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """With old and new."""
        return super().get_context(moved=self.moved, **extra)

    def instead(self, form: Any) -> HttpResponse | None:
        """Nothing to do is said."""
        if self.moved:
            return None
        form.add_error(None, "変わるところはありません。")
        return self.refuse(form)

    def act(self, form: Any) -> None:
        """Change the rows that differ."""
        table = {role.pk: self.target[role.pk] for role in self.records if role.pk in self.target}
        changed = {role.pk for role in self.records if role.pk in table and cells(role) != {*table[role.pk]}}
        actions.replace_rights(
            by=self.user,
            reason=form.cleaned_data["reason"],
            versions=form.cleaned_data["version"],
            table={key: table[key] for key in changed},
        )

    def get_success_url(self, record: Any) -> str:
        """The table."""
        return reverse("accounts:rights")


class RightsReset(ManyRows):
    """The table goes back to what the portal is shipped with."""

    title = "権限を出荷時の表に戻す"
    submit_label = "出荷時の表に戻す"

    def rows_wanted(self) -> Rows:
        """What the fixture says; a role it does not know stays as it is."""
        shipped = shipped_rights()
        return {role.pk: shipped[role.code] for role in self.records if role.code in shipped}


class RightsUndo(ManyRows):
    """What one operation did to the table is taken back; what others did since stays."""

    title = "権限の変更を元に戻す"
    submit_label = "元に戻す"
    operation: Operation

    def rows_wanted(self) -> Rows:
        """The cells without those that were added then, and with those that were taken away."""
        history: Any = RolePermission.history.model
        rows = list(history._base_manager.filter(operation_id=self.kwargs["operation_id"]))
        if not rows:
            raise Http404
        self.operation = Operation.objects.get(operation_id=self.kwargs["operation_id"])
        wanted = {role.pk: cells(role) for role in self.records}
        for row in rows:
            if row.role_id in wanted:
                back = wanted[row.role_id].discard if row.history_type == "+" else wanted[row.role_id].add
                back((row.noun, row.verb))
        return wanted

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """With the operation it is about."""
        return super().get_context(operation=self.operation, **extra)
