"""Open days, and limits counted on them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.open_days import Due, Roll, Unit, due_after, is_open_day, rolled

SITTING = date(2024, 6, 27)
CLOSED = frozenset({date(2024, 6, 28)})


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2024, 6, 27), True),
        (date(2024, 6, 29), False),
        (date(2024, 7, 15), False),
        (date(2024, 8, 12), False),
        (date(2024, 12, 27), True),
        (date(2024, 12, 30), False),
        (date(2025, 1, 3), False),
        (date(2025, 1, 6), True),
    ],
)
def test_open_day_is_no_weekend_holiday_or_turn_of_the_year(day, is_open):
    assert is_open_day(day) is is_open


def test_day_of_the_own_list_is_closed():
    assert is_open_day(date(2024, 6, 28))
    assert not is_open_day(date(2024, 6, 28), CLOSED)


@pytest.mark.parametrize(
    ("count", "unit", "roll", "closed", "expected"),
    [
        (2, Unit.OPEN_DAYS, Roll.LATER, frozenset(), date(2024, 7, 1)),
        (2, Unit.OPEN_DAYS, Roll.LATER, CLOSED, date(2024, 7, 2)),
        # 11 August is a Sunday and 山の日, the 12th its substitute.
        (45, Unit.CALENDAR_DAYS, Roll.LATER, frozenset(), date(2024, 8, 13)),
        (45, Unit.CALENDAR_DAYS, Roll.EARLIER, frozenset(), date(2024, 8, 9)),
        (0, Unit.OPEN_DAYS, Roll.LATER, frozenset(), SITTING),
    ],
)
def test_limit_is_counted_from_the_day_after_and_rolled_to_an_open_day(count, unit, roll, closed, expected):
    assert due_after(SITTING, count=count, unit=unit, roll=roll, closed=closed).on == expected


@pytest.mark.parametrize(
    ("day", "roll", "words"),
    [
        (date(2024, 7, 27), Roll.EARLIER, "令和6年7月27日（土）／閉庁日のため実際は令和6年7月26日（金）まで"),
        (
            date(2024, 7, 27),
            Roll.LATER,
            "令和6年7月27日（土）／閉庁日のため次の開庁日の令和6年7月29日（月）まで",
        ),
        (SITTING, Roll.EARLIER, "令和6年6月27日（木）"),
    ],
)
def test_limit_on_a_closed_day_names_both_days(day, roll, words):
    assert rolled(day, roll).words == words


@given(
    day=st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    closed=st.frozensets(st.dates(date(2024, 1, 1), date(2024, 12, 31)), max_size=40),
)
def test_rolled_limit_is_the_nearest_open_day_on_its_side(day, closed):
    earlier, later = rolled(day, Roll.EARLIER, closed), rolled(day, Roll.LATER, closed)
    assert earlier.on <= day <= later.on
    assert is_open_day(earlier.on, closed)
    assert is_open_day(later.on, closed)
    assert (earlier == later == Due(day, day)) == is_open_day(day, closed)
