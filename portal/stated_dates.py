"""What days the words of a record can mean: 7月頭, 今年度後半, 早くとも令和7年4月, 長くてもあと1か月.

Pure and relative to the day the words were said. The caller keeps the words; what comes back are the two
bounds (inclusive, either may be open), how fine the words are, and a Japanese sentence on how they were read.

Words like 頭 or 後半 have no agreed meaning, so the portal says its own: the tables of conventions below are
shown wherever one of them was used. A month without a year has no bounds unless the caller knows which way
the speaker looked; then the reading says so. (12月 beside 10月 of the next year is such a case.)
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum, StrEnum
from typing import NamedTuple

from portal import wareki


class Precision(StrEnum):
    """How fine the words are; the values StatedDate stores."""

    DAY = "day"
    TEN_DAYS = "ten_days"
    MONTH = "month"
    FISCAL_YEAR = "fiscal_year"
    YEAR = "year"


class Yearless(Enum):
    """Which year a month without one belongs to."""

    UNKNOWN = "年の記載なし：期間を定めない"
    AHEAD = "年の記載なし：発言の後に来る月とみなす"
    BEHIND = "年の記載なし：発言の前の月とみなす"


class Bounds(NamedTuple):
    """The days the words can mean, both inclusive, None where open; and how they were read."""

    earliest: date | None
    latest: date | None
    precision: Precision
    resolution: str


class Span(NamedTuple):
    """A stretch of days and the conventions that were needed to tell it."""

    first: date | None
    last: date | None
    precision: Precision
    notes: tuple[str, ...] = ()


class Statement(NamedTuple):
    """The day words were said, and the caller's view of months without a year."""

    said_on: date
    yearless: Yearless


# Parts of a month: first and last day (None: the last day there is), and how fine that is.
MONTH_PARTS: dict[str, tuple[int, int | None, Precision]] = {
    "頭": (1, 10, Precision.TEN_DAYS),
    "初め": (1, 10, Precision.TEN_DAYS),
    "初旬": (1, 10, Precision.TEN_DAYS),
    "上旬": (1, 10, Precision.TEN_DAYS),
    "中旬": (11, 20, Precision.TEN_DAYS),
    "下旬": (21, None, Precision.TEN_DAYS),
    "末": (21, None, Precision.TEN_DAYS),
    "前半": (1, 15, Precision.MONTH),
    "後半": (16, None, Precision.MONTH),
}
# Parts of a fiscal year: first and last month.
FISCAL_YEAR_PARTS: dict[str, tuple[int, int]] = {
    "当初": (4, 4),
    "初め": (4, 4),
    "前半": (4, 9),
    "上半期": (4, 9),
    "後半": (10, 3),
    "下半期": (10, 3),
    "末": (3, 3),
}
YEAR_END = "年の「末」は12月1日から12月31日までとみなす"
RELATIVE_YEARS = {
    "一昨年": -2,
    "昨年": -1,
    "去年": -1,
    "前年": -1,
    "今年": 0,
    "本年": 0,
    "来年": 1,
    "再来年": 2,
}
RELATIVE_MONTHS = {"先月": -1, "今月": 0, "来月": 1, "再来月": 2}

_YEAR = rf"(?P<year>{'|'.join(RELATIVE_YEARS)}|{wareki.WRITTEN_YEAR}年)"
_FISCAL_YEAR = re.compile(rf"{_YEAR}度(?:の?(?P<part>{'|'.join(FISCAL_YEAR_PARTS)})|[中内])?")
_MONTH_PART = rf"(?:の?(?P<part>{'|'.join(MONTH_PARTS)})|[中内])?"
_MONTH = re.compile(rf"(?:{_YEAR}の?)?(?P<month>\d{{1,2}})月{_MONTH_PART}")
_RELATIVE_MONTH = re.compile(rf"(?P<relative>{'|'.join(RELATIVE_MONTHS)})の?{_MONTH_PART}")
_CALENDAR_YEAR = re.compile(rf"{_YEAR}(?:の?(?P<part>末)|[中内])?")
# 年度末, 年内, 月末: of the year or month in which they were said.
_OF_NOW = re.compile(r"^(?=年度の?[^の]|年の?[内末]|月の?(?:[内末頭]|初め))")
_REMAINING = re.compile(r"あと(?P<count>\d{1,3})(?P<unit>日|週間|[かヶケカ]月|年)")
_DAYS_OF = {"日": 1, "週間": 7}
_NOT_BEFORE = re.compile(r"早くとも(?P<kept>.+?)(?:から|以降|以後)?$|(?P<cut>.+?)(?:から|以降|以後)$")
_NOT_AFTER = re.compile(r"(?:遅くとも|長くても)(?P<kept>.+?)(?:まで|以前)?$|(?P<cut>.+?)(?:まで|以前)$")


