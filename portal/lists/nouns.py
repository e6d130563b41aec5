"""What can be listed: each noun's columns, orders and filters, and the action that writes its fields.

The apps register their lists from ``AppConfig.ready()``; the one list shows, sorts, exports and edits them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import F, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import Collate, NullIf
from django.urls import reverse
from django.utils import timezone
from django_filters import FilterSet

from portal import wareki
from portal.accounts.models import User
from portal.accounts.rights import Verb
from portal.audit.models import AuditedModel
from portal.text import KANA_ORDER

EMPTY = ""


@dataclass(frozen=True)
class Term:
    """One term of an order: a field, or a function that gives an expression of the day.

    ``empty_last`` keeps blanks below in both directions; ``kana`` is 五十音順.
    """

    name: str | Callable[[], Any]
    empty_last: bool = False
    kana: bool = False

    def ordered(self, *, reverse: bool) -> OrderBy:
        """The term as the query takes it."""
        found: Any = F(self.name) if isinstance(self.name, str) else self.name()
        term: Any = NullIf(Collate(found, KANA_ORDER), Value("")) if self.kana else found
        nulls_last = True if self.empty_last or self.kana else None
        return term.desc(nulls_last=nulls_last) if reverse else term.asc(nulls_last=nulls_last)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Column:
    """One column: ``value(record)`` is the cell in words, ``url(record)`` makes it a link.

    ``sort`` are the terms of its order, none where it has none; ``relations`` what the cell reads beyond the
    record. ``field`` names the model field that the cell can be edited as; ``locked`` says why it cannot,
    always (words) or for one record (a function that gives words, or none). ``offered(user)`` are the records
    that a foreign key may take. ``tells`` names the fields whose citations speak of the cell (``field`` and
    ``key`` where nothing is said), ``of`` the record that has them, where it is another than the row's.
    ``level`` frames the words as a state (plain/info/ok/warn/err), always or by the record.
    """

    key: str
    label: str
    value: Callable[[Any], Any]
    url: Callable[[Any], str] | None = None
    sort: tuple[str | Term, ...] = ()
    relations: tuple[str, ...] = ()
    number: bool = False
    field: str = ""
    locked: str | Callable[[Any], str] = ""
    offered: Callable[[User], Any] | None = None
    tells: tuple[str, ...] = ()
    of: Callable[[Any], Any] | None = None
    level: str | Callable[[Any], str] = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The fields whose citations speak of the cell."""
        return self.tells or tuple({self.field, self.key} - {""})

    def told_of(self, record: Any) -> Any:
        """The record whose citations speak of the cell; None where there is none."""
        return self.of(record) if self.of else record

    def order(self, *, reverse: bool) -> list[OrderBy]:
        """The order by this column, in one direction or the other."""
        terms = (Term(term) if isinstance(term, str) else term for term in self.sort)
        return [term.ordered(reverse=reverse) for term in terms]

    def level_of(self, record: Any) -> str:
        """How the cell is framed as a state; empty when it is none."""
        return self.level if isinstance(self.level, str) else self.level(record)

    def lock_of(self, record: Any) -> str:
        """Why this record's cell cannot be edited; empty when it can."""
        return self.locked if isinstance(self.locked, str) else self.locked(record)


@dataclass(frozen=True)
class Listed:
    """A list of one noun. ``key`` names it in addresses, ``url_name`` is its page.

    ``shown`` are the columns that stand there unasked, ``order`` the sort, such as ``-held``. ``edit`` is the
    action that writes the editable fields: ``edit(by=, reason=, record=, **changes)``. A function among the
    ``prefetches`` gives one that depends on the day. ``writing_links`` lead on whoever may write the noun.
    """

    key: str
    model: type[AuditedModel]
    noun: str
    title: str
    url_name: str
    columns: tuple[Column, ...]
    shown: tuple[str, ...]
    order: str
    filters: type[FilterSet]
    relations: tuple[str, ...] = ()
    prefetches: tuple[str | Callable[[], Any], ...] = ()
    edit: Callable[..., Any] | None = None
    empty_text: str = "まだ登録がありません。"
    create_label: str = ""
    create_url_name: str = ""
    links: tuple[tuple[str, str], ...] = ()
    writing_links: tuple[tuple[str, str], ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Column]:
        """The columns by their keys."""
        return {column.key: column for column in self.columns}

    @property
    def url(self) -> str:
        """The list's page."""
        return reverse(self.url_name)

    @property
    def editable(self) -> list[Column]:
        """The columns whose cells can be edited, at least of some records."""
        return [
            column
            for column in self.columns
            if self.edit and column.field and not (isinstance(column.locked, str) and column.locked)
        ]

    def visible(self, user: User) -> Any:
        """The records this user may read."""
        reads: Any = self.model._default_manager
        return reads.visible_to(user)

    def tell(self, user: User, records: list[Any]) -> None:
        """Give the records of a page what their cells need beyond what is read with them."""


_lists: dict[str, Listed] = {}


def register_list(*lists: Listed) -> None:
    """Add lists; the last word on a key counts."""
    _lists.update({listed.key: listed for listed in lists})


def list_of(key: str) -> Listed | None:
    """The list with this key."""
    return _lists.get(key)


def lists_for(user: User) -> list[Listed]:
    """The lists this user may read."""
    return [listed for listed in _lists.values() if user.may(Verb.READ, listed.noun)]


def field_column(
    model: type[models.Model], name: str, *, label: str = "", key: str = "", empty: str = EMPTY, **more: Any
) -> Column:
    """The column of a model field: label, value in words and order; editable where the list is."""
    db_field: Any = model._meta.get_field(name)
    relations = (name,) if db_field.is_relation else ()
    return Column(
        **{
            "key": key or name,
            "label": label or str(db_field.verbose_name),
            "value": lambda record: in_words(db_field, getattr(record, name)) or empty,
            "sort": () if db_field.is_relation else (name,),
            "relations": relations,
            "number": isinstance(db_field, models.IntegerField),
            "field": name,
            **more,
        }
    )


def in_words(db_field: Any, value: Any) -> str:
    """A value of a field as a person reads it."""
    if value is None or value == "":
        return ""
    if db_field.flatchoices:
        return str(dict(db_field.flatchoices).get(value, value))
    match value:
        case bool():
            return "はい" if value else "いいえ"
        case datetime():
            local = timezone.localtime(value)
            return f"{wareki.format_date(local.date())} {wareki.format_time(local.time())}"
        case date():
            return wareki.format_date(value)
    return str(value)
