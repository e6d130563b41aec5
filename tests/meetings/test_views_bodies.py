"""Bodies and their seats as they are registered, changed and taken away."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from meetings.dues import MINUTES, PROMISE, Calendar
from meetings.models import Attendance, Meeting, MeetingBody, Seat
from portal.accounts.rights import Noun, Verb
from portal.days.actions import add_due_rule
from portal.days.models import DueRule
from tests.factories import meetings as make
from tests.factories.portal import DepartmentFactory, OfficeFactory, user_who_may, user_who_may_everything
from tests.meetings.door import browser, errors, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return browser(user_who_may_everything())


@pytest.fixture
def body() -> MeetingBody:
    return make.MeetingBodyFactory()


def address(page: str, record: MeetingBody | Seat) -> str:
    return reverse(f"meetings:{page}", args=[record.pk])


def test_body_is_registered_and_its_page_says_what_is_not_recorded(client: Client) -> None:
    like = make.MeetingBodyFactory()
    typed = {
        "organisation": like.organisation_id,
        "kind": "headquarters",
        "name": "豊島区行政情報化推進本部",
        "minutes_form": like.minutes_form_id,
    }

    answer = send(client, reverse("meetings:body-new"), **typed)

    assert answer.status_code == 302
    body = MeetingBody.objects.get(name="豊島区行政情報化推進本部")
    shown = client.get(address("body", body)).content.decode()
    for words in ("推進本部", "まだ席はありません。", "まだ会議はありません。", "記載なし"):
        assert words in shown


def test_body_of_same_name_in_the_organisation_is_refused(client: Client, body: MeetingBody) -> None:
    typed = {
        "organisation": body.organisation_id,
        "kind": "council",
        "name": body.name,
        "minutes_form": body.minutes_form_id,
    }

    answer = send(client, reverse("meetings:body-new"), **typed)

    assert "同じ名称" in errors(answer)["name"][0]


def test_body_is_changed_with_a_reason_only(client: Client, body: MeetingBody) -> None:
    without = send(client, address("body-edit", body), quorum_rule="過半数")
    send(client, address("body-edit", body), quorum_rule="過半数", reason="要綱の改正")

    assert list(errors(without)) == ["reason"]
    body.refresh_from_db()
    assert body.quorum_rule == "過半数"


def test_body_cannot_stand_below_itself(client: Client, body: MeetingBody) -> None:
    part = make.MeetingBodyFactory(parent=make.MeetingBodyFactory(parent=body))

    answer = send(client, address("body-edit", body), parent=part.pk, reason="組織の見直し")

    assert list(errors(answer)) == ["parent"]


def test_seat_is_an_office_or_a_department_of_the_organisation(client: Client, body: MeetingBody) -> None:
    office = OfficeFactory(organisation=body.organisation)
    department = DepartmentFactory(organisation=body.organisation)
    url = address("seat-new", body)

    both = send(client, url, office=office.pk, department=department.pk, role="member")
    none = send(client, url, role="member")
    stranger = send(client, url, office=OfficeFactory().pk, role="member")
    one = send(client, url, department=department.pk, role="secretariat")

    assert [list(errors(answer)) for answer in (both, none, stranger)] == [["office"]] * 3
    assert one.status_code == 302
    assert body.seats.get().holder == department


def test_seat_is_listed_once(client: Client, body: MeetingBody) -> None:
    seat = make.SeatFactory(body=body, office=OfficeFactory(organisation=body.organisation))

    answer = send(client, address("seat-new", body), office=seat.office_id, role="member")

    assert "同じ席" in errors(answer)["office"][0]


def test_seat_that_ends_before_it_begins_is_refused(client: Client) -> None:
    seat = make.SeatFactory()
    typed = {"valid_from": "令和6年4月1日", "valid_to": "令和6年3月31日", "reason": "異動"}

    answer = send(client, address("seat-edit", seat), office=seat.office_id, **typed)

    assert "valid_to" in errors(answer)


def test_unused_seat_is_removed_and_a_used_one_kept(client: Client) -> None:
    used = make.AttendanceFactory().seat
    unused = make.SeatFactory()

    refused = send(client, address("seat-remove", used), reason="廃止")
    removed = send(client, address("seat-remove", unused), reason="誤って登録したため")

    assert "出席" in errors(refused)["__all__"][0]
    assert removed.status_code == 302
    assert list(Seat.objects.all()) == [used]


def test_roll_call_enters_the_seats_held_on_the_day_once(client: Client, body: MeetingBody) -> None:
    meeting = make.MeetingFactory(body=body)
    make.SeatFactory(body=body, valid_to=date(2024, 6, 26))
    make.SeatFactory(body=body, valid_from=date(2024, 6, 28))
    member = make.SeatFactory(body=body, valid_from=date(2024, 6, 27), position=1)
    office = make.SeatFactory(body=body, role="secretariat", position=2)
    url = reverse("meetings:roll-call", args=[meeting.pk])

    send(client, url)
    send(client, url)

    groups = list(Attendance.objects.order_by("position").values_list("seat", "group", "status"))
    assert groups == [(member.pk, "members", "present"), (office.pk, "secretariat", "present")]


def test_body_page_of_many_seats_costs_the_same(
    client: Client, body: MeetingBody, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for _ in range(15):
        make.SeatFactory(body=body)
        make.SeatFactory(body=body, office=None, department=DepartmentFactory(parent=DepartmentFactory()))
        make.MeetingFactory(body=body)

    with django_assert_max_num_queries(15):
        client.get(address("body", body))


def test_body_counts_by_its_own_rules_and_others_by_those_for_all(client: Client, body: MeetingBody) -> None:
    act = {"by": "system:tests", "reason": "試験"}
    add_due_rule(**act, name=MINUTES, count=45, unit="calendar_days", roll="later")
    promise = add_due_rule(**act, name=PROMISE, unit="calendar_days", roll="earlier")
    other, sitting = make.MeetingFactory(), make.MeetingFactory(body=body)
    typed = {"name": "部会の会議録の公開", "count": "30", "unit": "calendar_days", "roll": "earlier"}
    assert send(client, reverse("days:due-rule-new"), **typed, reason="部会の要綱").status_code == 302
    assert "name" in errors(send(client, reverse("days:due-rule-new"), **typed, reason="部会の要綱"))
    own = DueRule.objects.get(name="部会の会議録の公開")

    edit = address("body-edit", body)
    assert list(errors(send(client, edit, minutes_due=promise.pk, reason="要綱"))) == ["minutes_due"]
    send(client, edit, minutes_due=own.pk, confirmation_due=own.pk, reason="要綱")

    assert "30暦日（閉庁日に当たるときは前の開庁日）" in client.get(address("body", body)).content.decode()
    calendar = Calendar.load()
    for meeting, last in ((sitting, date(2024, 7, 26)), (other, date(2024, 8, 13))):
        due = calendar.publication(Meeting.objects.get(pk=meeting.pk))
        assert due is not None
        assert due.on == last
    shown = client.get(reverse("meetings:meeting", args=[sitting.pk])).content.decode()
    assert "部会の会議録の公開" in shown
    body.refresh_from_db()
    circulated = calendar.confirmation(body, make.at(9))
    assert circulated is not None
    assert circulated.on == date(2024, 7, 26)
    assert calendar.confirmation(other.body, make.at(9)) is None
    reader = browser(user_who_may((Verb.READ, Noun.DAYS)))
    assert reader.post(reverse("days:due-rule-new"), typed | {"reason": "試験"}).status_code == 403
