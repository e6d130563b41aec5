"""Plain tables of records: what stands in which column, and how a row folds into a card on a phone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from portal.lists.nouns import Column
from portal.sources.citing import Cites, word_for


@dataclass(frozen=True)
class Cell:
    """One cell, ready to print; ``edit_url`` where it can be edited in place, in the place ``id``.

    ``level`` where it is a state.
    """

    label: str
    value: Any
    url: str = ""
    number: bool = False
    edit_url: str = ""
    id: str = ""
    basis: str = ""
    level: str = ""


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
    records = list(records)
    cites = cites_of(columns, records)
    return [row_of(columns, record, cites) for record in records]


def row_of(columns: Sequence[Column], record: Any, cites: Cites) -> Row:
    """The cells of one record."""
    cells = [
        Cell(
            column.label,
            column.value(record),
            column.url(record) if column.url else "",
            column.number,
            basis=basis_of(column, record, cites),
            level=column.level_of(record),
        )
        for column in columns
    ]
    return Row(record.pk, str(cells[0].value), cells)


def cites_of(columns: Sequence[Column], records: Sequence[Any]) -> Cites:
    """What is cited for the values that these columns show: one query."""
    return Cites.of(column.told_of(record) for record in records for column in columns)


def basis_of(column: Column, record: Any, cites: Cites) -> str:
    """導出, 推定 or 例示, where a cell shows what no source has word for word."""
    told_of = column.told_of(record)
    return "" if told_of is None else word_for(cites.told(told_of), *column.names)


def written(column: Column, record: Any, cites: Cites) -> str:
    """A cell as a file has it: with its basis in words where it is no quotation."""
    value, basis = column.value(record), basis_of(column, record, cites)
    text = "" if value is None else str(value)
    return f"{text}（{basis}）" if basis else text
