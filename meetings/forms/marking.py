"""Forms that mark words of a record: withheld from the public, said in other words, or let stand."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.disclosure.choices import EndTrigger
from portal.disclosure.models import DisclosureGround
from portal.site.fields import CleanTextField, ReasonField, WarekiDateField
from portal.site.forms import CHOOSE, ENTER

# The choice of a record as a whole among its fields.
WHOLE = "whole"
FIRST = ("field", "everything")


WORDS_HELP = "本文のとおりに貼り付けてください。空白も本文のとおりに数えます。例：電話システム"
PLACE_HELP = "同じ言葉が本文に2つ以上あるとき、前から数えて何番目か。例：1"


class WordsForm(forms.Form):
    """Which words of a text, named as they stand there, and which of several they are."""

    words = CleanTextField(
        label="言葉",
        max_length=5000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=WORDS_HELP,
        error_messages={"required": ENTER},
    )
    place = forms.IntegerField(
        label="何番目",
        min_value=1,
        max_value=1000,
        initial=1,
        help_text=PLACE_HELP,
        error_messages={"required": ENTER},
    )
    reason = ReasonField(required=True)

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        """``record`` has the text."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.record = record
        self.span: tuple[int, int] | None = None
        self.order_fields([*FIRST, *(name for name in self.fields if name != "reason"), "reason"])

    def find(self, name: str) -> None:
        """Find the words where they stand in a field."""
        words, place = (self.cleaned_data.get(key) for key in ("words", "place"))
        if not (words and place):
            return
        text, words = getattr(self.record, name), words.replace("\r\n", "\n")
        starts = [at for at in range(len(text)) if text.startswith(words, at)]
        if place <= len(starts):
            self.span = starts[place - 1], starts[place - 1] + len(words)
        elif starts:
            self.add_error("place", f"この言葉は{len(starts)}か所です。{len(starts)}以下にしてください。")
        else:
            said = "この言葉は本文にありません。本文からそのまま写してください。"
            self.add_error("words", ValidationError(said))


class PlaceForm(WordsForm):
    """Where a passage is now that could no longer be found; its field stays."""

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        """``name`` is the passage's field."""
        super().__init__(*args, **kwargs)
        self.name = name

    def clean(self) -> dict[str, Any]:
        """Find the words."""
        cleaned = super().clean() or self.cleaned_data
        self.find(self.name)
        return cleaned


class MarkForm(WordsForm):
    """Which words of which field."""

    field = forms.ChoiceField(label="項目", error_messages={"required": CHOOSE})

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        """``names`` are the fields of the record that can be marked; an empty one is the record itself."""
        super().__init__(*args, **kwargs)
        choices = [(name or WHOLE, self.label_of(name)) for name in names]
        self.fields["field"].choices = choices  # type: ignore[attr-defined]

    def label_of(self, name: str) -> str:
        """What a field is called."""
        meta = self.record._meta
        return str(meta.get_field(name).verbose_name) if name else f"この{meta.verbose_name}の全体"

    def clean(self) -> dict[str, Any]:
        """Find the words, unless all of the field or record is meant."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("field") and not self.is_whole:
            self.find(cleaned["field"])
        return cleaned

    @property
    def is_whole(self) -> bool:
        """Whether no words of their own are meant."""
        return False


class WithholdForm(MarkForm):
    """Words the public does not read: on what ground, and what ends it."""

    everything = forms.BooleanField(label="項目の全部を非公開にする（言葉は選ばなくてよい）", required=False)
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
        if self.is_bound and self.is_whole:
            self.fields["words"].required = self.fields["place"].required = False

    @property
    def is_whole(self) -> bool:
        """Whether all of the field, or of the record, is meant."""
        return bool(self["everything"].value()) or self["field"].value() == WHOLE

    @property
    def name(self) -> str:
        """The field, empty for the record itself."""
        chosen: str = self.cleaned_data["field"]
        return "" if chosen == WHOLE else chosen


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
