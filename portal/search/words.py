"""What somebody typed into the search box, as words and their spellings. Pure functions."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_QUERY = 100
MOST_WORDS = 5

_KANA_SHIFT = ord("ァ") - ord("ぁ")
_TO_KATAKANA = {code: chr(code + _KANA_SHIFT) for code in range(ord("ぁ"), ord("ゖ") + 1)}
_TO_HIRAGANA = {ord(katakana): chr(code) for code, katakana in _TO_KATAKANA.items()}
_TO_WIDE = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}


@dataclass(frozen=True)
class Word:
    """One word and the ways in which the stored text may write it: width and kana of its letters."""

    typed: str
    spellings: tuple[str, ...]


def words_of(query: str) -> list[Word]:
    """The words of a query, all of which a record must hold; what nobody can type is dropped."""
    readable = "".join(sign if sign.isprintable() or sign.isspace() else " " for sign in query)
    return [Word(word, spellings(word)) for word in readable[:LONGEST_QUERY].split()[:MOST_WORDS]]


def spellings(word: str) -> tuple[str, ...]:
    """The word as typed, narrow, wide, in hiragana and in katakana, each once."""
    narrow = unicodedata.normalize("NFKC", word)
    found = [word, narrow, narrow.translate(_TO_WIDE)]
    found += [each.translate(table) for table in (_TO_KATAKANA, _TO_HIRAGANA) for each in (narrow, word)]
    return tuple(dict.fromkeys(found))


def pieces(text: str, words: list[Word]) -> list[tuple[str, bool]]:
    """The text cut where words were found: piece by piece, and whether it is a hit."""
    wanted = sorted({each for word in words for each in word.spellings}, key=len, reverse=True)
    if not wanted:
        return [(text, False)]
    pattern = re.compile("(" + "|".join(map(re.escape, wanted)) + ")", re.IGNORECASE)
    return [(piece, number % 2 == 1) for number, piece in enumerate(pattern.split(text)) if piece]
