"""What may be found: each floor registers its kinds from ``AppConfig.ready()``.

A source says what a record is called in the database and where it stands, never how it is looked for; the
back end (``finding``) may be another one tomorrow and read the same texts into an index.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, F, Model, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

from portal.accounts.models import User
from portal.accounts.rights import Verb
from portal.search.models import SearchText
from portal.search.phrases import Phrase

# 令和 counts from 2019, 平成 from 1989; the fiscal year 2019 has both names.
_REIWA, _HEISEI = 2018, 1988


@dataclass(frozen=True)
class SearchSource:
    """One kind of record: ``text`` is its names and numbers as one expression without spaces.

    ``title(record)`` heads a hit, ``trail(record)`` says where it stands, ``disclosure(record)`` gives its
    公開区分 and of what, ``note(record)`` what may have been found besides the title. Records are read
    through ``visible_to``, with ``related`` joined, in ``order``.
    """

    model: type[Model]
    text: Combinable
    title: Callable[[Any], str] = str
    trail: Callable[[Any], str] | None = None
    disclosure: Callable[[Any], tuple[str, str]] | None = None
    note: Callable[[Any], str] | None = None
    related: tuple[str, ...] = ()
    order: tuple[str, ...] = ("-pk",)
    position: int = 50

    @property
    def label(self) -> str:
        """How addresses name the kind."""
        return self.model._meta.label_lower

    @property
    def kind(self) -> str:
        """The kind in words."""
        return str(self.model._meta.verbose_name)

    def reads(self, user: Any) -> Any:
        """The records this user may read."""
        manager: Any = self.model._default_manager
        return manager.visible_to(user).select_related(*self.related)


@dataclass(frozen=True)
class FullText:
    """Records whose words stand in the index, and the page that searches them.

    ``title`` is what the text is called, ``url_name`` its page, for those who may read ``noun``.
    """

    model: type[Model]
    title: str
    url_name: str
    noun: str

    def holding(self, user: User, phrases: list[Phrase]) -> Any:
        """The index of those with these words that this user may read; none without the right to the page."""
        manager: Any = self.model._default_manager
        if not user.may(Verb.READ, self.noun):
            return SearchText.objects.none()
        return SearchText.objects.of(self.model).holding(phrases).among(manager.visible_to(user))


_sources: list[SearchSource] = []
_full_texts: list[FullText] = []


def register_search(*sources: SearchSource) -> None:
    """Let records of these kinds be found."""
    _sources.extend(sources)


def register_full_text(*texts: FullText) -> None:
    """Let the one search box lead to the search of these texts."""
    _full_texts.extend(texts)


def full_texts() -> list[FullText]:
    """Every registered text, as registered."""
    return list(_full_texts)


def search_sources() -> list[SearchSource]:
    """Every registered kind, in the order of their positions."""
    return sorted(_sources, key=lambda source: source.position)


def source_of(label: str) -> SearchSource | None:
    """The source of one kind, if it is registered."""
    return next((source for source in _sources if source.label == label), None)


def joined(*parts: str | Combinable) -> Concat:
    """One text of several: a string names a field, anything else is an expression."""
    return Concat(*(F(part) if isinstance(part, str) else part for part in parts), output_field=CharField())


def said(words: str) -> Value:
    """Words that stand between fields."""
    return Value(words, output_field=CharField())


def figures(field: str | Combinable) -> Cast:
    """A whole number as text."""
    return Cast(field, CharField())


def labels(field: str, choices: Any) -> Case:
    """The Japanese label of a choice."""
    return Case(
        *(When(**{field: value}, then=said(label)) for value, label in choices.choices),
        output_field=CharField(),
    )


def fiscal_year(field: str) -> Case:
    """令和6年度 for 2024, as people type it."""
    return Case(
        When(
            **{f"{field}__gt": _REIWA + 1},
            then=joined(said("令和"), figures(F(field) - _REIWA), said("年度")),
        ),
        When(**{field: _REIWA + 1}, then=said("令和元年度平成31年度")),
        default=joined(said("平成"), figures(F(field) - _HEISEI), said("年度")),
        output_field=CharField(),
    )
