"""言い直し: withheld content that is said again in words about to become public. Pure functions.

Two places share the same pseudonym with a word of one synonym group, a figure, a date, or a run of six
characters or more. What says nothing is no run: grammar (``EMPTY_WORDS``), a pseudonym by itself, and words
that stand in what is published anyway, such as the titles of the agenda. See docs/adr.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from portal.disclosure.leaks import Folded, Hidden, LeakFinding, Level, PublicPiece, Rule

# Words that say the same of what is withheld.
SYNONYMS: tuple[tuple[str, ...], ...] = (("経費", "費用", "コスト", "価格"),)
SHORTEST_RUN = 6
# A run that so many places share with one passage is told once, with its count.
OFTEN = 3
# Particles, endings and auxiliary words: a run of nothing else says nothing of what is withheld.
_GRAMMAR = """
    が の を に へ と も は で や か から まで より ので のに など なら けれど けれども しかし また なお
    この その あの これ それ こと もの ため ところ とき よう ような ように という といった として
    について において における に対して に関して に関する によって による により
    たい たく ない なく なかった なければ ならない なりません いけない いけません
    いる いた いて いない います いました ある あった あり あります おり
    れる られる れた られた れて られて される された されて せる させる
    する した して しない します しました しなければ したい できる できない できます
    なる なった なって なります です ます ました ません でした だ だった である であり では でしょう
    ではないか べき そう らしい はず ほど 考える 考えて 考えている 考えています 考えられる
    思う 思います 思って 思われる 良い 良く よい よく いい お願いします いただく いただき
    いただきたい ください ございます 、 。 ・ , . 「 」 ( ) ?
"""
EMPTY_WORDS = tuple(_GRAMMAR.split())
_KINDS = "社区市町村県"
_LABEL = re.compile(rf"(?<![a-z])[a-z][{_KINDS}]")
_DATE = re.compile(
    r"(?:\d{1,4}|元)年度?(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日|頭|初め|初旬|上旬|中旬|下旬|末)?"
)
# A figure with its unit; one that only numbers (第1回, 議案2, (3)) is the same as such a one alone.
_FIGURE = re.compile(
    r"(第|議案|議題|資料|別紙|項目|\((?=\d{1,2}\)))?(\d[\d,.]*[百千万億兆]*)"
    r"([かヶケカヵ箇]月|[週日年時]間|[円件人秒分台回倍割%名社点層個歳])?"
)
Shared = tuple[int, int, str]


@dataclass(frozen=True)
class Run:
    """Words that both places share, where they stand in the piece, and what of them says something."""

    start: int
    end: int
    words: str
    core: str

    @property
    def shared(self) -> Shared:
        """As evidence."""
        return self.start, self.end, f"「{self.words}」"


def echoes(
    pieces: Iterable[PublicPiece],
    hidden: Iterable[Hidden],
    labels: Iterable[str] = (),
    published: Iterable[str] = (),
) -> list[LeakFinding]:
    """Withheld content that is said again: one finding for each piece and passage that share anything.

    ``published`` are words that residents read whatever is withheld, such as titles.
    """
    known = [Folded.of(label).text for label in labels]
    titles = [Folded.of(title).text for title in published]
    texts = [(piece, Folded.of(piece.words)) for piece in pieces]
    in_texts = [_grams(text.text) for _, text in texts]
    found: dict[int, list[LeakFinding]] = defaultdict(list)
    for passage in hidden:
        words = Folded.of(passage.words).text
        in_words = set(_grams(words))
        runs = [
            [] if in_words.isdisjoint(in_text) else list(_runs(text, words, known, titles))
            for (_, text), in_text in zip(texts, in_texts, strict=True)
        ]
        often = _often(runs)
        for place, (piece, text) in enumerate(texts):
            shared = [
                *_of_pseudonyms(text.text, words, known),
                *_figures(text.text, words),
                *_told(runs[place], often, place),
            ]
            if shared:
                found[place].append(_finding(piece, text, passage, shared))
    return [each for place in sorted(found) for each in found[place]]


def _grams(text: str) -> list[str]:
    """All that a run could begin with."""
    return [text[at : at + SHORTEST_RUN] for at in range(len(text) - SHORTEST_RUN + 1)]


def _finding(piece: PublicPiece, text: Folded, passage: Hidden, shared: list[Shared]) -> LeakFinding:
    start, end, _ = min(shared, key=lambda each: each[0])
    begin, last = text.span(start, end)
    evidence = tuple(dict.fromkeys(said for _, _, said in shared))
    words = piece.words[begin:last]
    return LeakFinding(
        piece.key, Level.WARNING, Rule.ECHO, words, begin, last, evidence=evidence, source=passage.key
    )


def _often(runs: Sequence[Sequence[Run]]) -> dict[str, list[int]]:
    """What many places share with the passage, and which places."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, found in enumerate(runs):
        for core in {run.core for run in found}:
            places[core].append(place)
    return {core: where for core, where in places.items() if len(where) >= OFTEN}


