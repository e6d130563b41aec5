"""Forms that mark words of a record: withheld from the public, said in other words, or let stand."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.disclosure.choices import EndTrigger
from portal.disclosure.models import DisclosureGround
from portal.site.fields import CleanTextField, ReasonField, WarekiDateField
from portal.site.forms import CHOOSE, ENTER


class MarkForm(forms.Form):
    """Which words of which field; the words are named as they stand there, and which of several they are."""

    field = forms.ChoiceField(label="項目", error_messages={"required": CHOOSE})
    words = CleanTextField(
        label="言葉",
        max_length=5000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="本文のとおりに貼り付けてください。空白も本文のとおりに数えます。例：電話システム",
        error_messages={"required": ENTER},
    )
    place = forms.IntegerField(
        label="何番目",
        min_value=1,
        max_value=1000,
        initial=1,
        help_text="同じ言葉が本文に2つ以上あるとき、前から数えて何番目か。例：1",
        error_messages={"required": ENTER},
    )
    reason = ReasonField(required=True)

    def __init__(self, *args: Any, record: Any, names: Sequence[str], **kwargs: Any) -> None:
        """``names`` are the fields of the record that can be marked."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.record = record
        labels = [(name, str(record._meta.get_field(name).verbose_name)) for name in names]
        self.fields["field"].choices = labels  # type: ignore[attr-defined]
        self.span: tuple[int, int] | None = None
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def clean(self) -> dict[str, Any]:
        """Find the words where they stand."""
        cleaned = super().clean() or self.cleaned_data
        name, words, place = (cleaned.get(key) for key in ("field", "words", "place"))
        if not (name and words and place):
            return cleaned
        text, words = getattr(self.record, name), words.replace("\r\n", "\n")
        starts = [at for at in range(len(text)) if text.startswith(words, at)]
        if place <= len(starts):
            self.span = starts[place - 1], starts[place - 1] + len(words)
        elif starts:
            self.add_error("place", f"この言葉は{len(starts)}か所です。{len(starts)}以下にしてください。")
        else:
            said = "この言葉は本文にありません。本文からそのまま写してください。"
            self.add_error("words", ValidationError(said))
        return cleaned


class WithholdForm(MarkForm):
    """Words the public does not read: on what ground, and what ends it."""

    ground = forms.ModelChoiceField(
        DisclosureGround.objects.none(),
        label="根拠",
        empty_label="選んでください",
        error_messages={"required": CHOOSE},
    )
    end_trigger = forms.ChoiceField(
        label="非公開の終わり", choices=EndTrigger.choices, error_messages={"required": CHOOSE}
    )
    ends_on = WarekiDateField(label="終わりの日", required=False)

    def __init__(self, *args: Any, grounds: Any, **kwargs: Any) -> None:
        """``grounds`` are those on offer."""
        super().__init__(*args, **kwargs)
        self.fields["ground"].queryset = grounds  # type: ignore[attr-defined]


class SubstituteForm(MarkForm):
    """Words the public reads in other words; the original stays."""

    public_words = CleanTextField(
        label="公開用の言葉",
        max_length=5000,
        help_text="例：クラウドサービスの提供元。もとの言葉より多くのことを言わない、一般の名にします。",
        error_messages={"required": ENTER},
    )


class AcknowledgeForm(forms.Form):
    """Which of the open warnings may stand, and why."""

    finding = forms.ChoiceField(label="注意", widget=forms.RadioSelect, error_messages={"required": CHOOSE})
    reason = ReasonField(required=True)

    def __init__(self, *args: Any, warnings: Mapping[str, str], **kwargs: Any) -> None:
        """``warnings``: name → words."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["finding"].choices = list(warnings.items())  # type: ignore[attr-defined]
