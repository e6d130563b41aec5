"""まとめて直す: one value for many rows; and the way back."""

import hashlib
from typing import Any

from django import forms
from django.http import Http404

from portal.accounts.models import User
from portal.lists.address import FIELD, OF
from portal.lists.nouns import Column, Listed
from portal.lists.undoing import RowBack, lately, rows_back
from portal.site.forms import CHOOSE, ENTER, ReasonForm, record_formfield
from portal.site.lists.edit_rows import SEEN, EditRowsPage


def field_of(listed: Listed, column: Column, user: User) -> forms.Field:
    """The form field of a column's cells, with what this user may choose."""
    db_field: Any = listed.model._meta.get_field(column.field)
    made: Any = record_formfield(db_field)
    made.label = column.label
    if column.offered is not None:
        made.queryset = column.offered(user)
    made.error_messages["required"] = CHOOSE if isinstance(made, forms.ChoiceField) else ENTER
    return made  # type: ignore[no-any-return]


class BulkForm(ReasonForm):
    """The new value, and why."""

    def __init__(self, field: forms.Field, data: Any = None) -> None:
        """``field`` is the one of the column."""
        super().__init__(data)
        self.fields["value"] = field
        self.fields[SEEN] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.order_fields(["value", "reason"])


class BulkEdit(EditRowsPage):
    """One column of the chosen rows, or of all that fit, takes one value."""

    def load(self) -> None:
        """Which column, then which rows."""
        super().load()
        key = self.address.asked[FIELD]
        offered = {column.key: column for column in self.listed.editable}
        if key and key not in offered:
            raise Http404("この項目は、この一覧では直せません。")
        self.column = offered[key] if key else self.listed.editable[0]

    def get_title(self) -> str:
        """What is changed."""
        return f"{self.listed.title}：{self.column.label}をまとめて直す"

    def get_form(self, data: Any = None) -> BulkForm:
        """Value and reason."""
        return BulkForm(field_of(self.listed, self.column, self.user), data)

    def wanted(self, form: Any) -> dict[int, dict[str, Any]]:
        """The same for every row."""
        return {record.pk: {self.column.field: form.cleaned_data["value"]} for record in self.records}

    def refused_before(self, form: Any) -> dict[int, str]:
        """Rows whose column is locked."""
        locks = {record.pk: self.column.lock_of(record) for record in self.records}
        return {key: lock for key, lock in locks.items() if lock}

    def answer_to(self, form: Any) -> str:
        """The column and its value."""
        value = f"{self.column.key}={form.data.get('value', '')}"
        return hashlib.sha256(value.encode()).hexdigest()[:16]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The other columns that could be changed, and what was done lately."""
        of = self.address.asked[OF]
        columns = [
            (column.label, f"?{self.address.query(field=column.key, of=of)}", column is self.column)
            for column in self.listed.editable
        ]
        return super().get_context(columns=columns, lately=lately(self.user, self.listed), **extra)


class UndoEdit(EditRowsPage):
    """What an operation of one's own changed goes back to what it was."""

    asks_first = False
    submit_label = confirm_label = "元に戻す"
    success_message = "元に戻しました。"
    rows: list[RowBack]

    def rows_asked(self) -> list[Any]:
        """The rows of the operation that are still to be seen."""
        found = rows_back(self.user, self.listed, self.kwargs["operation_id"], self.in_order)
        if not found:
            raise Http404
        self.rows = found
        return [row.record for row in found]

    def get_title(self) -> str:
        """What is taken back."""
        return f"{self.listed.title}：まとめての変更を元に戻す"

    def get_form(self, data: Any = None) -> ReasonForm:
        """The reason."""
        return ReasonForm(data)

    def wanted(self, form: Any) -> dict[int, dict[str, Any]]:
        """What stood there before."""
        return {row.record.pk: row.values for row in self.rows}

    def refused_before(self, form: Any) -> dict[int, str]:
        """Rows that others changed since, and what a list cannot write."""
        return {row.record.pk: row.refusal for row in self.rows if row.refusal}
