"""Forms of comments on a circulated record, and of their answers."""

from collections.abc import Iterable
from typing import Any

from django import forms

from meetings.choices import CommentManner
from meetings.models import Seat
from portal.site.fields import CleanProseField, ReasonField
from portal.site.forms import CHOOSE, ENTER

PROPOSAL = "直したい言葉があれば、ここで本文を直します。そのままなら、意見だけを出します。例：開会します。"


class CommentForm(forms.Form):
    """What a seat says about a row; ``entered`` when the 事務局 writes it down in the seat's name."""

    seat = forms.ChoiceField(label="意見を出す席", error_messages={"required": CHOOSE})
    manner = forms.ChoiceField(
        label="出し方",
        choices=[(each.value, each.label) for each in CommentManner if each is not CommentManner.SYSTEM],
        error_messages={"required": CHOOSE},
    )
    text = CleanProseField(
        label="意見", required=False, help_text="例：「12月」ではなく「11月」と発言しました。"
    )
    proposed_text = CleanProseField(label="直した後の本文", required=False, help_text=PROPOSAL)

    def __init__(self, *args: Any, seats: Iterable[Seat], words: str, entered: bool, **kwargs: Any) -> None:
        """Offer the seats, and the row's words to be changed."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.seats = {str(seat.pk): seat for seat in seats}
        self.fields["seat"].choices = [(key, str(seat)) for key, seat in self.seats.items()]  # type: ignore[attr-defined]
        self.fields["proposed_text"].initial = words
        if len(self.seats) == 1:
            self.fields["seat"].initial = next(iter(self.seats))
        if not entered:
            del self.fields["manner"]


class AdoptForm(forms.Form):
    """The row's new words."""

    text = CleanProseField(
        label="直した後の本文",
        help_text="会議録の行がこの本文になります。例：開会します。",
        error_messages={"required": ENTER},
    )
    answer = CleanProseField(
        label="回答", required=False, help_text="書けば意見に添えます。例：ご指摘のとおり直しました。"
    )
    reason = ReasonField(required=False)

    def __init__(self, *args: Any, words: str, **kwargs: Any) -> None:
        """With the words that were proposed."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["text"].initial = words


class DeclineForm(forms.Form):
    """Why the row stays as it is."""

    answer = CleanProseField(
        label="回答",
        help_text="採用しない理由。例：録音を確かめ、発言のとおりでした。",
        error_messages={"required": ENTER},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what ``forms.Form`` takes."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
