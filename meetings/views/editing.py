"""What the editor does to a row besides writing it: each act takes what was typed along, in one operation."""

from collections import Counter
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from meetings.actions import editing, record, undoing
from meetings.forms.record import MergeForm, RowActForm, ShiftForm, SplitForm
from meetings.models import Meeting, MinutesEntry
from meetings.views.places import BelowMeeting, record_row_url
from meetings.views.record import OwnRow
from portal.accounts.rights import Noun
from portal.audit.errors import StaleWrite
from portal.audit.reading import KINDS
from portal.site.forms import ReasonForm
from portal.site.pages import Crumb, FormPage, NewPage


class RowAct(OwnRow, FormPage):
    """An act on one row, with what was typed into it."""

    form_class: type[RowActForm]
    model = MinutesEntry

    def get_form(self, data: Any = None) -> RowActForm:
        """The row's form."""
        return self.form_class(data, instance=self.record, reason_required=False, reader=self.user)

    def act(self, form: RowActForm) -> MinutesEntry:
        """Do it to the version that was read."""
        extra = {name: form.cleaned_data[name] for name in form.act_fields}
        as_read = self.as_read(form.cleaned_data["version"])
        return self.perform(as_read, reason=form.cleaned_data["reason"], **extra, **form.changes)

    def perform(self, entry: MinutesEntry, *, reason: str, **values: Any) -> MinutesEntry:
        """Call the one action; returns the row to go on with."""
        raise NotImplementedError


class EntrySplit(RowAct):
    """行を分ける."""

    title = "会議録の行を分ける"
    submit_label = "ここで分ける"
    success_message = "行を2つに分けました。"
    form_class = SplitForm

    def perform(self, entry: MinutesEntry, *, reason: str, **values: Any) -> MinutesEntry:
        """Cut it."""
        return editing.split_entry(by=self.user, reason=reason, entry=entry, **values)


class EntryShift(RowAct):
    """行を動かす."""

    title = "会議録の行を動かす"
    submit_label = "動かす"
    success_message = "行を動かしました。"
    form_class = ShiftForm

    def perform(self, entry: MinutesEntry, *, reason: str, **values: Any) -> MinutesEntry:
        """Past its neighbour."""
        is_up = values.pop("direction") == "up"
        return record.shift_entry(by=self.user, reason=reason, entry=entry, up=is_up, **values)


class EntryMerge(RowAct):
    """上の行とつなげる."""

    title = "会議録の行を上の行とつなげる"
    submit_label = "上の行とつなげる"
    success_message = "上の行とつなげました。"
    form_class = MergeForm

    def load(self) -> None:
        """The row, and the one above it."""
        super().load()
        rows = self.visible(MinutesEntry.objects.filter(meeting=self.meeting))
        self.above = rows.filter(position__lt=self.record.position).last()

    def get_form(self, data: Any = None) -> RowActForm:
        """Names the row above as it is now."""
        form = super().get_form(data)
        form.initial["above"] = f"{self.above.pk}:{self.above.version}" if self.above else ""
        return form

    def is_overtaken(self, form: Any) -> bool:
        """Neither row may have changed."""
        sent = form.data.get(form.add_prefix("above"))
        return super().is_overtaken(form) or (sent is not None and sent != form.initial["above"])

    def conflict(self, form: Any) -> Any:
        """With the row above as it is now."""
        form.data = form.data.copy()
        form.data[form.add_prefix("above")] = form.initial["above"]
        return super().conflict(form)

    def perform(self, entry: MinutesEntry, *, reason: str, **values: Any) -> MinutesEntry:
        """Join both."""
        if self.above is None:
            raise ValidationError("いちばん上の行です。")
        if values.pop("above") != f"{self.above.pk}:{self.above.version}":
            raise StaleWrite(keys=[self.above.pk])
        return editing.merge_entry(by=self.user, reason=reason, entry=entry, above=self.above, **values)


class UndoForm(ReasonForm):
    """Which act is meant: the one that was shown."""

    operation = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "元に戻せる操作がありません。",
            "invalid": "画面の情報が正しくありません。ページを開き直してください。",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The reason goes without saying."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


class RecordUndo(BelowMeeting, NewPage):
    """元に戻す: one's own last act on the record is taken back; once more brings it back."""

    noun = Noun.RECORD
    title = "会議録の最後の操作を元に戻す"
    template_name = "meetings/record_undo.html"
    submit_label = "元に戻す"
    success_message = "元に戻しました。もう一度「元に戻す」を使うと、戻す前の内容になります。"

    def load(self) -> None:
        """The last act, from the history of the rows."""
        super().load()
        history: Any = MinutesEntry.history
        own = history.filter(meeting_id=self.meeting.pk, history_user_id=self.user.pk)
        self.last = own.order_by("-history_id").first()
        act = own.filter(operation_id=self.last.operation_id) if self.last else own.none()
        self.rows = list(act.order_by("history_id"))

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議 › the sitting › its record."""
        return [*super().get_breadcrumbs(), Crumb("会議録", record_row_url(self.meeting))]

    def get_form(self, data: Any = None) -> UndoForm:
        """Names the act."""
        return UndoForm(data, initial={"operation": self.last.operation_id if self.last else None})

    def act(self, form: UndoForm) -> Meeting:
        """Take it back."""
        operation_id: UUID = form.cleaned_data["operation"]
        undoing.undo_act(
            by=self.user,
            reason=form.cleaned_data["reason"] or "元に戻す",
            meeting=self.meeting,
            operation_id=operation_id,
        )
        return self.meeting

    def get_success_url(self, record: Any) -> str:
        """The record."""
        return record_row_url(self.meeting)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """When the act was, and how many rows it wrote."""
        counts = Counter(KINDS[row.history_type] for row in self.rows)
        return super().get_context(last=self.last, counts=list(counts.items()), **extra)
