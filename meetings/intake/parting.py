"""Parts a record into the rows of its head (and foot) and the record proper."""

import dataclasses
import re
from dataclasses import dataclass

from meetings.intake.labels import SIDE, TAIL, Labelled, row_of, second_label
from meetings.intake.numbering import NAMED_ALONE, numbered
from meetings.intake.source import (
    Account,
    Cell,
    Line,
    cell_lines,
    is_head_of_speeches,
    squeezed,
    without_bullet,
)
from meetings.intake.speakers import Speakers

# Rows whose value may go on over several lines.
_LISTS = frozenset(
    {"attendees", "members", "secretariat", "absent", "others", "agenda", "category", "handouts"}
)
_PEOPLE = frozenset({"attendees", "members", "secretariat", "absent", "others"})
_TITLE = re.compile(r"会議録|議事録|議事要旨|会議要旨|会議概要|議事概要|会議要録|要点記録|議事メモ|会議結果")
_OPENING = re.compile(
    r"^(?:[\d０-９一二三四五六七八九十①-⑳]{1,2}[.．、)）]?[\s　]*)?(?:開\s*会|あいさつ|挨拶|会長挨拶|開会[のあ挨].{0,12}|議\s*事|議\s*題|(?:報\s*告|協\s*議|審\s*議|確\s*認)(?:事項)?|.{1,6}(?:あいさつ|挨拶))$"
)
_ITEM = re.compile(
    r"^\s*[<＜【［〔《≪]?\s*(?:議案|報告|協議|議題|案件|諮問|日程|認定|請願|陳情|協議事項|報告事項|審議事項|確認事項)\s*(?:第\s*[0-9０-９一二三四五六七八九十]{1,3}\s*(?:号|(?=[\s　]))|[0-9０-９]{1,2}(?![0-9０-９]))[\s　：:]*\S"
)
# What may head the first item of a record that has no list of items above it.
_HEADING = re.compile(
    r"^\s*(?:[■◆●□▼]\s*)?(?:[<＜【［〔《≪]\s*)?(?:(?:議案|報告|協議|議題|案件|審議|協議事項|報告事項|審議事項|確認事項)\s*)?(?:[0-9０-９]{1,2}|[①-⑳]|[（(][0-9０-９]{1,2}[)）])(?:[.．、:：）)>＞】］〕》≫]|[\s　])\s*\S"
)
_CLOCK = re.compile(r"\d{1,2}\s*[時:：]|正午")
_NUMBERED = re.compile(r"^\s*[（(]?([0-9０-９]{1,2}|[①-⑳])")


@dataclass(frozen=True)
class Row:
    """A labelled row: its field, what surrounds it (出席者 for 部員), its cells."""

    field: str
    label: str
    line: int
    group: str = ""
    remark: str = ""
    source: str = ""
    cells: list[Cell] = dataclasses.field(default_factory=list)


@dataclass
class Parts:
    """The parted source."""

    titles: list[Cell] = dataclasses.field(default_factory=list)
    rows: list[Row] = dataclasses.field(default_factory=list)
    record: list[Line] = dataclasses.field(default_factory=list)

    def of(self, *names: str) -> list[Row]:
        """The rows of some fields."""
        return [row for row in self.rows if row.field in names]


