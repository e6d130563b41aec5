"""What the meetings show on the home page."""

from datetime import date

import pytest
from django.test import Client

from portal.accounts.rights import Noun, Verb
from tests.factories import meetings as make
from tests.factories.portal import StatedDateFactory, user_who_may, user_who_may_everything
from tests.meetings.door import browser

pytestmark = pytest.mark.django_db


def home(client: Client) -> str:
    return client.get("/").content.decode()


def test_home_shows_sittings_and_open_commitments_the_nearest_first() -> None:
    later = StatedDateFactory(words="9月", latest=date(2024, 9, 30))
    sooner = StatedDateFactory(words="7月頭", latest=date(2024, 7, 10))
    meeting = make.MeetingFactory()
    make.CommitmentFactory(meeting=meeting, subject="期限のないこと")
    make.CommitmentFactory(meeting=meeting, subject="入札を行う", due=later)
    make.CommitmentFactory(meeting=meeting, subject="区長に確認する", due=sooner)
    make.CommitmentFactory(meeting=meeting, subject="済んだこと", state="done", evidence="通知した")

    shown = home(browser(user_who_may_everything()))

    assert str(meeting) in shown
    assert shown.index("区長に確認する") < shown.index("入札を行う") < shown.index("期限のないこと")
    assert "済んだこと" not in shown
    assert "3件" in shown


def test_home_of_a_reader_without_the_right_shows_neither_commitments_nor_their_count() -> None:
    make.CommitmentFactory(subject="区長に確認する")

    shown = home(browser(user_who_may((Verb.READ, Noun.SITTINGS))))

    assert "区長に確認する" not in shown
    assert "未完了" not in shown


def test_home_leaves_out_the_panel_of_commitments_when_all_are_done() -> None:
    make.CommitmentFactory(state="done", evidence="通知した")

    assert "対応事項（宿題）" not in home(browser(user_who_may_everything()))