def bounds_of(words: str, said_on: date, *, yearless: Yearless = Yearless.UNKNOWN) -> Bounds | None:
    """What days these words can mean, said on that day; None when they name no time the portal knows.

    An impossible date or month in the words raises ``wareki.WarekiError``.
    """
    plain = wareki.plain(words).removesuffix("に")
    said = Statement(said_on, yearless)
    for pattern, open_side in ((_NOT_BEFORE, "latest"), (_NOT_AFTER, "earliest")):
        if match := pattern.search(plain):
            span = _span_of(match["kept"] or match["cut"], said)
            return span and _bounds(span, open_side)
    span = _span_of(plain, said)
    return span and _bounds(span, "")


def span_in_words(earliest: date | None, latest: date | None) -> str:
    """令和6年7月1日（月）から令和6年7月10日（水）まで; a single day, an open side or no bounds as such."""
    if earliest and earliest == latest:
        return wareki.format_date(earliest)
    first = f"{wareki.format_date(earliest)}から" if earliest else ""
    last = f"{wareki.format_date(latest)}まで" if latest else ""
    return first + last or "日は定まらない"


def understood(words: str, said_on: date, *, yearless: Yearless = Yearless.UNKNOWN) -> str:
    """One sentence on what days these words were read as, and by which convention.

    An impossible date in the words raises ``wareki.WarekiError``.
    """
    bounds = bounds_of(words, said_on, yearless=yearless)
    if bounds is None:
        return f"「{words.strip()}」は、日を表す言葉として読めません。言葉のまま残します。"
    why = f"（{bounds.resolution}）" if bounds.resolution else ""
    return f"「{words.strip()}」→ {span_in_words(bounds.earliest, bounds.latest)}{why}"


def is_yearless(words: str, said_on: date) -> bool:
    """Whether the days of the words depend on which year a month without one belongs to."""
    ways = {bounds_of(words, said_on, yearless=way) for way in Yearless}
    return len(ways) > 1


def conventions() -> list[tuple[str, str]]:
    """The words whose days are the portal's own convention, and what each means."""
    months = {
        f"月の「{word}」": f"{first}日から{f'{last}日' if last else '月末'}まで"
        for word, (first, last, _) in MONTH_PARTS.items()
    }
    years = {
        f"年度の「{word}」": f"{first}月" if first == last else f"{first}月から{last}月まで"
        for word, (first, last) in FISCAL_YEAR_PARTS.items()
    }
    return [*months.items(), *years.items(), ("年の「末」", "12月")]


def _bounds(span: Span, open_side: str) -> Bounds:
    notes = span.notes
    if open_side == "latest":
        notes = (*notes, "早い方だけが定まる")
    elif open_side == "earliest":
        notes = (*notes, "遅い方だけが定まる")
    return Bounds(
        None if open_side == "earliest" else span.first,
        None if open_side == "latest" else span.last,
        span.precision,
        "。".join(notes),
    )


def _span_of(plain: str, said: Statement) -> Span | None:
    plain = _OF_NOW.sub("今", plain)
    for pattern, read in _READINGS:
        if match := pattern.fullmatch(plain):
            return read(match, said)
    try:
        day = wareki.parse_date(plain).day
    except wareki.WarekiError:
        if re.search(r"年\d{1,2}月\d{1,2}日|\d[./-]\d", plain):
            raise
        return None
    return Span(day, day, Precision.DAY)


