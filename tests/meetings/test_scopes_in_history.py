"""庁内閲覧範囲 in histories and at a day: the strictest of the scopes a record has and ever had."""

from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from meetings.models import MeetingReader
from portal.accounts.rights import Noun, Verb
from portal.disclosure.choices import ReadingScope
from tests.doors import words_of
from tests.factories.meetings import AgendaItemFactory, DecisionFactory, HandoutFactory, MotionFactory
from tests.factories.portal import PersonFactory, user_who_may_everything
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db
OPEN = ReadingScope.EVERYONE
# All rights there are, save to read whatever the scope.
BUT = tuple((Verb.READ_ANY, noun) for noun in Noun.values)


def item_with(then: str, now: str) -> Any:
    """An item of one scope first and another last, with a decision and a paper."""
    item = AgendaItemFactory(title="鵺の件", reading_scope=then)
    DecisionFactory(motion=MotionFactory(item=item, asked="鵺の議決事項"), sentence="鵺の決定。")
    HandoutFactory(meeting=item.meeting, item=item, title="鵺の資料")
    with as_system():
        item.reading_scope = now
        item.title = "鵺の件名"
        item.save()
    return item


def pages(item: Any) -> list[str]:
    """Everything that tells of the item or of what hangs on it, by its history or at a day."""
    today = timezone.localdate().isoformat()
    motion = item.motions.get()
    records = [item, motion, motion.decision, item.handouts.get()]
    histories = [f"/history/{each._meta.label_lower}/{each.pk}/" for each in records]
    at_a_day = [f"{path}then/?recorded_at={today}" for path in histories]
    sitting = f"/meetings/{item.meeting_id}/?recorded_at={today}"
    return [*histories, *at_a_day, sitting, "/history/?record=meetings.agendaitem"]


@pytest.mark.parametrize(("then", "now"), list(product(ReadingScope.values, repeat=2)))
def test_history_is_told_to_those_whom_every_scope_lets_in(client: Client, then: str, now: str) -> None:
    item = item_with(then, now)
    client.force_login(user_who_may_everything(but=BUT))
    stranger = {path: "鵺" in words_of(client.get(path)) for path in pages(item)}
    assert stranger == dict.fromkeys(stranger, then == now == OPEN)
    client.force_login(user_who_may_everything())
    anybody = {path: "鵺" in words_of(client.get(path)) for path in pages(item)}
    assert anybody == dict.fromkeys(anybody, True)


def test_who_is_named_reads_the_history_of_the_scope_that_names_and_of_no_other(client: Client) -> None:
    always, narrowed = item_with("named", "named"), item_with("attendees", "named")
    reader = user_who_may_everything(but=BUT)
    person = PersonFactory(user=reader)
    with as_system():
        for item in (always, narrowed):
            MeetingReader(item=item, person=person).save()
    client.force_login(reader)
    told = [client.get(f"/history/meetings.agendaitem/{item.pk}/").status_code for item in (always, narrowed)]
    assert told == [200, 404]


@pytest.mark.parametrize("scope", [scope for scope in ReadingScope.values if scope != OPEN])
def test_sitting_at_a_day_leaves_out_the_items_one_may_not_read_today(client: Client, scope: str) -> None:
    item = item_with(OPEN, scope)
    shown = AgendaItemFactory(meeting=item.meeting, title="見える件")
    path = f"/meetings/{item.meeting_id}/?as_of=2099-01-01"
    client.force_login(user_who_may_everything(but=BUT))
    assert "鵺" not in words_of(client.get(path))
    assert shown.title in words_of(client.get(path))
    assert "鵺" not in words_of(
        client.get(f"/history/meetings.meeting/{item.meeting_id}/then/?as_of=2099-01-01")
    )
    assert client.get(f"/items/{item.pk}/?as_of=2099-01-01").status_code == 404
    client.force_login(user_who_may_everything())
    assert "鵺" in words_of(client.get(path))
