"""異動をまとめて登録する: rows pasted from a spreadsheet, shown as old and new, written in one operation."""

import hashlib
from datetime import date
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from portal.accounts import actions
from portal.accounts.models import Organisation
from portal.accounts.rights import Noun
from portal.lists.pasted import MOST_LETTERS
from portal.site.directory.sheet import HEADS, ReadRow, SheetReader, sheet_rows
from portal.site.fields import CleanProseField, WarekiDateField
from portal.site.forms import EMPTY_CHOICE, ENTER, ReasonForm
from portal.site.lists.edit_rows import SEEN
from portal.site.lists.paste import checked_block
from portal.site.pages import Crumb, NewPage
from portal.wareki import fiscal_year

MOST_ROWS = 500
OVERTAKEN = (
    "確かめている間に、ほかの人が配属を変えました。下の表でもう一度確かめてください。"
    "まだ何も保存していません。"
)


def next_april(today: date) -> date:
    """The next 1 April: the usual day."""
    return date(fiscal_year(today) + 1, 4, 1)


class RotationForm(ReasonForm):
    """The day, the organisation, and the block."""

    def __init__(self, organisations: Any, data: Any = None, **initial: Any) -> None:
        """``organisations`` are those whose offices can be named."""
        super().__init__(data, initial=initial)
        self.fields["organisation"] = forms.ModelChoiceField(
            label="団体", queryset=organisations, empty_label=EMPTY_CHOICE
        )
        self.fields["day"] = WarekiDateField(label="異動の日")
        self.fields["cells"] = CleanProseField(
            label="貼り付ける表",
            max_length=MOST_LETTERS,
            help_text=f"列は左から、{'、'.join(HEADS)}。区分の空欄は本務、開始日の空欄は異動の日です。"
            "例：012345（タブ）豊島 花子（タブ）総務部（タブ）総務部長（タブ）本務",
            widget=forms.Textarea(attrs={"rows": 8, "wrap": "off"}),
        )
        self.fields["ends_others"] = forms.BooleanField(
            label="本務が変わる人の、表に書いていない兼務と代理も、前の日で終える",
            required=False,
            initial=True,
        )
        self.fields[SEEN] = forms.CharField(required=False, widget=forms.HiddenInput)
        for name in ("organisation", "day", "cells"):
            self.fields[name].error_messages["required"] = ENTER
        self.order_fields(["organisation", "day", "cells", "ends_others", "reason"])

    def clean_cells(self) -> list[Any]:
        """The rows of the block."""
        block = checked_block(self.cleaned_data["cells"])
        if any(any(cell.strip() for cell in line[len(HEADS) :]) for line in block):
            raise ValidationError(
                f"列が多すぎます。{len(HEADS)}列（{'、'.join(HEADS)}）だけを貼り付けてください。"
            )
        rows = sheet_rows(block)
        if len(rows) > MOST_ROWS:
            raise ValidationError(f"一度に登録できるのは{MOST_ROWS}行までです。分けてください。")
        if not rows:
            raise ValidationError("異動の行がありません。")
        return rows


class Rotation(NewPage):
    """人事異動: paste, look at old and new, write.

    What the clerk saw comes back as a digest of the rows and of the versions of every posting that ends:
    where either is another, old and new are shown again.
    """

    noun = Noun.DIRECTORY
    title = "異動をまとめて登録する"
    template_name = "directory/rotation.html"
    submit_label = "変更内容を確かめる"
    confirm_label = "この内容で登録する"
    success_message = "異動を登録しました。"

    def get_breadcrumbs(self) -> list[Crumb]:
        """配属."""
        return [Crumb("配属", reverse("directory:postings"))]

    def get_form(self, data: Any = None) -> RotationForm:
        """The next 1 April, and the reader's own organisation, stand there already."""
        own = next(iter(self.user.standing.organisations), None)
        offered = self.visible(Organisation.objects.exclude(offices=None)).distinct()
        first = own or (offered[0].pk if len(offered) == 1 else None)
        return RotationForm(offered, data, day=next_april(timezone.localdate()), organisation=first)

    def rows(self, form: RotationForm) -> list[ReadRow]:
        """Every row as it was read, with what the rules say to it."""
        values = form.cleaned_data
        reader = SheetReader(self.user, values["organisation"], values["day"], values["cells"])
        rows = reader.read(ends_others=values["ends_others"])
        if not any(row.errors for row in rows):
            moves = [row.move for row in rows]
            for place, words in actions.refused_moves(by=self.user, moves=moves).items():
                rows[place].errors.append(words)
        return rows

    def instead(self, form: RotationForm) -> HttpResponse | None:
        """Old and new first, or what is wrong beside each row."""
        self.found = self.rows(form)
        if wrong := sum(bool(row.errors) for row in self.found):
            form.add_error("cells", f"{wrong}行を受け取れません。表で、言葉の付いた行を確かめてください。")
            return self.refuse_rows(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        if all(row.is_same and not row.ending for row in self.found):
            form.add_error("cells", "どの行も、もうこのとおりの配属です。変わるところはありません。")
            return self.refuse_rows(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        said, stood = self.seen(form)
        if form.data.get(SEEN) == f"{said}.{stood}":
            return None
        status = HTTPStatus.OK
        if form.data.get(SEEN, "").partition(".")[0] == said:
            form.add_error(None, OVERTAKEN)
            status = HTTPStatus.CONFLICT
        sent: Any = form.data.copy()  # type: ignore[attr-defined]
        sent[SEEN] = f"{said}.{stood}"
        form.data = sent
        return self.refuse_rows(form, status)

    def refuse_rows(self, form: RotationForm, status: HTTPStatus) -> HttpResponse:
        """The form again, with the rows as they were read."""
        wrong = sum(bool(row.errors) for row in self.found)
        return self.show(form, status=status, moves=self.found, wrong=wrong)

    def seen(self, form: RotationForm) -> tuple[str, str]:
        """A digest of what is asked for, and one of what it ends."""
        names = ("organisation", "day", "cells", "ends_others")
        said = [str(form.data.get(name, "")) for name in names]
        stood = [
            f"{row.office and row.office.pk}:{row.is_same}:{[(each.pk, each.version) for each in row.ending]}"
            for row in self.found
        ]
        return _digest(said), _digest(stood)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The button says what it does."""
        context = super().get_context(**extra)
        if extra.get("moves") and not extra.get("wrong"):
            context["submit_label"] = self.confirm_label
        return context

    def act(self, form: RotationForm) -> int:
        """Move them all."""
        moves = [row.move for row in self.found]
        return actions.rotate(by=self.user, reason=form.cleaned_data["reason"], moves=moves)

    def get_success_url(self, record: Any) -> str:
        """The postings in force on the day."""
        return f"{reverse('directory:postings')}?on={self.day:%Y%m%d}"

    def done(self, record: int, form: RotationForm) -> HttpResponse:
        """Say how many."""
        self.day = form.cleaned_data["day"]
        answer = super().done(record, form)
        messages.info(self.request, f"{record}件の配属が始まります。権限は、始まりの日に移ります。")
        return answer


def _digest(words: list[str]) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:16]