def _read_fiscal_year(match: re.Match[str], said: Statement) -> Span:
    relative = RELATIVE_YEARS.get(match["year"])
    year = (
        wareki.parse_year(match["year"]) if relative is None else wareki.fiscal_year(said.said_on) + relative
    )
    label = () if relative is None else (f"{match['year']}度＝{wareki.fiscal_year_label(year)}",)
    if not match["part"]:
        return Span(*wareki.fiscal_year_bounds(year), Precision.FISCAL_YEAR, label)
    first_month, last_month = FISCAL_YEAR_PARTS[match["part"]]
    first = date(year + (first_month < 4), first_month, 1)
    last = _month_end(year + (last_month < 4), last_month)
    precision = Precision.MONTH if first_month == last_month else Precision.FISCAL_YEAR
    convention = f"年度の「{match['part']}」は{_span_words(first, last)}とみなす"
    return Span(first, last, precision, (*label, convention))


def _read_month(match: re.Match[str], said: Statement) -> Span:
    month = int(match["month"])
    if not 1 <= month <= 12:
        raise wareki.WarekiError(f"{month}月という月はありません。")
    if match["year"]:
        year, notes = _calendar_year(match["year"], said)
    elif said.yearless is Yearless.UNKNOWN:
        precision = MONTH_PARTS[match["part"]][2] if match["part"] else Precision.MONTH
        return Span(None, None, precision, (Yearless.UNKNOWN.value,))
    else:
        year, notes = _nearest_year(month, said), (said.yearless.value,)
    return _month_span(year, month, match["part"], notes)


def _read_relative_month(match: re.Match[str], said: Statement) -> Span:
    first = _add_months(said.said_on.replace(day=1), RELATIVE_MONTHS[match["relative"]])
    return _month_span(first.year, first.month, match["part"], (f"{match['relative']}＝{first.month}月",))


def _read_calendar_year(match: re.Match[str], said: Statement) -> Span:
    year, notes = _calendar_year(match["year"], said)
    if match["part"]:
        return Span(date(year, 12, 1), date(year, 12, 31), Precision.MONTH, (*notes, YEAR_END))
    return Span(date(year, 1, 1), date(year, 12, 31), Precision.YEAR, notes)


def _read_remaining(match: re.Match[str], said: Statement) -> Span:
    count, unit = int(match["count"]), match["unit"]
    if unit in _DAYS_OF:
        last = said.said_on + timedelta(days=count * _DAYS_OF[unit])
    else:
        last = _add_months(said.said_on, count * (12 if unit == "年" else 1))
    return Span(None, last, Precision.DAY, (f"発言の日から数えて{wareki.format_date(last, weekday=False)}",))


def _month_span(year: int, month: int, part: str | None, notes: tuple[str, ...]) -> Span:
    end = _month_end(year, month)
    if not part:
        return Span(end.replace(day=1), end, Precision.MONTH, notes)
    first_day, last_day, precision = MONTH_PARTS[part]
    first, last = date(year, month, first_day), end.replace(day=last_day or end.day)
    convention = f"月の「{part}」は{first_day}日から{last.day}日までとみなす"
    return Span(first, last, precision, (*notes, convention))


def _calendar_year(written: str, said: Statement) -> tuple[int, tuple[str, ...]]:
    if written in RELATIVE_YEARS:
        year = said.said_on.year + RELATIVE_YEARS[written]
        return year, (f"{written}＝{year}年",)
    return wareki.parse_year(written), ()


def _nearest_year(month: int, said: Statement) -> int:
    year = said.said_on.year
    if said.yearless is Yearless.AHEAD:
        return year + (month < said.said_on.month)
    return year - (month > said.said_on.month)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _add_months(day: date, count: int) -> date:
    """The same day so many months on, or that month's last day when it is shorter."""
    year, month_index = divmod(day.year * 12 + day.month - 1 + count, 12)
    end = _month_end(year, month_index + 1)
    return end.replace(day=min(day.day, end.day))


def _span_words(first: date, last: date) -> str:
    return f"{first.month}月{first.day}日から{last.month}月{last.day}日まで"


_READINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Statement], Span]], ...] = (
    (_FISCAL_YEAR, _read_fiscal_year),
    (_MONTH, _read_month),
    (_RELATIVE_MONTH, _read_relative_month),
    (_CALENDAR_YEAR, _read_calendar_year),
    (_REMAINING, _read_remaining),
)
