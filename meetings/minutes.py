"""会議録: the composition of the official record on plain data, for either audience.

``compose`` turns a ``Sitting`` into a ``Minutes``, which the templates print without deciding anything.
What a public edition holds comes from ``PublicText`` alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from meetings.choices import EntryKind
from meetings.minutes_form import FormLayout, LayoutRow, Value
from meetings.minutes_record import Attendee, Entry, Flag, Item, Paper, Sitting
from meetings.printed import Field, ListedPlace, Piece, Pieces, PublicText, Text, check_number, words_of
from meetings.printed import paragraphs as parted
from portal.disclosure.choices import PRINTED, Disclosure

HEADING = re.compile(r"(?P<number>[^（(]{2,6}[（(][^）)]{1,2}[）)])[\s　]*(?P<title>.+)", re.DOTALL)
LABEL_ROOM = 5
# A label of the seed's own making: one Latin letter for a firm, ward, city, town, village or prefecture.
PSEUDONYM = re.compile(r"[A-ZＡ-Ｚ] ?(?P<kind>[社区市町村県])")


@dataclass(frozen=True)
class Agenda:
    """The items of one category, in the form's table."""

    category: str
    items: tuple[tuple[int, Pieces], ...]


@dataclass(frozen=True)
class Choice:
    """One box of a flag row."""

    mark: str
    word: str
    is_chosen: bool


@dataclass(frozen=True)
class Cell:
    """What stands right in a row of the table: exactly one of these is filled, by the row's value."""

    text: Pieces = ()
    agenda: tuple[Agenda, ...] = ()
    choices: tuple[Choice, ...] = ()
    reason_label: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableRow:
    """One row of the table; ``spread`` is the style of a label in 均等割り."""

    label: str
    spread: str
    cell: Cell


@dataclass(frozen=True)
class TableGroup:
    """Rows that stay on one page; with a label of their own to the left when they have one."""

    label: str
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class Block:
    """One block of the record. ``place`` names it for a person who has to mend it."""

    kind: str
    place: str
    paragraphs: tuple[Pieces, ...]
    label: Pieces = ()
    hang: int = 0
    keeps_next: bool = False

    @property
    def has_long_label(self) -> bool:
        """Whether the label needs more room than the five characters of 副本部長：."""
        return len(words_of(self.label)) > LABEL_ROOM


@dataclass(frozen=True)
class PaperRow:
    """One row of 提出された資料等."""

    number: str
    title: Pieces


@dataclass(frozen=True)
class Minutes:
    """Everything the templates print, for one audience."""

    layout: FormLayout
    name: str
    table: tuple[TableGroup, ...]
    record: tuple[Block, ...]
    papers: tuple[PaperRow, ...]
    listed: tuple[ListedPlace, ...]
    is_public: bool
    has_substitutions: bool
    has_examples: bool
    pseudonyms: str
    check_number: str

    @property
    def shows_articles(self) -> bool:
        """Whether any ground has its article registered."""
        return any(listed.line.article for listed in self.listed)

    @property
    def first_ground(self) -> str:
        """The ground the legend shows as its example."""
        return self.listed[0].line.ground if self.listed else ""


def compose(sitting: Sitting, layout: FormLayout, text: Text) -> Minutes:
    """Compose one edition; ``text`` decides what of each field this audience reads."""
    table = tuple(_table(sitting, layout, text))
    record = tuple(_record(sitting, layout, text))
    papers = tuple(paper_row(paper, text) for paper in sitting.papers)
    listed, has_substitutions, has_examples = _notes(text)
    lines = [sitting.name, *_words(layout, table, record, papers)]
    lines += [f"{one.number} {one.place} {one.line.ground} {one.line.period}" for one in listed]
    return Minutes(
        layout=layout,
        name=sitting.name,
        table=table,
        record=record,
        papers=papers,
        listed=listed,
        is_public=text.is_public,
        has_substitutions=has_substitutions,
        has_examples=has_examples,
        pseudonyms=_pseudonyms(lines) if text.is_public else "",
        check_number=check_number(lines),
    )


