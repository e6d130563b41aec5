"""Form of one row of the record."""

from typing import Any

from django.core.exceptions import ValidationError

from meetings.choices import EntryKind
from meetings.models import MinutesEntry
from portal.site.forms import RecordForm


class EntryForm(RecordForm):
    """A row of the record, word for word."""

    class Meta:
        model = MinutesEntry
        fields = ("kind", "item", "speaker_label", "speaker", "text")
        help_texts = {
            "speaker_label": "会議録に出す名。例：本部長、部員、事務局",
            "text": "例：ただいまから、令和6年度第1回豊島区行政情報化推進本部を開催します。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the items of the sitting and the seats of its body."""
        super().__init__(*args, **kwargs)
        meeting = self.instance.meeting
        self.offer("item", meeting.items.all())
        self.offer("speaker", meeting.body.seats.select_related("office", "department__parent__parent"))
        self.fields["speaker"].help_text = "職員だけが見ます。分からないときは空欄のままにします。"
        self.fields["text"].widget.attrs["rows"] = 8

    def clean(self) -> dict[str, Any]:
        """Only a speech has a speaker."""
        cleaned = super().clean() or self.cleaned_data
        is_speech = cleaned.get("kind") == EntryKind.SPEECH
        if cleaned.get("speaker") and not is_speech:
            self.add_error("speaker", ValidationError("発言した席は、種別が「発言」のときだけ選びます。"))
        return cleaned
