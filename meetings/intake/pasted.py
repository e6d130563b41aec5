"""A pasted piece of a record, from a document or a spreadsheet, read into rows. Nothing of a head is looked for."""

import csv
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from meetings.choices import EntryKind
from meetings.intake.clocks import ClockReader
from meetings.intake.proposal import Proposal, ProposedItem
from meetings.intake.rows import RowReader
from meetings.intake.source import Account, lines_of, squeezed
from meetings.intake.speakers import Speakers
from portal.lists.pasted import block_of

_KINDS: dict[str, str] = {
    **{squeezed(label): value for value, label in EntryKind.choices},
    "議決": EntryKind.OUTCOME,
    "時刻": EntryKind.TIME,
    "地文": EntryKind.NARRATIVE,
}
_HEADS = {
    "kind": {"種別", "区分", "種類"},
    "number": {"番号", "No", "No.", "行", "行番号", "#"},
    "speaker": {"発言者", "発言者名", "話者", "氏名", "発言者の表示"},
    "text": {"本文", "発言", "発言内容", "内容", "発言要旨", "要旨"},
}
_NUMBER = re.compile(r"\d{1,5}\.?")


@dataclass
class PastedRow:
    """One row as it was read; ``item`` is the place of the agenda item, ``doubt`` why it needs a look."""

    kind: str
    speaker: str
    text: str
    item: int | None = None
    doubt: str = ""


@dataclass(frozen=True)
class Pasted:
    """The rows in order, and the words no row has room for."""

    rows: list[PastedRow]
    left: list[str]


def read_pasted(text: str, *, present: Sequence[str] = (), titles: Sequence[str] = ()) -> Pasted:
    """Read a block. ``present`` are names of those who may speak, ``titles`` those of the agenda items."""
    speakers = Speakers(present=[squeezed(name) for name in present])
    if _is_table(text):
        try:
            return _of_table(block_of(text), speakers)
        except csv.Error:  # a quotation mark that never closes: no table after all
            pass
    return _of_words(text, speakers, titles)


def _is_table(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    return 2 * sum("\t" in line for line in lines) > len(lines)


def _of_words(text: str, speakers: Speakers, titles: Sequence[str]) -> Pasted:
    account, proposal = Account(), Proposal()
    proposal.agenda = [ProposedItem(None, None, title, 0) for title in titles]
    lines = lines_of(text)
    speakers.learn(line.text for line in lines)
    RowReader(proposal, account, speakers, ClockReader(proposal, account)).read(lines)
    proposal.agenda = []
    rows = [
        PastedRow(
            each.kind, each.speaker or "", each.text, each.item, "" if each.text else "言葉がありません。"
        )
        for each in proposal.entries
    ]
    begins = [each.line for each in proposal.entries]
    for doubt in account.doubts:
        if (place := bisect_right(begins, doubt.line or 0)) > 0:
            rows[place - 1].doubt += doubt.words
    return Pasted(rows, account.settle(lines, list(proposal.kept_words())))


def _of_table(block: list[list[str]], speakers: Speakers) -> Pasted:
    width = max(map(len, block))
    lines = [[cell.strip() for cell in line] + [""] * (width - len(line)) for line in block if any(line)]
    left: list[str] = []
    if all(not cell or _head_of(cell) for cell in lines[0]):
        left.append("　".join(filter(None, lines.pop(0))))
    columns = _columns(lines, width)
    rows: list[PastedRow] = []
    for line in lines:
        cells = {role: line[place] for role, place in columns.items()}
        left += [cell for place, cell in enumerate(line) if cell and place not in columns.values()]
        _add(rows, cells, speakers)
    return Pasted(rows, left)


def _head_of(cell: str) -> str:
    return next((role for role, words in _HEADS.items() if squeezed(cell) in words), "")


def _columns(lines: list[list[str]], width: int) -> dict[str, int]:
    """Which column holds what, by what stands in it: kinds, numbers, the longest is the text."""
    found: dict[str, int] = {}
    columns = {place: [line[place] for line in lines if line[place]] for place in range(width)}
    found["text"] = max(columns, key=lambda place: sum(map(len, columns[place])))
    for place, cells in columns.items():
        if place == found["text"] or not cells:
            continue
        if all(squeezed(cell) in _KINDS for cell in cells):
            role = "kind"
        else:
            role = "number" if all(_NUMBER.fullmatch(squeezed(cell)) for cell in cells) else "speaker"
        found.setdefault(role, place)
    return found


def _add(rows: list[PastedRow], cells: dict[str, str], speakers: Speakers) -> None:
    """A new row, or a further paragraph of the one above where only the text is there."""
    kind = _KINDS.get(squeezed(cells.get("kind", "")), "")
    speaker, text = cells.get("speaker", "").strip("○〇◎【】：:"), cells["text"]
    if not kind and not speaker:
        if rows and rows[-1].kind == EntryKind.SPEECH:
            rows[-1].text += f"\n{text}"
            return
        rows.append(PastedRow(EntryKind.NARRATIVE, "", text))
        return
    doubt = ""
    if speaker and not speakers.speaks(speaker):
        doubt = f"「{speaker}」を発言者と読みました。"
    if not text:
        doubt += "言葉がありません。"
    rows.append(PastedRow(kind or EntryKind.SPEECH, speaker, text, None, doubt))
