"""What the script adds: keys, a sheet over the page, a warning before typed text is lost; and paper."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Dialog, Page, expect

from tests.browser.chromium import overhang
from tests.browser.conftest import OpenWindow
from tests.copies import PASSWORD, staff_number

pytestmark = pytest.mark.browser

EDIT = "/meetings/1/edit/"
VENUE = "開催場所"


def _edited(window: Page, words: str = "第二会議室") -> None:
    window.goto(EDIT)
    window.get_by_label(VENUE, exact=True).fill(words)


def test_slash_leads_to_the_search_box_unless_one_is_typing(open_window: OpenWindow) -> None:
    page = open_window("secretariat")
    page.goto(EDIT)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()

    venue = page.get_by_label(VENUE, exact=True)
    venue.press("End")
    venue.press("/")
    expect(venue).to_be_focused()
    expect(venue).to_have_value(re.compile("/$"))


def test_sheet_of_keys_opens_over_the_page_and_leaves_what_was_typed(open_window: OpenWindow) -> None:
    page = open_window("secretariat")
    _edited(page)
    page.get_by_label(VENUE, exact=True).blur()
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="キー操作")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(page.get_by_label(VENUE, exact=True)).to_have_value("第二会議室")


def test_leaving_with_typed_text_asks_first_and_saving_does_not(open_window: OpenWindow) -> None:
    page = open_window("secretariat")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    _edited(page)
    page.get_by_role("link", name="やめる").click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    expect(page.get_by_label(VENUE, exact=True)).to_have_value("第二会議室")

    page.get_by_label("理由", exact=True).fill("会場の変更")
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_text("保存しました。")).to_be_visible()
    assert asked == ["beforeunload"]


def test_text_typed_until_the_session_ended_is_there_after_the_login(open_window: OpenWindow) -> None:
    page = open_window("secretariat")
    _edited(page, "第三会議室")
    page.get_by_label("理由", exact=True).fill("会場の変更")
    Session.objects.all().delete()
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_text("入力した内容は残っています")).to_be_visible()
    page.get_by_label("職員番号").fill(staff_number("secretariat"))
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログインする").click()
    expect(page.get_by_label(VENUE, exact=True)).to_have_value("第三会議室")
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_text("保存しました。")).to_be_visible()


def test_paper_holds_the_record_and_no_controls(open_window: OpenWindow) -> None:
    page = open_window("secretariat", dark=True)
    page.goto("/meetings/1/")
    page.emulate_media(media="print", color_scheme="dark")
    for gone in (".site-header", ".site-footer", ".breadcrumbs", ".jump-list", "main .button"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("path", ["/meetings/", "/meetings/1/", "/history/", "/users/"])
def test_table_is_not_cut_off_on_paper(open_window: OpenWindow, path: str) -> None:
    page = open_window("auditor", width=680)
    page.goto(path)
    page.emulate_media(media="print")
    assert overhang(page) == 0
    cut = page.locator(".records-frame").evaluate_all(
        "frames => frames.filter(each => getComputedStyle(each).overflowX !== 'visible').length"
    )
    assert cut == 0


def test_forced_colours_keep_frames_and_the_current_place(open_window: OpenWindow) -> None:
    page = open_window("secretariat")
    page.emulate_media(forced_colors="active")
    page.goto("/meetings/1/")
    for framed in (".status", ".panel", ".button--primary", ".notice", ".badge--closed .badge__word"):
        width = page.locator(framed).first.evaluate(
            "each => parseFloat(getComputedStyle(each).borderTopWidth)"
        )
        assert width >= 1, framed
    current = page.locator(".site-nav a[aria-current]")
    assert float(current.evaluate("each => parseFloat(getComputedStyle(each).borderBottomWidth)")) >= 4


def test_item_dropped_on_another_stands_there_and_the_numbers_follow(open_window: OpenWindow) -> None:
    page = open_window("secretariat")
    page.goto("/meetings/1/agenda/")
    rows = page.locator(".agenda > li > :first-child")
    before = rows.all_inner_texts()
    titles = [text.partition("　")[2] for text in before]

    rows.nth(len(titles) - 1).drag_to(rows.nth(len(titles) - 3))

    expect(page.get_by_text("議題を動かし、番号を")).to_be_visible()
    labels = [text.partition("　")[0] for text in before]
    moved = [*titles[:-3], titles[-1], *titles[-3:-1]]
    assert rows.all_inner_texts() == [f"{label}　{title}" for label, title in zip(labels, moved, strict=True)]
