"""The days that words of the record can mean."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.stated_dates import Precision, Yearless, bounds_of
from portal.wareki import WarekiError

SAID_ON = date(2024, 6, 27)


@pytest.mark.parametrize(
    ("words", "earliest", "latest", "precision"),
    [
        ("早くとも令和7年4月", date(2025, 4, 1), None, Precision.MONTH),
        ("今年度後半", date(2024, 10, 1), date(2025, 3, 31), Precision.FISCAL_YEAR),
        ("今年度後半から", date(2024, 10, 1), None, Precision.FISCAL_YEAR),
        ("今年度中", date(2024, 4, 1), date(2025, 3, 31), Precision.FISCAL_YEAR),
        ("令和６年度中", date(2024, 4, 1), date(2025, 3, 31), Precision.FISCAL_YEAR),
        ("来年度当初", date(2025, 4, 1), date(2025, 4, 30), Precision.MONTH),
        ("昨年度末", date(2024, 3, 1), date(2024, 3, 31), Precision.MONTH),
        ("来年4月", date(2025, 4, 1), date(2025, 4, 30), Precision.MONTH),
        ("2025 年 10 月", date(2025, 10, 1), date(2025, 10, 31), Precision.MONTH),
        ("令和7年2月末", date(2025, 2, 21), date(2025, 2, 28), Precision.TEN_DAYS),
        ("2030年まで", None, date(2030, 12, 31), Precision.YEAR),
        ("去年", date(2023, 1, 1), date(2023, 12, 31), Precision.YEAR),
        ("来月中旬", date(2024, 7, 11), date(2024, 7, 20), Precision.TEN_DAYS),
        ("令和6年7月10日までに", None, date(2024, 7, 10), Precision.DAY),
        ("R6.7.10", date(2024, 7, 10), date(2024, 7, 10), Precision.DAY),
        ("長くてもあと1か月", None, date(2024, 7, 27), Precision.DAY),
        ("あと２週間", None, date(2024, 7, 11), Precision.DAY),
        ("あと1年", None, date(2025, 6, 27), Precision.DAY),
    ],
)
def test_words_with_a_known_year_have_bounds(words, earliest, latest, precision):
    assert bounds_of(words, SAID_ON)[:3] == (earliest, latest, precision)


@pytest.mark.parametrize(
    ("words", "yearless", "earliest", "latest"),
    [
        ("7月頭", Yearless.AHEAD, date(2024, 7, 1), date(2024, 7, 10)),
        ("9月", Yearless.AHEAD, date(2024, 9, 1), date(2024, 9, 30)),
        ("10 月まで", Yearless.AHEAD, None, date(2024, 10, 31)),
        ("10月から", Yearless.AHEAD, date(2024, 10, 1), None),
        ("2月", Yearless.AHEAD, date(2025, 2, 1), date(2025, 2, 28)),
        ("5月下旬", Yearless.BEHIND, date(2024, 5, 21), date(2024, 5, 31)),
        ("12月", Yearless.BEHIND, date(2023, 12, 1), date(2023, 12, 31)),
    ],
)
def test_month_without_year_has_bounds_only_when_the_caller_looks_one_way(words, yearless, earliest, latest):
    guessed = bounds_of(words, SAID_ON, yearless=yearless)
    assert (guessed.earliest, guessed.latest) == (earliest, latest)
    assert "年の記載なし" in guessed.resolution
    unknown = bounds_of(words, SAID_ON)
    assert (unknown.earliest, unknown.latest, unknown.precision) == (None, None, guessed.precision)


def test_reading_names_the_convention_it_used():
    reading = bounds_of("7月頭", SAID_ON, yearless=Yearless.AHEAD).resolution
    assert "月の「頭」は1日から10日までとみなす" in reading
    assert bounds_of("今年度後半", SAID_ON).resolution == (
        "今年度＝令和6年度。年度の「後半」は10月1日から3月31日までとみなす"
    )


def test_remaining_month_from_a_long_month_ends_with_the_short_one():
    assert bounds_of("あと1か月", date(2024, 1, 31)).latest == date(2024, 2, 29)


@pytest.mark.parametrize("words", ["結論が出たら", "", "至急", "本会議の前に"])
def test_words_that_name_no_time_have_no_bounds_at_all(words):
    assert bounds_of(words, SAID_ON) is None


@pytest.mark.parametrize("words", ["令和6年2月30日まで", "令和6年13月", "遅くとも2024/11/31"])
def test_words_with_an_impossible_date_are_refused(words):
    with pytest.raises(WarekiError):
        bounds_of(words, SAID_ON)


@given(
    words=st.text(
        alphabet="早くとも遅長てあと今来再昨去年度月日頭初上中下旬末前後半当令和R0123456789まかでにらの",
        max_size=14,
    ),
    said_on=st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    yearless=st.sampled_from(Yearless),
)
def test_bounds_of_any_words_are_in_order(words, said_on, yearless):
    bounds = None
    with suppress(WarekiError):
        bounds = bounds_of(words, said_on, yearless=yearless)
    if bounds and bounds.earliest and bounds.latest:
        assert bounds.earliest <= bounds.latest


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("年度末", date(2025, 3, 1), date(2025, 3, 31)),
        ("今年度末", date(2025, 3, 1), date(2025, 3, 31)),
        ("令和6年度末", date(2025, 3, 1), date(2025, 3, 31)),
        ("年度末までに", None, date(2025, 3, 31)),
        ("年度内", date(2024, 4, 1), date(2025, 3, 31)),
        ("来年度内に", date(2025, 4, 1), date(2026, 3, 31)),
        ("年度当初", date(2024, 4, 1), date(2024, 4, 30)),
        ("来年度の初め", date(2025, 4, 1), date(2025, 4, 30)),
        ("年内", date(2025, 1, 1), date(2025, 12, 31)),
        ("年末", date(2025, 12, 1), date(2025, 12, 31)),
        ("令和6年末", date(2024, 12, 1), date(2024, 12, 31)),
        ("月末", date(2025, 2, 21), date(2025, 2, 28)),
        ("月の初め", date(2025, 2, 1), date(2025, 2, 10)),
        ("月内に", date(2025, 2, 1), date(2025, 2, 28)),
        ("令和7年3月上旬", date(2025, 3, 1), date(2025, 3, 10)),
        ("来月の下旬", date(2025, 3, 21), date(2025, 3, 31)),
    ],
)
def test_end_or_part_without_a_year_is_that_of_the_day_it_was_said(
    words: str, first: date | None, last: date
) -> None:
    bounds = bounds_of(words, date(2025, 2, 14))
    assert bounds is not None
    assert (bounds.earliest, bounds.latest) == (first, last)


@pytest.mark.parametrize("words", ["年度", "年度の予算", "月並み", "年中行事"])
def test_words_that_only_begin_like_a_time_name_none(words: str) -> None:
    assert bounds_of(words, date(2025, 2, 14)) is None
