"""The one list with a script: a cell is edited where it stands, and nothing is lost when it is wrong."""

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import accessibility_faults
from tests.browser.conftest import OpenWindow

pytestmark = pytest.mark.browser


def test_cell_is_edited_where_it_stands(open_window: OpenWindow) -> None:
    page = open_window("secretariat")
    page.goto("/commitments/?open=cells&rows=20")
    here = page.url
    place = page.locator("tbody th[scope=row] > div").first
    name = place.get_attribute("id") or ""
    place.get_by_role("link", name="直す").click()
    cell = page.locator(f"#{name}")
    cell.get_by_role("textbox", name="内容").fill("")
    cell.get_by_role("textbox", name="理由").fill("言葉の訂正")
    cell.get_by_role("button", name="保存する").click()
    expect(cell.get_by_role("alert")).to_be_visible()
    assert accessibility_faults(page) == []
    cell.get_by_role("textbox", name="内容").fill("その場で直した言葉")
    expect(cell.get_by_role("textbox", name="理由")).to_have_value("言葉の訂正")
    cell.get_by_role("button", name="保存する").click()
    expect(cell.get_by_role("link", name="その場で直した言葉", exact=True)).to_be_visible()
    expect(page.locator("#messages")).to_contain_text("保存しました。")
    assert page.url == here
