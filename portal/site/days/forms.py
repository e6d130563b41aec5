"""Forms of closed days and due rules, and the box in which words can be tried."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.days.models import ClosedDay, DueRule
from portal.site.fields import CleanTextField, WarekiDateField
from portal.site.forms import RecordForm
from portal.stated_dates import Yearless, understood
from portal.wareki import WarekiError


class ClosedDayForm(RecordForm):
    """A day on which the office closes, and why."""

    class Meta:
        model = ClosedDay
        fields = ("day", "cause")


class DueRuleForm(RecordForm):
    """How one kind of time limit is counted; its name stays, since the apps ask for it by that."""

    class Meta:
        model = DueRule
        fields: tuple[str, ...] = ("starts_from", "count", "unit", "roll", "legal_basis", "is_example")
        help_texts = {
            "starts_from": "例：会議の日",
            "count": "空欄は、期限の日そのものが決まっているとき（約束など）。例：45",
            "legal_basis": "空欄は「根拠は未登録」。例：会議録の公開に関する要綱 第5条",
        }


class NewDueRuleForm(DueRuleForm):
    """A rule of one's own, such as of one body that meets; it gets its name here, once."""

    class Meta(DueRuleForm.Meta):
        fields = ("name", *DueRuleForm.Meta.fields)
        help_texts = {**DueRuleForm.Meta.help_texts, "name": "後から変えられません。例：部会の会議録の公開"}


class WordsForm(forms.Form):
    """Words as somebody said them, the day they were said, and how the portal reads them."""

    words = CleanTextField(
        label="言葉", max_length=200, help_text="例：7月頭、今年度後半、早くとも令和7年4月、R6.6.27、20240627"
    )
    said_on = WarekiDateField(label="言われた日", required=False)
    yearless = forms.ChoiceField(
        label="年のない月は", required=False, choices=[(each.name, each.value) for each in Yearless]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Words are read as said today unless another day is given."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["said_on"].help_text = "空欄は今日。例：令和6年6月27日"
        self.reading = ""

    def clean(self) -> dict[str, Any]:
        """Read the words."""
        cleaned = super().clean() or self.cleaned_data
        if words := cleaned.get("words"):
            said_on = cleaned.get("said_on") or timezone.localdate()
            yearless = Yearless[cleaned.get("yearless") or Yearless.UNKNOWN.name]
            try:
                self.reading = understood(words, said_on, yearless=yearless)
            except WarekiError as error:
                self.add_error("words", ValidationError(str(error), code="invalid"))
        return cleaned
