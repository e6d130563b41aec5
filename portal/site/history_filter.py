"""What a history is narrowed to, as its address says: who, when, which field."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from portal.audit.reading import Version
from portal.site.actors import actor
from portal.site.fields import WarekiDateField


class SinceUntilForm(forms.Form):
    """Days between which something happened, both inclusive."""

    since = WarekiDateField(label="この日から", required=False)
    until = WarekiDateField(label="この日まで", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what ``forms.Form`` takes."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name in ("since", "until"):
            self.fields[name].help_text = ""

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        values: dict[str, Any] = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", "「この日まで」は「この日から」以後の日にしてください。")
        return values


class HistoryFilter(SinceUntilForm):
    """Narrows one record's versions."""

    person = forms.ChoiceField(label="変更した人", required=False)
    field = forms.ChoiceField(label="項目", required=False)
    field_order = ("person", "field", "since", "until")

    def __init__(self, *args: Any, versions: Iterable[Version], **kwargs: Any) -> None:
        """Offer the people and fields that the versions name."""
        super().__init__(*args, **kwargs)
        people = sorted({version.actor for version in versions})
        fields = {change.name: change.label for version in versions for change in version.changes}
        self._choose("person", [(person, _named(person)) for person in people])
        self._choose("field", list(fields.items()))

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", "すべて"), *choices]  # type: ignore[attr-defined]

    @property
    def narrows(self) -> bool:
        """Whether the address says anything."""
        return any(self.data.get(name) for name in self.fields)

    def apply(self, versions: list[Version]) -> list[Version]:
        """The versions that fit; all of them while the address is not understood."""
        if not self.is_valid():
            return versions
        return [version for version in versions if self._fits(version)]

    def _fits(self, version: Version) -> bool:
        asked = self.cleaned_data
        day: date = timezone.localdate(version.at)
        return (
            asked["person"] in ("", version.actor)
            and (not asked["field"] or any(change.name == asked["field"] for change in version.changes))
            and (asked["since"] is None or day >= asked["since"])
            and (asked["until"] is None or day <= asked["until"])
        )


def _named(person: str) -> str:
    staff_number, name = actor(person)
    return f"{name} {staff_number}".strip()
