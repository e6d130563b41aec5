"""Leak rules on plain text: words that unmask, and withheld words in a file. Pure functions.

Texts are compared folded: width, case, white space and invisible characters make no difference.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Level(StrEnum):
    """A leak blocks the public edition; a warning may be acknowledged for a reason."""

    LEAK = "leak"
    WARNING = "warning"


class Rule(StrEnum):
    """What was found."""

    SEALED = "sealed"
    UNMASKING = "unmasking"
    VENDOR = "vendor"
    PRODUCT = "product"
    WITHHELD = "withheld"
    ECHO = "echo"


@dataclass(frozen=True)
class Watch:
    """A word to look for; ``label`` is the pseudonym it unmasks, ``unless`` are longer words that hold it."""

    word: str
    rule: Rule
    label: str = ""
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublicPiece:
    """Words about to become public, and whatever the caller knows them by."""

    key: object
    words: str


@dataclass(frozen=True)
class Hidden:
    """A withheld passage."""

    key: object
    words: str


@dataclass(frozen=True)
class LeakFinding:
    """One finding: characters ``start`` to ``end`` of the piece; ``evidence`` is what both places share."""

    key: object
    level: Level
    rule: Rule
    words: str
    start: int
    end: int
    evidence: tuple[str, ...] = ()
    source: object = None

    @property
    def said(self) -> str:
        """What the finding goes by: the word, or of an echo what both places share."""
        return ("、".join(self.evidence) or self.words)[:500]


SHORTEST_RUN = 6
# Shorter words are looked for as whole words only: Word is no part of password, リコー none of リコール.
_SHORT_LATIN, _SHORT_KATAKANA = 6, 5
_VENDOR_LABEL = re.compile(r"(?<![a-z])[a-z]社")
_MARKS = "ﾞﾟ\u3099\u309a"


@dataclass(frozen=True)
class Folded:
    """A text as it is compared, and where each of its characters stands in the original."""

    text: str
    at: tuple[int, ...]
    original: str

    @classmethod
    def of(cls, original: str) -> "Folded":
        """Fold character by character, so that every place can be found again."""
        text, at = [], []
        for place, characters in _characters(original):
            for character in unicodedata.normalize("NFKC", characters).casefold():
                if unicodedata.category(character)[0] not in "ZC":
                    text.append(character)
                    at.append(place)
        return cls("".join(text), tuple(at), original)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where folded characters stand in the original."""
        return self.at[start], self.at[end - 1] + 1


@lru_cache(maxsize=2048)
def _folded(word: str) -> str:
    """A word to look for: the same few hundred, again and again."""
    return Folded.of(word).text


def _characters(text: str) -> Iterator[tuple[int, str]]:
    """Each character with a sound mark that follows it (ｶﾞ is one)."""
    for place, character in enumerate(text):
        if character in _MARKS and place:
            continue
        marks = text[place + 1 : place + 2]
        yield place, character + marks if marks and marks in _MARKS else character


def named(pieces: Iterable[PublicPiece], watches: Iterable[Watch]) -> list[LeakFinding]:
    """Every word to look for that stands in the pieces, all of which are read together."""
    looked_for = [(watch, _folded(watch.word)) for watch in watches]
    folded = [(piece, Folded.of(piece.words)) for piece in pieces]
    together = [text.text for _, text in folded]
    has_vendor = any(_VENDOR_LABEL.search(text) for text in together)
    levels = {watch: _level(watch, together, has_vendor=has_vendor) for watch, _ in looked_for}
    found = []
    for piece, text in folded:
        hits = [
            (start, start + len(word), watch)
            for watch, word in looked_for
            for start in _places(text, word, watch)
        ]
        for start, end, watch in _widest(hits):
            first, last = text.span(start, end)
            words = piece.words[first:last]
            found.append(LeakFinding(piece.key, levels[watch], watch.rule, words, first, last))
    return found


def _level(watch: Watch, together: Sequence[str], *, has_vendor: bool) -> Level:
    """A sealed name always leaks; what only hints at it leaks beside the pseudonym."""
    if watch.rule == Rule.SEALED:
        return Level.LEAK
    if watch.rule == Rule.UNMASKING:
        label = Folded.of(watch.label).text
        return Level.LEAK if any(label in text for text in together) else Level.WARNING
    return Level.LEAK if watch.rule == Rule.VENDOR and has_vendor else Level.WARNING


def _places(text: Folded, word: str, watch: Watch) -> Iterator[int]:
    """Where a word stands as itself."""
    exceptions = [Folded.of(longer).text for longer in watch.unless]
    start = text.text.find(word) if word else -1
    while start >= 0:
        end = start + len(word)
        is_part = any(_covers(text.text, longer, start, end) for longer in exceptions)
        if not is_part and not _is_within_word(text, start, end, word):
            yield start
        start = text.text.find(word, start + 1)


def _covers(text: str, longer: str, start: int, end: int) -> bool:
    place = text.find(longer, max(0, end - len(longer)))
    return 0 <= place <= start and end <= place + len(longer)


def _is_within_word(text: Folded, start: int, end: int, word: str) -> bool:
    """Whether a short word goes on before or after in the same script, without white space between."""
    for is_same, shortest in ((_is_latin, _SHORT_LATIN), (_is_katakana, _SHORT_KATAKANA)):
        if len(word) >= shortest or not all(map(is_same, word)):
            continue
        first, last = text.span(start, end)
        around = unicodedata.normalize("NFKC", text.original[max(0, first - 1) : first])
        after = unicodedata.normalize("NFKC", text.original[last : last + 1])
        if any(side and is_same(side) for side in (around, after)):
            return True
    return False


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _is_katakana(character: str) -> bool:
    return "ァ" <= character <= "ヿ"


def _widest(hits: list[tuple[int, int, Watch]]) -> Iterator[tuple[int, int, Watch]]:
    """Without those that stand inside another: Microsoft Word is one finding of its maker, not two."""
    reached, strength = 0, list(Rule)
    for start, end, watch in sorted(hits, key=lambda hit: (hit[0], -hit[1], strength.index(hit[2].rule))):
        if end > reached:
            yield start, end, watch
            reached = end


def repeated(pieces: Iterable[PublicPiece], hidden: Iterable[Hidden]) -> list[LeakFinding]:
    """Withheld words that stand word for word in a piece, as in a file that was to be without them."""
    passages = [(each, Folded.of(each.words).text) for each in hidden]
    found = []
    for piece in pieces:
        text = Folded.of(piece.words)
        for passage, words in passages:
            start = text.text.find(words)
            if len(words) >= SHORTEST_RUN and start >= 0:
                first, last = text.span(start, start + len(words))
                said = piece.words[first:last]
                found.append(
                    LeakFinding(piece.key, Level.LEAK, Rule.WITHHELD, said, first, last, source=passage.key)
                )
    return found
