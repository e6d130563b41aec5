"""Forms of 会議, 議題, 出席 and 資料."""

import re
import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from meetings.forms.bodies import departments
from meetings.forms.dated import clock_of, moment
from meetings.models import AgendaItem, Attendance, Handout, Meeting
from portal.disclosure.models import DisclosureGround
from portal.site.dated import DatedForm
from portal.site.fields import ReasonField, WarekiDateField, WarekiField, WarekiTimeField
from portal.site.files.fields import UploadField
from portal.site.forms import RecordForm
from portal.wareki import fiscal_year, fiscal_year_label, parse_year

WHY_DISCLOSURE = (
    "変更履歴に残ります。公開区分・非公開理由・根拠・庁内閲覧範囲を変えるときは必須です。"
    "例：会議録の記載に合わせる"
)
CLOSURE_HELP = "例：行政機関における政策意思決定過程途上に位置付けられる内容を含むため"
POSITION_HELP = "小さいものから並べます。例：10"


class FiscalYearField(WarekiField):
    """A fiscal year typed as 令和6年度 or 2024."""

    width = "is-short"

    def read(self, text: str) -> int:
        """The year of its April."""
        return parse_year(text)

    def prepare_value(self, value: Any) -> Any:
        """令和6年度; typed text as it was typed."""
        return fiscal_year_label(value) if isinstance(value, int) else value


class DisclosedForm(RecordForm):
    """What forms share whose record residents and staff may read or not."""

    def name_grounds(self, *names: str) -> None:
        """Offer the grounds with what is known of their article."""
        for name in names:
            self.offer(name, DisclosureGround.objects.order_by("ordinance", "pk"), ground_label)
        scope: Any = self.fields["reading_scope"]
        scope.choices = [(value, label if value else "上の記録と同じ") for value, label in scope.choices]
        if self.instance.pk:
            self.fields["reason"].help_text = WHY_DISCLOSURE


def ground_label(ground: DisclosureGround) -> str:
    """審議検討情報（豊島区行政情報公開条例、条項は未登録）."""
    return f"{ground.label}（{ground.ordinance}、{ground.article or '条項は未登録'}）"


class ClockedForm(DatedForm):
    """A form whose moments are typed as clock times of the sitting's day."""

    clocks: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show stored moments as clock times."""
        super().__init__(*args, **kwargs)
        for name in self.clocks:
            self.initial[name] = clock_of(getattr(self.instance, name))

    def day(self) -> date | None:
        """The day of the sitting."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Turn clock times into moments."""
        cleaned = super().clean()
        day = self.day()
        for name in self.clocks:
            clock = cleaned.get(name)
            cleaned[name] = moment(day, clock) if day and clock else None
            if clock and day is None:
                self.miss_day(name)
        return cleaned

    def miss_day(self, clock: str) -> None:
        """Say that a clock time needs its day."""
        self.add_error(clock, "会議の開催日が未定のため、時刻は入力できません。")


