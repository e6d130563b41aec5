"""When a sitting was: the day, the planned and the actual times. What is not certain stays blank, and says so."""

import re
from dataclasses import dataclass
from datetime import date, time

from meetings.intake.parting import Parts, Row
from meetings.intake.proposal import Proposal
from meetings.intake.source import Account, Cell
from portal import wareki

_DATE = re.compile(
    r"(?:(?:令和|平成|昭和|西暦|[RHS])?(?:元|\d{1,4})年\d{1,2}月\d{1,2}日|[RHS](?:元|\d{1,2})[./-]\d{1,2}[./-]\d{1,2}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|(?<!\d)\d{8}(?!\d)|(?<!\d)\d{1,2}月\d{1,2}日)"
    r"(?:\(?[月火水木金土日](?:曜日?)?(?:[・,、]?祝日?)?\))?"
)
_WEEKDAY_BARE = re.compile(r"^[月火水木金土日]曜日?")
_CLOCK = r"(?:(?:午前|午後|AM|PM|am|pm)?(?:正午|\d{1,2}時(?:半|\d{1,2}分)?|\d{1,2}:\d{2}))"
_TIME = re.compile(_CLOCK)
_JOINT = re.compile(
    rf"^[（(]?(?P<first>{_CLOCK})(?:から|より|~|〜|-|–|—|―|−|→)(?P<second>{_CLOCK})(?:まで)?[)）]?"
)
_CONNECTORS = re.compile(
    r"開会|開議|開始|閉会|閉議|終了|散会|から|より|まで|時刻|[~〜\-–—―−→、,，。()（）:：/・]|予定"
)
_OPENS, _CLOSES = r"(?:開会|開議|開始)", r"(?:閉会|閉議|終了|散会)"
# Before this hour no office meets unasked: 2時 without 午後 is not read.
_EARLIEST_HOUR = 8


@dataclass
class Times:
    """What a cell says of clock times."""

    start: time | None = None
    end: time | None = None
    ended: time | None = None


