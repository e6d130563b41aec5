"""The record as it is written: pasted, saved by itself, by two at once, offline and after the session."""

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from meetings.models import Meeting, MinutesEntry
from tests.browser.chromium import accessibility_faults, overhang
from tests.browser.conftest import OpenWindow
from tests.copies import PASSWORD, staff_number
from tests.factories.portal import user_who_may_everything

pytestmark = pytest.mark.browser

RECORD = "/meetings/1/record/"
SAID = "電話機能が大事では"
MOST_ACTIONS = 60
SPEAKERS = ("本部長", "部員", "事務局")


def _row(page: Page, words: str = SAID) -> Locator:
    return page.locator("#rows > li", has_text=words).last


def _open(page: Page, words: str = SAID) -> Locator:
    """The row's text, ready to be typed into."""
    page.goto(RECORD)
    _row(page, words).get_by_role("link", name="直す").click()
    text = page.locator(".row-form textarea[name=text]")
    expect(text).to_be_focused()
    return text


def _state(page: Page) -> Locator:
    return page.locator(".row-form__state")


def _stored(words: str) -> bool:
    return MinutesEntry.objects.filter(text__contains=words).exists()


class Hand:
    """Counts what a person does."""

    def __init__(self) -> None:
        self.actions = 0

    def __call__(self, act: Callable[[], object]) -> None:
        """Do it."""
        act()
        self.actions += 1


def test_forty_rows_are_pasted_looked_at_saved_and_seen_in_print_with_few_actions(
    open_window: OpenWindow,
) -> None:
    page, hand = open_window("secretariat"), Hand()
    before = Meeting.objects.get(pk=1).entries.count()
    words = "\n".join(f"{SPEAKERS[n % 3]}：貼り付けた発言の{n}番目です。" for n in range(1, 41))
    page.goto(RECORD)

    hand(page.get_by_role("link", name="貼り付けて行を作る").first.click)
    hand(lambda: page.get_by_label("貼り付ける文章").fill(words))
    hand(page.get_by_role("button", name="行に分けて確かめる").click)
    expect(page.locator(".pasted-row")).to_have_count(40)
    assert Meeting.objects.get(pk=1).entries.count() == before
    assert accessibility_faults(page) == []
    hand(lambda: page.get_by_label("40行目の本文").fill("貼り付けた最後の発言です。"))
    hand(page.get_by_role("button", name="この内容で行を加える").click)
    expect(_row(page, "貼り付けた最後の発言です。")).to_be_visible()
    hand(page.get_by_role("link", name="PDFを見る").click)
    expect(page.locator("#proof iframe")).to_have_count(2)
    page.wait_for_load_state("networkidle")  # the server prints from this test's database

    assert Meeting.objects.get(pk=1).entries.count() == before + 40
    assert hand.actions <= MOST_ACTIONS
    assert hand.actions == 6