class Parter:
    """Walks the lines once, from the top."""

    def __init__(self, lines: list[Line], account: Account) -> None:
        self.lines, self.account = lines, account
        self.parts = Parts()
        self.speakers = Speakers()
        self.row: Row | None = None
        self.group = ""
        self.in_record = False
        self.was_blank = False
        self.numbered: tuple[str, int] | None = None

    def part(self) -> Parts:
        """Head, record and foot."""
        for place, line in enumerate(self.lines):
            if line.is_blank:
                self.was_blank = True
                if self.in_record:
                    self.parts.record.append(line)
                continue
            self._put(place, line)
            self.was_blank = False
        return self.parts

    def _put(self, place: int, line: Line) -> None:
        found = row_of(line, self.group)
        if self.in_record:
            self._put_in_record(line, found)
        elif is_head_of_speeches(line) or self._is_first_heading(place, line):
            self._begin_record(line)
        elif self._is_unlabelled_item(line):
            self._open_agenda(line)
        elif found and self._opens_row(place, line, found):
            self.numbered = numbered(line.text)
            self._open(line, found)
        elif self._is_unknown_row(line):
            self._open_unknown(line)
        elif self.row and self._goes_on(place, line):
            self._add(self.row, line, line.text)
        else:
            self._put_loose(place, line)

    def _is_unlabelled_item(self, line: Line) -> bool:
        """議案第1号 … without any label above it, after the other rows of the head."""
        if (self.row is not None and self.row.field in {"agenda", "category"}) or not self.parts.rows:
            return False
        return bool(_ITEM.match(line.text)) and "。" not in line.text and not self._is_heading_again(line)

    def _is_first_heading(self, place: int, line: Line) -> bool:
        """A numbered heading with words below it that are neither a row of the head nor a further item."""
        if not self.parts.rows or self.parts.of("agenda", "category") or not _HEADING.match(line.text):
            return False
        if "。" in line.text or row_of(line, self.group) or self._is_within_list(line):
            return False
        after = next((each for each in self.lines[place + 1 :] if not each.is_blank), None)
        if after is None or _HEADING.match(after.text):
            return False
        if after.text.lstrip()[:1] not in "（(〔《≪" and row_of(after, self.group):
            return False
        return bool(
            re.match(
                r"^\s*(?:[-‐－–・→⇒（(〔○〇《≪＜<]|(?:説明|質疑|内容|概要|意見|要旨)\s*(?:[：:]|$))",
                after.text,
            )
            or "。" in after.text
            or self.speakers.turn(after.text)
        )

    def _is_within_list(self, line: Line) -> bool:
        """Numbered names of a row of people, numbered papers of a row of papers."""
        return self.row is not None and self.row.field in _LISTS and not self.was_blank

    def _begin_record(self, line: Line) -> None:
        self.in_record, self.row = True, None
        self.parts.record.append(line)

    def _open_agenda(self, line: Line) -> None:
        self.row, self.group = Row("agenda", "", line.number), ""
        self.parts.rows.append(self.row)
        self._add(self.row, line, line.text)

    def _put_in_record(self, line: Line, found: Labelled | None) -> None:
        if found and self._is_foot(line, found):
            self._open(line, found)
        elif self.row and self._goes_on_in_foot(line):
            self._add(self.row, line, line.text)
        else:
            self.row = None
            self.parts.record.append(line)

    def _is_foot(self, line: Line, found: Labelled) -> bool:
        if found.field not in TAIL or (len(squeezed(line.text)) > 200 and not line.is_row):
            return False
        if found.field == "ended":
            return not found.is_plain and bool(_CLOCK.search(found.value)) and "。" not in found.value
        if found.label == "資料" and not re.match(r"\s*(?:資料)?\s*[0-9０-９①]", found.value):
            return False
        if found.is_plain:
            if found.field in {"next", "signers"}:
                return len(squeezed(found.label)) > 3 and "。" not in found.value
            return found.value == "" and found.field in {"handouts", "absent"} and len(found.label) > 2
        return "。" not in found.value or found.field == "handouts"

    def _goes_on_in_foot(self, line: Line) -> bool:
        assert self.row is not None
        is_value = not self.row.cells and self.row.field not in _LISTS and self.row.label != ""
        if not is_value and (self.row.field not in _LISTS or (self.was_blank and not line.is_row)):
            return False
        return self.speakers.turn(line.text) is None and "。" not in line.text

    def _opens_row(self, place: int, line: Line, found: Labelled) -> bool:
        """Whether a label opens a row here, and not a sentence or the record."""
        if found.field == "record":
            return self._opens_record(line, found)
        if found.field in {"start", "ended", "time", "held"} and not found.value.strip():
            return self._next_is_value(place) if found.field != "start" else False
        if found.field in {"start", "ended"}:
            return bool(_CLOCK.search(squeezed(found.value)))
        if found.is_plain and found.value.endswith(("。", "？")):
            return False
        if found.field in {"members", "secretariat", "others"} and (
            self._is_speech(place, found) or self._is_one_of_list(line, found)
        ):
            return False
        if line.text.lstrip()[:1] in "（(" and (found.field not in _PEOPLE or self.group != "attendees"):
            return False
        if found.field in {"agenda", "category"} and self.row is not None and not found.value:
            return self._opens_agenda(place, found)
        return True

    def _is_one_of_list(self, line: Line, found: Labelled) -> bool:
        """委員　原田 実 amid the names of a list is one of them, not a list of its own."""
        if self.row is None or line.text[:1] not in " 　\t" or found.field != "members" or not found.is_plain:
            return False
        is_one = bool(found.value.strip()) and not re.search(r"[、，,]|[名人]$", found.value.strip())
        if is_one and self.row.field in _PEOPLE - {"absent"} and self.row.cells:
            self.account.doubt("members", f"「{found.label}」を名前の前に残しました。", line.number)
            return True
        return is_one and self.row.field == "absent"

    def _opens_record(self, line: Line, found: Labelled) -> bool:
        if found.value and found.is_plain:
            return False
        if squeezed(found.label) in {"会議録", "議事録", "内容"} and not self.parts.rows:
            return False
        return bool(self.parts.rows)

    def _next_is_value(self, place: int) -> bool:
        after = next((line for line in self.lines[place + 1 :] if not line.is_blank), None)
        return place >= 0 and after is not None and bool(re.search(r"\d|[一二三四五六七八九十]", after.text))

    def _is_speech(self, place: int, found: Labelled) -> bool:
        if not found.value and self._next_is_speech(place):
            return True
        return "。" in found.value and found.sign.strip() in {"：", ":", ""}

    def _opens_agenda(self, place: int, found: Labelled) -> bool:
        """A bare 議題 or 報告事項: inside the agenda it names a category, after it the record begins."""
        if self.row is not None and self.row.field in {"agenda", "category"} and self.parts.of("agenda"):
            seen = {squeezed(cell.text) for row in self.parts.of("agenda", "category") for cell in row.cells}
            ahead = [line for line in self.lines[place + 1 : place + 4] if not line.is_blank]
            is_again = any(squeezed(line.text) in seen for line in ahead)
            return not is_again and not any(self.speakers.turn(line.text) for line in ahead)
        return True

    def _open(self, line: Line, found: Labelled) -> None:
        found = _with_names_in_brackets(found)
        self.account.take(
            line.number, found.typed.replace(found.remark, " ") if found.remark else found.typed
        )
        self.account.leave(line.number, found.remark)
        if found.field == "record":
            self.in_record, self.row = True, None
            if found.value.strip():
                self.parts.record.append(Line(line.number, found.value))
            return
        if found.field in {"attendees", "disclosure"}:
            self.group = found.field
        elif found.field not in _PEOPLE and found.field not in {
            "meeting_disclosure",
            "minutes_disclosure",
            "reason",
            "minutes_reason",
        }:
            self.group = ""
        value = found.value
        inner = (
            row_of(Line(line.number, value), self.group)
            if value and found.field in {"attendees", "disclosure"}
            else None
        )
        value, rest = _cut(value, found.field)
        row = Row(
            found.field, squeezed(found.label), line.number, self.group, found.remark, line.text.strip()
        )
        self.parts.rows.append(row)
        self.row = row
        if inner and (inner.field in _PEOPLE or inner.field.endswith("disclosure")) and inner.sign != "":
            self._open(line, inner)
            return
        self._add(row, line, value)
        if rest:
            self._put(-1, Line(line.number, rest))

    def _add(self, row: Row, line: Line, text: str) -> None:
        if text.strip():
            row.cells.append(Cell(line.number, text.strip()))

    def _goes_on(self, place: int, line: Line) -> bool:
        """Whether a line without a label belongs to the row above."""
        assert self.row is not None
        if line.text.startswith("\t"):
            return True
        if not self.row.cells:
            return not self._begins_record(place, line)
        if self.row.field not in _LISTS:
            return line.text[:1] in " 　" and not self.was_blank and not self._begins_record(place, line)
        return not self._begins_record(place, line)

    def _begins_record(self, place: int, line: Line) -> bool:
        if line.text.startswith("\t") or (line.is_row and self.row and self.row.field in _LISTS):
            return False
        turn = self.speakers.turn(line.text)
        if turn is not None and (turn.text or self._next_is_speech(place)):
            return self.row is None or self.row.field not in _PEOPLE or "。" in line.text or not turn.text
        if "。" in line.text and self.row is not None and self.row.field in _PEOPLE | {"agenda", "category"}:
            return True
        return self._is_heading_again(line)

    def _next_is_speech(self, place: int) -> bool:
        after = next((line for line in self.lines[place + 1 :] if not line.is_blank), None)
        return after is not None and "。" in after.text

    def _is_unknown_row(self, line: Line) -> bool:
        """５ 提出先 after ４ 事務局: the next row of the head, of a name nobody told us."""
        if SIDE.match(squeezed(line.text)):
            return False
        mine = numbered(line.text)
        is_next = (
            mine is not None
            and self.numbered is not None
            and mine == (self.numbered[0], self.numbered[1] + 1)
        )
        return is_next and self.row is not None and self.row.field not in {"agenda", "category", "handouts"}

    def _open_unknown(self, line: Line) -> None:
        self.account.leave(line.number, line.text)
        self.numbered = numbered(line.text)
        self.row, self.group = Row("unknown", "", line.number), ""
        self.parts.rows.append(self.row)

    def _is_heading_again(self, line: Line) -> bool:
        """A title that stood in the agenda, or a ceremony after it, opens the record."""
        if self._holds_items() and NAMED_ALONE.match(line.text):
            return True
        word = squeezed(without_bullet(line.text))
        for row in self.parts.of("agenda", "category"):
            for cell in (part for typed in row.cells for part in cell_lines(typed)):
                title = _bare(cell.text)
                if title and len(title) > 3 and title in word and len(word) < len(title) + 14:
                    return True
        in_people = self.row is not None and self.row.field in _PEOPLE
        is_after_list = in_people or (self.row is not None and self.row.field in _LISTS and self.was_blank)
        in_agenda = self.row is not None and self.row.field in {"agenda", "category"}
        if is_after_list and _OPENING.match(line.text.strip()):
            return not (in_agenda and not self._holds_items())
        if in_agenda and self.was_blank and self._holds_items():
            return self._restarts(line)
        return False

    def _holds_items(self) -> bool:
        return any(len(row.cells) > 0 for row in self.parts.of("agenda", "category"))

    def _restarts(self, line: Line) -> bool:
        """Whether the numbers of the agenda begin again, or are over."""
        assert self.row is not None
        return (
            _NUMBERED.match(line.text) is None
            or squeezed(line.text)[:2] == squeezed(self.row.cells[0].text)[:2]
        )

    def _put_loose(self, place: int, line: Line) -> None:
        self.row = None
        turn = self.speakers.turn(line.text)
        is_stamped = self.speakers.is_stamped_name(line.text)
        if is_stamped or (turn and (turn.text or self._next_is_speech(place))) or self._is_record_line(line):
            self.in_record = True
            self.parts.record.append(line)
        elif len(squeezed(line.text)) <= 90 and "。" not in line.text and not self.parts.of("agenda"):
            self.parts.titles.append(Cell(line.number, line.text.strip()))
        else:
            self.in_record = bool(self.parts.rows) or "。" in line.text
            if self.in_record:
                self.parts.record.append(line)
            else:
                self.account.leave(line.number, line.text)

    def _is_record_line(self, line: Line) -> bool:
        if not self.parts.rows or (_TITLE.search(squeezed(line.text)) and not self.parts.of("agenda")):
            return False
        return "。" in line.text or self._is_heading_again(line) or bool(_OPENING.match(line.text.strip()))


def _cut(value: str, name: str) -> tuple[str, str]:
    """A value, and the rest of the line where another label stands in it. People have groups of their own."""
    place = None if name in _PEOPLE | {"agenda", "category", "handouts"} else second_label(value)
    return (value, "") if place is None else (value[:place], value[place:])


def _with_names_in_brackets(found: Labelled) -> Labelled:
    """事務局（課長、係長）: what looks like a remark holds the names."""
    names = found.remark.strip()[1:-1]
    if found.field in _PEOPLE and not found.value.strip() and re.search(r"[、，,]", names):
        typed = found.typed[: found.typed.find(found.remark)]
        return found._replace(remark="", value=names, typed=typed)
    return found


def _bare(text: str) -> str:
    word = squeezed(without_bullet(text))
    return re.sub(r"^(?:[^（(]{0,6}[（(]?\d{1,2}[)）.．、:]?|[①-⑳])", "", word)
