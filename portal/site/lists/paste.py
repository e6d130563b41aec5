"""A pasted block of cells: read cell by cell, shown as old and new, and then written in one operation."""

import csv
import hashlib
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse

from portal.lists.nouns import Column
from portal.lists.pasted import MOST_CELLS, MOST_LETTERS, Laid, block_of, laid_out
from portal.site.fields import CleanProseField
from portal.site.forms import ENTER, ReasonForm
from portal.site.lists.bulk import field_of
from portal.site.lists.edit_rows import SEEN, EditRowsPage

NO_COLUMN = "この右に直せる列はありません。貼り付ける列を減らすか、始めの列を左にしてください。"
NO_ROW = "この下に行はありません。貼り付ける行を減らすか、始めの行を上にしてください。"
UNREADABLE = "セルに分けられませんでした。表計算ソフトの範囲を、そのまま貼り付けてください。"
YES_NO = {"はい": True, "いいえ": False}


def checked_block(text: str) -> list[list[str]]:
    """The lines and cells of a pasted text; a sentence for the typist where there are none, or too many."""
    try:
        block = block_of(text)
    except csv.Error as error:
        raise ValidationError(UNREADABLE) from error
    if sum(map(len, block)) > MOST_CELLS:
        raise ValidationError(f"貼り付けられるのは{MOST_CELLS:,}セルまでです。分けてください。")
    return block


class PasteForm(ReasonForm):
    """The block, where it begins, and why."""

    def __init__(self, rows: list[tuple[str, str]], columns: list[tuple[str, str]], data: Any = None) -> None:
        """``rows`` and ``columns`` are those on which the block can begin."""
        super().__init__(data)
        self.fields["first_row"] = forms.ChoiceField(label="始めの行", choices=rows)
        self.fields["first_column"] = forms.ChoiceField(label="始めの列", choices=columns)
        self.fields["cells"] = CleanProseField(
            label="貼り付けるセル",
            max_length=MOST_LETTERS,
            help_text="表計算ソフトでコピーした範囲を、ここに貼り付けます。"
            "右の列は表示と同じ順に、下の行は一覧の順に入ります。",
            error_messages={"required": ENTER},
            widget=forms.Textarea(attrs={"rows": 6, "wrap": "off"}),
        )
        self.fields[SEEN] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.order_fields(["first_row", "first_column", "cells", "reason"])

    def clean_cells(self) -> list[list[str]]:
        """The block, if it is any."""
        return checked_block(self.cleaned_data["cells"])


@dataclass(frozen=True)
class ReadCell:
    """One pasted cell: what it means, or what is wrong with it."""

    laid: Laid[Any]
    value: Any = None
    error: str = ""


class Reader:
    """Reads pasted words as values of one column."""

    def __init__(self, field: Any) -> None:
        """``field`` is the form's field of the column."""
        self.field = field

    @cached_property
    def by_words(self) -> dict[str, Any]:
        """What can be chosen, by its words; None under words that name two."""
        found: dict[str, Any] = {}
        if isinstance(self.field, forms.ModelChoiceField):
            records: Any = self.field.queryset
            for record in records:
                found[str(record)] = None if str(record) in found else record
        else:
            found = {str(label): value for value, label in self.field.choices if value != ""}
        return found

    def read(self, text: str) -> Any:
        """The value; raises ``ValidationError`` with a sentence for the cell."""
        if isinstance(self.field, forms.BooleanField):
            return self._chosen(text, YES_NO)
        if not isinstance(self.field, forms.ChoiceField):
            return self.field.clean(text)
        if not text.strip():
            return self.field.clean("")
        return self._chosen(text, self.by_words)

    def _chosen(self, text: str, by_words: dict[str, Any]) -> Any:
        words = text.strip()
        if words not in by_words:
            some = "、".join([*by_words][:8]) + ("など" if len(by_words) > 8 else "")
            raise ValidationError(f"「{words}」という選択肢はありません。選べるもの：{some}")
        if by_words[words] is None:
            raise ValidationError(f"「{words}」は2つ以上あり、どれか分かりません。1件ずつ直してください。")
        return by_words[words]


class PasteEdit(EditRowsPage):
    """The block goes over the rows of one page of the list, from one row and one column on."""

    value_fields = frozenset({"first_row", "first_column", "cells"})

    def get_title(self) -> str:
        """What is changed."""
        return f"{self.listed.title}：表計算ソフトから貼り付ける"

    def rows_that_fit(self) -> Any:
        """The rows of the page that the list shows."""
        start = (max(self.address.page, 1) - 1) * self.address.size
        return self.found()[start : start + self.address.size]

    @cached_property
    def columns(self) -> list[Column]:
        """The columns that take cells: those shown that can be edited, then the others that can."""
        editable = self.listed.editable
        shown = [column for column in self.address.columns if column in editable]
        return [*shown, *(column for column in editable if column not in shown)]

    def get_form(self, data: Any = None) -> PasteForm:
        """The block may begin on any row and column."""
        rows = [(str(record.pk), self.name_of(record)) for record in self.records]
        return PasteForm(rows, [(column.key, column.label) for column in self.columns], data)

    def grid(self, form: Any) -> list[list[ReadCell]]:
        """Every pasted cell, read."""
        values = form.cleaned_data
        keys = [str(record.pk) for record in self.records]
        rows = self.records[keys.index(values["first_row"]) :]
        start = [column.key for column in self.columns].index(values["first_column"])
        columns = self.columns[start:]
        readers = {column.key: Reader(field_of(self.listed, column, self.user)) for column in columns}
        return [
            [self._read(cell, readers) for cell in line] for line in laid_out(values["cells"], rows, columns)
        ]

    def _read(self, cell: Laid[Any], readers: dict[str, Reader]) -> ReadCell:
        if cell.row is None:
            return ReadCell(cell, error=NO_ROW)
        if cell.column is None:
            return ReadCell(cell, error=NO_COLUMN)
        if lock := cell.column.lock_of(cell.row):
            return ReadCell(cell, error=lock)
        try:
            return ReadCell(cell, readers[cell.column.key].read(cell.text))
        except ValidationError as error:
            return ReadCell(cell, error=" ".join(error.messages))

    def wanted(self, form: Any) -> dict[int, dict[str, Any]]:
        """What the cells say, by row and field."""
        found: dict[int, dict[str, Any]] = {}
        for cell in (cell for line in self.grid(form) for cell in line if not cell.error):
            if cell.laid.row is not None and cell.laid.column is not None:
                found.setdefault(cell.laid.row.pk, {})[cell.laid.column.field] = cell.value
        return found

    def answer_to(self, form: Any) -> str:
        """The block and where it begins."""
        said = "\0".join(form.data.get(name, "") for name in sorted(self.value_fields))
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def instead(self, form: Any) -> HttpResponse | None:
        """A block with a cell that cannot be read is shown whole, each trouble beside its cell."""
        grid = self.grid(form)
        wrong = sum(bool(cell.error) for line in grid for cell in line)
        if not wrong:
            return super().instead(form)
        form.add_error(
            "cells", f"{wrong}個のセルを受け取れません。下の表で、言葉の付いたセルを確かめてください。"
        )
        widest = max(grid, key=len)
        heads = [cell.laid.column.label if cell.laid.column else "（列なし）" for cell in widest]
        lines = [(line[0].laid.row and self.name_of(line[0].laid.row), line) for line in grid if line]
        return self.show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY, lines=lines, heads=heads)
