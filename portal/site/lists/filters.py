"""What lists can be narrowed by, on django-filter: conditions in the address, labels in Japanese."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django_filters import CharFilter, Filter, FilterSet, MultipleChoiceFilter

from portal.accounts.models import User
from portal.site.fields import CleanTextField, WarekiDateField

# A foreign key that names nobody.
NONE = "none"
MOST_OPTIONS = 300
NO_SUCH_CHOICE = "「%(value)s」という選択肢はありません。"


@dataclass(frozen=True)
class Condition:
    """One condition in force: ``words`` is the value as a person reads it."""

    name: str
    label: str
    words: str


class CheckMenu(forms.CheckboxSelectMultiple):
    """Boxes in a menu that opens in the page; the address joins what is chosen with commas."""

    template_name = "lists/check_menu.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """What is chosen, however the address says it."""
        given = data.getlist(name) if isinstance(data, QueryDict) else [data.get(name) or ""]
        return [part for each in given for part in each.split(",") if part]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The chosen labels stand on the closed menu."""
        context = super().get_context(name, value, attrs)
        chosen = [str(label) for key, label in self.choices if value and str(key) in map(str, value)]
        return {**context, "chosen": chosen}


class ChoicesField(forms.MultipleChoiceField):
    """One or more of some choices."""

    widget = CheckMenu
    default_error_messages = {"invalid_choice": NO_SUCH_CHOICE}


class ChoicesFilter(MultipleChoiceFilter):
    """Any of some values of a field; ``none`` is the label of the choice that it has no value."""

    field_class = ChoicesField

    def __init__(
        self, field_name: str, label: str, choices: Any, *, none: str = "", distinct: bool = False
    ) -> None:
        """``choices`` are pairs or a function of the user; ``distinct`` where a record may have many."""
        self.offered, self.none = choices, none
        super().__init__(field_name=field_name, label=label, choices=self.options, distinct=distinct)
        self.null_value = NONE

    def options(self) -> list[tuple[str, str]]:
        """What can be chosen, read once."""
        if callable(self.offered):
            self.offered = self.read(self.offered)
        return [*([(NONE, self.none)] if self.none else []), *self.offered]

    def filter(self, qs: Any, value: list[str]) -> Any:
        """Those of any of the values."""
        if not value:
            return qs
        wanted = self.any_of([each for each in value if each != NONE])
        if NONE in value:
            wanted |= Q(**{f"{self.field_name}__isnull": True})
        found = qs.filter(wanted)
        return found.distinct() if self.distinct else found

    def any_of(self, values: list[str]) -> Q:
        """Said twice, which changes nothing but SQLite's guess at how few rows an equation leaves.

        By that guess it reads all rows and sorts them, rather than the first ones off the index of the order.
        """
        wanted = {f"{self.field_name}__in": values}
        return Q(**wanted) | Q(**wanted)

    def read(self, offered: Callable[..., Any]) -> list[tuple[str, str]]:
        """What the function gives."""
        pairs: list[tuple[str, str]] = offered(self.parent.user)
        return pairs


class RecordsFilter(ChoicesFilter):
    """Any of some records of a foreign key; ``records(user)`` are those on offer: one query, however many."""

    def any_of(self, values: list[str]) -> Q:
        """Said once: a foreign key has an index that knows how few there are."""
        return Q(**{f"{self.field_name}__in": values})

    def read(self, offered: Callable[..., Any]) -> list[tuple[str, str]]:
        """The records, by their names."""
        return [(str(record.pk), str(record)) for record in offered(self.parent.user)[:MOST_OPTIONS]]


class WordsFilter(CharFilter):
    """All words, each anywhere in one of some fields, in full width or half, in either kana."""

    field_class = CleanTextField

    def __init__(self, *fields: str, label: str = "語句") -> None:
        """``fields`` are looked into."""
        self.fields = fields
        super().__init__(label=label, max_length=100)

    def filter(self, qs: Any, value: str) -> Any:
        """Narrow word by word."""
        for word in value.split():
            asked = [Q(**{f"{name}__icontains": form}) for name in self.fields for form in spellings(word)]
            qs = qs.filter(reduce(or_, asked))
        return qs


