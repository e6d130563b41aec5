"""The next sitting, opened from the last one: what it takes along, what comes back, and what is refused."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from meetings.carrying import open_promises, unreached_items, waiting_deferrals
from meetings.choices import (
    AttendanceGroup,
    CommitmentState,
    DeciderKind,
    ItemCategory,
    ItemState,
    MeetingState,
)
from meetings.models import Meeting, PriorReference
from portal.accounts.rights import Noun, Verb
from portal.disclosure.choices import EndTrigger, ReadingScope
from portal.disclosure.models import Substitution, Withholding
from tests.factories import meetings as make
from tests.factories.portal import (
    DisclosureGroundFactory,
    user_who_may,
    user_who_may_everything,
)
from tests.factories.writing import as_system
from tests.meetings.door import browser, errors, send
from tests.meetings.openings import STANDING, Last, agenda, opened

pytestmark = pytest.mark.django_db

TYPED = {"held_on": "令和6年9月26日", "starts_at": "11:00", "reason": "次回の準備"}


def url(last: Last) -> str:
    return reverse("meetings:meeting-next", args=[last.meeting.pk])


def ticked(form: Any) -> dict[str, list[str]]:
    names = ("seats", "frame", "deferrals", "unreached", "commitments")
    return {name: form[name].value() for name in names if name in form.fields}


def test_next_sitting_has_the_agenda_in_order_numbered_anew_with_what_is_asked_again(last: Last) -> None:
    meeting = opened(last, **last.everything)

    assert agenda(meeting) == [
        ("確認事項（1）", "前回宿題"),
        ("議案（1）", "電話システムの選定について"),
        ("報告事項（1）", "申請の様式について"),
        ("報告事項（2）", STANDING),
    ]
    asked = {item.title: [motion.asked for motion in item.motions.all()] for item in meeting.items.all()}
    assert [words for words in asked.values() if words] == [["B社を選ぶ。"], ["様式を改める。"]]
    assert {item.state for item in meeting.items.all()} == {ItemState.NOT_REACHED}


def test_what_comes_back_is_linked_to_what_it_comes_from_in_one_operation(last: Last) -> None:
    meeting = opened(last, **last.everything)

    links = {
        (each.item.title, each.origin, each.commitment)
        for each in PriorReference.objects.filter(meeting=meeting)
    }
    assert links == {
        ("前回宿題", None, last.promise),
        ("電話システムの選定について", last.put_off.item, None),
        ("申請の様式について", last.unreached, None),
    }
    written = [meeting, *meeting.items.all(), *meeting.attendances.all(), *meeting.prior_references.all()]
    assert {each.history.get().operation_id for each in written} == {meeting.history.get().operation_id}
    assert meeting.history.get().history_change_reason == "次回の準備"


def test_seats_stand_in_the_order_and_columns_they_had_and_new_ones_below(last: Last) -> None:
    meeting = opened(last, seats=[last.clerk, last.chief, last.member])

    found = [(each.seat, each.group) for each in meeting.attendances.order_by("position")]
    assert found == [
        (last.member, AttendanceGroup.MEMBERS),
        (last.chief, AttendanceGroup.MEMBERS),
        (last.clerk, AttendanceGroup.SECRETARIAT),
    ]


def test_words_that_are_withheld_or_reworded_stay_so_where_they_are_taken_along(last: Last) -> None:
    item = last.put_off.item
    place = {
        "record_model": "meetings.agendaitem",
        "record_key": item.pk,
        "field": "title",
        "reason": "選定中",
    }
    ground = DisclosureGroundFactory()
    kept = {"ground": ground, "end_trigger": next(each for each in EndTrigger if each != EndTrigger.DATE)}
    with as_system():
        Withholding(**place, start=0, end=2, words="電話", **kept).save()
        released = {"state": Withholding.State.RELEASED, **kept}
        Withholding(**place, start=7, end=9, words="選定", **released).save()
        Substitution(**place, start=2, end=6, words="システム", public_words="設備").save()
        venue = {"record_model": "meetings.meeting", "record_key": last.meeting.pk, "field": "venue"}
        Withholding(**venue, words=last.meeting.venue, reason="警備", **kept).save()

    meeting = opened(last, deferrals=[last.put_off], venue="第1会議室")

    taken = {"record_key": meeting.items.get().pk, "record_model": "meetings.agendaitem"}
    again = Withholding.objects.get(**taken)
    assert (again.start, again.end, again.words, again.ground, again.reason) == (
        0,
        2,
        "電話",
        ground,
        "選定中",
    )
    assert Substitution.objects.get(**taken).public_words == "設備"
    assert not Withholding.objects.filter(record_model="meetings.meeting", record_key=meeting.pk).exists()


def test_matters_of_two_sittings_without_a_number_come_back_together(last: Last) -> None:
    body, titles = last.meeting.body, ["申請の様式の改定", "窓口の予約"]
    unreached = [
        make.AgendaItemFactory(
            meeting=make.MeetingFactory(body=body, number=None, state=MeetingState.ENDED), title=title
        )
        for title in titles
    ]

    meeting = opened(last, unreached=unreached)

    assert [title for _, title in agenda(meeting)] == titles


def test_sitting_of_unknown_day_that_takes_nothing_along_is_just_the_next_one(last: Last) -> None:
    meeting = opened(last, starts_at=None, fiscal_year=2024)

    assert agenda(meeting) == []
    assert not meeting.attendances.exists()


def test_item_with_two_matters_put_off_comes_back_once_and_one_nobody_decided_asks_everything(
    last: Last,
) -> None:
    item = last.put_off.item
    second = make.DeferralFactory(item=item)
    open_item = make.AgendaItemFactory(meeting=last.meeting, title="情報基盤の更新について")
    make.MotionFactory(item=open_item, asked="更新する。")

    deferrals = [last.put_off, second, make.DeferralFactory(item=open_item)]
    meeting = opened(last, deferrals=deferrals)

    asked = {each.title: [motion.asked for motion in each.motions.all()] for each in meeting.items.all()}
    assert asked == {item.title: ["B社を選ぶ。"], "情報基盤の更新について": ["更新する。"]}


def test_what_was_taken_along_waits_no_more_unless_that_sitting_is_called_off(last: Last) -> None:
    body = last.meeting.body
    meeting = opened(last, **last.everything)

    assert (list(waiting_deferrals(body)), list(unreached_items(body))) == ([], [])
    assert list(open_promises(body)) == [last.promise]
    with as_system():
        meeting.state = MeetingState.CANCELLED
        meeting.save()
    assert list(waiting_deferrals(body)) == [last.put_off]
    assert list(unreached_items(body)) == [last.unreached]


def test_sitting_still_to_come_has_left_nothing_unreached_and_one_that_never_came_to_it_has(
    last: Last,
) -> None:
    body = last.meeting.body
    meeting = opened(last, **last.everything)
    assert list(unreached_items(body)) == []

    with as_system():
        item = meeting.items.get(title=STANDING)
        item.state = ItemState.DELIBERATED
        item.save()

    left = {item.title for item in unreached_items(body)}
    assert left == {last.unreached.title, last.put_off.item.title}


def _settle_deferral(last: Last) -> None:
    last.put_off.closing_motion = make.MotionFactory(item=last.put_off.item)
    last.put_off.save()


def _reach_item(last: Last) -> None:
    last.unreached.state = ItemState.PAPERS_ONLY
    last.unreached.save()


def _keep_promise(last: Last) -> None:
    last.promise.state, last.promise.evidence = CommitmentState.DONE, "済んだ"
    last.promise.save()


@pytest.mark.parametrize(
    ("name", "settle"),
    [("deferrals", _settle_deferral), ("unreached", _reach_item), ("commitments", _keep_promise)],
)
def test_what_is_settled_meanwhile_is_refused_by_the_act_and_beside_its_boxes(
    last: Last, name: str, settle: Any
) -> None:
    client = browser(user_who_may_everything())
    before = client.get(url(last)).context["form"]
    sent = {field.html_name: "" if field.value() is None else field.value() for field in before}
    with as_system():
        settle(last)

    with pytest.raises(ValidationError) as refused:
        opened(last, **{name: last.everything[name]})
    answer = client.post(url(last), sent | TYPED)

    assert list(refused.value.message_dict) == [name]
    assert answer.status_code == 422
    assert "既に決着したか" in errors(answer)[name][0]
    assert Meeting.objects.filter(body=last.meeting.body).count() == 2


def test_item_of_another_sitting_is_no_frame(last: Last) -> None:
    with pytest.raises(ValidationError, match="この会議のもの"):
        opened(last, frame=[make.AgendaItemFactory()])


def test_seat_that_is_not_there_on_the_day_is_refused_beside_the_seats_and_nothing_is_left(
    last: Last,
) -> None:
    with as_system():
        last.member.valid_to = date(2024, 8, 31)
        last.member.save()

    answer = send(browser(user_who_may_everything()), url(last), **TYPED)

    assert answer.status_code == 422
    assert "開催日にはない席" in errors(answer)["seats"][0]
    assert Meeting.objects.filter(body=last.meeting.body).count() == 2


def test_reason_is_compulsory(last: Last) -> None:
    answer = send(browser(user_who_may_everything()), url(last), **TYPED | {"reason": ""})

    assert list(errors(answer)) == ["reason"]
    with pytest.raises(ValidationError):
        opened(last, reason="")


def test_page_proposes_the_last_frame_and_what_comes_back_and_one_press_enters_it(last: Last) -> None:
    client = browser(user_who_may_everything())
    with as_system():
        alone = make.DeferralFactory(
            item=make.AgendaItemFactory(meeting=last.meeting, title="部長の専決"),
            decider_kind=DeciderKind.HEAD,
            decider="総務部長",
        )
    form = client.get(url(last)).context["form"]
    assert ticked(form) == {
        "seats": [str(last.chief.pk), str(last.member.pk)],
        "frame": [str(last.standing.pk)],
        "deferrals": [str(last.put_off.pk)],
        "unreached": [str(last.unreached.pk)],
        "commitments": [str(last.promise.pk)],
    }
    assert str(alone.pk) in dict(form.fields["deferrals"].choices)
    assert "配布だけの資料" in "".join(dict(form.fields["frame"].choices).values())

    answer = send(client, url(last), **TYPED)

    meeting = Meeting.objects.get(body=last.meeting.body, number=4)
    assert answer["Location"] == reverse("meetings:meeting", args=[meeting.pk])
    taken = ("venue", "minutes_disclosure", "minutes_closure_reason", "minutes_ground")
    assert [getattr(meeting, name) for name in taken] == [getattr(last.meeting, name) for name in taken]
    assert (meeting.state, meeting.fiscal_year, meeting.items.count()) == (MeetingState.PLANNED, 2024, 4)
    assert meeting.attendances.count() == 2


def test_box_ticked_twice_counts_once(last: Last) -> None:
    twice = [str(last.promise.pk)] * 2

    send(browser(user_who_may_everything()), url(last), **TYPED | {"commitments": twice})

    assert PriorReference.objects.filter(commitment=last.promise).count() == 1


def test_pages_lead_from_the_last_sitting_to_the_next_and_back(last: Last) -> None:
    client = browser(user_who_may_everything())
    for page, record in (("meeting", last.meeting), ("body", last.meeting.body)):
        shown = client.get(reverse(f"meetings:{page}", args=[record.pk])).content.decode()
        assert f'href="{url(last)}"' in shown
    meeting = opened(last, **last.everything)
    homework, phones = meeting.items.get(title="前回宿題"), meeting.items.get(category=ItemCategory.PROPOSAL)

    def leads(page: str, record: Any, to: str, target: Any) -> bool:
        shown = client.get(reverse(f"meetings:{page}", args=[record.pk])).content.decode()
        return f'href="{reverse(f"meetings:{to}", args=[target.pk])}"' in shown

    assert leads("item", phones, "item", last.put_off.item)
    assert leads("item", last.put_off.item, "item", phones)
    assert leads("item", homework, "commitment", last.promise)
    assert leads("commitment", last.promise, "item", homework)


def test_who_may_not_write_decisions_takes_the_frame_alone_and_a_forged_box_is_refused(last: Last) -> None:
    client = browser(user_who_may_everything(but=((Verb.WRITE, Noun.DECISIONS),)))
    form = client.get(url(last)).context["form"]

    forged = send(client, url(last), **TYPED | {"deferrals": [str(last.put_off.pk)]})

    assert ticked(form).keys() == {"seats", "frame"}
    assert last.unreached.pk in {int(key) for key, _ in form.fields["frame"].choices}
    assert (forged.status_code, list(errors(forged))) == (422, ["deferrals"])
    assert send(client, url(last), **TYPED).status_code == 302
    assert agenda(Meeting.objects.get(number=4)) == [("報告事項（1）", STANDING)]


def test_page_is_closed_without_the_right_and_shows_nobody_what_is_out_of_sight(last: Last) -> None:
    with as_system():
        for item in (last.put_off.item, last.unreached, last.standing):
            item.reading_scope = ReadingScope.NAMED
            item.save()
    but = tuple((Verb.READ_ANY, noun) for noun in Noun.values)

    shown = browser(user_who_may_everything(but=but)).get(url(last))

    reader = browser(user_who_may((Verb.READ, Noun.SITTINGS)))
    assert (reader.get(url(last)).status_code, reader.post(url(last), TYPED).status_code) == (403, 403)
    assert "deferrals" not in shown.context["form"].fields
    assert not any(
        words in shown.content.decode() for words in (STANDING, "電話システムの選定", "申請の様式")
    )
