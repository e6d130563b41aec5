"""Forms of one row of the record: to write it, and to cut, join and move it with what was typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from meetings.choices import EntryKind
from meetings.models import MinutesEntry
from meetings.rows import CUT
from portal.site.forms import RecordForm

# The list of names that a page with such forms carries.
SPEAKERS = "speakers"


class EntryForm(RecordForm):
    """A row of the record, word for word."""

    class Meta:
        model = MinutesEntry
        fields = ("kind", "item", "speaker_label", "speaker", "public_speaker_label", "text")
        help_texts = {
            "speaker_label": "会議録に出す名。例：本部長、総務部長、事務局",
            "text": "例：ただいまから、令和6年度第1回豊島区行政情報化推進本部を開催します。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the items of the sitting and the seats of its body."""
        super().__init__(*args, **kwargs)
        meeting = self.instance.meeting
        self.offer("item", meeting.items.all())
        self.offer("speaker", meeting.body.seats.select_related("office", "department__parent__parent"))
        self.fields["speaker"].help_text = "職員だけが見ます。分からないときは空欄のままにします。"
        self.fields["text"].widget.attrs["rows"] = 6
        self.fields["speaker_label"].widget.attrs["list"] = SPEAKERS

    def clean(self) -> dict[str, Any]:
        """Only a speech has a speaker."""
        cleaned = super().clean() or self.cleaned_data
        is_speech = cleaned.get("kind") == EntryKind.SPEECH
        if cleaned.get("speaker") and not is_speech:
            self.add_error("speaker", ValidationError("発言した席は、種別が「発言」のときだけ選びます。"))
        return cleaned


class RowActForm(EntryForm):
    """The row as it was typed, and what else an act on it needs."""

    act_fields: tuple[str, ...] = ()

    @property
    def beside_values(self) -> set[str]:
        """What an act needs is no value of the row."""
        return {*super().beside_values, *self.act_fields}


class SplitForm(RowActForm):
    """Where the row is to be cut: at the caret, or at a mark typed into the text."""

    at = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    act_fields = ("at",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say how to name the place."""
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = f"分けるところに「{CUT}」を入れます。例：開会します。{CUT}次に"

    def clean(self) -> dict[str, Any]:
        """The place in the text without the mark, which is no part of it."""
        cleaned = super().clean()
        text, at = cleaned.get("text", ""), cleaned.get("at")
        if text.count(CUT) == 1:
            cleaned.update(at=text.index(CUT), text=text.replace(CUT, ""))
        elif text and (at is None or CUT in text):
            self.add_error("text", f"分けるところに「{CUT}」を1つだけ入れてください。")
        return cleaned

    @property
    def changes(self) -> dict[str, Any]:
        """A text that only had the mark added is the stored one."""
        changes = super().changes
        if changes.get("text") == self.initial["text"]:
            del changes["text"]
        return changes


class ShiftForm(RowActForm):
    """Which way the row goes."""

    direction = forms.ChoiceField(
        label="動かす方向", choices=[("up", "上へ"), ("down", "下へ")], widget=forms.RadioSelect
    )
    act_fields = ("direction",)


class MergeForm(RowActForm):
    """Which row is above, as it was read: key and version."""

    above = forms.CharField(required=False, widget=forms.HiddenInput)
    act_fields = ("above",)
