"""Any record by the day its values held and by what had been recorded, through the door."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from meetings.models import Decision, Meeting, Motion
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.site.pages import RecordDetailPage
from tests.addresses import routes, view_of
from tests.doors import words_of
from tests.factories.meetings import AgendaItemFactory, DecisionFactory, MeetingBodyFactory, MotionFactory
from tests.factories.portal import UserFactory, user_who_may_everything
from tests.factories.writing import as_system
from tests.seeded import loaded_seed, seed

__all__ = ["loaded_seed", "seed"]
pytestmark = pytest.mark.django_db
EARLY, LATE = datetime(2026, 4, 1, 3, tzinfo=UTC), datetime(2026, 4, 5, 3, tzinfo=UTC)


@pytest.fixture
def door(client: Client) -> Client:
    """A client of somebody with every right."""
    client.force_login(user_who_may_everything())
    return client


def then(door: Client, record: Any, **clocks: str) -> Any:
    return door.get(f"/history/{record._meta.label_lower}/{record.pk}/then/", clocks)


def test_every_decision_of_the_seed_holds_on_its_day_and_was_not_recorded_then(
    door: Client, seed: Meeting
) -> None:
    decisions = Decision.objects.filter(effective_on__lte=date(2024, 6, 27))
    assert decisions
    for decision in decisions:
        words = "".join(decision.sentence.split())
        page = f"/decisions/{decision.pk}/"
        held = words_of(door.get(page, {"as_of": "2024-06-27"}))
        assert words in held
        assert "この日より後に入力1件" in held
        assert "まだ効力がありません" in words_of(door.get(page, {"as_of": "2024-06-26"}))
        recorded = words_of(door.get(page, {"recorded_at": "2024-06-27"}))
        assert words not in recorded
        assert "この記録はまだありません" in recorded


def test_relations_and_parts_have_the_names_of_the_moment(door: Client) -> None:
    with time_machine.travel(EARLY, tick=False):
        item = AgendaItemFactory(title="もとの題名", meeting__body=MeetingBodyFactory(name="もとの本部"))
        motion = MotionFactory(item=item, asked="もとの議決事項")
        gone = MotionFactory(item=item, asked="消えた議決事項", number=2)
    with time_machine.travel(LATE, tick=False), as_system():
        for record, name in ((item, "title"), (motion, "asked"), (item.meeting.body, "name")):
            setattr(record, name, "あとの名前")
            record.save()
        gone.delete()
        Motion(item=item, number=3, asked="あとの議決事項").save()
    page = words_of(then(door, item, recorded_at="2026-04-04"))
    for words in ("もとの題名", "もとの本部", "もとの議決事項", "消えた議決事項"):
        assert words in page
    assert "あとの議決事項" not in page
    now = then(door, item, recorded_at="2026-04-05")
    assert {each["name"] for group in now.context["groups"] for each in group["records"]} == {
        "あとの名前",
        "あとの議決事項",
    }
    assert "もとの題名" in words_of(then(door, motion, recorded_at="2026-04-04"))


def test_record_that_was_deleted_is_read_as_recorded_from_its_own_address(door: Client) -> None:
    with time_machine.travel(EARLY, tick=False):
        user = UserFactory(name="消えた 人子")
    key = user.pk
    with time_machine.travel(LATE, tick=False), as_system():
        user.delete()
    assert "消えた人子" in words_of(door.get(f"/users/{key}/", {"recorded_at": "2026-04-04"}))
    assert "この記録はまだありません" in words_of(door.get(f"/users/{key}/", {"recorded_at": "2026-03-04"}))
    assert door.get(f"/users/{key}/", {"as_of": "2026-04-04"}).status_code == 404


def test_every_page_about_one_record_knows_the_clocks(door: Client, seed: Meeting) -> None:
    ignoring = []
    for route, pattern in routes():
        view = view_of(route)
        if isinstance(view, type) and issubclass(view, RecordDetailPage):
            record = view.model._default_manager.visible_to(User.objects.latest("pk")).first()
            path = f"/{route}".replace("<int:pk>", str(record.pk if record else 1))
            answer = door.get(path, {"recorded_at": "2001-01-01"})
            if record and "いまの内容を見る" not in words_of(answer):
                ignoring.append(pattern.name)
    assert ignoring == []


def test_clock_over_an_address_that_leads_on_is_kept(door: Client) -> None:
    motion = MotionFactory()
    answer = door.get(f"/motions/{motion.pk}/", {"as_of": "2026-04-05"})
    assert answer.url == f"/history/meetings.motion/{motion.pk}/then/?as_of=2026-04-05"


def test_kinds_without_a_day_of_their_own_say_so(door: Client) -> None:
    assert "効力の日がありません" in words_of(then(door, AgendaItemFactory(), as_of="2026-04-05"))


def test_recorded_clock_needs_the_right_to_histories_and_the_other_the_record(client: Client) -> None:
    decision = DecisionFactory(sentence="秘密の決定の文。")
    client.force_login(user_who_may_everything(but=((Verb.READ, Noun.HISTORY),)))
    assert then(client, decision, recorded_at="2099-01-01").status_code == 403
    assert then(client, decision, as_of="2099-01-01").status_code == 200
    client.force_login(user_who_may_everything(but=((Verb.READ, Noun.DECISIONS),)))
    for clocks in ({"recorded_at": "2099-01-01"}, {"as_of": "2099-01-01"}, {}):
        assert then(client, decision, **clocks).status_code == 404
        assert then(client, decision.motion.item, **clocks).status_code in {200, 302}
    page = words_of(then(client, decision.motion, as_of="2099-01-01"))
    assert "秘密の決定" not in page


def test_no_day_and_no_kind(door: Client) -> None:
    item = AgendaItemFactory()
    answer = then(door, item, recorded_at="昨日")
    assert answer.status_code == 422
    assert answer.context["clock_form"].errors["recorded_at"]
    assert then(door, item, as_of="").url == f"/items/{item.pk}/"
    assert door.get("/history/no.such/1/then/", {"as_of": "2026-04-05"}).status_code == 404
    for page in ("/history/meetings.meeting/{}/", "/history/meetings.meeting/{}/then/", "/meetings/{}/"):
        assert door.get(page.format(10**30), {"recorded_at": "2026-04-05"}).status_code == 404


def test_clocks_cost_the_same_however_many_parts(door: Client, django_assert_max_num_queries: Any) -> None:
    item = AgendaItemFactory()
    for number in range(1, 61):
        MotionFactory(item=item, number=number)
    with django_assert_max_num_queries(15):
        page = words_of(then(door, item, recorded_at="2099-01-01"))
    assert "ほか10件" in page
