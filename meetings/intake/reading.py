"""The one door: a text in, a proposal out."""

import re

from meetings.choices import EntryKind
from meetings.intake.clocks import ClockReader
from meetings.intake.flags import read_flags
from meetings.intake.items import read_agenda, read_handouts, read_items
from meetings.intake.labels import with_whole_labels
from meetings.intake.numbering import without_frame
from meetings.intake.outcomes import read_decisions
from meetings.intake.parting import Parter, Parts, Row
from meetings.intake.people import read_people
from meetings.intake.promises import read_commitments
from meetings.intake.proposal import Proposal
from meetings.intake.rows import RowReader
from meetings.intake.second_look import look_again
from meetings.intake.source import Account, Cell, lines_of
from meetings.intake.speakers import Speakers
from meetings.intake.titles import read_name
from portal import wareki


def read(text: str, *, remarks: tuple[str, ...] = (), aside: tuple[str, ...] = ()) -> Proposal:
    """Read one record. ``remarks`` say what was odd about the file the text came from; ``aside`` stays 未配置."""
    account, proposal = Account(), Proposal()
    for remark in remarks:
        account.doubt("file", remark)
    lines = with_whole_labels(lines_of(text))
    parter = Parter(lines, account)
    parter.speakers.learn(line.text for line in lines)
    parts = parter.part()
    clocks = ClockReader(proposal, account)
    clocks.read(parts)
    read_name(proposal, parts, account)
    _read_venue(proposal, parts, account)
    read_flags(proposal, parts, account)
    read_people(proposal, parts, account)
    read_agenda(proposal, parts, account)
    read_handouts(proposal, parts, account)
    speakers = parter.speakers
    _hear(speakers, proposal, parts)
    reader = RowReader(proposal, account, speakers, clocks)
    reader.item = _item_before_record(proposal, parts)
    reader.read(parts.record)
    _items_from_headings(proposal, account)
    _items_beyond(proposal, account)
    read_decisions(proposal, account)
    read_commitments(proposal)
    _compare(proposal, account)
    look_again(proposal, account)
    proposal.unplaced = [*account.settle(lines, list(proposal.kept_words())), *aside]
    _doubt_blanks(proposal, account)
    proposal.doubts = account.doubts
    return proposal


def _hear(speakers: Speakers, proposal: Proposal, parts: Parts) -> None:
    """Who may speak: those present, and those who came to explain."""
    rows = parts.of("others")
    others = [name for row in rows for cell in row.cells for name in re.split(r"[、，\s]+", cell.text)]
    called = [row.label for row in rows]
    speakers.hear((*proposal.members, *proposal.secretariat, *others, *called))


def _read_venue(proposal: Proposal, parts: Parts, account: Account) -> None:
    rows = parts.of("venue")
    words = [cell.text for row in rows for cell in row.cells]
    if len(rows) > 1:
        account.doubt("venue", "開催場所がいくつも書かれています。", rows[1].line)
    if words:
        proposal.venue = " ".join(words)


def _items_from_headings(proposal: Proposal, account: Account) -> None:
    """Without a list of items, numbered headings of the record are proposed as such."""
    if proposal.agenda:
        return
    headings = [entry for entry in proposal.entries if entry.kind == EntryKind.HEADING]
    cells = [
        Cell(entry.line, without_frame(entry.text))
        for entry in headings
        if re.match(r"^\D{0,6}[\d０-９①-⑳]", entry.text)
    ]
    read_items(proposal, Row("agenda", "", 0, cells=cells), Account())
    if not proposal.agenda:
        account.doubt("agenda", "議題の記載が見つかりません。")
        return
    account.doubt("agenda", "議題の欄がないため、本文の見出しから議題を起こしました。")
    begins = {item.line: place for place, item in enumerate(proposal.agenda)}
    place: int | None = None
    for entry in proposal.entries:
        place = begins.get(entry.line, place)
        entry.item = place


def _item_before_record(proposal: Proposal, parts: Parts) -> int | None:
    """The one item of a list that is no list but the heading of the record: its rows stand right below it."""
    first = next((line.number for line in parts.record if not line.is_blank), None)
    is_heading = len(proposal.agenda) == 1 and first == proposal.agenda[0].line + 1
    return 0 if is_heading else None


def _items_beyond(proposal: Proposal, account: Account) -> None:
    """A heading numbered after the last item of the list, which does not hold it: one more item."""
    if not proposal.agenda or proposal.agenda[-1].number is None:
        return
    place: int | None = None
    before: int | None = None
    for entry in proposal.entries:
        if entry.kind == EntryKind.HEADING:
            place = place if entry.item == before else None
            found = Proposal()
            read_items(
                found, Row("agenda", "", 0, cells=[Cell(entry.line, without_frame(entry.text))]), Account()
            )
            last = proposal.agenda[-1]
            if [(each.category, each.number) for each in found.agenda] == [
                (last.category, (last.number or 0) + 1)
            ]:
                before, place = entry.item, len(proposal.agenda)
                proposal.agenda.append(found.agenda[0])
                account.doubt(
                    "agenda",
                    f"議題の欄にない「{entry.text.strip()[:30]}」を、本文の見出しから起こしました。",
                    entry.line,
                )
        if place is not None and entry.item == before:
            entry.item = place


def _doubt_blanks(proposal: Proposal, account: Account) -> None:
    """A blank is honest only when it says that 未配置 may hold the value."""
    for name, words in _HINTS.items():
        if getattr(proposal, name) in (None, []):
            found = next((each for each in proposal.unplaced if re.search(words, each)), None)
            if found:
                account.doubt(name, f"未配置の「{found[:30]}」に書かれているかもしれません。")


_HINTS = {
    "date": r"日時|月\s*\d+\s*日",
    "start": r"開会|開始|\d\s*時",
    "venue": r"場所|会場|会議室",
    "members": r"出席|委員|部員",
    "secretariat": r"事務局",
    "meeting_disclosure": r"公開",
    "observer_count": r"傍聴",
    "agenda": r"議題|議事|案件",
    "handouts": r"資料",
}


def _compare(proposal: Proposal, account: Account) -> None:
    """What two fields say of each other."""
    if proposal.date and proposal.fiscal_year and wareki.fiscal_year(proposal.date) != proposal.fiscal_year:
        account.doubt("fiscal_year", "名称の年度と、開催日の年度が違います。")
    if not proposal.entries:
        account.doubt("entries", "会議録の本文が見つかりません。")
