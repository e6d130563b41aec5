"""Japanese eras, fiscal years and clock times, read as officials type them and printed as they print them.

A date is read from 令和6年6月27日（木）, R6.6.27, 令和六年六月二十七日, 2024/6/27 or 20240627, in full or
half width. What cannot be a date is refused with a sentence for the person who typed it; a weekday that
does not fit the date is only a warning, because the source may be wrong and has to be kept.

Fiscal years run from April to March and are named by the year of their April. Their label follows the era
of 1 October, the middle of the fiscal year, which is what the offices use: 2018 is 平成30年度, 2019 (its
April was still 平成31年) is 令和元年度, 1988 is 昭和63年度 although it ended in 平成元年. Reading takes both
names of such a year: 平成31年度 and 令和元年度 are 2019.
"""

import re
import unicodedata
from datetime import MAXYEAR, date, time
from typing import NamedTuple

WEEKDAYS = "月火水木金土日"


class Era(NamedTuple):
    """One 元号 with its Latin initial and its first day."""

    name: str
    initial: str
    first_day: date


ERAS = (
    Era("令和", "R", date(2019, 5, 1)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("昭和", "S", date(1926, 12, 25)),
    Era("大正", "T", date(1912, 7, 30)),
    Era("明治", "M", date(1868, 1, 25)),
)
# Before this day Japan counted months by the moon; 明治5年12月2日 was the eve of it.
FIRST_SOLAR_DAY = date(1873, 1, 1)
# Leaves room to add to any day that was read.
YEARS = range(1, MAXYEAR - 1000)

_ERA_BY_WORD = {era.name: era for era in ERAS} | {era.initial: era for era in ERAS}
_ERA_WORD = r"(?P<era>令和|平成|昭和|大正|明治|[RHSTM])"
# A year as written, before its 年: 令和6, R6, 西暦2024, 2024. (No group: others build on it.)
WRITTEN_YEAR = r"(?:令和|平成|昭和|大正|明治|[RHSTM]|西暦)?(?:元|\d{1,4})"
_WEEKDAY = rf"(?:\(?(?P<weekday>[{WEEKDAYS}])(?:曜日?)?\)?)?"
_ERA_DATE = re.compile(
    rf"{_ERA_WORD}(?P<year>元|\d{{1,3}})[年./-](?P<month>\d{{1,2}})[月./-](?P<day>\d{{1,2}})日?{_WEEKDAY}"
)
_WESTERN_DATE = re.compile(
    rf"(?:西暦)?(?P<year>\d{{4}})[年./-](?P<month>\d{{1,2}})[月./-](?P<day>\d{{1,2}})日?{_WEEKDAY}"
)
_PACKED_DATE = re.compile(rf"(?P<year>\d{{4}})(?P<month>\d{{2}})(?P<day>\d{{2}}){_WEEKDAY}")
_SHORT_WESTERN_DATE = re.compile(r"\d{1,3}[./-]\d{1,2}[./-]\d{1,2}")
_YEARLESS_DATE = re.compile(rf"\d{{1,2}}[月./-]\d{{1,2}}日?{_WEEKDAY}")
_ANY_YEAR = re.compile(rf"(?:{_ERA_WORD}|西暦)?(?P<year>元|\d{{1,4}})年?度?")
_TIME = re.compile(
    r"(?P<half>午前|午後)?(?:(?P<noon>正午)|(?P<hour>\d{1,2})(?:時(?:(?P<thirty>半)|(?P<minute>\d{1,2})分)?|:(?P<colon>\d{2})))"
)
_RANGE_SIGN = re.compile(r"から|[~〜～–—―-]")

_KANJI_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")}
_KANJI_NUMBER = re.compile(r"[〇一二三四五六七八九十]+(?=[年月日時分])")


class WarekiError(ValueError):
    """What was typed is no date, time or fiscal year. The message is Japanese and meant for the page."""


class DateReading(NamedTuple):
    """A date as read, and what looked odd about how it was written (empty when nothing did)."""

    day: date
    warning: str = ""


def parse_date(text: str) -> DateReading:
    """Read one date; raises WarekiError with a Japanese message when there is none."""
    typed = plain(text)
    for pattern in (_ERA_DATE, _WESTERN_DATE, _PACKED_DATE):
        if match := pattern.fullmatch(typed):
            day = _day_of(match)
            return DateReading(day, _weekday_warning(day, match["weekday"]))
    raise WarekiError(_why_no_date(text.strip(), typed))


def parse_time(text: str) -> time:
    """Read one clock time: 11:00, 11時58分, 午後2時半, 正午."""
    match = _TIME.fullmatch(plain(text))
    if not match:
        raise WarekiError(f"「{text.strip()}」は時刻として読めません。例：11:00、午後2時30分")
    return _time_of(match)


def parse_time_range(text: str) -> tuple[time, time]:
    """Read start and end: 11:00～12:00, or 午後2時から5時まで, whose 5時 is in the afternoon too."""
    parts = _RANGE_SIGN.split(plain(text).removesuffix("まで"))
    if len(parts) != 2:
        raise WarekiError(f"「{text.strip()}」は時間帯として読めません。例：11:00～12:00")
    starts, ends = parse_time(parts[0]), parse_time(parts[1])
    if parts[0].startswith("午後") and ends <= starts and ends.hour < 12 and parts[1][0] != "午":
        ends = ends.replace(hour=ends.hour + 12)
    if ends <= starts:
        raise WarekiError(
            f"終わりの時刻（{format_time(ends)}）は、始まり（{format_time(starts)}）より後にしてください。"
        )
    return starts, ends


def parse_year(text: str) -> int:
    """Read 令和6年, 平成31年度, R6年度, 2024 or 2024年度; a fiscal year is the year of its April."""
    match = _ANY_YEAR.fullmatch(plain(text))
    if match and match["era"]:
        return _western_year(_ERA_BY_WORD[match["era"]], match["year"])
    if match and len(match["year"]) == 4 and int(match["year"]) in YEARS:
        return int(match["year"])
    raise WarekiError(f"「{text.strip()}」は年・年度として読めません。例：令和6年度、2024年度")


def plain(text: str) -> str:
    """Half width, no white space, figures for kanji numbers: the form all reading starts from.

    Only for reading; what is stored stays as it was typed.
    """
    narrow = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("−", "-")
    narrow = re.sub(r"^[rhstm](?=\d)", lambda initial: initial[0].upper(), narrow)
    return _KANJI_NUMBER.sub(lambda number: str(_kanji_number(number[0])), narrow)


def era_of(day: date) -> Era:
    """The era of a day; days before the solar calendar have none here and raise WarekiError."""
    if day < FIRST_SOLAR_DAY:
        raise WarekiError("明治6年1月1日より前の日は旧暦のため扱えません。")
    return next(era for era in ERAS if day >= era.first_day)


def fiscal_year(day: date) -> int:
    """The fiscal year a day falls in: the year of its April."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_bounds(fiscal_year: int) -> tuple[date, date]:
    """First and last day of a fiscal year."""
    return date(fiscal_year, 4, 1), date(fiscal_year + 1, 3, 31)


def fiscal_year_label(fiscal_year: int) -> str:
    """令和6年度 for 2024, 令和元年度 for 2019, by the era of 1 October (see the module's text)."""
    return f"{year_label(date(fiscal_year, 10, 1))}度"


def year_label(day: date) -> str:
    """令和6年 for any day of it."""
    era = era_of(day)
    number = day.year - era.first_day.year + 1
    return f"{era.name}{'元' if number == 1 else number}年"


def format_date(day: date, *, weekday: bool = True) -> str:
    """令和6年6月27日（木）, as official documents print it."""
    tail = f"（{WEEKDAYS[day.weekday()]}）" if weekday else ""
    return f"{year_label(day)}{day.month}月{day.day}日{tail}"


def format_date_short(day: date) -> str:
    """R6.6.27, for narrow columns."""
    era = era_of(day)
    return f"{era.initial}{day.year - era.first_day.year + 1}.{day.month}.{day.day}"


def format_time(moment: time) -> str:
    """11:00, on the 24-hour clock."""
    return f"{moment.hour}:{moment.minute:02}"


def _kanji_number(text: str) -> int:
    """二十七 and 二七 are 27, 十 is 10, 二〇二四 is 2024."""
    tens, ten, units = text.rpartition("十")
    if not ten:
        return int("".join(str(_KANJI_DIGITS[character]) for character in units))
    return (_kanji_number(tens) if tens else 1) * 10 + (_kanji_number(units) if units else 0)


def _western_year(era: Era, number: str) -> int:
    count = 1 if number == "元" else int(number)
    if count == 0:
        raise WarekiError(f"{era.name}0年という年はありません。最初の年は{era.name}元年です。")
    return era.first_day.year + count - 1


def _day_of(match: re.Match[str]) -> date:
    era = _ERA_BY_WORD[match["era"]] if "era" in match.groupdict() else None
    year = _western_year(era, match["year"]) if era else int(match["year"])
    month, day_number = int(match["month"]), int(match["day"])
    written = f"{era.name}{match['year']}年" if era else f"{year}年"
    written += f"{month}月{day_number}日"
    if year not in YEARS:
        raise WarekiError(f"{written}という日は扱えません。")
    try:
        day = date(year, month, day_number)
    except ValueError:
        raise WarekiError(f"{written}という日はありません。") from None
    if era and (actual := era_of(day)) != era:
        raise WarekiError(
            f"{written}という日はありません。{actual.name}の日なら{format_date(day, weekday=False)}です。"
        )
    return day


def _weekday_warning(day: date, typed: str | None) -> str:
    actual = WEEKDAYS[day.weekday()]
    if typed in (None, actual):
        return ""
    return f"{format_date(day, weekday=False)}は{actual}曜日です（入力は{typed}曜日）。"


def _why_no_date(typed: str, narrow: str) -> str:
    if not narrow:
        return "日付を入力してください。"
    if _YEARLESS_DATE.fullmatch(narrow):
        return f"「{typed}」には年がありません。年から入力してください。例：令和6年6月27日"
    if _SHORT_WESTERN_DATE.fullmatch(narrow):
        return f"「{typed}」の年は西暦4桁か元号で入力してください。例：2024/6/27、R6.6.27"
    return f"「{typed}」は日付として読めません。例：令和6年6月27日、R6.6.27、2024/6/27"


def _time_of(match: re.Match[str]) -> time:
    if match["noon"]:
        if match["half"]:
            raise WarekiError("「正午」に午前・午後は付けません。")
        return time(12)
    hour = int(match["hour"])
    minute = 30 if match["thirty"] else int(match["minute"] or match["colon"] or 0)
    if match["half"] and hour == 12:
        raise WarekiError(
            f"「{match['half']}12時」は昼か夜中か定まりません。24時間で入力してください。例：12:00、0:00"
        )
    if hour > (11 if match["half"] else 23) or minute > 59:
        raise WarekiError(f"{match['half'] or ''}{hour}時{minute}分という時刻はありません。")
    return time(hour + 12 if match["half"] == "午後" else hour, minute)
