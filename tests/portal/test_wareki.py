"""Dates, times and fiscal years as officials type and print them."""

from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import wareki
from portal.wareki import WarekiError

SEED_DAY = date(2024, 6, 27)
# What people type into a date field, and a little of what they do not.
TYPED = st.text(
    alphabet="令和平成昭大正明治元年月日時分半午前後度RHs0123456789０９一二十〇.／-（木）曜:～ 　",
    max_size=20,
)


@pytest.mark.parametrize(
    "typed",
    [
        "令和6年6月27日（木）",
        "令和６年６月２７日(木曜日)",
        "令和 6 年 6 月 27 日",
        "㋿6年6月27日木曜",
        "令和六年六月二十七日",
        "R6.6.27",
        "r6/06/27",
        "Ｒ６－６－２７",
        "2024/6/27",
        "2024-06-27(木)",
        "西暦2024年6月27日",
        "二〇二四年六月二七日",
        "20240627",
        "２０２４０６２７（木）",
    ],
)
def test_date_in_any_office_spelling_is_read_without_warning(typed):
    assert wareki.parse_date(typed) == (SEED_DAY, "")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和1年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("大正元年7月30日", date(1912, 7, 30)),
        ("明治45年7月29日", date(1912, 7, 29)),
        ("明治六年一月一日", date(1873, 1, 1)),
        ("令和6年2月29日", date(2024, 2, 29)),
        ("令和十年十月十日", date(2028, 10, 10)),
    ],
)
def test_date_at_the_edge_of_an_era_is_read_and_printed_back(typed, day):
    assert wareki.parse_date(typed).day == day
    assert wareki.parse_date(wareki.format_date(day)) == (day, "")
    assert wareki.parse_date(wareki.format_date_short(day)).day == day


def test_date_with_wrong_weekday_is_read_with_a_warning():
    reading = wareki.parse_date("令和6年6月27日（金）")
    assert reading.day == SEED_DAY
    assert reading.warning == "令和6年6月27日は木曜日です（入力は金曜日）。"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("令和6年2月30日", "令和6年2月30日という日はありません。"),
        ("R5.11.31", "令和5年11月31日という日はありません。"),
        ("令和5年2月29日", "令和5年2月29日という日はありません。"),
        ("2024/13/1", "2024年13月1日という日はありません。"),
        ("20240230", "2024年2月30日という日はありません。"),
        ("令和0年5月1日", "令和0年という年はありません。最初の年は令和元年です。"),
        (
            "平成31年5月1日",
            "平成31年5月1日という日はありません。令和の日なら令和元年5月1日です。",
        ),
        (
            "令和元年4月30日",
            "令和元年4月30日という日はありません。平成の日なら平成31年4月30日です。",
        ),
        ("昭和65年1月1日", "昭和65年1月1日という日はありません。平成の日なら平成2年1月1日です。"),
        ("明治5年12月2日", "明治6年1月1日より前の日は旧暦のため扱えません。"),
        ("0000/1/1", "0年1月1日という日は扱えません。"),
        ("6月27日", "「6月27日」には年がありません。年から入力してください。例：令和6年6月27日"),
        ("24/6/27", "「24/6/27」の年は西暦4桁か元号で入力してください。例：2024/6/27、R6.6.27"),
        ("　", "日付を入力してください。"),
        ("来週", "「来週」は日付として読めません。例：令和6年6月27日、R6.6.27、2024/6/27"),
        (
            "令和6年6月27日頃",
            "「令和6年6月27日頃」は日付として読めません。例：令和6年6月27日、R6.6.27、2024/6/27",
        ),
        ("R6.6.2７9", "「R6.6.2７9」は日付として読めません。例：令和6年6月27日、R6.6.27、2024/6/27"),
    ],
)
def test_date_that_cannot_be_is_refused_in_japanese(typed, message):
    with pytest.raises(WarekiError) as refusal:
        wareki.parse_date(typed)
    assert str(refusal.value) == message


