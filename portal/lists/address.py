"""The address of a list says all about it: conditions, order, columns, page. It can be read and sent.

``/commitments/?state=open,done&sort=-due&columns=subject,due&page=2``
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from portal.lists.nouns import Column, Listed, Term

SIZES = (20, 50, 200)
SIZE = 50
# A page further down than this is nobody's reading: the offset would be the slowest part of the query.
LAST_PAGE = 100_000
SORT, COLUMNS, PAGE, ROWS, OPEN = "sort", "columns", "page", "rows", "open"
# The rows that are chosen, by key, also those on other pages.
SELECTED = "selected"
# What is asked of another page about the list (which column is changed, of which rows): no part of the list.
FIELD, OF = "field", "of"
OF_THE_LIST = (SORT, COLUMNS, ROWS)
# The two clocks: a list shows what stands today, and leads to each record at that day.
CLOCKS = ("as_of", "recorded_at")
RESERVED = frozenset({*OF_THE_LIST, PAGE, OPEN, SELECTED, FIELD, OF, *CLOCKS})
# Where a page of the list stands open: the choice of columns, the table for editing.
OPENED = frozenset({"columns", "cells"})
MOST_SORTS = 3
# Browsers and servers end a longer address somewhere.
MOST_SELECTED = 300


class Address:
    """What an address asks of a list; ``notes`` are sentences on what in it means nothing (any more)."""

    def __init__(self, listed: Listed, query: QueryDict) -> None:
        """Read the query; nothing in it is believed."""
        self.listed = listed
        self.notes: list[str] = []
        self.given = {name: ",".join(each for each in query.getlist(name) if each) for name in query}
        self.given = {name: text for name, text in self.given.items() if text}
        if self.given.get(SORT) == listed.order:
            del self.given[SORT]
        self.asked = {name: self.given.pop(name, "") for name in (FIELD, OF)}
        self.conditions = {name: text for name, text in self.given.items() if name not in RESERVED}
        self.sorts = self._sorts(self.given.get(SORT, "")) or self._sorts(listed.order)
        self.columns = self._columns(self.given.get(COLUMNS, ""))
        self.size = self._size(self.given.get(ROWS, ""))
        self.page = self._page(self.given.get(PAGE, ""))
        self.opened = {part for part in self.given.get(OPEN, "").split(",") if part in OPENED}
        self.is_canonical = {name: query.getlist(name) for name in query} == {
            name: [text] for name, text in self.given.items()
        }
        self.selected = self._selected(self.given.pop(SELECTED, ""))
        if self.selected:
            self.given[SELECTED] = ",".join(map(str, self.selected))

    def _sorts(self, text: str) -> list[tuple[Column, bool]]:
        found: dict[str, tuple[Column, bool]] = {}
        for part in text.split(",") if text else ():
            key = part.removeprefix("-")
            column = self.listed.by_key.get(key)
            if column is None or not column.sort:
                self.notes.append(f"並び順「{key}」はこの一覧にないため、使っていません。")
            elif len(found) < MOST_SORTS:
                found.setdefault(key, (column, part.startswith("-")))
        return [*found.values()]

    def _columns(self, text: str) -> list[Column]:
        found: dict[str, Column] = {}
        for key in text.split(",") if text else ():
            if column := self.listed.by_key.get(key):
                found[key] = column
            else:
                self.notes.append(f"列「{key}」はこの一覧にないため、外して表示しています。")
        first = self.listed.columns[0]
        # The first column is the record's name and its link: no row without it.
        chosen = [column for column in found.values() if column is not first]
        if text and found:
            return [first, *chosen]
        return [self.listed.by_key[key] for key in self.listed.shown]

    def _selected(self, text: str) -> list[int]:
        """The keys of the chosen rows, each once; whether there are such rows is asked elsewhere."""
        parts = text.split(",") if text else []
        keys = [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 18]
        if len(keys) < len(parts):
            self.notes.append("選んだ行の番号に読めないものがあるため、外しています。")
        keys = [*dict.fromkeys(keys)]
        if len(keys) > MOST_SELECTED:
            self.notes.append(
                f"選べるのは{MOST_SELECTED}行までです（{len(keys):,}行が送られました）。"
                f"初めの{MOST_SELECTED}行だけを選んでいます。もっと多い行は、条件で絞り込んで選んでください。"
            )
        return keys[:MOST_SELECTED]

    def _size(self, text: str) -> int:
        if not text or text in map(str, SIZES):
            return int(text or SIZE)
        self.notes.append(f"1ページは{'・'.join(map(str, SIZES))}行から選べます。{SIZE}行で表示しています。")
        return SIZE

    def _page(self, text: str) -> int:
        """A number from 1; 0 for what is no page."""
        if not text:
            return 1
        if text.isascii() and text.isdigit() and 0 < len(text) < 12 and 1 <= int(text) <= LAST_PAGE:
            return int(text)
        return 0

    @property
    def order(self) -> list[Any]:
        """The order of the rows; the key at last, so that pages do not overlap."""
        terms = [term for column, reverse in self.sorts for term in column.order(reverse=reverse)]
        return [*terms, "pk"]

    @property
    def blanks(self) -> str:
        """The field of another record that leads the order with its blanks below; empty where none does."""
        column, _ = self.sorts[0]
        term = column.sort[0]
        if not isinstance(term, Term) or not isinstance(term.name, str) or term.kana:
            return ""
        return term.name if term.empty_last and "__" in term.name else ""

    @property
    def relations(self) -> list[str]:
        """What the shown columns read beyond the record."""
        return [*self.listed.relations, *(path for column in self.columns for path in column.relations)]

    @property
    def text(self) -> str:
        """The address as far as it is kept: conditions, order and columns, no page."""
        kept = {**self.conditions, **{name: self.given[name] for name in OF_THE_LIST if name in self.given}}
        return _query(kept)

    @property
    def clocks(self) -> str:
        """The day the address asks for, as records are asked for it; empty without one."""
        return _query({name: self.given.get(name) for name in CLOCKS})

    def url(self, **changes: Any) -> str:
        """The address with some parts changed (None takes one away); on the first page unless said."""
        return f"{self.listed.url}{_mark(self.query(**changes))}"

    def query(self, **changes: Any) -> str:
        """The same without the path."""
        return _query({**self.given, PAGE: None, **changes})

    def sorted_by(self, column: Column) -> str:
        """The address with this column's order first; where it is, the other way round."""
        first, reverse = self.sorts[0]
        descending = first is column and not reverse
        return self.url(sort=f"-{column.key}" if descending else column.key)

    def with_columns(self, columns: Iterable[Column]) -> str:
        """The address with these columns, its choice of columns open."""
        return self.url(columns=",".join(column.key for column in columns), open=self._open("columns"))

    def _open(self, part: str) -> str:
        return ",".join(sorted({*self.opened, part}))


def _mark(query: str) -> str:
    return f"?{query}" if query else ""


def _query(parts: Mapping[str, Any]) -> str:
    """Readable: commas stay commas, and browsers show the rest as it was typed."""
    return urlencode({name: text for name, text in parts.items() if text}, safe=",:")
