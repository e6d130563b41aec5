"""招集通知 and 次第 of a sitting, as one audience reads them. Pure.

Both are composed before anything is written, so number and day of the 招集通知 stay blank: the office's own
register of documents gives them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from meetings.choices import LetterKind, MeetingFormat
from meetings.minutes import PaperRow, paper_row
from meetings.minutes_record import Flag, Item, Paper
from meetings.printed import Field, ListedPlace, Pieces, PublicText, Text, check_number, words_of
from portal.disclosure.choices import Disclosure

# What is asked of those who are called, by how the sitting is held.
ASKED = {
    MeetingFormat.IN_PERSON: "開催しますので、御出席くださいますようお願いします。",
    MeetingFormat.ONLINE: "オンラインにより開催しますので、御出席くださいますようお願いします。",
    MeetingFormat.HYBRID: "対面とオンラインを併用して開催しますので、御出席くださいますようお願いします。",
    MeetingFormat.CIRCULATED: "書面（持ち回り）により開催しますので、御審議くださいますようお願いします。",
}
PLACES = {MeetingFormat.ONLINE: "オンライン", MeetingFormat.CIRCULATED: "書面（持ち回り）"}
UNSTATED = "未定"


@dataclass(frozen=True)
class Topic:
    """An item of the agenda and who explains it."""

    item: Item
    explainer: str = ""


@dataclass(frozen=True)
class Call:
    """A sitting that is to come, as plain data. ``seats`` are those who are called, ``head`` who calls."""

    name: str
    body: str
    head: str
    secretariat: str
    held: Field
    venue: Field
    format: str
    flag: Flag
    topics: Sequence[Topic]
    papers: Sequence[Paper]
    seats: Sequence[str]


@dataclass(frozen=True)
class Line:
    """One item as it is printed."""

    number: int
    title: Pieces
    explainer: str


@dataclass(frozen=True)
class Part:
    """The items of one category."""

    category: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Letter:
    """Everything the templates print, for one audience."""

    kind: LetterKind
    name: str
    sender: tuple[str, ...]
    seats: tuple[str, ...]
    asks: str
    facts: tuple[tuple[str, Pieces], ...]
    parts: tuple[Part, ...]
    papers: tuple[PaperRow, ...]
    secretariat: str
    listed: tuple[ListedPlace, ...]
    has_examples: bool
    is_public: bool
    check_number: str

    @property
    def title(self) -> str:
        """What stands above it."""
        if self.kind == LetterKind.PROGRAMME:
            return f"{self.name}　次第"
        return f"{self.name}の開催について（通知）"

    @property
    def shows_articles(self) -> bool:
        """Whether any ground has its article registered."""
        return any(listed.line.article for listed in self.listed)

    @property
    def closing_number(self) -> int:
        """閉会 comes after 開会 and the categories."""
        return len(self.parts) + 2


def compose(call: Call, kind: LetterKind, text: Text) -> Letter:
    """Compose one letter; ``text`` decides what of each field this audience reads."""
    is_call = kind == LetterKind.CONVOCATION
    facts = tuple(_facts(call, text, is_call=is_call))
    parts = tuple(_parts(call.topics, text))
    papers = tuple(paper_row(paper, text) for paper in call.papers)
    listed = tuple(text.listed) if isinstance(text, PublicText) else ()
    return Letter(
        kind=kind,
        name=call.name,
        sender=tuple(filter(None, (call.body, call.head))),
        seats=tuple(call.seats),
        asks=ASKED[MeetingFormat(call.format)],
        facts=facts,
        parts=parts,
        papers=papers,
        secretariat=call.secretariat,
        listed=listed,
        has_examples=any(one.line.is_example for one in listed),
        is_public=text.is_public,
        check_number=check_number(_words(kind, call, facts, parts, papers)),
    )


def _facts(call: Call, text: Text, *, is_call: bool) -> Iterator[tuple[str, Pieces]]:
    yield "日時", text.pieces(call.held if call.held.text else Field(UNSTATED), "日時")
    place = PLACES.get(MeetingFormat(call.format), UNSTATED)
    yield "場所", text.pieces(call.venue if call.venue.text else Field(place), "場所")
    if is_call:
        yield "会議の公開", text.pieces(Field(Disclosure(call.flag.disclosure).label), "会議の公開")
        if call.flag.reason.text:
            yield "その理由", text.pieces(call.flag.reason, "会議の公開 理由")


def _parts(topics: Sequence[Topic], text: Text) -> Iterator[Part]:
    for category, together in groupby(topics, key=lambda topic: topic.item.category):
        lines = (
            Line(
                topic.item.number,
                text.pieces(topic.item.title, f"{topic.item.label}の題名"),
                topic.explainer,
            )
            for topic in together
        )
        yield Part(category, tuple(lines))


def _words(
    kind: LetterKind,
    call: Call,
    facts: Sequence[tuple[str, Pieces]],
    parts: Sequence[Part],
    papers: Sequence[PaperRow],
) -> Iterator[str]:
    """The text of the letter, line by line, as the 照合番号 is taken over it."""
    yield f"{call.name} {kind.label}"
    yield from (f"{label}：{words_of(value)}" for label, value in facts)
    for part in parts:
        yield part.category
        yield from (f"（{line.number}）{words_of(line.title)} {line.explainer}" for line in part.lines)
    yield from (f"{paper.number} {words_of(paper.title)}" for paper in papers)
    yield from call.seats