def test_row_saves_itself_and_keys_write_move_and_choose(open_window: OpenWindow) -> None:
    page = open_window("secretariat")
    text = _open(page)
    text.press("End")
    text.press_sequentially("と思う")
    expect(_state(page)).to_have_text(re.compile(r"保存済み \d\d:\d\d"))
    assert _stored("と思う")

    text.press("Control+Enter")
    new = page.locator("#row-new textarea[name=text]")
    expect(new).to_be_focused()
    new.fill("次の行の言葉")
    new.press("Alt+2")
    new.press("Control+Enter")
    expect(_row(page, "次の行の言葉")).to_be_visible()
    entry = MinutesEntry.objects.get(text="次の行の言葉")
    assert entry.kind == "narrative"

    text = page.locator("#row-new textarea[name=text]")
    expect(text).to_be_focused()
    page.get_by_role("link", name="やめる").click()
    _row(page, "次の行の言葉").get_by_role("link", name="直す").click()
    page.locator(f"#row-{entry.pk} textarea").press("Alt+ArrowUp")
    expect(page.locator(f"#row-{entry.pk} textarea")).to_be_focused()
    expect(page.locator(f"#row-{entry.pk} + li")).to_contain_text("と思う")
    assert accessibility_faults(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert overhang(page) == 0


def test_row_is_cut_at_the_caret(open_window: OpenWindow) -> None:
    page = open_window("secretariat")
    text = _open(page)
    text.fill("𠮷田の前半。後半。")
    text.press("Home")
    for _ in range(6):
        text.press("ArrowRight")
    page.get_by_role("button", name="ここで分ける").click()
    expect(_row(page, "後半。")).to_be_visible()

    assert _stored("𠮷田の前半。")
    assert MinutesEntry.objects.filter(text="後半。").exists()


def test_second_of_two_in_one_row_sees_who_types_and_then_both_texts(
    open_window: OpenWindow, served: str
) -> None:
    first, other = open_window("secretariat"), open_window()
    colleague = user_who_may_everything()
    client = Client()
    client.force_login(colleague)
    session = client.cookies["sessionid"].value
    other.context.add_cookies([{"name": "sessionid", "value": session, "url": served}])
    mine, theirs = _open(first), _open(other)
    expect(other.locator(".row-form")).to_contain_text("が入力中です")
    theirs.fill("ほかの人の言葉")
    expect(_state(other)).to_have_text(re.compile("保存済み"))

    mine.fill("わたしの言葉")
    conflict = first.locator(".row-form .notice--warn")
    expect(conflict).to_contain_text("ほかの人がこの記録を保存しました")
    expect(first.locator(".row-form")).to_contain_text("ほかの人の言葉")
    expect(first.locator(".row-form textarea[name=text]")).to_have_value("わたしの言葉")
    assert _stored("ほかの人の言葉")
    assert not _stored("わたしの言葉")
    first.get_by_role("button", name="保存する").click()
    expect(_row(first, "わたしの言葉")).to_be_visible()


def test_without_network_what_is_typed_stays_and_goes_when_it_is_back(open_window: OpenWindow) -> None:
    page = open_window("secretariat")
    text = _open(page)
    page.context.set_offline(True)
    text.fill("線が切れた間の言葉")
    expect(_state(page)).to_contain_text("つながりません。入力はこの画面に残っています")
    page.context.set_offline(False)
    page.on("dialog", lambda dialog: dialog.accept())

    text = _open(page)
    expect(text).to_have_value("線が切れた間の言葉")
    page.keyboard.press("Control+s")
    expect(_state(page)).to_have_text(re.compile("保存済み"))
    assert _stored("線が切れた間の言葉")


def test_after_the_session_has_ended_the_row_says_so_and_is_saved_after_the_login(
    open_window: OpenWindow,
) -> None:
    page = open_window("secretariat")
    text = _open(page)
    Session.objects.all().delete()
    text.fill("期限の後の言葉")
    expect(_state(page)).to_contain_text("ログインの期限が切れました")
    expect(text).to_have_value("期限の後の言葉")

    other = page.context.new_page()
    other.goto("/login/")
    other.get_by_label("職員番号").fill(staff_number("secretariat"))
    other.get_by_label("パスワード").fill(PASSWORD)
    other.get_by_role("button", name="ログインする").click()
    expect(other.get_by_role("navigation").first).to_be_visible()
    text.press("Control+s")
    expect(_state(page)).to_have_text(re.compile("保存済み"))
    assert _stored("期限の後の言葉")


def test_words_chosen_in_a_row_are_withheld_below_it_with_keys_alone(open_window: OpenWindow) -> None:
    page = open_window("disclosure_officer")
    page.goto(RECORD)
    place = f"#{_row(page).get_attribute('id')}"
    row, title = page.locator(place), page.title()
    # Chosen as a hand would.
    row.locator(".prose").evaluate(
        """(text, words) => {
            const within = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            let node;
            while ((node = within.nextNode()) && !node.data.includes(words));
            const start = node.data.indexOf(words);
            getSelection().setBaseAndExtent(node, start, node, start + words.length);
        }""",
        "大事",
    )
    page.keyboard.press("Alt+K")
    form = row.locator(".rows__body > form")
    expect(form.locator("[name=ground]")).to_be_focused()
    expect(form.locator("[name=words]")).to_have_value("大事")
    assert page.title() == title
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    assert page.evaluate("String(getSelection())") == "大事"

    page.keyboard.press("Alt+K")
    form.locator("[name=ground]").select_option(index=1)
    form.locator("[name=end_trigger]").select_option("contract")
    form.locator("[name=reason]").fill("契約前のため")
    form.locator("[name=reason]").press("Control+Enter")
    expect(row.locator(".mark--held")).to_have_text("大事")
    assert page.url.endswith(f"{RECORD}{place}")
