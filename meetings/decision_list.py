"""決定事項一覧: what a sitting decided, put off and promised, composed for print on plain data.

Values that are no quotation say so: where every row of a column has the same basis, once below the table,
otherwise beside the value.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count, groupby

from meetings.choices import OPEN_OUTCOMES, Outcome
from meetings.printed import Field, Piece, Pieces, check_number, words_of
from portal.stated_dates import Precision
from portal.wareki import fiscal_year, fiscal_year_label, format_date, year_label


@dataclass(frozen=True)
class Dated:
    """A stated date: its words, the days they can mean, how fine they are (``Precision``)."""

    words: str
    earliest: date | None
    latest: date | None
    precision: str


@dataclass(frozen=True)
class MotionRecord:
    """A motion and its decision, if there is one yet."""

    item_label: str
    asked: Field
    outcome: str = ""
    outcome_basis: str = ""
    sentence: Field | None = None


@dataclass(frozen=True)
class DeferralRecord:
    """A matter that was put off."""

    subject: str
    worker: Field
    worker_words: str
    decider: Field
    due: Dated | None
    needed: Field


@dataclass(frozen=True)
class CommitmentRecord:
    """A promise."""

    number: int
    subject: Field
    owner: Field
    due: Dated | None
    starts: Dated | None
    condition: str
    words: str
    item_label: str
    state: str


@dataclass(frozen=True)
class ClashRecord:
    """Two facts that cannot both hold, about a motion's decision or a deferral (``kind`` of the section)."""

    kind: str
    title: str
    facts: Sequence[tuple[str, str]]
    is_acknowledged: bool = False


@dataclass(frozen=True)
class Proceedings:
    """Everything the list is made from; ``unspoken`` maps a state to the labels and titles of its items."""

    name: str
    held: str
    next_meeting: str
    report_count: int
    motions: Sequence[MotionRecord]
    deferrals: Sequence[DeferralRecord]
    commitments: Sequence[CommitmentRecord]
    unspoken: Sequence[tuple[str, Sequence[str]]] = ()
    clashes: Sequence[ClashRecord] = ()


@dataclass(frozen=True)
class Cell:
    """One cell: lines of pieces; ``frame`` draws the first line framed, solid or dashed."""

    lines: tuple[Pieces, ...]
    frame: str = ""
    rows: int = 1


@dataclass(frozen=True)
class Section:
    """A numbered section with one table; ``notes`` say what is no quotation, ``checks`` what clashes."""

    heading: str
    kind: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...]
    checks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class DecisionList:
    """Everything the template prints."""

    name: str
    facts: tuple[tuple[tuple[str, str], ...], ...]
    sections: tuple[Section, ...]
    remarks: tuple[str, ...]
    check_number: str


def compose(proceedings: Proceedings) -> DecisionList:
    """Compose the list."""
    sections = tuple(_sections(proceedings))
    facts = (
        (("会議", proceedings.name), ("開催", proceedings.held)),
        (("件数", _counts(proceedings)), ("次回", proceedings.next_meeting or "未定")),
    )
    remarks = tuple(f"{'、'.join(items)}は、{state}。" for state, items in proceedings.unspoken)
    lines = [value for row in facts for _, value in row]
    lines += [words_of(line) for s in sections for row in s.rows for cell in row for line in cell.lines]
    lines += [words for section in sections for check in section.checks for words in check]
    return DecisionList(proceedings.name, facts, sections, remarks, check_number([*lines, *remarks]))


Bases = Sequence[tuple[str, ...]]


def _sections(proceedings: Proceedings) -> Iterator[Section]:
    told = [
        _motions(proceedings.motions),
        _deferrals(proceedings.deferrals),
        _commitments(proceedings.commitments),
    ]
    numbers = count(1)
    for number, section in enumerate((section for section in told if section.rows), start=1):
        clashes = [clash for clash in proceedings.clashes if clash.kind == section.kind]
        checks = tuple((f"確認が必要 {next(numbers)}", _clash(clash)) for clash in clashes)
        yield replace(section, heading=f"{number}　{section.heading}", checks=checks)


