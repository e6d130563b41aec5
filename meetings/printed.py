"""Printed words: one field of the record as one audience reads it. Pure.

The public edition is composed from what this module hands out and from nothing else, so withheld words
never reach the page, the outline, the metadata or the 照合番号.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portal.disclosure.public_text import (
    Other,
    PassageError,
    Plain,
    Run,
    Substituted,
    Withheld,
    public_text,
)


@dataclass(frozen=True)
class Field:
    """The text of one field, what is marked in it, and its basis in words when it is no quotation.

    ``public`` is what a rule puts in its place for the public, such as 部員 for 総務部長; marks in the text
    itself go before it.
    """

    text: str
    withheld: tuple[Withheld, ...] = ()
    reworded: tuple[Substituted, ...] = ()
    basis: str = ""
    public: str | None = None


@dataclass(frozen=True)
class LedgerLine:
    """What the list of withheld places says of one passage besides its place.

    ``passages`` are the keys by which the ledger knows it; they are never printed.
    """

    ground: str
    period: str
    article: str = ""
    is_example: bool = False
    passages: tuple[int, ...] = ()


@dataclass(frozen=True)
class Piece:
    """Words in one manner of print: plain, withheld (a mark), reworded, or basis (a remark)."""

    words: str
    manner: str = "plain"


Pieces = tuple[Piece, ...]


@dataclass(frozen=True)
class ListedPlace:
    """One line of 公開しない箇所の一覧."""

    number: int
    place: str
    line: LedgerLine


class FullText:
    """Hands out every word: the 原本."""

    is_public = False

    def pieces(self, printed: Field, place: str) -> Pieces:
        """The field as it was typed."""
        return (Piece(printed.text), *_basis(printed.basis))


@dataclass
class PublicText:
    """Hands out what the public may read, and numbers the marks in reading order.

    ``ledger`` knows every passage by its key. A passage met twice (a title in the table and above its
    item) keeps its number.
    """

    ledger: Mapping[int, LedgerLine]
    listed: list[ListedPlace] = field(default_factory=list)
    has_substitutions: bool = False
    has_example_substitutions: bool = False
    _numbers: dict[tuple[int, ...], int] = field(default_factory=dict)

    is_public = True

    def pieces(self, printed: Field, place: str) -> Pieces:
        """The field without what is withheld; ``place`` names it in the list.

        Raises ``PassageError``, naming the place, when a passage does not fit its text.
        """
        text = printed.text if printed.public is None else printed.public
        try:
            runs = public_text(text, printed.withheld, printed.reworded)
        except PassageError as error:
            raise PassageError(f"{place}：{error}") from error
        has_paragraphs = any(isinstance(run, Plain) and "\n" in run.words for run in runs)
        shown: list[Piece] = []
        for run in runs:
            above = words_of(shown).count("\n") if has_paragraphs else None
            shown.append(self._piece(run, place if above is None else f"{place} 第{above + 1}段落"))
        return (*shown, *_basis(printed.basis))

    def mark(self, key: int, place: str) -> Piece:
        """The mark of something withheld as a whole, such as a paper."""
        return self._marked((key,), self.ledger[key].ground, place)

    def _piece(self, run: Run, place: str) -> Piece:
        if isinstance(run, Plain):
            return Piece(run.words)
        if isinstance(run, Other):
            self.has_substitutions = True
            self.has_example_substitutions |= self.ledger[run.key].is_example
            return Piece(run.words, "reworded")
        return self._marked(run.keys, run.ground, place)

    def _marked(self, keys: tuple[int, ...], ground: str, place: str) -> Piece:
        if keys not in self._numbers:
            self._numbers[keys] = len(self._numbers) + 1
            lines = [self.ledger[key] for key in keys]
            self.listed.append(ListedPlace(self._numbers[keys], place, _merged(lines)))
        return Piece(f"〔非公開{self._numbers[keys]}：{ground}〕", "withheld")


Text = FullText | PublicText


def _merged(lines: list[LedgerLine]) -> LedgerLine:
    """Adjoining passages share a mark and so a line: every period is said, and an example stays one."""
    periods = dict.fromkeys(line.period for line in lines)
    return LedgerLine(
        ground=lines[0].ground,
        period="、".join(periods),
        article=lines[0].article,
        is_example=any(line.is_example for line in lines),
        passages=tuple(key for line in lines for key in line.passages),
    )


def _basis(words: str) -> Pieces:
    return (Piece(f"（{words}）", "basis"),) if words else ()


def words_of(pieces: Iterable[Piece]) -> str:
    """The bare words."""
    return "".join(piece.words for piece in pieces)


def paragraphs(pieces: Pieces) -> tuple[Pieces, ...]:
    """Part pieces at line feeds; empty paragraphs fall away."""
    parted: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.words.split("\n")
        parted[-1].append(Piece(first, piece.manner))
        parted.extend([Piece(words, piece.manner)] for words in others)
    return tuple(
        kept for part in parted if (kept := tuple(piece for piece in part if piece.words)) and words_of(kept)
    )


def check_number(lines: Iterable[str]) -> str:
    """照合番号: the first 12 hex figures of the SHA-256 of an edition's own text, in groups of four."""
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12].upper()
    return "-".join((digest[:4], digest[4:8], digest[8:]))
