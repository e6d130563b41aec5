"""The source line by line, the cells of its tables, and the account of where every character went."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from meetings.intake.proposal import Doubt

# Marks that stand before names, titles and items and say nothing themselves.
BULLETS = "○〇◎◆●◇■□▼▽・•‣▪➤▶►★☆※＊*"
_CHECKED = re.compile(r"<input[^>]*\bchecked\b[^>]*>", re.IGNORECASE)
_UNCHECKED = re.compile(r"<input[^>]*>", re.IGNORECASE)
_RULE = re.compile(r"^[\s\-－―—─━=＝_*|+]{3,}$")
_BREAK = re.compile(r"</?(?:p|br|div|ul|ol|li|span|u|b|strong)\b[^>]*>", re.IGNORECASE)


# What heads the columns of a table of speeches, or of questions and answers.
_COLUMN_WORDS = (
    "発言者 発言者名 発言 発言内容 内容 発言要旨 質問 回答 質疑 答弁 意見 意見等 質問・意見 質疑・意見 番号 "
    "No No. 委員意見 事務局回答 氏名 発言概要 質問内容 回答内容 議事内容 要旨"
)
_COLUMNS = frozenset(_COLUMN_WORDS.split())


@dataclass(frozen=True)
class Cell:
    """Words of one line, or of one cell of it."""

    line: int
    text: str


@dataclass(frozen=True)
class Line:
    """One line as typed; ``cells`` are what tabs part it into."""

    number: int
    text: str

    @property
    def cells(self) -> list[str]:
        """The cells from left to right, trimmed; an empty one says that the row above goes on."""
        return [cell.strip() for cell in self.text.split("\t")]

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return "\t" in self.text.rstrip()

    @property
    def is_blank(self) -> bool:
        """Whether it holds nothing but white space, or a rule drawn with strokes."""
        return not self.text.strip() or bool(_RULE.match(self.text))


def lines_of(text: str) -> list[Line]:
    """The lines of a text, counted from 1. Mark-up counts only inside the cells of a table."""
    rows = re.split(r"\r\n|[\n\r\f\v\x85\u2028\u2029]", text)
    return [
        Line(number, _plain_cells(row) if "\t" in row else row) for number, row in enumerate(rows, start=1)
    ]


def cell_lines(cell: Cell) -> list[Cell]:
    """What mark-up or line ends part a cell into."""
    parts = _BREAK.sub("\n", cell.text).split("\n")
    return [Cell(cell.line, part.strip()) for part in parts if part.strip()]


def is_head_of_speeches(line: Line) -> bool:
    """Whether a row heads a table of what was said."""
    heads = [squeezed(cell) for cell in line.cells]
    return (
        line.is_row
        and sum(head in _COLUMNS for head in heads) >= 2
        and all(head in _COLUMNS or not head for head in heads)
    )


def squeezed(text: str) -> str:
    """Without white space, in one width: the form in which words are compared."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def without_bullet(text: str) -> str:
    """Without the mark in front."""
    return text.strip().lstrip(BULLETS).strip()


def _bars(row: str) -> str:
    """The cells and paragraphs of a row, set off so that they do not run together."""
    return _BREAK.sub("|", row).replace("\t", "|")


def _plain_cells(row: str) -> str:
    return _UNCHECKED.sub("□", _CHECKED.sub("☑", row))


@dataclass
class Account:
    """Where the characters went: what was taken in another form, by line; what is left; what is doubtful."""

    taken: dict[int, list[str]] = field(default_factory=dict)
    left: list[Cell] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def take(self, line: int, *words: str) -> None:
        """Words that became a label, a date, a number: they stand in no text field as they are."""
        self.taken.setdefault(line, []).extend(words)

    def leave(self, line: int, words: str) -> None:
        """Words no field has room for."""
        if words.strip():
            self.left.append(Cell(line, words.strip()))
            self.take(line, words)

    def doubt(self, name: str, words: str, line: int | None = None) -> None:
        """Say why a field is blank or needs a look."""
        found = Doubt(name, words, line)
        if found not in self.doubts:
            self.doubts.append(found)

    def settle(self, lines: Iterable[Line], kept: Sequence[str]) -> list[str]:
        """The words of 未配置, in reading order: what was left, and whatever no field holds after all."""
        haystack = squeezed("".join(kept) + "\n".join(cell.text for cell in self.left))
        for line in lines:
            # 〇 is a letter to Unicode; in front of a line it is a bullet.
            bare = line.text.strip().lstrip("〇")
            rest = squeezed(_bars(line.text)) if line.is_row else squeezed(bare)
            for words in sorted(self.taken.get(line.number, []), key=len, reverse=True):
                taken = squeezed(_bars(words)) if line.is_row else squeezed(words)
                rest = rest.replace(taken, "|", 1) if taken else rest
            lost = [part for part in re.findall(r"[^\W_]+", rest) if part not in haystack]
            self.left.extend(Cell(line.number, part) for part in lost)
        return [cell.text for cell in sorted(self.left, key=lambda cell: cell.line)]
