"""Pages that change many rows of a list: old and new are shown before, and the act can be undone after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from portal.accounts.rights import Verb
from portal.lists import actions
from portal.lists.actions import MOST_AT_ONCE, RowsRefused
from portal.lists.address import OF
from portal.lists.nouns import Column, in_words
from portal.site.history_words import Change
from portal.site.lists.page import ListedPage
from portal.site.pages import Crumb, ManyRecordsPage

SEEN, ROW = "seen", "row"
# Sent by the form of the chosen rows: when it chose none, it did not mean all.
CHOSEN = "chosen"
TOO_MANY = f"一度に変えられるのは{MOST_AT_ONCE}件までです。条件を足すか行を選んで、分けてください。"


@dataclass(frozen=True)
class FieldEdit:
    """One field of one record, old and new, as ``_components/field_diff.html`` takes it."""

    label: str
    change: Change
    clears: bool


@dataclass(frozen=True)
class RowEdit:
    """What would become of one record; ``refusal`` says why it cannot be."""

    record: Any
    name: str
    url: str
    fields: list[FieldEdit]
    refusal: str
    is_chosen: bool


@dataclass(frozen=True)
class Plan:
    """What an act would do: rows with old and new, how many stay as they are, and the values by key."""

    rows: list[RowEdit]
    same: int
    values: dict[int, dict[str, Any]] = field(default_factory=dict)

    @property
    def possible(self) -> list[RowEdit]:
        """The rows that can be changed."""
        return [row for row in self.rows if not row.refusal]

    @property
    def refused(self) -> list[RowEdit]:
        """The rows that cannot."""
        return [row for row in self.rows if row.refusal]

    @property
    def chosen(self) -> list[RowEdit]:
        """The rows that are to be changed."""
        return [row for row in self.possible if row.is_chosen]


def _moved(record: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if getattr(record, name) != value}


class EditRowsPage(ListedPage, ManyRecordsPage):
    """Asks for new values, shows what they change row by row, and then does it in one operation."""

    verb = Verb.WRITE
    template_name = "lists/edit_rows.html"
    submit_label = "変更内容を確かめる"
    confirm_label = "この内容で変更する"
    # Whether the form has to come back once with old and new before anything is done.
    asks_first = True
    # The form's fields that say what is to stand in the rows.
    value_fields = frozenset({"value"})

    def load(self) -> None:
        """Find the rows, as far as this user may read them."""
        if not self.may(Verb.READ) or not self.listed.editable:
            raise PermissionDenied("この一覧の行は、ここからは直せません。")
        self.records = self.rows_asked()

    def rows_asked(self) -> list[Any]:
        """The rows of the page: those whose versions come back, those that are chosen, or all that fit."""
        visible = self.listed.visible(self.user)
        if self.request.method == "POST" and (keys := self.keys_sent()):
            return self.read(self.in_order(visible.filter(pk__in=keys)))
        if self.address.selected:
            return self.read(self.in_order(visible.filter(pk__in=self.address.selected)))
        if self.address.asked[OF] == CHOSEN:
            return []
        return self.read(self.rows_that_fit())

    def rows_that_fit(self) -> Any:
        """The rows when none was chosen: all that fit the conditions."""
        return self.found()

    def read(self, records: Any) -> list[Any]:
        """The records with what their names read, in order; one more than are changed at once."""
        paths = [path for column in self.listed.editable for path in column.relations]
        read = records.select_related(*paths) if paths else records
        return list(read[: MOST_AT_ONCE + 1])

    def name_of(self, record: Any) -> str:
        """What the list calls a record."""
        return str(self.listed.columns[0].value(record))

    def keys_sent(self) -> list[int]:
        """Keys of the records whose versions come back, as far as they are any."""
        sent = (text.partition(":")[0] for text in self.request.POST.getlist("version"))
        return [int(key) for key in sent if key.isascii() and key.isdigit() and len(key) < 18]

    @property
    def is_too_many(self) -> bool:
        """Whether there are more rows than one act may change."""
        return len(self.records) > MOST_AT_ONCE

    def get_breadcrumbs(self) -> list[Crumb]:
        """Back to the list as it stood."""
        return [Crumb(self.listed.title, self.address.url(page=self.address.given.get("page")))]

    def get_success_url(self, record: Any) -> str:
        """The list as it stood, nothing chosen any more."""
        return self.address.url(selected=None)

    def wanted(self, form: Any) -> dict[int, dict[str, Any]]:
        """Key → field → value that the form asks for."""
        raise NotImplementedError

    def refused_before(self, form: Any) -> dict[int, str]:
        """Keys of rows that are known not to go, and why."""
        return {}

    def answer_to(self, form: Any) -> str:
        """What the form says when old and new were shown for just these values."""
        raise NotImplementedError

    def is_confirmed(self, form: Any) -> bool:
        """Whether old and new were shown for just these values."""
        return not self.asks_first or form.data.get(SEEN) == self.answer_to(form)

    def plan(self, form: Any, *, tried: bool) -> Plan:
        """Old and new of every row; ``tried``, with what the rules of the records say to it."""
        wanted, refused = self.wanted(form), self.refused_before(form)
        moved = {record.pk: _moved(record, wanted.get(record.pk, {})) for record in self.records}
        values = {key: values for key, values in moved.items() if values}
        possible = {key: each for key, each in values.items() if key not in refused}
        if possible and tried:
            versions = {record.pk: record.version for record in self.records}
            told = actions.refusals(by=self.user, listed=self.listed, versions=versions, values=possible)
            refused |= {key: self.in_words(error) for key, error in told.items()}
        shown = [record for record in self.records if record.pk in values or record.pk in refused]
        chosen = self.chosen(form, values)
        rows = [
            self._row(record, values.get(record.pk, {}), refused.get(record.pk, ""), chosen)
            for record in shown
        ]
        named = [record for record in self.records if record.pk in wanted]
        return Plan(rows, sum(record not in shown for record in named), values)

    def chosen(self, form: Any, values: Mapping[int, Any]) -> set[int]:
        """The rows that are to be changed: all, until somebody who saw them chose."""
        if not (self.asks_first and self.is_confirmed(form)):
            return {*values}
        sent = form.data.getlist(ROW)
        return {key for key in values if str(key) in sent}

    def _row(self, record: Any, values: dict[str, Any], refusal: str, chosen: set[int]) -> RowEdit:
        fields = [self._field(record, self.columns_by_field[name], value) for name, value in values.items()]
        first = self.listed.columns[0]
        url = first.url(record) if first.url else ""
        return RowEdit(
            record, self.name_of(record), url, fields, refusal, not refusal and record.pk in chosen
        )

    def _field(self, record: Any, column: Column, value: Any) -> FieldEdit:
        db_field = self.listed.model._meta.get_field(column.field)
        old, new = in_words(db_field, getattr(record, column.field)), in_words(db_field, value)
        return FieldEdit(column.label, Change.between(column.label, old, new), clears=bool(old) and not new)

    @property
    def columns_by_field(self) -> dict[str, Column]:
        """The editable columns by their fields."""
        return {column.field: column for column in self.listed.editable}

    def in_words(self, error: ValidationError) -> str:
        """What the rules of a record say, with the fields they speak of."""
        by_field = getattr(error, "message_dict", None)
        if by_field is None:
            return " ".join(error.messages)
        labels = {name: column.label for name, column in self.columns_by_field.items()}
        return " ".join(
            f"{labels[name]}：{message}" if name in labels else message
            for name, said in by_field.items()
            for message in said
        )

    def show(self, form: Any, **extra: Any) -> TemplateResponse:
        """The page, with old and new where the form is right."""
        is_right = form.is_bound and not self.value_fields & form.errors.keys() if self.asks_first else True
        plan = self.plan(form, tried=True) if is_right and not self.is_too_many else None
        if plan is not None and self.asks_first:
            form.data = form.data.copy()
            form.data[SEEN] = self.answer_to(form)
        return super().show(form, plan=plan, is_too_many=self.is_too_many, too_many=TOO_MANY, **extra)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The button says what it does."""
        plan = extra.get("plan")
        context = super().get_context(
            address=self.address, listed=self.listed, row_count=len(self.records), **extra
        )
        if plan is not None and plan.possible:
            context["submit_label"] = self.confirm_label
        return context

    def instead(self, form: Any) -> HttpResponse | None:
        """Old and new first; then only with something to do."""
        if self.is_too_many:
            form.add_error(None, TOO_MANY)
            return self.refuse(form)
        plan = self.plan(form, tried=False)
        if not plan.rows:
            messages.info(self.request, "変わるところはありませんでした。")
            return HttpResponseRedirect(self.get_success_url(None))
        if not self.is_confirmed(form):
            return self.show(form)
        if not plan.chosen:
            form.add_error(None, "変える行がありません。行を選ぶか、値を直してください。")
            return self.refuse(form)
        return None

    def act(self, form: Any) -> tuple[UUID, int]:
        """Change what is chosen."""
        plan = self.plan(form, tried=not self.asks_first)
        values = {row.record.pk: plan.values[row.record.pk] for row in plan.chosen}
        versions = {key: form.cleaned_data["version"][key] for key in values}
        reason = form.cleaned_data["reason"]
        try:
            done = actions.edit_rows(
                by=self.user, reason=reason, listed=self.listed, versions=versions, values=values
            )
        except RowsRefused as error:
            # Between old and new being shown and the act, somebody changed what the rules speak of.
            said = {row.name: error.refused.get(row.record.pk) for row in plan.chosen}
            raise ValidationError(
                [f"{name}：{self.in_words(each)}" for name, each in said.items() if each]
            ) from error
        return done, len(values)

    def done(self, record: tuple[UUID, int], form: Any) -> HttpResponse:
        """Say how many, and how it is taken back."""
        answer = super().done(record, form)
        operation_id, count = record
        undo = reverse("lists:undo", args=[self.listed.key, operation_id])
        messages.info(self.request, format_html('{}件を変えました。<a href="{}">元に戻す</a>', count, undo))
        return answer
