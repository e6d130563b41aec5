"""Plain tables of records: what stands in which column, and how a row folds into a card on a phone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from portal.lists.nouns import Column


@dataclass(frozen=True)
class Cell:
    """One cell, ready to print; ``edit_url`` where it can be edited in place, in the place ``id``."""

    label: str
    value: Any
    url: str = ""
    number: bool = False
    edit_url: str = ""
    id: str = ""


@dataclass(frozen=True)
class Row:
    """The cells of one record, the first of which heads the card a row becomes at 360 px."""

    key: Any
    name: str
    cells: list[Cell]

    def __iter__(self) -> Iterator[Cell]:
        """The cells in order."""
        return iter(self.cells)


def table_rows(columns: Sequence[Column], records: Iterable[Any]) -> list[Row]:
    """The cells of every record, in the order of the columns."""
    return [row_of(columns, record) for record in records]


def row_of(columns: Sequence[Column], record: Any) -> Row:
    """The cells of one record."""
    cells = [
        Cell(column.label, column.value(record), column.url(record) if column.url else "", column.number)
        for column in columns
    ]
    return Row(record.pk, str(cells[0].value), cells)
