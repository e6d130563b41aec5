"""Two people changed one record: what of each text goes on."""

import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from portal.site.actors import actor
from portal.site.forms import RecordForm


@dataclass(frozen=True)
class Clash:
    """A form over an old version against the stored record.

    ``data`` is what was typed over the newer version: fields the typist never touched take the stored
    value, so that saving again undoes nobody's work.
    """

    data: Any
    touched: list[str]
    stored: RecordForm
    saved_by: str
    saved_at: datetime

    @classmethod
    def between(cls, form: RecordForm, stored: RecordForm, record: Any) -> "Clash":
        """Compare with the version the typist saw, as the history keeps it."""
        rows = record.history.order_by("-history_id")
        last, seen = rows.first(), rows.filter(version=form.sent_version).first()
        touched = form.touched_since(seen) if seen else form.values_asked
        data: Any = copy.copy(form.data)
        for name in {"version", *form.values_asked} - set(touched):
            _put(data, stored[name])
        return cls(data, touched, stored, actor(last.history_actor)[1], last.history_date)

    def differences(self, again: RecordForm) -> list[dict[str, str]]:
        """Field by field: what is stored, and what was typed and differs."""
        return [
            {
                "label": str(again[name].label),
                "stored": in_words(self.stored[name]),
                "typed": in_words(again[name]),
            }
            for name in again.changed_data
            if name in self.touched
        ]


def _put(data: Any, field: forms.BoundField) -> None:
    """Send the field's stored value in place of what was typed."""
    value = field.value()
    if isinstance(value, bool):
        value = "on" if value else ""
    data[field.html_name] = "" if value is None else str(value)


def in_words(field: forms.BoundField) -> str:
    """What a field holds, as a person reads it: the label of a choice, the text of anything else."""
    value = field.value()
    if isinstance(field.field, forms.BooleanField):
        return "はい" if value else "いいえ"
    choices = getattr(field.field, "choices", None)
    if choices is not None and value is not None:
        return next((str(label) for key, label in choices if str(key) == str(value)), str(value))
    return "" if value is None else str(value)
