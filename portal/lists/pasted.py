"""A block of cells from a spreadsheet, laid over the rows and columns of a list."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, Generic, TypeVar

from portal.lists.nouns import Column
from portal.text import formula_plain

MOST_LETTERS = 200_000
MOST_CELLS = 5_000
Row = TypeVar("Row")


@dataclass(frozen=True)
class Laid(Generic[Row]):
    """One cell of the block: the row and the column it falls on; None where it falls beside the list."""

    text: str
    row: Row | None
    column: Column | None


def block_of(text: str) -> list[list[str]]:
    """Lines and cells as spreadsheets copy them: tabs between, quotes around what holds a line break."""
    lines = [
        [formula_plain(cell) for cell in line]
        for line in csv.reader(StringIO(text, newline=""), delimiter="\t")
    ]
    while lines and not any(lines[-1]):
        lines.pop()
    return lines


def laid_out(
    block: Sequence[Sequence[str]], rows: Sequence[Any], columns: Sequence[Column]
) -> list[list[Laid[Any]]]:
    """The block over the rows and columns that begin where it was pasted."""
    return [
        [
            Laid(
                text,
                rows[down] if down < len(rows) else None,
                columns[right] if right < len(columns) else None,
            )
            for right, text in enumerate(line)
        ]
        for down, line in enumerate(block)
    ]
