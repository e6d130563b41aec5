"""Plain tables of records: what stands in which column, and how a row folds into a card on a phone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Column:
    """One column: ``value(record)`` is the cell, ``url(record)`` makes it a link.

    The first column heads the card a row becomes at 360 px; ``number`` aligns to the right.
    """

    label: str
    value: Callable[[Any], Any]
    url: Callable[[Any], str] | None = None
    number: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell, ready to print."""

    label: str
    value: Any
    url: str
    number: bool


def table_rows(columns: Sequence[Column], records: Iterable[Any]) -> list[list[Cell]]:
    """The cells of every record, in the order of the columns."""
    return [
        [
            Cell(column.label, column.value(record), column.url(record) if column.url else "", column.number)
            for column in columns
        ]
        for record in records
    ]
