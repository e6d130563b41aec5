"""The main job with mouse and keyboard: mend a speech, see who did it and why, take both PDF files home."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from portal.documents.choices import EditionAudience
from tests import golden
from tests.browser.conftest import OpenWindow
from tests.copies import PASSWORD, staff_number
from tests.printed import difference, folded, pictures_of, text_of

pytestmark = pytest.mark.browser

SAID, MENDED = "電話機能が大事では", "電話の機能こそが大事では"
WHY = "発言者の申出により、言い回しを直す"


def _log_in(page: Page) -> None:
    page.goto("/")
    page.get_by_label("職員番号").fill(staff_number("secretariat"))
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログインする").click()


def _open_meeting(page: Page) -> str:
    page.get_by_role("navigation").get_by_role("link", name="会議", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="令和6年度 第1回").first.click()
    return page.url


def _mend(page: Page) -> None:
    page.get_by_role("link", name="会議録を読む").first.click()
    page.locator("li", has_text=SAID).last.get_by_role("link", name="直す").click()
    text = page.locator("main textarea[name=text]")
    text.fill(text.input_value().replace(SAID, MENDED))
    page.get_by_text("議題・発言した席・変更の理由").click()
    page.locator("main [name=reason]").fill(WHY)
    page.get_by_role("button", name="保存する").click()
    assert MENDED in page.locator("li", has_text=MENDED).last.inner_text()


def _downloaded(page: Page, words: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=words, exact=True).click()
    assert download.value.suggested_filename.endswith(".pdf")
    return Path(download.value.path()).read_bytes()


def test_secretariat_mends_a_speech_and_takes_both_editions_home(open_window: OpenWindow) -> None:
    page = open_window()
    _log_in(page)
    meeting = _open_meeting(page)
    _mend(page)

    page.locator("li", has_text=MENDED).last.get_by_role("link", name="変更履歴").click()
    history = page.inner_text("main")
    assert "豊島 花子" in history
    assert WHY in history

    page.goto(meeting)
    internal, public = _downloaded(page, "原本（職員用）"), _downloaded(page, "公開用")
    assert folded(MENDED) in folded(text_of(internal))
    assert folded(MENDED) in folded(text_of(public))
    first = pictures_of(internal, dpi=golden.DPI)[0]
    assert difference(first, golden.reference(EditionAudience.INTERNAL, 1)) <= golden.TOLERANCE
