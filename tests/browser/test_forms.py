"""Forms in a browser: what is wrong stands next to its field, what was typed stays, nothing half saved."""

import pytest
from playwright.sync_api import Page

from meetings.models import Meeting, MinutesEntry
from tests.browser.chromium import accessibility_faults, overhang
from tests.browser.conftest import OpenWindow

pytestmark = pytest.mark.browser

GOOD = {
    "number": "7",
    "held_on": "令和6年7月12日",
    "starts_at": "10:00",
    "planned_end_at": "11:00",
    "venue": "第一委員会室",
}
# What is typed over the good values, the field that is wrong, and what must be said there.
BAD = [
    ({"held_on": "令和6年2月30日"}, "held_on", "ありません"),
    ({"held_on": "令和5年11月31日"}, "held_on", "ありません"),
    ({"held_on": "きのう"}, "held_on", ""),
    ({"starts_at": "25:00"}, "starts_at", ""),
    ({"planned_end_at": "9:00"}, "planned_end_at", "終了予定は開始より後"),
    ({"ended_at": "9:30"}, "ended_at", "実際の終了は開始より後"),
    ({"number": "1"}, "number", "同じ年度の同じ回次"),
    ({"meeting_disclosure": "closed"}, "meeting_closure_reason", "理由"),
    ({"minutes_disclosure": "partly_closed"}, "minutes_closure_reason", "理由"),
    ({"fiscal_year": "2023"}, "fiscal_year", "令和6年度"),
]


def _type(page: Page, values: dict[str, str]) -> None:
    for name, value in values.items():
        control = page.locator(f"main [name={name}]")
        if not control.is_visible():
            page.locator("main details > summary", has_text="変更の理由").click()
        if control.evaluate("each => each.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)


def _save(page: Page) -> int:
    with page.expect_navigation() as navigation:
        page.get_by_role("button", name="保存する").click()
    return navigation.value.status


def _new_meeting(page: Page, values: dict[str, str]) -> int:
    page.goto(f"/bodies/{Meeting.objects.get(fiscal_year=2024, number=1).body_id}/meetings/new/")
    _type(page, values)
    return _save(page)


def test_bad_input_is_refused_beside_its_field_and_kept(open_window: OpenWindow) -> None:
    page = open_window("secretariat")
    before = Meeting.objects.count()
    for wrong, field, words in BAD:
        typed = GOOD | wrong
        assert _new_meeting(page, typed) == 422, wrong

        error = page.locator(f"#id_{field}_error")
        assert error.count() == 1, (wrong, page.locator("#error-summary").inner_text())
        assert words in error.inner_text(), wrong
        described_by = page.locator(f"#id_{field}").get_attribute("aria-describedby") or ""
        assert f"id_{field}_error" in described_by.split()
        kept = {name: page.locator(f"main [name={name}]").input_value() for name in typed}
        assert kept == typed
    assert Meeting.objects.count() == before
    assert accessibility_faults(page) == []


def test_refused_form_fits_a_narrow_window(open_window: OpenWindow) -> None:
    page = open_window("secretariat", width=360, dark=True)
    assert _new_meeting(page, GOOD | {"held_on": "令和6年2月30日", "meeting_disclosure": "closed"}) == 422

    assert overhang(page) == 0
    assert accessibility_faults(page) == []


def test_wrong_weekday_is_saved_with_a_warning(open_window: OpenWindow) -> None:
    page = open_window("secretariat")
    assert _new_meeting(page, GOOD | {"held_on": "令和6年7月12日（月）"}) == 200

    assert "曜日" in page.inner_text("main") or "金" in page.inner_text("main")
    assert Meeting.objects.get(fiscal_year=2024, number=7).venue == GOOD["venue"]


def test_speech_without_speaker_is_refused_beside_the_speaker(open_window: OpenWindow) -> None:
    speech = MinutesEntry.objects.filter(kind="speech").first()
    assert speech is not None
    page = open_window("secretariat")
    page.goto(f"/entries/{speech.pk}/edit/")
    _type(page, {"speaker_label": "", "text": "消えてはならない下書き"})

    assert _save(page) == 422
    assert "発言者" in page.locator("#id_speaker_label_error").inner_text()
    assert page.locator("main [name=text]").input_value() == "消えてはならない下書き"


def test_two_people_edit_one_row_and_the_second_keeps_the_text(open_window: OpenWindow) -> None:
    row = MinutesEntry.objects.filter(text__contains="電話機能が大事では").get()
    first, second = open_window("secretariat"), open_window("secretariat", width=360)
    for page in (first, second):
        page.goto(f"/entries/{row.pk}/edit/")
    _type(first, {"text": "先に保存した文", "reason": "先の人"})
    assert _save(first) == 200
    _type(second, {"text": "後から保存しようとした文", "reason": "後の人"})

    assert _save(second) == 409
    assert second.locator("main textarea[name=text]").input_value() == "後から保存しようとした文"
    assert second.locator("main [name=reason]").input_value() == "後の人"
    assert "先に保存した文" in second.inner_text("main")
    assert overhang(second) == 0
    assert accessibility_faults(second) == []
    row.refresh_from_db()
    assert row.text == "先に保存した文"

    assert _save(second) == 200
    row.refresh_from_db()
    assert row.text == "後から保存しようとした文"
