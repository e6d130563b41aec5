"""Days on which offices work, and how a time limit is counted on them.

Pure: the days an office closes besides weekends, national holidays and the turn of the year come from the
caller. The day something happens does not count (初日不算入): two open days after a Thursday are Monday.
"""

from collections.abc import Container
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

import jpholiday

from portal.wareki import format_date

# Offices are closed on these days of the turn of the year (month, day).
YEAR_END_CLOSURE = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})
NONE_BESIDES: frozenset[date] = frozenset()


class Unit(StrEnum):
    """What is counted."""

    CALENDAR_DAYS = "calendar_days"
    OPEN_DAYS = "open_days"


class Roll(StrEnum):
    """Which open day counts when a limit falls on a closed one."""

    EARLIER = "earlier"
    LATER = "later"


class Due(NamedTuple):
    """The day a count or a promise names, and the open day that counts for it."""

    named: date
    on: date

    @property
    def words(self) -> str:
        """The last day; where it is a closed day, also the one that counts."""
        if self.named == self.on:
            return format_date(self.on)
        verb = "実際は" if self.on < self.named else "次の開庁日の"
        return f"{format_date(self.named)}／閉庁日のため{verb}{format_date(self.on)}まで"


def is_open_day(day: date, closed: Container[date] = NONE_BESIDES) -> bool:
    """Whether offices work: no weekend, holiday or turn of the year, and not among the ``closed`` days."""
    return not why_closed(day) and day not in closed


def why_closed(day: date) -> str:
    """What closes every office on this day, in words; empty when nothing does."""
    if (day.month, day.day) in YEAR_END_CLOSURE:
        return "年末年始"
    if name := jpholiday.is_holiday_name(day):
        return f"祝日（{name}）"
    return "土曜日・日曜日" if day.weekday() >= 5 else ""


def rolled(day: date, roll: str, closed: Container[date] = NONE_BESIDES) -> Due:
    """The open day that counts for a limit named as ``day``."""
    step = timedelta(days=-1 if roll == Roll.EARLIER else 1)
    counts = day
    while not is_open_day(counts, closed):
        counts += step
    return Due(day, counts)


class Left(NamedTuple):
    """How long there is until a last day, in words, and how it presses (a level of the marks)."""

    words: str
    level: str


# Farther off, open days are no help to anybody; this near, they press.
TOLD_WITHIN, PRESSING = 60, 3


def time_left(on: date, today: date, closed: Container[date] = NONE_BESIDES) -> Left:
    """あと4開庁日, 今日まで or 期限を過ぎています; no words for a day that is far off."""
    if on < today:
        return Left("期限を過ぎています", "err")
    if on == today:
        return Left("今日まで", "warn")
    days = (on - today).days
    if days > TOLD_WITHIN:
        return Left("", "")
    count = sum(is_open_day(today + timedelta(days=each), closed) for each in range(1, days + 1))
    return Left(f"あと{count}開庁日", "warn" if count <= PRESSING else "")


def due_after(day: date, *, count: int, unit: str, roll: str, closed: Container[date] = NONE_BESIDES) -> Due:
    """The limit ``count`` days after ``day``, which itself does not count."""
    if unit == Unit.CALENDAR_DAYS:
        return rolled(day + timedelta(days=count), roll, closed)
    reached = day
    for _ in range(count):
        reached = rolled(reached + timedelta(days=1), Roll.LATER, closed).on
    return rolled(reached, roll, closed)
