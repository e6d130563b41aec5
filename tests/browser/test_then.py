"""Pages at a day: no link leads to them, so they are opened by hand, wide and narrow, light and dark."""

import pytest

from tests.browser.chromium import accessibility_faults, overhang
from tests.browser.conftest import OpenWindow
from tests.browser.test_pages import LOOKS

pytestmark = pytest.mark.browser

PATHS = (
    "/items/1/?as_of=2024-06-27",
    "/decisions/1/?recorded_at=2099-01-01",
    "/decisions/1/?recorded_at=2024-06-27",
    "/decisions/1/?as_of=2024-06-26",
    "/bodies/1/?recorded_at=%E6%98%A8%E6%97%A5",
    "/meetings/1/?as_of=2024-06-27&recorded_at=2099-01-01",
    "/history/meetings.decision/1/",
)


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_pages_at_a_day_fit_and_are_accessible(open_window: OpenWindow, width: int, dark: bool) -> None:
    page, faults = open_window("auditor", width=width, dark=dark), []
    for path in PATHS:
        page.goto(path)
        faults += [f"{path}: {overhang(page)} px too wide"] if overhang(page) else []
        faults += [f"{path}: {fault}" for fault in accessibility_faults(page)]
    assert faults == []


def test_day_is_asked_on_the_history_and_answered_with_the_record(open_window: OpenWindow) -> None:
    page = open_window("auditor")
    page.goto("/history/meetings.decision/1/")
    page.get_by_label("時点（その日に効力のあった内容）").fill("R6.6.26")
    page.get_by_role("button", name="この時点の画面を見る").click()
    assert "まだ効力がありません" in page.get_by_role("main").inner_text()
    page.get_by_role("link", name="いまの内容を見る").last.click()
    assert page.url.endswith("/decisions/1/")
