"""The agenda in order: moved by buttons, numbered by category, and nobody's work undone."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from meetings.actions.agenda import move_item
from meetings.choices import ItemCategory, MinutesState
from meetings.models import AgendaItem, Meeting
from portal.accounts.rights import Noun, Verb
from portal.disclosure.choices import ReadingScope
from tests.factories import meetings as make
from tests.factories.portal import user_who_may_everything
from tests.factories.writing import as_system
from tests.meetings.door import browser, errors

pytestmark = pytest.mark.django_db

TITLES = ["甲", "乙", "丙", "丁"]


@pytest.fixture
def meeting() -> Meeting:
    """A sitting with 議案（1）甲、議案（2）乙、議案（3）丙 and 報告事項（1）丁."""
    found = make.MeetingFactory()
    for number, title in enumerate(TITLES[:3], start=1):
        make.AgendaItemFactory(meeting=found, number=number, title=title)
    make.AgendaItemFactory(meeting=found, category=ItemCategory.REPORT, number=1, position=4, title=TITLES[3])
    return found


def url(meeting: Meeting) -> str:
    return reverse("meetings:agenda", args=[meeting.pk])


def agenda(meeting: Meeting) -> list[str]:
    return [f"{item.label}{item.title}" for item in meeting.items.all()]


def pressed(page: Any, title: str, way: str) -> dict[str, Any]:
    """What the browser sends when the row's button is pressed."""
    row = next(row for row in page.context["rows"] if row.item.title == title)
    return sent(page, getattr(row, way))


def sent(page: Any, move: str) -> dict[str, Any]:
    return {"version": page.context["form"]["version"].value(), "move": move}


def dropped(page: Any, title: str, onto: str) -> dict[str, Any]:
    """What the browser sends when a row is dropped on another."""
    keys = {row.item.title: row.item.pk for row in page.context["rows"]}
    return sent(page, f"item-{keys[title]}:item-{keys[onto]}")


def test_buttons_move_an_item_past_its_neighbour_and_the_numbers_follow_in_one_operation(
    meeting: Meeting,
) -> None:
    client = browser(user_who_may_everything())
    page = client.get(url(meeting))
    moved = meeting.items.get(title="乙")

    answer = client.post(url(meeting), pressed(page, "乙", "up"))

    assert answer["Location"] == f"{url(meeting)}#item-{moved.pk}"
    assert agenda(meeting) == ["議案（1）乙", "議案（2）甲", "議案（3）丙", "報告事項（1）丁"]
    acts = {row.operation_id for item in meeting.items.all() for row in item.history.filter(history_type="~")}
    assert len(acts) == 1
    client.post(url(meeting), pressed(client.get(url(meeting)), "丙", "down"))
    assert agenda(meeting) == ["議案（1）乙", "議案（2）甲", "報告事項（1）丁", "議案（3）丙"]


@pytest.mark.parametrize(
    ("title", "onto", "then"),
    [
        ("甲", "丙", ["議案（1）乙", "議案（2）丙", "議案（3）甲", "報告事項（1）丁"]),
        ("丁", "甲", ["報告事項（1）丁", "議案（1）甲", "議案（2）乙", "議案（3）丙"]),
        ("丙", "甲", ["議案（1）丙", "議案（2）甲", "議案（3）乙", "報告事項（1）丁"]),
    ],
)
def test_row_that_is_dropped_on_another_stands_there(
    meeting: Meeting, title: str, onto: str, then: list[str]
) -> None:
    client = browser(user_who_may_everything())

    client.post(url(meeting), dropped(client.get(url(meeting)), title, onto))

    assert agenda(meeting) == then


def test_gaps_and_odd_numbers_are_mended_on_the_way(meeting: Meeting) -> None:
    with as_system():
        for title, number in (("甲", 7), ("乙", 5), ("丙", 2)):
            item = meeting.items.get(title=title)
            item.number = number
            item.save()
    client = browser(user_who_may_everything())

    client.post(url(meeting), pressed(client.get(url(meeting)), "丙", "up"))

    assert agenda(meeting) == ["議案（1）甲", "議案（2）丙", "議案（3）乙", "報告事項（1）丁"]


def test_first_has_no_button_up_and_the_last_none_down(meeting: Meeting) -> None:
    rows = browser(user_who_may_everything()).get(url(meeting)).context["rows"]

    assert [(bool(row.up), bool(row.down)) for row in rows] == [
        (False, True),
        *[(True, True)] * 2,
        (True, False),
    ]


