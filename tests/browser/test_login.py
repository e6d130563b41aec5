"""The door, as a user meets it."""

import pytest

from tests.browser.chromium import accessibility_faults, overhang
from tests.browser.conftest import OpenWindow
from tests.copies import PASSWORD, staff_number

pytestmark = pytest.mark.browser


def test_login_with_wrong_password_says_so_and_keeps_the_number(open_window: OpenWindow) -> None:
    page = open_window()
    page.goto("/login/")
    page.get_by_label("職員番号").fill(staff_number("secretariat"))
    page.get_by_label("パスワード").fill("wrong")
    page.get_by_role("button", name="ログインする").click()

    assert "職員番号かパスワードが正しくありません" in page.inner_text("main")
    assert page.get_by_label("職員番号").input_value() == staff_number("secretariat")
    assert accessibility_faults(page) == []


def test_login_with_right_password_opens_the_home_page(open_window: OpenWindow) -> None:
    page = open_window()
    page.goto("/")
    page.get_by_label("職員番号").fill(staff_number("secretariat"))
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログインする").click()

    page.wait_for_url("**/")
    assert "豊島 花子" in page.inner_text("body")
    assert overhang(page) == 0
