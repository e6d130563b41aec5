"""Somebody else was faster: what became of the record since it was read, and what of each text goes on."""

import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from portal.audit.models import AuditedModel
from portal.audit.reading import difference
from portal.site.actors import actor
from portal.site.forms import RecordForm
from portal.site.history_words import Change, told


@dataclass(frozen=True)
class Newer:
    """What others made of a record since the version that was read; ``changes`` are their fields."""

    record: str
    saved_by: str
    saved_at: datetime
    changes: list[Change]

    @classmethod
    def since(cls, record: AuditedModel, seen: Any, *, tell_old: bool) -> "Newer":
        """Compare with ``seen``, a row of the record's history or None; old values are history."""
        last = record.history.latest("history_id")
        model: Any = record._meta.model  # the user of a request is no instance of it, but wraps one
        changes = difference(model, seen, last) if seen is not None else ()
        known = changes if tell_old else [change.without_old() for change in changes]
        return cls(str(record), actor(last.history_actor)[1], last.history_date, told(known))


def row_of_version(record: AuditedModel, version: int | None) -> Any:
    """The row of history that is this version of the record, or None."""
    rows = record.history.filter(version=version)
    return rows.exclude(history_type="-").first()


@dataclass(frozen=True)
class Clash:
    """A form over an old version against the stored record.

    ``data`` is what was typed over the newer version: fields the typist never touched take the stored
    value, so that saving again undoes nobody's work.
    """

    data: Any
    touched: list[str]
    stored: RecordForm

    @classmethod
    def between(cls, form: RecordForm, seen: RecordForm | None, stored: RecordForm) -> "Clash":
        """Compare with the form as the typist got it; without that, every field may have been touched."""
        touched = form.touched_since(seen) if seen else form.values_asked
        data: Any = copy.copy(form.data)
        for name in {"version", *form.values_asked} - set(touched):
            _put(data, stored[name])
        return cls(data, touched, stored)

    def differences(self, again: RecordForm) -> list[Change]:
        """Field by field: what is stored (old), and what was typed and differs (new)."""
        return [
            Change.between(str(again[name].label), in_words(self.stored[name]), in_words(again[name]))
            for name in again.changed_data
            if name in self.touched
        ]


def renewed(form: Any, fresh: Any) -> Any:
    """What was typed, with the versions of now in place of those that were sent."""
    data = form.data.copy()
    field = fresh["version"]
    value = field.value()
    data.setlist(field.html_name, value if isinstance(value, list) else [value])
    return data


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