def _notes(text: Text) -> tuple[tuple[ListedPlace, ...], bool, bool]:
    """What the composition left behind: the list, whether words were changed, whether any is an example."""
    if not isinstance(text, PublicText):
        return (), False, False
    examples = text.has_example_substitutions or any(one.line.is_example for one in text.listed)
    return tuple(text.listed), text.has_substitutions, examples


def _table(sitting: Sitting, layout: FormLayout, text: Text) -> Iterator[TableGroup]:
    for group, together in groupby(layout.rows, key=lambda row: row.group):
        rows = tuple(
            TableRow(
                label=row.label,
                spread=f"{row.spread}-{len(row.label)}" if row.spread else "",
                cell=_cell(row, sitting, layout, text),
            )
            for row in together
        )
        if group:
            yield TableGroup(group, rows)
        else:
            yield from (TableGroup("", (row,)) for row in rows)


def _cell(row: LayoutRow, sitting: Sitting, layout: FormLayout, text: Text) -> Cell:
    label = row.label.replace("\n", "")
    if row.value == Value.AGENDA:
        return Cell(agenda=tuple(_agenda(sitting.items, text)))
    if row.value == Value.ATTENDANCE:
        return Cell(names=tuple(_names(row, sitting.attendees)))
    if row.value in (Value.MEETING_FLAG, Value.MINUTES_FLAG):
        flag = sitting.meeting_flag if row.value == Value.MEETING_FLAG else sitting.minutes_flag
        return _flag(flag, f"公開の可否 {label}", layout, text)
    observers = "" if sitting.observer_count is None else f"{sitting.observer_count}人"
    field = {
        Value.NAME: Field(sitting.name),
        Value.SECRETARIAT: Field(sitting.secretariat),
        Value.HELD: sitting.held,
        Value.ENDED: Field(sitting.ended),
        Value.VENUE: sitting.venue,
        Value.OBSERVERS: Field(observers),
    }[row.value]
    return Cell(text=text.pieces(field, label))


def _agenda(items: Sequence[Item], text: Text) -> Iterator[Agenda]:
    for category, together in groupby(items, key=lambda item: item.category):
        yield Agenda(category, tuple((item.number, _title(item, text)) for item in together))


def _title(item: Item, text: Text) -> Pieces:
    return text.pieces(item.title, f"{item.label}の題名")


def _names(row: LayoutRow, attendees: Sequence[Attendee]) -> Iterator[str]:
    """The row's names, each but the last with its 、."""
    names = [
        attendee.printed
        for attendee in attendees
        if attendee.status in row.statuses and row.attendance_group in ("", attendee.group)
    ]
    yield from (f"{name}、" for name in names[:-1])
    yield from names[-1:]


def _flag(flag: Flag, place: str, layout: FormLayout, text: Text) -> Cell:
    choices = tuple(
        Choice(
            layout.chosen if choice == flag.disclosure else layout.other,
            choice.label,
            choice == flag.disclosure,
        )
        for choice in PRINTED
    )
    undecided = flag.disclosure == Disclosure.ON_THE_DAY
    reason = Field(Disclosure.ON_THE_DAY.label) if undecided else flag.reason
    return Cell(choices=choices, reason_label=layout.reason_label, text=text.pieces(reason, f"{place} 理由"))


def _record(sitting: Sitting, layout: FormLayout, text: Text) -> list[Block]:
    blocks: list[Block] = []
    begun: list[Item] = []
    for item, together in groupby(sitting.entries, key=lambda entry: entry.item):
        entries = list(together)
        if item is not None and item not in begun:
            begun.append(item)
            if entries[0].kind != EntryKind.HEADING or item.title.withheld:
                blocks.append(_item_heading(item, text))
                entries = [entry for entry in entries if entry.kind != EntryKind.HEADING]
        if isinstance(text, PublicText) and item is not None and item.closed is not None:
            blocks.append(_closed(item, item.closed, text))
            continue
        blocks.extend(_blocks(entries, layout, text))
    return [
        block if after is None or after.kind != "small_heading" else _kept(block)
        for block, after in zip_longest(blocks, blocks[1:])
    ]


