"""Base of forms whose records hold dates as somebody said them, and how they ask back before saving."""

import hashlib
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.site.fields import CleanTextField, WarekiDateField
from portal.site.forms import RecordForm
from portal.sources.models import StatedDate
from portal.stated_dates import (
    Bounds,
    Precision,
    Yearless,
    bounds_of,
    is_yearless,
    span_in_words,
    understood,
)
from portal.wareki import WarekiError

PARTS = ("words", "earliest", "latest")
PART_LABELS = {"words": "会議での言葉", "earliest": "早くとも", "latest": "遅くとも"}


class DatedForm(RecordForm):
    """A form over a record with stated dates: each is typed as its words and, where wanted, its bounds.

    Bounds left blank are read from the words, as said on ``said_on()``. How they were read is told before
    anything is saved (``readings``): the page asks once and the answer comes back in ``understood``. Where
    the reading hangs on the year of a month that was named without one, the form asks for that too.
    ``values`` holds a new ``StatedDate`` (not stored) or None under the name of the model's field.
    """

    stated: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what ``RecordForm`` takes."""
        self.stored = kwargs.get("instance")
        super().__init__(*args, **kwargs)
        self.readings: list[str] = []
        self._asked_about: list[str] = []
        for name, label in self.stated.items():
            self._add_stated(name, label)
        self.fields["understood"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.order_fields(self.field_order)

    @classmethod
    def typed_labels(cls) -> dict[str, str]:
        """With the parts of each stated date."""
        parts = {
            f"{name}_{part}": f"{label}（{PART_LABELS[part]}）"
            for name, label in cls.stated.items()
            for part in PARTS
        }
        return {**super().typed_labels(), **parts}

    def said_on(self) -> date:
        """The day the words were said."""
        return timezone.localdate()

    def _add_stated(self, name: str, label: str) -> None:
        current: StatedDate | None = getattr(self.instance, name)
        self.fields[f"{name}_words"] = CleanTextField(
            label=f"{label}（{PART_LABELS['words']}）",
            required=False,
            max_length=200,
            help_text="例：7月頭、今年度後半、早くとも令和7年4月、R6.6.27、20240627",
        )
        self._add_yearless(name, label)
        help_text = "空欄のときは言葉から読み取り、保存する前に読み方を示します。例：R6.7.10"
        for part in ("earliest", "latest"):
            self.fields[f"{name}_{part}"] = WarekiDateField(
                label=f"{label}（{PART_LABELS[part]}）", required=False, help_text=help_text
            )
        for part in PARTS:
            self.initial[f"{name}_{part}"] = getattr(current, part) if current else None

    def _add_yearless(self, name: str, label: str) -> None:
        """Ask for the year where the words that were sent leave it open."""
        words = str(self.data.get(self.add_prefix(f"{name}_words"), ""))
        try:
            if not is_yearless(words, self.said_on()):
                return
        except WarekiError:
            return  # told at the field itself
        choices = []
        for way in Yearless:
            bounds = bounds_of(words, self.said_on(), yearless=way)
            days = (
                f"（{span_in_words(bounds.earliest, bounds.latest)}）" if bounds and any(bounds[:2]) else ""
            )
            choices.append((way.name, f"{way.value}{days}"))
        self.fields[f"{name}_yearless"] = forms.ChoiceField(
            label=f"{label}（年のない月の読み方）", choices=choices, required=False
        )

    @property
    def beside_values(self) -> set[str]:
        """Besides the usual: the answer to what was asked back."""
        return super().beside_values | {"understood", *(f"{name}_yearless" for name in self.stated)}

    @property
    def asks_back(self) -> bool:
        """Whether words were read as days that nobody has looked at yet."""
        return bool(self.readings) and self.cleaned_data.get("understood") != self.answer

    @property
    def answer(self) -> str:
        """What ``understood`` holds once the readings were shown: names the words, not the choice of year."""
        return hashlib.sha256("\n".join(self._asked_about).encode()).hexdigest()[:16]

    def clean(self) -> dict[str, Any]:
        """Put each stated date together."""
        cleaned = super().clean() or self.cleaned_data
        for name in self.stated:
            cleaned[name] = self._read_stated(name)
        return cleaned

    def _read_stated(self, name: str) -> StatedDate | None:
        words, earliest, latest = (self.cleaned_data.get(f"{name}_{part}") for part in PARTS)
        if not words:
            if earliest or latest:
                self.add_error(f"{name}_words", "期日を入れるときは、会議での言葉も入力してください。")
            return None
        if earliest and latest and latest < earliest:
            self.add_error(f"{name}_latest", "「遅くとも」は「早くとも」以後の日にしてください。")
            return None
        current: StatedDate | None = getattr(self.stored, name, None)
        if current is not None and (earliest, latest) == (current.earliest, current.latest):
            if words == current.words and self._year_of(name) is Yearless.UNKNOWN:
                return current
            # New words over untouched bounds: these were read from the old words.
            earliest = latest = None
        return self._stated(name, words, earliest, latest)

    def _year_of(self, name: str) -> Yearless:
        return Yearless[self.cleaned_data.get(f"{name}_yearless") or Yearless.UNKNOWN.name]

    def _stated(self, name: str, words: str, earliest: date | None, latest: date | None) -> StatedDate | None:
        way = self._year_of(name)
        try:
            read = bounds_of(words, self.said_on(), yearless=way)
            told = understood(words, self.said_on(), yearless=way)
        except WarekiError as error:
            self.add_error(f"{name}_words", ValidationError(str(error)))
            return None
        is_typed = bool(earliest or latest)
        if not is_typed or (read and any(read[:2]) and (earliest, latest) != read[:2]):
            self._ask(name, told, typed=span_in_words(earliest, latest) if is_typed else "")
        if is_typed or read is None:
            precision = read.precision if read else Precision.DAY
            read = Bounds(earliest, latest, precision, "入力した人が期日を定めた。" if is_typed else "")
        return StatedDate(words=words, **read._asdict())

    def _ask(self, name: str, told: str, *, typed: str) -> None:
        """Tell a reading; where days were typed that differ from it, tell that they are what is kept."""
        kept = f"　入力した期日（{typed}）と違います。保存すると、入力した期日を残します。" if typed else ""
        self.readings.append(f"{self.stated[name]}：{told}{kept}")
        self._asked_about.append(f"{name} {self.cleaned_data[f'{name}_words']} {typed} {self.said_on()}")

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned values, a stated date as one value."""
        parts = {f"{name}_{part}" for name in self.stated for part in PARTS}
        return {name: value for name, value in super().values.items() if name not in parts}

    @property
    def changes(self) -> dict[str, Any]:
        """The values that differ from the stored record."""
        return {name: value for name, value in self.values.items() if getattr(self.stored, name) != value}