class MeetingForm(DisclosedForm, ClockedForm):
    """A 会議: day and clock times apart; the fiscal year follows from the day."""

    held_on = WarekiDateField(label="開催日", required=False)
    starts_at = WarekiTimeField(label="開始", required=False)
    planned_end_at = WarekiTimeField(label="終了予定", required=False)
    ended_at = WarekiTimeField(label="実際の終了", required=False)
    fiscal_year = FiscalYearField(
        label="年度", required=False, help_text="空欄のときは開催日から決まります。例：令和6年度"
    )

    stated = {"held_when": "言われた開催時期"}
    clocks = ("starts_at", "planned_end_at", "ended_at")
    field_order = (
        "number",
        "held_on",
        "starts_at",
        "planned_end_at",
        "ended_at",
        "held_when_words",
        "held_when_yearless",
        "held_when_earliest",
        "held_when_latest",
        "fiscal_year",
        "format",
        "venue",
    )

    class Meta:
        model = Meeting
        fields = (
            "number",
            "starts_at",
            "planned_end_at",
            "ended_at",
            "fiscal_year",
            "format",
            "venue",
            "observer_count",
            "state",
            "meeting_disclosure",
            "meeting_closure_reason",
            "meeting_ground",
            "minutes_disclosure",
            "minutes_closure_reason",
            "minutes_ground",
            "reading_scope",
        )
        help_texts = {
            "number": "例：1",
            "venue": "例：庁議室（本庁舎5階）",
            "observer_count": "例：0",
            "meeting_closure_reason": CLOSURE_HELP,
            "minutes_closure_reason": CLOSURE_HELP,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show the stored day."""
        super().__init__(*args, **kwargs)
        starts_at = self.instance.starts_at
        self.initial["held_on"] = timezone.localdate(starts_at) if starts_at else None
        self.fields["held_when_words"].help_text = "日が決まっていないとき。例：9月"
        self.name_grounds("meeting_ground", "minutes_ground")

    def day(self) -> date | None:
        """The day that was typed."""
        return self.cleaned_data.get("held_on")

    def miss_day(self, clock: str) -> None:
        """Say so once, at the day, unless the day is wrong already."""
        if "held_on" not in self.errors:
            self.add_error("held_on", "時刻を入れるときは、開催日も入力してください。")

    def clean(self) -> dict[str, Any]:
        """Settle the fiscal year; the action refuses one that contradicts the day."""
        cleaned = super().clean()
        day = self.day()
        if day and not cleaned.get("starts_at") and "starts_at" not in self.errors:
            self.add_error(
                "starts_at",
                "開始の時刻も入力してください。時刻が未定のときは「言われた開催時期」に日を書いてください。",
            )
        if not cleaned.get("fiscal_year") and "fiscal_year" not in self.errors:
            if day:
                cleaned["fiscal_year"] = fiscal_year(day)
            elif "held_on" not in self.errors:
                self.add_error("fiscal_year", "開催日が未定のときは、年度を入力してください。")
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned values without the day, which the moments hold."""
        return {name: value for name, value in super().values.items() if name != "held_on"}


class ItemForm(DisclosedForm):
    """A 議題."""

    class Meta:
        model = AgendaItem
        fields = (
            "category",
            "number",
            "title",
            "explainer",
            "state",
            "outcome_line",
            "disclosure",
            "closure_reason",
            "ground",
            "reading_scope",
            "position",
        )
        help_texts = {
            "number": "区分ごとに1から。例：2",
            "title": "例：次期電話システムの選定について",
            "outcome_line": "会議録の記載のとおり。例：—議題について案のとおり承認—",
            "closure_reason": CLOSURE_HELP,
            "position": POSITION_HELP,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer departments and grounds."""
        super().__init__(*args, **kwargs)
        self.offer("explainer", departments())
        self.name_grounds("ground")
        field: Any = self.fields["disclosure"]
        field.choices = [(value, label if value else "会議と同じ") for value, label in field.choices]


class AttendanceForm(ClockedForm):
    """Whether a 席 was present; coming late and leaving early as clock times."""

    arrived_at = WarekiTimeField(label="途中から", required=False)
    left_at = WarekiTimeField(label="途中まで", required=False)

    clocks = ("arrived_at", "left_at")

    class Meta:
        model = Attendance
        fields = ("seat", "group", "status", "deputy_name", "arrived_at", "left_at", "position")
        help_texts = {"deputy_name": "代理が出席したとき。例：情報管理課長", "position": POSITION_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the seats of the body."""
        super().__init__(*args, **kwargs)
        self.offer(
            "seat", self.instance.meeting.body.seats.select_related("office", "department__parent__parent")
        )

    def day(self) -> date | None:
        """The day of the sitting."""
        starts_at = self.instance.meeting.starts_at
        return timezone.localdate(starts_at) if starts_at else None


class HandoutForm(DisclosedForm):
    """A 資料; its file may come later, be replaced, or be taken off."""

    upload = UploadField(label="ファイル", required=False)
    detach = forms.BooleanField(
        label="ファイルを外す（外したファイルは以前のファイルとして残ります）", required=False
    )

    class Meta:
        model = Handout
        fields = (
            "number",
            "printed_number",
            "title",
            "item",
            "disclosure",
            "closure_reason",
            "ground",
            "reading_scope",
            "position",
        )
        help_texts = {
            "printed_number": "記載と番号の書き方が違うとき。例：資料 3 - 1",
            "title": "例：各システムの比較一覧",
            "closure_reason": CLOSURE_HELP,
            "position": POSITION_HELP,
        }

    field_order = ("number", "printed_number", "title", "item", "upload", "detach")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the items of the sitting and the grounds."""
        super().__init__(*args, **kwargs)
        self.offer("item", self.instance.meeting.items.all())
        self.name_grounds("ground")
        if self.instance.file_id is None:
            del self.fields["detach"]
        else:
            self.fields["upload"].label = "新しいファイル（いまのファイルと入れ替える）"
            self.fields["reason"].help_text = f"ファイルを入れ替える・外すときは必須です。{WHY_DISCLOSURE}"

    def clean_detach(self) -> bool:
        """Either take the file off or put another in its place."""
        if self.cleaned_data["detach"] and self.cleaned_data.get("upload"):
            raise ValidationError("ファイルを入れ替えるときは、「ファイルを外す」の印を消してください。")
        return bool(self.cleaned_data["detach"])

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned values: a file taken off is ``file=None``, one that was not sent is no value."""
        values = super().values
        if values.pop("detach", False):
            values["file"] = None
        if values["upload"] is None:
            del values["upload"]
        return values

    @property
    def changes(self) -> dict[str, Any]:
        """The values that differ from the stored record."""
        return {**super().changes, **{name: value for name, value in self.values.items() if name == "file"}}

    def clean_number(self) -> str:
        """３－１ is 3-1: one number, however wide it was typed."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["number"])
        return re.sub(r"[‐‑–—―−ー]", "-", "".join(typed.split()))


class PublicCopyForm(forms.Form):
    """Which file the public copy is made from."""

    upload = UploadField(label="公開用のファイル（選ばないときは、元のファイルから作る）", required=False)
    reason = ReasonField(required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what ``forms.Form`` takes."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
