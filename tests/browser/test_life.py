"""The life of a record in a browser: two people lead it from the draft to its second edition."""

import pytest
from playwright.sync_api import Page

from meetings.models import Edition
from tests.browser.chromium import accessibility_faults, overhang
from tests.browser.conftest import OpenWindow
from tests.meetings.life import begun

pytestmark = pytest.mark.browser
WHY = "記録のとおり"


def _step(page: Page, life: str, link: str, button: str = "", **typed: str) -> None:
    """Follow a link of the record's page, type, send."""
    page.goto(life)
    page.get_by_role("link", name=link, exact=True).first.click()
    for name, value in typed.items():
        page.locator(f"main [name={name}]").fill(value)
    with page.expect_navigation() as navigation:
        page.get_by_role("button", name=button or link, exact=True).click()
    assert navigation.value.status == 200, page.locator("main").inner_text()


def _confirm(page: Page, life: str) -> None:
    _step(page, life, "紙の確認を登録する", "確認を登録する", confirmed_on="令和6年8月9日")


def _fits(page: Page) -> None:
    assert accessibility_faults(page) == []
    assert overhang(page) == 0


def _comment_and_adopt(desk: Page, life: str, row: int) -> None:
    desk.goto(f"/entries/{row}/comments/enter/")
    _fits(desk)
    desk.locator("main [name=text]").fill("「ただいまから」は要らない。")
    desk.locator("main [name=proposed_text]").fill("開会します。")
    desk.get_by_role("button", name="意見を登録する").click()
    desk.goto(life)
    _fits(desk)
    desk.get_by_role("link", name="採用する").click()
    desk.get_by_role("button", name="採用して行を直す").click()


def _edit(desk: Page, row: int) -> str:
    desk.goto(f"/entries/{row}/edit/")
    desk.locator("main [name=text]").fill("始めます。")
    desk.get_by_role("button", name="保存する").click()
    return desk.locator("main").inner_text()


def test_record_goes_from_draft_to_a_second_edition(open_window: OpenWindow) -> None:
    begun_with = begun()
    sitting, row = begun_with.meeting, begun_with.rows[0].pk
    life = f"/meetings/{sitting.pk}/life/"
    desk, second = open_window("secretariat"), open_window("disclosure_officer", width=360)

    _step(desk, life, "確認に回す", reason=WHY)
    _comment_and_adopt(desk, life, row)
    _confirm(desk, life)
    _step(desk, life, "確定する", reason=WHY)
    desk.goto(f"{life}left/")
    assert "確定した人は公開できません" in desk.locator("main").inner_text()
    _fits(desk)

    _step(second, life, "公開する", reason=WHY)
    _fits(second)
    assert "公開用 第1版" in second.locator("main").inner_text()
    assert "訂正を始める" in _edit(desk, row)

    _step(second, life, "訂正を始める", reason="開会の言葉の誤記を直すため")
    _edit(desk, row)
    _confirm(desk, life)
    _step(desk, life, "確定する", reason=WHY)
    _step(second, life, "公開する", reason=WHY)

    newest = Edition.objects.for_the_public().get(meeting=sitting)
    assert (newest.number, newest.reason) == (2, "開会の言葉の誤記を直すため")
    second.goto(f"/editions/{newest.pk}/")
    _fits(second)
    second.get_by_role("link", name="公開用 第1版").click()
    assert "新しい版があります" in second.locator("main").inner_text()
