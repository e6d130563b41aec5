"""A row's text cut at the bounds of what is marked in it, so that a page can show each mark in its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class MarkedSpan:
    """Characters ``start`` to ``end`` of a text (None: all of it), what kind of mark, and what it says."""

    kind: str
    start: int | None
    end: int | None
    note: str


@dataclass(frozen=True)
class Piece:
    """Words under the same marks; ``closing`` are the marks that end with them."""

    words: str
    kinds: tuple[str, ...]
    closing: tuple[MarkedSpan, ...]


def pieces(text: str, spans: Iterable[MarkedSpan]) -> list[Piece]:
    """The text in pieces, in order; joined together they are the text."""
    placed = [
        (0 if span.start is None else span.start, len(text) if span.end is None else span.end, span)
        for span in spans
    ]
    bounds = sorted({0, len(text), *(bound for start, end, _ in placed for bound in (start, end))})
    return [
        Piece(
            text[start:end],
            tuple(span.kind for first, last, span in placed if first <= start and end <= last),
            tuple(span for _, last, span in placed if last == end),
        )
        for start, end in pairwise(bounds)
    ]
