"""Form fields that read what officials type: eras, clock times, text without characters nobody can print."""

import re
from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal import wareki
from portal.text import UnfitText, refuse_unfit

DATE_HELP = "例：令和6年6月27日、R6.6.27、2024/6/27"
TIME_HELP = "例：11:00、午後2時30分"
# The last 日 or closing bracket ends the day; without one, white space does.
_DAY_THEN_TIME = re.compile(r"(?P<day>.+[日)）])[\s　]*(?P<time>.+)|(?P<day2>\S+)[\s　]+(?P<time2>.+)")

_WEEKDAY = re.compile(r"\(.曜?日?\)")


class WarekiField(forms.Field):
    """Base of the date and time fields.

    ``warning`` holds what looked odd about the last text read, ``understood`` how it was read where it was
    typed in another way than the portal writes it.
    """

    widget = forms.TextInput
    # How wide what is typed is: a class of the style sheet.
    width: ClassVar[str] = ""

    def __init__(self, **kwargs: Any) -> None:
        """Take what ``forms.Field`` takes."""
        super().__init__(**kwargs)
        self.warning = self.understood = ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """As wide as what is typed."""
        return {"class": self.width} if self.width else {}

    def read(self, text: str) -> Any:
        """The value of a text that is not blank; raises ``WarekiError``."""
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        """The value behind what was typed; a sentence for the typist when there is none."""
        self.warning = self.understood = ""
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            found = self.read(value)
        except wareki.WarekiError as error:
            raise ValidationError(str(error), code="invalid") from error
        written = self.prepare_value(found)
        if _WEEKDAY.sub("", wareki.plain(written)) != _WEEKDAY.sub("", wareki.plain(value)):
            self.understood = f"「{value.strip()}」を{written}と読みました。"
        return found


class WarekiDateField(WarekiField):
    """A day, typed in any of the usual ways."""

    width = "is-day"

    def __init__(self, **kwargs: Any) -> None:
        """Take what ``forms.Field`` takes; the help text shows the ways."""
        kwargs["help_text"] = kwargs.get("help_text") or DATE_HELP
        super().__init__(**kwargs)

    def read(self, text: str) -> date:
        """One day; a weekday that does not fit becomes the field's warning."""
        reading = wareki.parse_date(text)
        self.warning = reading.warning
        return reading.day

    def prepare_value(self, value: Any) -> Any:
        """A stored day as officials write it; typed text as it was typed."""
        return wareki.format_date(value) if isinstance(value, date) else value


class WarekiTimeField(WarekiField):
    """A clock time."""

    width = "is-short"

    def __init__(self, **kwargs: Any) -> None:
        """Take what ``forms.Field`` takes; the help text shows the ways."""
        kwargs["help_text"] = kwargs.get("help_text") or TIME_HELP
        super().__init__(**kwargs)

    def read(self, text: str) -> time:
        """One clock time."""
        return wareki.parse_time(text)

    def prepare_value(self, value: Any) -> Any:
        """A stored time as 11:00; typed text as it was typed."""
        return wareki.format_time(value) if isinstance(value, time) else value


class WarekiDateTimeField(WarekiField):
    """A moment in the portal's own time zone: a day and a clock time in one line."""

    width = "is-moment"

    def __init__(self, **kwargs: Any) -> None:
        """Take what ``forms.Field`` takes; the help text shows the ways."""
        kwargs["help_text"] = kwargs.get("help_text") or "例：令和6年6月27日 11:00"
        super().__init__(**kwargs)

    def read(self, text: str) -> datetime:
        """One moment; the day's warning is kept."""
        match = _DAY_THEN_TIME.fullmatch(text.strip())
        if not match:
            wareki.parse_date(text)
            raise wareki.WarekiError("時刻も入力してください。例：令和6年6月27日 11:00")
        reading = wareki.parse_date(match["day"] or match["day2"])
        self.warning = reading.warning
        clock = wareki.parse_time(match["time"] or match["time2"])
        return timezone.make_aware(datetime.combine(reading.day, clock))

    def prepare_value(self, value: Any) -> Any:
        """A stored moment as 令和6年6月27日（木） 11:00; typed text as it was typed."""
        if not isinstance(value, datetime):
            return value
        local = timezone.localtime(value)
        return f"{wareki.format_date(local.date())} {wareki.format_time(local.time())}"


class CleanTextField(forms.CharField):
    """Text kept as typed, line ends as \\n; private-use and control characters are refused by place."""

    def to_python(self, value: Any) -> Any:
        """The text itself. Browsers send \\r\\n, which would count as a change of every stored text."""
        text = super().to_python(value)
        if not isinstance(text, str):
            return text
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        try:
            refuse_unfit(text)
        except UnfitText as error:
            raise ValidationError(str(error), code="unfit") from error
        return text


class CleanProseField(CleanTextField):
    """Long text: white space at its ends is kept too, unless there is nothing else."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        """Take what ``forms.CharField`` takes."""
        super().__init__(**{**kwargs, "strip": False})
        self.widget.attrs.setdefault("rows", 4)

    def to_python(self, value: Any) -> Any:
        """The text itself, or nothing when only white space was typed."""
        text = super().to_python(value)
        return text if isinstance(text, str) and text.strip() else self.empty_value


class ReasonField(CleanTextField):
    """Why the record changes, as the history will say."""

    def __init__(self, *, required: bool) -> None:
        """``required`` where the action refuses to go on without."""
        help_text = f"{'' if required else '書けば'}変更履歴に残ります。例：会議録の記載に合わせる"
        super().__init__(
            label="理由",
            required=required,
            max_length=500,
            help_text=help_text,
            error_messages={"required": "理由を入力してください。"},
        )


class VersionField(forms.IntegerField):
    """The version of the record a page was made from; hidden, and nobody's to invent."""

    widget = forms.HiddenInput
    default_error_messages = {
        "required": "画面の情報が足りません。ページを開き直してから入力してください。",
        "invalid": "画面の情報が正しくありません。ページを開き直してから入力してください。",
    }

    def to_python(self, value: Any) -> int | None:
        """Plain figures only."""
        if value and not (str(value).isascii() and str(value).isdigit()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class VersionsField(forms.Field):
    """The versions of many records, each as ``key:version`` in a hidden input of the same name."""

    widget = forms.MultipleHiddenInput
    default_error_messages = VersionField.default_error_messages

    def prepare_value(self, value: Any) -> Any:
        """Key → version as the inputs say it."""
        return [f"{key}:{version}" for key, version in value.items()] if isinstance(value, dict) else value

    def to_python(self, value: Any) -> dict[int, int]:
        """Key → version; anything but plain figures, and a key that is said twice, is refused."""
        pairs = [str(each).split(":") for each in value or ()]
        usable = all(
            len(pair) == 2 and all(part.isascii() and part.isdigit() for part in pair) for pair in pairs
        )
        found = {int(key): int(version) for key, version in pairs} if usable else {}
        if len(found) != len(pairs):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found