def test_date_is_printed_with_and_without_weekday():
    assert wareki.format_date(SEED_DAY) == "令和6年6月27日（木）"
    assert wareki.format_date(SEED_DAY, weekday=False) == "令和6年6月27日"
    assert wareki.format_date_short(SEED_DAY) == "R6.6.27"


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("11:00", time(11)),
        ("１１：５８", time(11, 58)),
        ("11時58分", time(11, 58)),
        ("午後2時", time(14)),
        ("午後二時半", time(14, 30)),
        ("午前0時5分", time(0, 5)),
        ("正午", time(12)),
        ("0:00", time(0)),
    ],
)
def test_time_in_any_office_spelling_is_read(typed, moment):
    assert wareki.parse_time(typed) == moment


@pytest.mark.parametrize("typed", ["", "25:00", "11:60", "午後13時", "午後12時", "午前正午", "11", "昼"])
def test_time_that_cannot_be_is_refused(typed):
    with pytest.raises(WarekiError):
        wareki.parse_time(typed)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("11:00～12:00", (time(11), time(12))),
        ("１１：００〜１２：００", (time(11), time(12))),
        ("午後2時から5時まで", (time(14), time(17))),
        ("午前10時～正午", (time(10), time(12))),
        ("午前10時-午後3時", (time(10), time(15))),
    ],
)
def test_time_range_is_read_with_the_half_of_the_day_carried_on(typed, hours):
    assert wareki.parse_time_range(typed) == hours


def test_time_range_that_ends_before_it_starts_is_refused():
    with pytest.raises(WarekiError) as refusal:
        wareki.parse_time_range("12:00～11:00")
    assert str(refusal.value) == "終わりの時刻（11:00）は、始まり（12:00）より後にしてください。"


@pytest.mark.parametrize("typed", ["11:00", "11:00～12:00～13:00", "～"])
def test_time_range_without_two_ends_is_refused(typed):
    with pytest.raises(WarekiError):
        wareki.parse_time_range(typed)


def test_fiscal_year_turns_over_on_the_first_of_april():
    assert wareki.fiscal_year(date(2025, 3, 31)) == 2024
    assert wareki.fiscal_year(date(2025, 4, 1)) == 2025
    assert wareki.fiscal_year_bounds(2024) == (date(2024, 4, 1), date(2025, 3, 31))


@pytest.mark.parametrize(
    ("fiscal_year", "label"),
    [
        (2024, "令和6年度"),
        (2019, "令和元年度"),
        (2018, "平成30年度"),
        (1989, "平成元年度"),
        (1988, "昭和63年度"),
        (1926, "大正15年度"),
        (1912, "大正元年度"),
    ],
)
def test_fiscal_year_is_named_by_the_era_of_its_middle(fiscal_year, label):
    assert wareki.fiscal_year_label(fiscal_year) == label
    assert wareki.parse_year(label) == fiscal_year


@pytest.mark.parametrize(
    ("typed", "fiscal_year"),
    [("平成31年度", 2019), ("Ｒ６年度", 2024), ("2024", 2024), ("2024年度", 2024), ("令和六年度", 2024)],
)
def test_fiscal_year_in_any_office_spelling_is_read(typed, fiscal_year):
    assert wareki.parse_year(typed) == fiscal_year


@pytest.mark.parametrize("typed", ["", "6", "元年度", "24年度", "今年度"])
def test_fiscal_year_that_cannot_be_told_is_refused(typed):
    with pytest.raises(WarekiError):
        wareki.parse_year(typed)


@given(st.dates(wareki.FIRST_SOLAR_DAY, date(2999, 12, 31)))
def test_day_printed_is_read_back_as_the_same_day(day):
    assert wareki.parse_date(wareki.format_date(day)) == (day, "")
    assert wareki.parse_date(wareki.format_date_short(day)).day == day


@pytest.mark.parametrize(
    "parse", [wareki.parse_date, wareki.parse_time, wareki.parse_time_range, wareki.parse_year]
)
@given(typed=TYPED)
def test_anything_typed_is_read_or_refused_and_never_crashes(parse, typed):
    with suppress(WarekiError):
        parse(typed)
