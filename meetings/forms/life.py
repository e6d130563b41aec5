"""Forms of the steps in the life of a record."""

from collections.abc import Iterable
from typing import Any

from django import forms

from meetings.models import Seat
from portal.site.fields import ReasonField, WarekiDateField
from portal.site.forms import CHOOSE


class ConfirmForm(forms.Form):
    """Which seat stands by the record; from paper, also since when. ``text`` names what was read."""

    seat = forms.ChoiceField(label="確認した席", error_messages={"required": CHOOSE})
    confirmed_on = WarekiDateField(label="確認した日", help_text="署名した紙の日付。例：令和6年8月9日")
    text = forms.CharField(widget=forms.HiddenInput)
    reason = ReasonField(required=False)

    def __init__(self, *args: Any, seats: Iterable[Seat], text: str, on_paper: bool, **kwargs: Any) -> None:
        """Offer the seats that still have to confirm; by oneself, only those one holds."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.seats = {str(seat.pk): seat for seat in seats}
        self.fields["seat"].choices = [(key, str(seat)) for key, seat in self.seats.items()]  # type: ignore[attr-defined]
        self.fields["text"].initial = text
        if not on_paper:
            del self.fields["confirmed_on"]
        if len(self.seats) == 1:
            self.fields["seat"].initial = next(iter(self.seats))
