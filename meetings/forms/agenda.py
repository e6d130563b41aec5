"""The form that says which item goes to whose place on the agenda."""

from collections.abc import Sequence
from itertools import permutations
from typing import Any

from django import forms

from meetings.models import AgendaItem

Move = tuple[AgendaItem, AgendaItem]
NO_MOVE = "どの議題をどこへ動かすかが分かりません。一覧のボタンで動かしてください。"


def move_value(item: AgendaItem, onto: AgendaItem) -> str:
    """What a button sends: the names of both rows on the page."""
    return f"item-{item.pk}:item-{onto.pk}"


class AgendaOrderForm(forms.Form):
    """One move; sent by the buttons of the list, and where an item was dropped on another."""

    move = forms.TypedChoiceField(
        label="並べ替え", error_messages={"required": NO_MOVE, "invalid_choice": NO_MOVE}
    )

    def __init__(self, *args: Any, items: Sequence[AgendaItem], **kwargs: Any) -> None:
        """``items`` are those the reader sees."""
        super().__init__(*args, **kwargs)
        moves = {move_value(item, onto): (item, onto) for item, onto in permutations(items, 2)}
        field: Any = self.fields["move"]
        field.choices = [(value, f"{item}を{onto}の位置へ") for value, (item, onto) in moves.items()]
        field.coerce = moves.__getitem__
        self.moves = moves

    @property
    def asked(self) -> Move | None:
        """The move that was sent, as far as both items are still there."""
        return self.moves.get(str(self["move"].data))