def test_stale_agenda_is_answered_with_both_and_the_same_move_works_over_the_newer_one(
    meeting: Meeting,
) -> None:
    client, other = browser(user_who_may_everything()), browser(user_who_may_everything())
    page = client.get(url(meeting))
    other.post(url(meeting), pressed(other.get(url(meeting)), "甲", "down"))

    answer = client.post(url(meeting), pressed(page, "丁", "up"))

    assert answer.status_code == 409
    assert agenda(meeting) == ["議案（1）乙", "議案（2）甲", "議案（3）丙", "報告事項（1）丁"]
    assert {each.record for each in answer.context["newer"]} == {"議案（1） 乙", "議案（2） 甲"}
    assert "「報告事項（1） 丁」を「議案（3） 丙」の位置へ動かそうとしました" in answer.content.decode()
    again = client.post(url(meeting), sent(answer, answer.context["form"]["move"].value()))
    assert again.status_code == 302
    assert agenda(meeting) == ["議案（1）乙", "議案（2）甲", "報告事項（1）丁", "議案（3）丙"]


def test_item_that_somebody_took_off_meanwhile_is_missed_and_not_moved(meeting: Meeting) -> None:
    client = browser(user_who_may_everything())
    page = client.get(url(meeting))
    with as_system():
        meeting.items.get(title="丁").delete()

    answer = client.post(url(meeting), pressed(page, "丁", "up"))

    assert (answer.status_code, answer.context["form"].asked) == (409, None)
    assert agenda(meeting) == ["議案（1）甲", "議案（2）乙", "議案（3）丙"]


def test_change_between_reading_and_writing_is_a_conflict_too(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(user_who_may_everything())
    page = client.get(url(meeting))

    def overtaken(**values: Any) -> AgendaItem:
        with as_system():
            item = meeting.items.get(title="乙")
            item.title = "乙の二"
            item.save()
        return move_item(**values)

    monkeypatch.setattr("meetings.views.agenda.actions.move_item", overtaken)
    answer = client.post(url(meeting), pressed(page, "丁", "up"))

    assert answer.status_code == 409
    assert agenda(meeting)[-1] == "報告事項（1）丁"


@pytest.mark.parametrize("move", ["", "1", "x:y", "item-999999:item-1", "item-1:item-1"])
def test_forged_move_is_refused_in_japanese(meeting: Meeting, move: str) -> None:
    client = browser(user_who_may_everything())

    answer = client.post(url(meeting), sent(client.get(url(meeting)), move))

    assert answer.status_code == 422
    assert "どの議題をどこへ動かすか" in errors(answer)["move"][0]


def test_move_without_what_was_read_is_refused(meeting: Meeting) -> None:
    client = browser(user_who_may_everything())
    page = client.get(url(meeting))

    answer = client.post(url(meeting), {"move": pressed(page, "乙", "up")["move"]})

    assert (answer.status_code, list(errors(answer))) == (422, ["version"])


def test_agenda_of_a_confirmed_record_stays(meeting: Meeting) -> None:
    with as_system():
        meeting.minutes_state = MinutesState.CONFIRMED
        meeting.save()
    client = browser(user_who_may_everything())

    answer = client.post(url(meeting), pressed(client.get(url(meeting)), "乙", "up"))

    assert answer.status_code == 422
    assert agenda(meeting)[0] == "議案（1）甲"


def test_item_out_of_sight_is_not_named_and_keeps_its_place_among_the_others(meeting: Meeting) -> None:
    with as_system():
        hidden = meeting.items.get(title="乙")
        hidden.reading_scope = ReadingScope.NAMED
        hidden.save()
    client = browser(user_who_may_everything(but=tuple((Verb.READ_ANY, noun) for noun in Noun.values)))
    page = client.get(url(meeting))

    client.post(url(meeting), pressed(page, "丙", "up"))

    assert "乙" not in page.content.decode()
    assert agenda(meeting) == ["議案（1）丙", "議案（2）甲", "議案（3）乙", "報告事項（1）丁"]


def test_item_does_not_move_onto_another_agenda(meeting: Meeting) -> None:
    item, stranger = meeting.items.get(title="甲"), make.AgendaItemFactory()

    with pytest.raises(ValidationError, match="この会議のもの"):
        move_item(by="system:tests", reason="試験", item=item, onto=stranger, versions={})
