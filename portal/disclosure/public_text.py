"""The public text of one field: composed so that it no longer holds what is withheld. Pure functions.

A text becomes runs. Whatever may not be read is left out *before* anything is laid out: covering words
up later leaks them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar


class PassageError(ValueError):
    """A marked passage does not fit its text; nothing may be printed until somebody has looked."""


@dataclass(frozen=True)
class Span:
    """A marked passage: characters ``start`` to ``end`` of the text, which must read ``words``.

    Without bounds it is the whole text. ``key`` is whatever the caller knows the passage by.
    """

    key: int
    start: int | None
    end: int | None
    words: str


@dataclass(frozen=True)
class Withheld(Span):
    """A passage the public does not read, and the printed name of the ground."""

    ground: str


@dataclass(frozen=True)
class Substituted(Span):
    """A passage the public reads in other words."""

    public_words: str


@dataclass(frozen=True)
class Plain:
    """Words as they were typed."""

    words: str


@dataclass(frozen=True)
class Mark:
    """Stands where something is withheld; ``keys`` are the passages it stands for, in reading order."""

    ground: str
    keys: tuple[int, ...]


@dataclass(frozen=True)
class Other:
    """Public words in place of the original ones."""

    words: str
    key: int


Run = Plain | Mark | Other
S = TypeVar("S", bound=Span)


def public_text(
    text: str, withheld: Iterable[Withheld] = (), substituted: Iterable[Substituted] = ()
) -> tuple[Run, ...]:
    """Compose what the public reads of ``text``.

    Withholding goes before substitution: public wording wholly inside a withheld passage vanishes with
    it. Raises ``PassageError`` where the stored words no longer stand at their place, or where passages
    overlap so that no order of theirs is right.
    """
    hidden = _in_order(text, withheld)
    reworded = [
        span for span in _in_order(text, substituted) if not any(_contains(text, h, span) for h in hidden)
    ]
    runs: list[Run] = []
    at = 0
    marked: list[Withheld | Substituted] = [*hidden, *reworded]
    for span in _in_order(text, marked):
        start, end = _bounds(text, span)
        if text[at:start]:
            runs.append(Plain(text[at:start]))
        _add(runs, span)
        at = end
    if text[at:]:
        runs.append(Plain(text[at:]))
    return tuple(runs)


def moved_span(old_text: str, new_text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a passage stands after an edit of its text, or None when the edit touches it."""
    for tag, old_from, old_to, new_from, _ in _edits(old_text, new_text):
        if tag == "equal" and old_from <= start and end <= old_to:
            shift = new_from - old_from
            return start + shift, end + shift
    return None


def carried_span(old_text: str, new_text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a passage stands after an edit, with all that was typed within it or across its ends.

    None when nothing of its words is left.
    """
    if (span := moved_span(old_text, new_text, start, end)) is not None:
        return span
    first, last, is_left = len(new_text), 0, False
    for tag, old_from, old_to, new_from, new_to in _edits(old_text, new_text):
        if tag == "equal":
            kept_from, kept_to = max(old_from, start), min(old_to, end)
            if kept_from < kept_to:
                is_left = True
                first = min(first, kept_from - old_from + new_from)
                last = max(last, kept_to - old_from + new_from)
        elif old_from <= end and start <= old_to:
            first, last = min(first, new_from), max(last, new_to)
    return (first, last) if is_left else None


def _edits(old_text: str, new_text: str) -> list[tuple[str, int, int, int, int]]:
    """Matching blocks: what is equal from both ends, and a comparison of what is between."""
    head = 0
    while head < min(len(old_text), len(new_text)) and old_text[head] == new_text[head]:
        head += 1
    tail = 0
    shorter = min(len(old_text), len(new_text)) - head
    while tail < shorter and old_text[-1 - tail] == new_text[-1 - tail]:
        tail += 1
    old_middle, new_middle = old_text[head : len(old_text) - tail], new_text[head : len(new_text) - tail]
    between = SequenceMatcher(None, old_middle, new_middle, autojunk=False).get_opcodes()
    return [
        ("equal", 0, head, 0, head),
        *((tag, a + head, b + head, c + head, d + head) for tag, a, b, c, d in between),
        ("equal", len(old_text) - tail, len(old_text), len(new_text) - tail, len(new_text)),
    ]


def _bounds(text: str, span: Span) -> tuple[int, int]:
    if span.start is None or span.end is None:
        return 0, len(text)
    return span.start, span.end


def _contains(text: str, outer: Span, inner: Span) -> bool:
    (start, end), (inner_start, inner_end) = _bounds(text, outer), _bounds(text, inner)
    return start <= inner_start and inner_end <= end


def _in_order(text: str, spans: Iterable[S]) -> list[S]:
    ordered = sorted(spans, key=lambda span: _bounds(text, span))
    _require_fit(text, ordered)
    return ordered


def _require_fit(text: str, spans: Sequence[Span]) -> None:
    reached = 0
    for span in spans:
        start, end = _bounds(text, span)
        if text[start:end] != span.words:
            raise PassageError("非公開箇所・書き換えの位置が本文と合いません。箇所を指定し直してください。")
        if start < reached:
            raise PassageError("非公開箇所・書き換えが重なっています。箇所を指定し直してください。")
        reached = end


def _add(runs: list[Run], span: Withheld | Substituted) -> None:
    if isinstance(span, Substituted):
        runs.append(Other(span.public_words, span.key))
        return
    last = runs[-1] if runs else None
    if isinstance(last, Mark) and last.ground == span.ground:
        runs[-1] = Mark(last.ground, (*last.keys, span.key))
    else:
        runs.append(Mark(span.ground, (span.key,)))
