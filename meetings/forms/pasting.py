"""Forms of pasting: the words, then each row that was read of them, to be corrected before it is saved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from meetings.choices import EntryKind
from meetings.forms.intake import HiddenText
from meetings.forms.record import SPEAKERS
from meetings.intake.pasted import Pasted, PastedRow, read_pasted
from meetings.models import MinutesEntry
from portal.documents.extraction import UnreadableFile, clean_text
from portal.site.fields import CleanProseField, CleanTextField, ReasonField

# A form of more fields than these rows have is refused before it is read.
MOST_ROWS = 300
SKIPPED = "skip"
TOO_MANY = (
    "{count:,}行あります。一度に貼り付けられるのは{most}行までです。分けて貼り付けるか、"
    "会議体のページの「会議録を取り込む」を使ってください。まだ何も保存していません。"
)


class PasteForm(forms.Form):
    """The words as they were copied."""

    text = forms.CharField(
        label="貼り付ける文章",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Word・PDFの文章や、Excelの列（種別・発言者・本文など）をコピーして貼り付けます。"
        "例：本部長：ただいまから会議を開きます。",
        error_messages={"required": "貼り付ける文章を入力してください。"},
    )
    source: str
    remarks: tuple[str, ...]
    pasted: Pasted

    def __init__(self, *args: Any, present: Sequence[str], titles: Sequence[str], **kwargs: Any) -> None:
        """Take what ``forms.Form`` takes, and who may speak and what was on the agenda."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.present, self.titles = present, titles
        self.use_required_attribute = False

    def clean_text(self) -> str:
        """Read the rows; say why there are none, or too many."""
        typed: str = self.cleaned_data["text"]
        try:
            found = clean_text(typed)
        except UnreadableFile as error:
            raise ValidationError(str(error)) from error
        self.source, self.remarks = found.text, found.remarks
        self.pasted = read_pasted(found.text, present=self.present, titles=self.titles)
        if len(self.pasted.rows) > MOST_ROWS:
            raise ValidationError(TOO_MANY.format(count=len(self.pasted.rows), most=MOST_ROWS))
        if not self.pasted.rows:
            raise ValidationError("行として読める言葉がありませんでした。")
        return typed


@dataclass(frozen=True)
class ShownRow:
    """One row of the preview."""

    number: int
    fields: list[forms.BoundField]
    doubt: str


class PastedForm(forms.Form):
    """Every row as it was read, to be corrected, left out, and then written with all others."""

    source = forms.CharField(strip=False, widget=HiddenText)

    def __init__(self, *args: Any, pasted: Pasted, **kwargs: Any) -> None:
        """Take what ``forms.Form`` takes, and what was read."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.pasted = pasted
        self.use_required_attribute = False
        longest = MinutesEntry._meta.get_field("speaker_label").max_length
        for number, row in enumerate(pasted.rows, start=1):
            self.fields[f"kind-{number}"] = forms.ChoiceField(
                label=f"{number}行目の種別",
                choices=[*EntryKind.choices, (SKIPPED, "入れない")],
                initial=row.kind,
            )
            self.fields[f"speaker-{number}"] = CleanTextField(
                label=f"{number}行目の発言者",
                required=False,
                max_length=longest,
                initial=row.speaker,
                widget=forms.TextInput(attrs={"list": SPEAKERS}),
            )
            self.fields[f"text-{number}"] = CleanProseField(
                label=f"{number}行目の本文",
                required=False,
                initial=row.text,
                widget=forms.Textarea(attrs={"rows": min(2 + len(row.text) // 60, 12)}),
            )
        self.fields["reason"] = ReasonField(required=False)

    @property
    def rows(self) -> Iterator[ShownRow]:
        """The rows with their fields and what is doubtful about them."""
        for number, row in enumerate(self.pasted.rows, start=1):
            fields = [self[f"{name}-{number}"] for name in ("kind", "speaker", "text")]
            yield ShownRow(number, fields, row.doubt)

    def clean(self) -> dict[str, Any]:
        """What a row of its kind has to have."""
        cleaned = super().clean() or {}
        for number, _ in self.kept(cleaned):
            if not cleaned.get(f"text-{number}") and f"text-{number}" not in self.errors:
                self.add_error(f"text-{number}", "本文を入力するか、種別を「入れない」にしてください。")
            is_speech = cleaned.get(f"kind-{number}") == EntryKind.SPEECH
            if is_speech and not cleaned.get(f"speaker-{number}") and f"speaker-{number}" not in self.errors:
                self.add_error(f"speaker-{number}", "発言には発言者を入力してください。")
        if not self.errors and not [*self.kept(cleaned)]:
            raise ValidationError("入れる行がありません。")
        return cleaned

    def kept(self, cleaned: dict[str, Any]) -> Iterator[tuple[int, PastedRow]]:
        """The rows that are not left out."""
        for number, row in enumerate(self.pasted.rows, start=1):
            if cleaned.get(f"kind-{number}") != SKIPPED:
                yield number, row

    def values(self) -> list[dict[str, Any]]:
        """The rows to write; ``item`` is the place of the agenda item."""
        cleaned = self.cleaned_data
        return [
            {
                "kind": cleaned[f"kind-{number}"],
                "speaker_label": cleaned[f"speaker-{number}"],
                "text": cleaned[f"text-{number}"],
                "item": row.item,
            }
            for number, row in self.kept(cleaned)
        ]