def _clash(clash: ClashRecord) -> str:
    """The conflict as one sentence with both facts."""
    facts = "、".join(f"{label}は{value}" for label, value in clash.facts)
    known = "（了解済み）" if clash.is_acknowledged else ""
    return f"{clash.title.rstrip('。')}{known}：{facts}。"


def _motions(motions: Sequence[MotionRecord]) -> Section:
    columns = ("議題", "議決事項（求められたこと）", "結果", "決定の内容")
    bases = [(m.asked.basis, m.outcome_basis, m.sentence.basis if m.sentence else "") for m in motions]
    rows = tuple(_motion_rows(motions, _shared(bases)))
    return Section("議決事項と決定", "motions", columns, rows, _notes(columns[1:], bases))


def _deferrals(deferrals: Sequence[DeferralRecord]) -> Section:
    columns = ("事項", "検討する者", "期限", "決めるために必要なこと")
    bases = [(d.worker.basis, d.needed.basis) for d in deferrals]
    rows = tuple(_deferral_row(deferral, _shared(bases)) for deferral in deferrals)
    return Section("再検討の管理", "deferrals", columns, rows, _notes((columns[1], columns[3]), bases))


def _commitments(commitments: Sequence[CommitmentRecord]) -> Section:
    columns = ("No.", "内容", "担当", "期限", "会議での言葉", "議題", "状態")
    bases = [(c.subject.basis, c.owner.basis) for c in commitments]
    rows = tuple(_commitment_row(commitment, _shared(bases)) for commitment in commitments)
    return Section(f"対応事項（{len(rows)}件）", "commitments", columns, rows, _notes(columns[1:3], bases))


def _notes(columns: Sequence[str], bases: Bases) -> tuple[str, ...]:
    """Which columns are no quotation as a whole; ``bases`` holds a row's bases in the columns' order."""
    told: dict[str, list[str]] = {}
    for column, basis in zip(columns, _shared(bases), strict=bool(bases)):
        if basis:
            told.setdefault(basis, []).append(column)
    return tuple(
        f"{basis}：{'、'.join(names)}は、会議録の原文ではありません。" for basis, names in told.items()
    )


def _shared(bases: Bases) -> tuple[str, ...]:
    """For each column the basis all its rows share, or nothing; no columns when there are no rows."""
    return tuple(
        next(iter(set(column))) if len(set(column)) == 1 else "" for column in zip(*bases, strict=True)
    )


def _line(words: str, basis: str = "", shared: str = "") -> Pieces:
    """One line; the basis stands beside the words unless the whole column has it."""
    if not basis or basis == shared:
        return (Piece(words),)
    return Piece(words), Piece(basis, "basis")


def _motion_rows(motions: Sequence[MotionRecord], shared: tuple[str, ...]) -> Iterator[tuple[Cell, ...]]:
    for label, together in groupby(motions, key=lambda motion: motion.item_label):
        of_item = list(together)
        for index, motion in enumerate(of_item):
            first = (Cell((_line(label),), rows=len(of_item)),) if index == 0 else ()
            yield (
                *first,
                Cell((_line(motion.asked.text, motion.asked.basis, shared[0]),)),
                _outcome(motion, shared[1]),
                Cell(_sentence(motion, shared[2])),
            )


def _outcome(motion: MotionRecord, shared: str) -> Cell:
    if not motion.outcome:
        return Cell((_line("未決定"),), frame="open")
    outcome = Outcome(motion.outcome)
    basis = () if motion.outcome_basis in ("", shared) else ((Piece(motion.outcome_basis, "basis"),),)
    return Cell((_line(outcome.label), *basis), frame="open" if outcome in OPEN_OUTCOMES else "closed")


def _sentence(motion: MotionRecord, shared: str) -> tuple[Pieces, ...]:
    return (_line(motion.sentence.text, motion.sentence.basis, shared),) if motion.sentence else (_line("―"),)


