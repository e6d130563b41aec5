"""What somebody typed to search texts with, as words to find and words to leave out. Pure functions.

Texts are compared as ``portal.text.fold`` makes them, and indexed as pairs of neighbouring characters: a word
is found where its pairs stand in a row, a single character where a pair begins with it. Every pair is written
as one word of ASCII letters and figures, so that both databases take it for a word and leave it as it is.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from portal.search.synonyms import GROUPS
from portal.text import fold

LONGEST_QUERY = 200
MOST_WORDS = 10
# Between two texts of one record, so that no word is found across them.
_BORDER = "z"


@dataclass(frozen=True)
class Phrase:
    """One word to find, or to leave out; ``spellings`` are folded, any of them will do."""

    typed: str
    spellings: tuple[str, ...]
    is_left_out: bool = False


def phrases_of(query: str, *, as_typed: bool = False) -> list[Phrase]:
    """The words of a query; one that begins with - is to be left out. ``as_typed`` adds no other words."""
    readable = "".join(sign if sign.isprintable() or sign.isspace() else " " for sign in query)
    found = []
    for typed in readable[:LONGEST_QUERY].split()[:MOST_WORDS]:
        is_left_out = unicodedata.normalize("NFKC", typed[0]) == "-" and len(typed) > 1
        folded = fold(typed[1:] if is_left_out else typed)
        if folded:
            spellings = (folded,) if as_typed else _with_synonyms(folded)
            found.append(Phrase(typed[1:] if is_left_out else typed, spellings, is_left_out))
    return found


def _with_synonyms(word: str) -> tuple[str, ...]:
    groups = (tuple(map(fold, group)) for group in GROUPS)
    others = (each for group in groups if word in group for each in group)
    return tuple(dict.fromkeys((word, *others)))


def tokens(*texts: str) -> str:
    """What the index holds of a record: the pairs of each text, the last character alone too."""
    return f" {_BORDER} ".join(" ".join(_pairs(fold(text), with_last=True)) for text in texts if text)


def _pairs(folded: str, *, with_last: bool = False) -> Iterator[str]:
    """A letter first, or PostgreSQL would read some of them as numbers."""
    codes = [f"{ord(character):06x}" for character in folded]
    for first, second in pairwise(codes):
        yield f"x{first}{second}"
    if with_last and codes:
        yield f"x{codes[-1]}"


@dataclass(frozen=True)
class _Grammar:
    """How a database writes a query."""

    either: str
    both: str
    without: str
    row: Callable[[list[str]], str]
    beginning: Callable[[str], str]

    def one(self, spelling: str) -> str:
        """Pairs in a row, or what begins with a single character."""
        *pairs, last = _pairs(spelling, with_last=True)
        return self.row(pairs) if pairs else self.beginning(last)

    def any_of(self, phrases: Iterable[Phrase], sign: str) -> str:
        """Each phrase in any of its spellings."""
        each = (f"({f' {self.either} '.join(map(self.one, phrase.spellings))})" for phrase in phrases)
        return f"({f' {sign} '.join(each)})"

    def query(self, phrases: Iterable[Phrase]) -> str:
        """Every phrase, and none that is left out; there must be one to find."""
        known = list(phrases)
        wanted = self.any_of((each for each in known if not each.is_left_out), self.both)
        left_out = [each for each in known if each.is_left_out]
        return f"{wanted} {self.without} {self.any_of(left_out, self.either)}" if left_out else wanted


_FTS5 = _Grammar("OR", "AND", "NOT", lambda pairs: f'"{" ".join(pairs)}"', lambda start: f"{start}*")
_TSQUERY = _Grammar("|", "&", "& !", lambda pairs: f"({'<->'.join(pairs)})", lambda start: f"{start}:*")


def for_fts5(phrases: Iterable[Phrase]) -> str:
    """The query in the language of SQLite's index."""
    return _FTS5.query(phrases)


def for_tsquery(phrases: Iterable[Phrase]) -> str:
    """The query in the language of PostgreSQL's index."""
    return _TSQUERY.query(phrases)


class Piece(NamedTuple):
    """A part of the original text, and whether it is a hit."""

    words: str
    is_hit: bool


def pieces(text: str, phrases: Iterable[Phrase]) -> list[Piece]:
    """The text as it is, cut where words were found."""
    clusters = list(_clusters(text))
    # The place in the folded text of each cluster of the original.
    places: list[int] = []
    folded = ""
    for number, cluster in enumerate(clusters):
        told = fold(cluster)
        folded += told
        places += [number] * len(told)
    hits: set[int] = set()
    for spelling in {each for phrase in phrases if not phrase.is_left_out for each in phrase.spellings}:
        start = folded.find(spelling)
        while start >= 0:
            hits.update(range(places[start], places[start + len(spelling) - 1] + 1))
            start = folded.find(spelling, start + 1)
    cut: list[Piece] = []
    for number, cluster in enumerate(clusters):
        if cut and cut[-1].is_hit == (number in hits):
            cut[-1] = Piece(cut[-1].words + cluster, cut[-1].is_hit)
        else:
            cut.append(Piece(cluster, number in hits))
    return cut


def _clusters(text: str) -> Iterator[str]:
    """Characters with the marks that belong to them: folding never looks farther than that."""
    cluster = ""
    for character in text:
        if cluster and not _is_mark(character):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _is_mark(character: str) -> bool:
    is_selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return is_selector or character in "ﾞﾟ" or unicodedata.combining(character) != 0


def excerpt(cut: list[Piece], around: int = 60) -> list[Piece]:
    """The part of a text around its first hit; … stands for what is left out."""
    first = next((number for number, piece in enumerate(cut) if piece.is_hit), 0)
    before, shown = "".join(piece.words for piece in cut[:first]), cut[first:]
    told = [Piece(f"…{before[-around:]}" if len(before) > around else before, is_hit=False)]
    left = around * 2
    for piece in shown:
        told.append(Piece(piece.words[:left], piece.is_hit))
        left -= len(piece.words)
        if left <= 0:
            told.append(Piece("…", is_hit=False))
            break
    return [piece for piece in told if piece.words]