def _kept(block: Block) -> Block:
    """The same block, on one page with what follows it."""
    return Block(block.kind, block.place, block.paragraphs, block.label, block.hang, keeps_next=True)


def _item_heading(item: Item, text: Text) -> Block:
    """The heading of an item whose record has none, or whose title the public may not read."""
    return Block(
        kind="small_heading" if item.is_papers_only else "heading",
        place=f"{item.label} 見出し",
        paragraphs=(_title(item, text),),
        label=(Piece(item.label),),
        hang=len(item.label),
    )


def _closed(item: Item, key: int, text: PublicText) -> Block:
    return Block(EntryKind.NARRATIVE, item.label, ((text.mark(key, f"{item.label}の記録（全部）"),),))


def _blocks(entries: list[Entry], layout: FormLayout, text: Text) -> Iterator[Block]:
    spoken = 0
    for entry in entries:
        spoken += entry.kind == EntryKind.SPEECH
        where = entry.item.label if entry.item else "議題外"
        if entry.kind == EntryKind.HEADING:
            yield _heading(entry, where, text)
        elif entry.kind == EntryKind.SPEECH:
            yield _speech(entry, where, spoken, layout, text)
        else:
            label = (Piece(layout.summary_label + layout.speaker_mark),)
            shown = text.pieces(entry.text, f"{where}{EntryKind(entry.kind).label}")
            yield Block(
                entry.kind,
                f"{where} {EntryKind(entry.kind).label}",
                parted(shown),
                label if entry.kind == EntryKind.SUMMARY else (),
            )


def _speech(entry: Entry, where: str, spoken: int, layout: FormLayout, text: Text) -> Block:
    label = text.pieces(entry.label, f"{where}の発言者")
    shown = text.pieces(entry.text, f"{where}{words_of(label)}の発言")
    return Block(
        EntryKind.SPEECH, f"{where} {spoken}番目の発言", parted(shown), (*label, Piece(layout.speaker_mark))
    )


def _heading(entry: Entry, where: str, text: Text) -> Block:
    kind = "small_heading" if entry.item and entry.item.is_papers_only else "heading"
    pieces = text.pieces(entry.text, f"{where}見出し")
    found = HEADING.fullmatch(pieces[0].words) if len(pieces) == 1 else None
    if found is None:
        return Block(kind, f"{where} 見出し", (pieces,))
    number, title = found["number"], (Piece(found["title"]),)
    return Block(kind, f"{where} 見出し", (title,), (Piece(number),), hang=len(number))


def paper_row(paper: Paper, text: Text) -> PaperRow:
    """One line of 提出された資料等; a paper the public may not read keeps its number and its title."""
    title = text.pieces(paper.title, f"資料{paper.number}の題名")
    if isinstance(text, PublicText) and paper.closed is not None:
        title = (*title, text.mark(paper.closed, f"資料{paper.number} {words_of(title)}（全部）"))
    return PaperRow(paper.printed_number or f"資料{paper.number}", title)


def _words(
    layout: FormLayout, table: Sequence[TableGroup], record: Sequence[Block], papers: Sequence[PaperRow]
) -> Iterator[str]:
    """The text of the edition, line by line, as the 照合番号 is taken over it."""
    yield layout.title
    for label, row in ((group.label, row) for group in table for row in group.rows):
        cell = row.cell
        yield f"{label} {row.label}：" + "".join(cell.names) + words_of(cell.text)
        yield "".join(choice.mark + choice.word for choice in cell.choices)
        for agenda in cell.agenda:
            yield agenda.category
            yield from (f"（{number}）{words_of(title)}" for number, title in agenda.items)
    for block in record:
        yield words_of(block.label)
        yield from map(words_of, block.paragraphs)
    for paper in papers:
        yield f"{paper.number} {words_of(paper.title)}"


def _pseudonyms(lines: Sequence[str]) -> str:
    """A社・D区・F市・G県: the first label of each kind in the public text."""
    first: dict[str, str] = {}
    for found in PSEUDONYM.finditer("\n".join(lines)):
        first.setdefault(found["kind"], found[0].replace(" ", ""))
    return "・".join(first.values())