class DayField(WarekiDateField):
    """A day among other conditions: the example stands in the field."""

    def __init__(self, **kwargs: Any) -> None:
        """Take what ``forms.Field`` takes."""
        super().__init__(**kwargs)
        self.help_text = ""
        self.widget.attrs["placeholder"] = "例：R6.6.27"


class DayFilter(Filter):
    """From a day on, or until its end; ``is_moment`` where the field is a moment."""

    field_class = DayField

    def __init__(self, field_name: str, label: str, *, until: bool = False, is_moment: bool = False) -> None:
        """The day is in the portal's own time zone."""
        self.until, self.is_moment = until, is_moment
        super().__init__(field_name=field_name, label=label)

    def filter(self, qs: Any, value: Any) -> Any:
        """Both ends belong to it."""
        if value is None:
            return qs
        if not self.is_moment:
            return qs.filter(**{f"{self.field_name}__{'lte' if self.until else 'gte'}": value})
        midnight = timezone.make_aware(datetime.combine(value, time.min))
        if self.until:
            return qs.filter(**{f"{self.field_name}__lt": midnight + timedelta(days=1)})
        return qs.filter(**{f"{self.field_name}__gte": midnight})


class ListFilter(FilterSet):
    """The conditions of a list; ``unknown`` are those of the address that it does not have."""

    def __init__(self, conditions: dict[str, str], queryset: Any, *, user: User) -> None:
        """``conditions`` as the address says them."""
        data = QueryDict(mutable=True)
        data.update(conditions)
        self.user = user
        super().__init__(data, queryset)
        self.unknown = [name for name in conditions if name not in self.filters]

    def get_form_class(self) -> Any:
        """Django's form, without colons."""
        made = super().get_form_class()
        return type(made.__name__, (made,), {"use_required_attribute": False, "label_suffix": ""})

    @property
    def is_understood(self) -> bool:
        """Whether every condition has a meaning. Where one has none, no row may be shown for it."""
        return self.is_valid() and not self.unknown

    def is_wrong(self, name: str) -> bool:
        """Whether this condition has no meaning."""
        return name in self.unknown or name in self.form.errors

    def in_force(self) -> list[Condition]:
        """The conditions of the address, also those that mean nothing."""
        known = [
            Condition(name, str(self.filters[name].label), self._words(name))
            for name in self.filters
            if self.data.get(name)
        ]
        return [*known, *(Condition(name, name, str(self.data[name])) for name in self.unknown)]

    def _words(self, name: str) -> str:
        bound: Any = self.form[name]
        if isinstance(bound.field, ChoicesField):
            choices: Any = bound.field.choices
            labels = {str(key): str(label) for key, label in choices}
            return "、".join(labels.get(value, value) for value in bound.value() or ())
        cleaned = self.form.cleaned_data.get(name) if self.form.is_valid() else None
        return str(bound.field.prepare_value(cleaned) if cleaned else self.data[name])

    def without(self, names: Iterable[str]) -> Any:
        """The records without some of the conditions."""
        records, left_out = self.queryset.all(), set(names)
        for name, value in self.form.cleaned_data.items():
            if name not in left_out:
                records = self.filters[name].filter(records, value)
        return records


def spellings(word: str) -> set[str]:
    """A word as typed, in half and in full width, and in either kana."""
    half = unicodedata.normalize("NFKC", word)
    full = "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in half)
    hira = "".join(chr(ord(each) - 0x60) if "ァ" <= each <= "ヶ" else each for each in half)
    kata = "".join(chr(ord(each) + 0x60) if "ぁ" <= each <= "ゖ" else each for each in half)
    return {word, half, full, hira, kata}