def _told(runs: Iterable[Run], often: dict[str, list[int]], place: int) -> Iterator[Shared]:
    """The runs of a piece, each said once; one that stands in many is told at the first of them, for all."""
    longest: dict[str, Run] = {}
    for run in sorted(runs, key=lambda each: each.start - each.end):
        longest.setdefault(run.core, run)
    for run in longest.values():
        where = often.get(run.core)
        if where is None:
            yield run.shared
        elif where[0] == place:
            yield run.start, run.end, f"「{run.words}」（ほか{len(where) - 1}か所）"


def _of_pseudonyms(text: str, words: str, known: Sequence[str]) -> Iterator[Shared]:
    """The same pseudonym with a word of one synonym group, in both."""
    both = {*_labels(text, known)} & {*_labels(words, known)}
    for group in SYNONYMS if both else ():
        said = [word for word in map(str.casefold, group) if word in text]
        if said and any(word in words for word in map(str.casefold, group)):
            start = text.index(said[0])
            yield start, start + len(said[0]), f"{'・'.join(sorted(both)).upper()}と「{said[0]}」"


def _labels(text: str, known: Sequence[str]) -> set[str]:
    return {*_LABEL.findall(text), *(label for label in known if label and label in text)}


def _figures(text: str, words: str) -> Iterator[Shared]:
    """The same date or figure in both; a figure without a unit is the same as one with any."""
    dates = {match[0] for match in _DATE.finditer(words)}
    yield from ((m.start(), m.end(), m[0]) for m in _DATE.finditer(text) if m[0] in dates)
    mine = [_figure(match) for match in _FIGURE.finditer(_DATE.sub(_blank, words))]
    for match in _FIGURE.finditer(_DATE.sub(_blank, text)):
        before, number, unit = _figure(match)
        if any(
            (before, number) == (of_it, other) and (unit == of or not unit or not of)
            for of_it, other, of in mine
        ):
            yield match.start(), match.end(), match[0]


def _blank(match: re.Match[str]) -> str:
    """Something as long that is no figure."""
    return "、" * len(match[0])


def _figure(match: re.Match[str]) -> tuple[str, str, str]:
    unit = "か月" if match[3] and match[3][-1] == "月" else match[3] or ""
    return match[1] or "", match[2].replace(",", "").rstrip("."), unit


def _runs(text: Folded, words: str, known: Sequence[str], titles: Sequence[str]) -> Iterator[Run]:
    """Every run of characters that both share and that says something, each as long as it goes."""
    reached = start = 0
    while start + SHORTEST_RUN <= len(text.text):
        end = start + SHORTEST_RUN
        if text.text[start:end] not in words:
            start += 1
            continue
        while end < len(text.text) and text.text[start : end + 1] in words:
            end += 1
        core = _core(text.text[start:end], known)
        if end > reached and core and not any(core in title for title in titles):
            yield Run(start, end, text.original[slice(*text.span(start, end))], core)
        reached, start = max(reached, end), start + 1


def _core(run: str, known: Sequence[str]) -> str:
    """A run without the empty words it begins and ends with, and without pseudonyms there; maybe nothing."""
    at, until = 0, len(run)
    for is_first in (True, False):
        bare = run[at:until]
        length = max((each for each in _ways(bare, tuple(known), from_start=is_first)), default=0)
        at, until = (at + length, until) if is_first else (at, until - length)
    return run[at:until]


@lru_cache(maxsize=4096)
def _ways(run: str, known: tuple[str, ...], *, from_start: bool) -> tuple[int, ...]:
    """How much of a run's beginning (or end) is nothing but empty words; at the very edge, parts of one."""
    words = [*EMPTY_WORDS, *(label for label in known if label), *_LABEL.findall(run)]
    if not from_start:
        run, words = run[::-1], [word[::-1] for word in words]
    # A run begins and ends anywhere: of its first word only the rest may be there, of its last the beginning.
    rests = {word[cut:] for word in words for cut in range(1, len(word))}
    rests |= set(_KINDS) if from_start else set()
    reached = {0, *(len(rest) for rest in rests if run.startswith(rest))}
    waiting = list(reached)
    while waiting:
        at = waiting.pop()
        for word in words:
            end = at + len(word)
            if run.startswith(word, at) and end not in reached:
                reached.add(end)
                waiting.append(end)
        rest = run[at:]
        if rest and any(word.startswith(rest) for word in words):
            reached.add(len(run))
    return tuple(reached)
