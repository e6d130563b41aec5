"""Base of forms whose records hold clock times of a sitting or dates as somebody said them."""

from datetime import date, datetime, time
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.site.fields import CleanTextField, WarekiDateField
from portal.site.forms import RecordForm
from portal.sources.models import StatedDate
from portal.stated_dates import Bounds, Precision, bounds_of
from portal.wareki import WarekiError

PARTS = ("words", "earliest", "latest")


def moment(day: date, clock: time) -> datetime:
    """The moment of a clock time on a day, in the portal's time zone."""
    return timezone.make_aware(datetime.combine(day, clock))


def clock_of(value: datetime | None) -> time | None:
    """The clock time of a moment, in the portal's time zone."""
    return timezone.localtime(value).time() if value else None


class DatedForm(RecordForm):
    """A form over a record with stated dates: each is typed as its words and, where wanted, its bounds.

    Bounds left blank are read from the words, as said on the day of the sitting. ``values`` holds a new
    ``StatedDate`` (not stored) or None under the name of the model's field.
    """

    stated: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what ``RecordForm`` takes."""
        self.stored = kwargs.get("instance")
        super().__init__(*args, **kwargs)
        for name, label in self.stated.items():
            self._add_stated(name, label)
        self.order_fields(self.field_order)

    def said_on(self) -> date:
        """The day the words were said."""
        return timezone.localdate()

    def _add_stated(self, name: str, label: str) -> None:
        current: StatedDate | None = getattr(self.instance, name)
        self.fields[f"{name}_words"] = CleanTextField(
            label=f"{label}（会議での言葉）",
            required=False,
            max_length=200,
            help_text="例：7月頭、今年度後半、長くてもあと1か月",
        )
        help_text = "空欄のときは言葉から読み取ります。"
        for part, word in (("earliest", "早くとも"), ("latest", "遅くとも")):
            self.fields[f"{name}_{part}"] = WarekiDateField(
                label=f"{label}（{word}）", required=False, help_text=help_text
            )
        for part in PARTS:
            self.initial[f"{name}_{part}"] = getattr(current, part) if current else None

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
            if words == current.words:
                return current
            # New words over untouched bounds: these were read from the old words.
            earliest = latest = None
        return self._stated(name, words, earliest, latest)

    def _stated(self, name: str, words: str, earliest: date | None, latest: date | None) -> StatedDate | None:
        try:
            read = bounds_of(words, self.said_on())
        except WarekiError as error:
            self.add_error(f"{name}_words", ValidationError(str(error)))
            return None
        if earliest or latest or read is None:
            precision = read.precision if read else Precision.DAY
            resolution = "入力した人が期日を定めた。" if earliest or latest else ""
            read = Bounds(earliest, latest, precision, resolution)
        return StatedDate(
            words=words,
            earliest=read.earliest,
            latest=read.latest,
            precision=read.precision,
            resolution=read.resolution,
        )

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned values, a stated date as one value."""
        parts = {f"{name}_{part}" for name in self.stated for part in PARTS}
        return {name: value for name, value in super().values.items() if name not in parts}

    @property
    def changes(self) -> dict[str, Any]:
        """The values that differ from the stored record."""
        return {name: value for name, value in self.values.items() if getattr(self.stored, name) != value}
