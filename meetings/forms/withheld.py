"""Forms about one withheld place: its ground and end, where it is, and what came of a review."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.disclosure.choices import EndTrigger, ReviewAnswer
from portal.disclosure.models import Withholding, WithholdingReview
from portal.site.fields import WarekiDateField
from portal.site.forms import CHOOSE, RecordForm

NEED_DATE = "期日で終わるときは、終わりの日を入力してください。"
NO_DATE = "終わりの日は、期日で終わるときだけ入力します。"


class WithholdingForm(RecordForm):
    """On what ground, why, decided when, and what ends it."""

    class Meta:
        model = Withholding
        fields = ("ground", "decided_on", "end_trigger", "ends_on")
        help_texts = {
            "decided_on": "例：令和6年7月12日",
            "ends_on": "期日で終わるときだけ。例：令和7年3月31日",
        }


class ReviewForm(RecordForm):
    """Why a withheld place is looked at again."""

    class Meta:
        model = WithholdingReview
        fields = ("occasion", "opened_on", "request_number", "asked")
        help_texts = {
            "opened_on": "例：令和6年9月2日",
            "request_number": "開示請求のとき。例：情公第12号",
            "asked": "例：次期電話システムの価格の比較の開示",
        }


class AnswerForm(RecordForm):
    """Released, or kept; what is kept after its end needs a new one."""

    end_trigger = forms.ChoiceField(
        label="続けるときの、新しい終わり",
        choices=[("", "いまのまま"), *EndTrigger.choices],
        required=False,
    )
    ends_on = WarekiDateField(
        label="終わりの日", required=False, help_text="期日で終わるときだけ。例：令和7年3月31日"
    )

    class Meta:
        model = WithholdingReview
        fields = ("answer", "answered_on")
        help_texts = {"answered_on": "例：令和6年9月13日"}

    def __init__(self, *args: Any, is_ended: bool, no_release: str = "", **kwargs: Any) -> None:
        """``is_ended``: whether the withholding's end has come; ``no_release``: why one may only keep."""
        super().__init__(*args, **kwargs)
        self.is_ended, self.no_release = is_ended, no_release
        for name in ("answer", "answered_on"):
            self.fields[name].required = True
        answer: Any = self.fields["answer"]
        answer.choices = [("", "選んでください"), *ReviewAnswer.choices]
        answer.error_messages["required"] = CHOOSE
        self.fields[
            "reason"
        ].help_text = (
            "結論の理由として残り、公開するときは新しい公開用の版に印刷されます。例：契約を締結したため"
        )

    def clean_answer(self) -> str:
        """Of a published record only who may publish releases: the next edition goes out in the same act."""
        answer: str = self.cleaned_data["answer"]
        if answer == ReviewAnswer.RELEASE and self.no_release:
            raise ValidationError(self.no_release)
        return answer

    def clean(self) -> dict[str, Any]:
        """An end that has come is no end to keep."""
        cleaned = super().clean() or self.cleaned_data
        keeps, end = cleaned.get("answer") == ReviewAnswer.KEEP, cleaned.get("end_trigger")
        if keeps and self.is_ended and not end:
            said = "非公開の終わりが来ています。続けるときは、新しい終わりを選んでください。"
            self.add_error("end_trigger", ValidationError(said))
        if keeps and (end == EndTrigger.DATE) != bool(cleaned.get("ends_on")):
            self.add_error("ends_on", ValidationError(NEED_DATE if end == EndTrigger.DATE else NO_DATE))
        return cleaned

    @property
    def end(self) -> dict[str, Any]:
        """The new end of what is kept; nothing where it stays."""
        typed = self.cleaned_data
        if typed["answer"] != ReviewAnswer.KEEP or not typed["end_trigger"]:
            return {}
        return {"end_trigger": typed["end_trigger"], "ends_on": typed["ends_on"]}
