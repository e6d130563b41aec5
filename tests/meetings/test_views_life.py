"""The pages of the life of a record: from the draft to the second edition, as a browser goes."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.choices import MinutesState
from meetings.models import Edition
from tests.meetings.door import browser, errors, send
from tests.meetings.life import WHY, Life, begun
from tests.meetings.test_views_rights import MOST_QUERIES

pytestmark = pytest.mark.django_db


@pytest.fixture
def life() -> Life:
    return begun()


def step(life: Life, name: str, by: Any, **typed: Any) -> Any:
    url = reverse(f"meetings:minutes-{name}", args=[life.meeting.pk])
    return send(browser(by), url, reason=WHY, **typed)


def page(life: Life, by: Any, name: str = "minutes-life") -> str:
    return browser(by).get(reverse(f"meetings:{name}", args=[life.meeting.pk])).content.decode()


def test_record_goes_from_draft_to_second_edition_page_by_page(life: Life) -> None:
    assert "確認に回す" in page(life, life.secretary)
    assert step(life, "circulate", life.secretary).status_code == 302
    assert "総務部長（本部長）の確認がまだです" in page(life, life.secretary, "minutes-gate")
    assert step(life, "confirm", life.chief).status_code == 302
    assert step(life, "finalise", life.secretary).status_code == 302
    assert "公開する" in page(life, life.second)
    assert "確定した人は公開できません" in page(life, life.secretary, "minutes-gate")
    assert step(life, "publish", life.second).status_code == 302

    entry = reverse("meetings:entry-edit", args=[life.rows[0].pk])
    refused = send(browser(life.secretary), entry, text="開会します。")
    assert refused.status_code == 422
    assert "訂正を始める" in refused.content.decode()

    assert step(life, "correct", life.second).status_code == 302
    assert send(browser(life.secretary), entry, text="開会します。").status_code == 302
    paper = {"confirmed_on": "令和6年8月9日"}
    assert step(life, "confirm-paper", life.secretary, **paper).status_code == 302
    assert step(life, "finalise", life.secretary).status_code == 302
    assert step(life, "publish", life.second).status_code == 302

    seen = page(life, life.second)
    assert seen.count("新しい版あり") == 2
    assert f"訂正の理由：{WHY}" in seen
    file = Edition.objects.for_the_public().get().file
    answer = browser(life.second).get(reverse("files:file", args=[file.pk]))
    assert answer.getvalue().startswith(b"%PDF-")


def test_pages_of_an_issued_record_read_in_few_queries(life: Life) -> None:
    life.until_finalised()
    public = life.publish()
    client = browser(life.second)
    for name, key in (
        ("meeting", life.meeting.pk),
        ("minutes-life", life.meeting.pk),
        ("minutes-gate", life.meeting.pk),
        ("minutes-publish", life.meeting.pk),
        ("edition", public.pk),
        ("edition-withdraw", public.pk),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"meetings:{name}", args=[key])).status_code == 200
        assert len(queries) <= MOST_QUERIES, (name, [each["sql"][:300] for each in queries])


def test_step_over_a_record_somebody_else_moved_is_refused_with_409(life: Life) -> None:
    url = reverse("meetings:minutes-circulate", args=[life.meeting.pk])
    version = life.meeting.version
    life.circulate()

    assert browser(life.secretary).post(url, {"version": version, "reason": WHY}).status_code == 409


def test_step_that_cannot_be_taken_says_why_and_keeps_what_was_typed(life: Life) -> None:
    answer = step(life, "finalise", life.secretary)

    assert answer.status_code == 422
    assert "いまは「下書き」です" in str(errors(answer))
    assert WHY in answer.content.decode()
    assert life.fresh().minutes_state == MinutesState.DRAFT


def test_step_without_its_right_is_refused(life: Life) -> None:
    for name in ("circulate", "finalise", "publish", "close", "correct", "send-back", "confirm-paper"):
        url = reverse(f"meetings:minutes-{name}", args=[life.meeting.pk])
        sent = browser(life.chief).post(url, {"version": life.meeting.version, "reason": WHY})
        assert sent.status_code == 403


def test_somebody_without_a_seat_is_told_that_there_is_nothing_to_confirm(life: Life) -> None:
    life.circulate()

    assert "確認が残っている席がありません" in page(life, life.second, "minutes-confirm")
    gate = reverse("meetings:minutes-gate", args=[life.meeting.pk])
    assert browser(life.chief).get(gate).status_code == 403
    forged = {"version": life.fresh().version, "seat": life.chair.pk, "text": "x", "reason": ""}
    url = reverse("meetings:minutes-confirm", args=[life.meeting.pk])
    assert browser(life.second).post(url, forged).status_code == 422


def test_public_edition_is_withdrawn_on_its_page_and_says_so(life: Life) -> None:
    life.until_finalised()
    public = life.publish()
    url = reverse("meetings:edition", args=[public.pk])
    assert "公開を取り下げる" in browser(life.second).get(url).content.decode()
    assert "公開を取り下げる" not in browser(life.chief).get(url).content.decode()

    send(browser(life.second), reverse("meetings:edition-withdraw", args=[public.pk]), reason="誤りのため")

    assert "取り下げた版です" in browser(life.second).get(url).content.decode()
