"""The public pages in a real browser: served, and as a carried copy opened from disk without any server."""

from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser

from portal.public.tree import paths
from tests.browser.chromium import accessibility_faults, overhang
from tests.browser.conftest import OpenWindow
from tests.meetings.life import published

pytestmark = pytest.mark.browser


def test_public_pages_fit_and_are_accessible_wide_and_narrow_light_and_dark(open_window: OpenWindow) -> None:
    key = published().meeting.pk
    page = open_window()
    faults = []
    for path in [path for path in paths() if path.endswith(".html")] + ["search.html?q=開会", "none.html"]:
        page.goto(f"/public/{path}")
        for width, scheme in ((1280, "light"), (360, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            faults += [f"{path} {width}: {fault}" for fault in accessibility_faults(page)]
            faults += [f"{path} {width}: {pixels} px too wide"] if (pixels := overhang(page)) else []
    assert faults == []
    page.goto(f"/public/minutes/{key}.html")
    assert page.get_by_role("heading", level=1).count() == 1


@pytest.mark.usefixtures("seeded")
def test_carried_copy_is_searched_from_disk_without_a_server(chromium: Browser, tmp_path: Path) -> None:
    key = published().meeting.pk
    call_command("export_public", str(tmp_path), verbosity=0)
    page = chromium.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda asked: faults.append(asked.url) if not asked.url.startswith("file:") else None)
    page.goto((tmp_path / "search.html").as_uri())
    found = page.locator("#records li:visible")
    assert found.count() == 1
    page.get_by_label("探す言葉").fill("電話機能")
    page.get_by_role("button", name="探す").click()
    assert (found.count(), "見つかりませんでした" in page.locator("#told").inner_text()) == (0, True)
    page.get_by_label("探す言葉").fill("タダイマ　開会")
    page.keyboard.press("Enter")
    assert found.count() == 1
    assert accessibility_faults(page) == []
    found.get_by_role("link").click()
    assert page.url == (tmp_path / "minutes" / f"{key}.html").as_uri()
    page.close()
    assert faults == []
