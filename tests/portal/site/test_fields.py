"""What officials type into a form, and what comes of it."""

from datetime import UTC, date, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from portal.site.fields import (
    CleanProseField,
    CleanTextField,
    VersionField,
    WarekiDateField,
    WarekiDateTimeField,
    WarekiTimeField,
)

DAY = date(2024, 6, 27)


@pytest.mark.parametrize(
    "typed", ["令和6年6月27日", "R6.6.27", "2024/6/27", "20240627", "令和６年６月２７日（木）"]
)
def test_date_field_reads_the_usual_ways_without_a_warning(typed: str) -> None:
    field = WarekiDateField()
    assert field.clean(typed) == DAY
    assert field.warning == ""


def test_date_field_with_a_wrong_weekday_takes_the_day_and_warns() -> None:
    field = WarekiDateField()
    assert field.clean("令和6年6月27日（金）") == DAY
    assert "木曜日" in field.warning
    field.clean("令和6年6月27日（木）")
    assert field.warning == "", "a warning is about the last text only"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("令和6年2月30日", "令和6年2月30日という日はありません"),
        ("令和5年11月31日", "令和5年11月31日という日はありません"),
        ("あした", "日付として読めません"),
        ("6月27日", "年がありません"),
    ],
)
def test_date_field_with_no_date_says_what_is_wrong(typed: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        WarekiDateField().clean(typed)


def test_date_field_shows_a_stored_day_so_that_sending_it_back_changes_nothing() -> None:
    field = WarekiDateField()
    shown = field.prepare_value(DAY)
    assert shown == "令和6年6月27日（木）"
    assert not field.has_changed(DAY, shown)
    assert field.has_changed(DAY, "令和6年6月28日")


@pytest.mark.parametrize(
    "typed",
    [
        "令和6年6月27日 11:58",
        "令和6年6月27日11:58",
        "令和6年6月27日（木）　午前11時58分",
        "R6.6.27 11:58",
        "2024/6/27 11:58",
    ],
)
def test_moment_field_reads_a_day_and_a_time_in_tokyo(typed: str) -> None:
    moment = WarekiDateTimeField().clean(typed)
    assert moment.isoformat() == "2024-06-27T11:58:00+09:00"


def test_moment_field_without_a_time_asks_for_one() -> None:
    with pytest.raises(ValidationError, match="時刻も入力してください"):
        WarekiDateTimeField().clean("令和6年6月27日")


def test_moment_field_shows_a_stored_moment_so_that_sending_it_back_changes_nothing() -> None:
    field = WarekiDateTimeField()
    stored = field.clean("R6.6.27 11:58").astimezone(UTC)
    shown = field.prepare_value(stored)
    assert shown == "令和6年6月27日（木） 11:58"
    assert not field.has_changed(stored, shown)


def test_time_field_reads_a_spoken_hour() -> None:
    field = WarekiTimeField()
    assert field.clean("午後2時") == time(14)
    assert field.prepare_value(time(14)) == "14:00"


def test_prose_field_keeps_text_as_typed_but_for_the_browsers_line_ends() -> None:
    assert CleanProseField().clean("　一字下げ\r\n次の行 ") == "　一字下げ\n次の行 "


def test_prose_field_with_white_space_only_counts_as_empty() -> None:
    with pytest.raises(ValidationError):
        CleanProseField().clean(" \r\n　")


@pytest.mark.parametrize("character", ["\ue000", "\x07", "\u202e"])
@pytest.mark.parametrize("field", [CleanTextField(), CleanProseField()])
def test_text_fields_refuse_what_nobody_can_print(field: Any, character: str) -> None:
    with pytest.raises(ValidationError, match="2行目の2文字目"):
        field.clean(f"一行目\n二{character}")


@pytest.mark.parametrize("typed", ["𠮷野家", "葛\U000e0100城", "①㈱", "髙﨑"])
def test_text_fields_keep_every_character_a_name_may_have(typed: str) -> None:
    assert CleanTextField().clean(typed) == typed


@pytest.mark.parametrize("typed", ["", "-1", "１", "1.0", "x", None])
def test_version_field_takes_plain_figures_only(typed: str | None) -> None:
    with pytest.raises(ValidationError, match="ページを開き直してから"):
        VersionField().clean(typed)