def _deferral_row(deferral: DeferralRecord, shared: tuple[str, ...]) -> tuple[Cell, ...]:
    worker = [_line(deferral.worker.text or "記載なし", deferral.worker.basis, shared[0])]
    if deferral.worker_words:
        worker.append((Piece(f"「{deferral.worker_words}」", "quoted"),))
    worker.append((Piece(f"決める者：{deferral.decider.text}"),))
    needed = "／".join(line.strip() for line in deferral.needed.text.splitlines() if line.strip())
    return (
        Cell((_line(deferral.subject),)),
        Cell(tuple(worker)),
        Cell(_due(deferral.due, None, "")),
        Cell((_line(needed or "―", deferral.needed.basis, shared[1]),)),
    )


def _commitment_row(commitment: CommitmentRecord, shared: tuple[str, ...]) -> tuple[Cell, ...]:
    return (
        Cell((_line(str(commitment.number)),)),
        Cell((_line(commitment.subject.text, commitment.subject.basis, shared[0]),)),
        Cell((_line(commitment.owner.text or "記載なし", commitment.owner.basis, shared[1]),)),
        Cell(_due(commitment.due, commitment.starts, commitment.condition, with_words=False)),
        Cell(((Piece(f"「{commitment.words}」", "quoted"),),)),
        Cell((_line(commitment.item_label or "―"),)),
        Cell((_line(commitment.state),)),
    )


def _due(
    due: Dated | None, starts: Dated | None, condition: str, *, with_words: bool = True
) -> tuple[Pieces, ...]:
    lines = [_line(span_label(due))] if due else []
    if starts:
        lines.append(_line(f"着手 {span_label(starts)}"))
    if condition:
        lines.append((Piece(f"「{condition}」", "quoted"),))
    if due and with_words:
        lines.append((Piece(f"「{due.words}」", "quoted"),))
    return tuple(lines) or (_line("期限なし"),)


def span_label(dated: Dated) -> str:
    """令和6年9月, 令和6年10月まで, 令和7年4月から, 令和6年7月1日～10日; what has no bounds says so."""
    first, last = dated.earliest, dated.latest
    if first and last:
        return _between(first, last)
    if last:
        return f"{_day_or_month(last, dated.precision, is_end=True)}まで"
    if first:
        return f"{_day_or_month(first, dated.precision, is_end=False)}から"
    return "定まらない（要確認）"


def _between(first: date, last: date) -> str:
    if first == last:
        return format_date(first)
    is_whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    if is_whole and (first.year, first.month) == (last.year, last.month):
        return _month(first)
    if is_whole:
        return f"{_month(first)}～{_month(last)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{format_date(first, weekday=False)}～{last.day}日"
    return f"{format_date(first, weekday=False)}～{format_date(last, weekday=False)}"


def _day_or_month(day: date, precision: str, *, is_end: bool) -> str:
    is_edge = (day + timedelta(days=1)).day == 1 if is_end else day.day == 1
    if precision == Precision.FISCAL_YEAR and is_end and (day.month, day.day) == (3, 31):
        return f"{fiscal_year_label(fiscal_year(day))}末"
    if precision in (Precision.MONTH, Precision.FISCAL_YEAR, Precision.YEAR) and is_edge:
        return _month(day)
    return format_date(day)


def _month(day: date) -> str:
    return f"{year_label(day)}{day.month}月"


def _counts(proceedings: Proceedings) -> str:
    """議決 3件（案のとおり承認1・再検討2）、報告 3件."""
    outcomes = Counter(
        Outcome(motion.outcome).label if motion.outcome else "未決定" for motion in proceedings.motions
    )
    told = "・".join(f"{label}{count}" for label, count in outcomes.items())
    decided = f"議決 {len(proceedings.motions)}件" + (f"（{told}）" if told else "")
    return f"{decided}、報告 {proceedings.report_count}件"