class ClockReader:
    """Reads the rows on day and time into a proposal."""

    def __init__(self, proposal: Proposal, account: Account) -> None:
        self.proposal, self.account = proposal, account

    def read(self, parts: Parts) -> None:
        """All rows that speak of time."""
        for row in parts.of("held", "time", "start", "ended"):
            for cell in row.cells:
                self._read_cell(row, cell)
        if self.proposal.date is None and not parts.of("held"):
            self._from_titles(parts.titles)
        self._compare()

    def _read_cell(self, row: Row, cell: Cell) -> None:
        plain = _latin_halves(wareki.plain(cell.text))
        if row.field in {"held", "start", "ended"}:
            plain = self._take_day(plain, cell, is_held=row.field == "held")
        rest = self._take_times(plain, row.field, cell)
        self.account.take(cell.line, cell.text)
        rest = _CONNECTORS.sub("", rest)
        if rest:
            name = "date" if row.field == "held" else "start"
            self.account.leave(cell.line, cell.text)
            self.account.doubt(name, f"日時の欄に、日付と時刻として読めない「{rest}」があります。", cell.line)

    def _take_day(self, plain: str, cell: Cell, *, is_held: bool) -> str:
        found = list(_DATE.finditer(plain))
        if not found:
            if is_held and self.proposal.date is None:
                self.account.doubt("date", f"「{cell.text}」から開催日を読めません。", cell.line)
            return plain
        rest = (
            _WEEKDAY_BARE.sub("", plain[found[-1].end() :]) if len(found) == 1 else plain[found[-1].end() :]
        )
        if len(found) > 1:
            self.account.doubt("date", f"日付が{len(found)}つあり、開催日を決められません。", cell.line)
            return plain[: found[0].start()] + rest
        day = self._day(found[0][0], cell.line)
        if day and self.proposal.date not in (None, day):
            self.account.doubt("date", f"開催日が二通りに書かれています（{day}）。", cell.line)
        elif day:
            self.proposal.date = day
        return plain[: found[0].start()] + rest

    def _day(self, words: str, line: int) -> date | None:
        try:
            reading = wareki.parse_date(re.sub(r"[・,、]?祝日?(?=\))", "", words))
        except wareki.WarekiError as error:
            self.account.doubt("date", str(error), line)
            return None
        if reading.warning:
            self.account.doubt("date", reading.warning, line)
        return reading.day

    def _take_times(self, plain: str, name: str, cell: Cell) -> str:
        tokens = _TIME.findall(plain)
        times = self._times(plain, tokens, name, cell.line) if 0 < len(tokens) <= 2 else Times()
        if len(tokens) > 2:
            self.account.doubt("start", f"時刻が{len(tokens)}つあり、開始と終了を決められません。", cell.line)
        for key, value in (("start", times.start), ("end", times.end), ("ended_at", times.ended)):
            self._set(key, value, cell.line)
        return _TIME.sub("", plain)

    def _times(self, plain: str, tokens: list[str], name: str, line: int) -> Times:
        if len(tokens) == 1:
            return self._one(plain, tokens[0], name, line)
        first = self._clock(tokens[0], "start", line)
        closes = re.search(
            rf"{_CLOSES}[:：]?{re.escape(tokens[1])}|{re.escape(tokens[1])}[^\d]?{_CLOSES}", plain
        )
        key = "ended_at" if closes else "end"
        second = self._later(tokens, first, key, line)
        is_range = bool(re.search(rf"{re.escape(tokens[0])}[^\d]{{0,4}}{re.escape(tokens[1])}", plain))
        if not closes and not is_range:
            self.account.doubt("start", "時刻の並びから開始と終了を読めません。", line)
            return Times()
        return Times(start=first, ended=second) if closes else Times(start=first, end=second)

    def _one(self, plain: str, token: str, name: str, line: int) -> Times:
        is_closing = name == "ended" or re.search(
            rf"{_CLOSES}{re.escape(token)}|{re.escape(token)}{_CLOSES}", plain
        )
        if is_closing:
            return Times(ended=self._clock(token, "ended_at", line))
        if re.search(rf"[~〜\-–—]{re.escape(token)}|{re.escape(token)}まで", plain):
            return Times(end=self._clock(token, "end", line))
        return Times(start=self._clock(token, "start", line))

    def _clock(self, token: str, key: str, line: int | None) -> time | None:
        try:
            moment = wareki.parse_time(token)
        except wareki.WarekiError as error:
            self.account.doubt(key, str(error), line)
            return None
        if not token.startswith(("午前", "午後", "正午")) and moment.hour < _EARLIEST_HOUR:
            self.account.doubt(key, f"「{token}」は午前か午後か分かりません。", line)
            return None
        return moment

    def _later(self, tokens: list[str], first: time | None, key: str, line: int) -> time | None:
        """The second time of two; 5時 after 午後2時 is in the afternoon too."""
        if tokens[1].startswith(("午前", "午後", "正午")):
            second = self._clock(tokens[1], key, line)
        else:
            try:
                second = wareki.parse_time(tokens[1])
            except wareki.WarekiError as error:
                self.account.doubt(key, str(error), line)
                return None
            if tokens[0].startswith("午後") and first and second <= first and second.hour < 12:
                second = second.replace(hour=second.hour + 12)
        if second and ((first is None and second.hour < _EARLIEST_HOUR) or (first and second <= first)):
            self.account.doubt(key, f"「{tokens[1]}」は午前か午後か分かりません。", line)
            return None
        return second

    def _set(self, key: str, value: time | None, line: int | None) -> None:
        known = getattr(self.proposal, key)
        if value is None:
            return
        if known not in (None, value):
            self.account.doubt(key, f"時刻が二通りに書かれています（{known:%H:%M} と {value:%H:%M}）。", line)
            return
        setattr(self.proposal, key, value)

    def ended_in(self, words: str, line: int) -> bool:
        """[11:58 終了] or 午後3時40分閉会 in the record."""
        plain = _latin_halves(wareki.plain(words))
        tokens = _TIME.findall(plain)
        closes = re.search(rf"{_CLOSES}|終わり", plain)
        if len(tokens) != 1 or not closes or re.search(r"予定|まで|目途|休憩", plain):
            return False
        self._set("ended_at", self._clock(tokens[0], "ended_at", line), line)
        return True

    def _from_titles(self, titles: list[Cell]) -> None:
        found = [(cell, match) for cell in titles for match in _DATE.finditer(wareki.plain(cell.text))]
        if len(found) == 1:
            cell, match = found[0]
            self.proposal.date = self._day(match[0], cell.line)
            self.account.doubt("date", "日時の欄がないため、表題の日付を開催日としました。", cell.line)
        elif not found:
            self.account.doubt("date", "開催日の記載が見つかりません。")
        else:
            self.account.doubt("date", "日時の欄がなく、日付がいくつもあります。")

    def _compare(self) -> None:
        made = self.proposal
        if made.start and made.ended_at and made.ended_at <= made.start:
            self.account.doubt("ended_at", "終了の時刻が開始より前です。")


def _latin_halves(plain: str) -> str:
    """AM10:00 is 午前10:00."""
    return re.sub(r"(?i)am(?=\d)", "午前", re.sub(r"(?i)pm(?=\d)", "午後", plain))
