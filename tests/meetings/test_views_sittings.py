"""Sittings, items, attendance and papers as their secretariat enters them, right and wrong."""

from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.choices import AttendanceStatus, ItemCategory, MeetingState
from meetings.models import AgendaItem, Attendance, Handout, Meeting, MeetingBody
from portal.accounts.models import User
from portal.disclosure.choices import Disclosure
from tests.factories import meetings as make
from tests.factories.portal import (
    user_who_may_everything,
)
from tests.meetings.door import browser, errors, send

pytestmark = pytest.mark.django_db

WRITTEN = {
    "number": "1",
    "held_on": "令和6年6月27日（木）",
    "starts_at": "11:00",
    "planned_end_at": "12:00",
    "venue": "庁議室（本庁舎5階）",
}


@pytest.fixture
def secretary() -> User:
    return user_who_may_everything()


@pytest.fixture
def client(secretary: User) -> Client:
    return browser(secretary)


@pytest.fixture
def body() -> MeetingBody:
    return make.MeetingBodyFactory()


def new_meeting(body: MeetingBody) -> str:
    return reverse("meetings:meeting-new", args=[body.pk])


def edit(record: Any) -> str:
    names = {AgendaItem: "item", Attendance: "attendance", Handout: "handout", Meeting: "meeting"}
    return reverse(f"meetings:{names[type(record)]}-edit", args=[record.pk])


@pytest.mark.parametrize(
    "typed", ["令和6年6月27日", "R6.6.27", "2024/6/27", "20240627", "令和６年６月２７日"]
)
def test_meeting_typed_in_any_usual_date_is_entered_with_its_fiscal_year(
    client: Client, body: MeetingBody, typed: str
) -> None:
    answer = send(client, new_meeting(body), **WRITTEN | {"held_on": typed, "planned_end_at": "午後0時半"})

    meeting = Meeting.objects.get(body=body)
    assert answer.status_code == 302
    assert timezone.localtime(meeting.starts_at).replace(tzinfo=None).isoformat() == "2024-06-27T11:00:00"
    assert timezone.localtime(meeting.planned_end_at).time() == time(12, 30)
    assert (meeting.fiscal_year, meeting.number) == (2024, 1)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"held_on": "令和6年2月30日"}, "held_on", "2月30日という日はありません"),
        ({"held_on": "令和5年11月31日"}, "held_on", "11月31日という日はありません"),
        ({"held_on": "6月27日"}, "held_on", "年がありません"),
        ({"starts_at": "25:00"}, "starts_at", "25時"),
        ({"starts_at": ""}, "starts_at", "開始の時刻も入力してください"),
        ({"held_on": ""}, "held_on", "開催日も入力してください"),
        ({"planned_end_at": "10:00"}, "planned_end_at", "開始より後"),
        ({"ended_at": "11:00"}, "ended_at", "開始より後"),
        ({"fiscal_year": "令和5年度"}, "fiscal_year", "令和6年度です"),
        ({"fiscal_year": "いつか"}, "fiscal_year", "年度として読めません"),
        ({"meeting_disclosure": "closed"}, "meeting_closure_reason", "理由を入力してください"),
        ({"minutes_disclosure": "partly_closed"}, "minutes_closure_reason", "理由を入力してください"),
        ({"venue": "\ue000会議室"}, "venue", "U+E000"),
        ({"held_when_words": "13月"}, "held_when_words", "13月という月はありません"),
        ({"held_when_earliest": "R6.9.1"}, "held_when_words", "会議での言葉も入力してください"),
        (
            {"held_when_words": "秋", "held_when_earliest": "R6.9.2", "held_when_latest": "R6.9.1"},
            "held_when_latest",
            "以後の日",
        ),
    ],
)
def test_meeting_that_cannot_be_is_refused_beside_its_field_and_what_was_typed_stays(
    client: Client, body: MeetingBody, typed: dict[str, str], field: str, words: str
) -> None:
    answer = send(client, new_meeting(body), **WRITTEN | typed)

    assert answer.status_code == 422
    assert list(errors(answer)) == [field]
    assert words in errors(answer)[field][0]
    assert all(answer.context["form"][name].value() == value for name, value in typed.items())
    assert not Meeting.objects.exists()


def test_meeting_with_wrong_weekday_is_entered_with_a_warning(client: Client, body: MeetingBody) -> None:
    url = new_meeting(body)

    page = send(client, url, **WRITTEN | {"held_on": "令和6年6月27日（金）"})

    saved = client.get(page["Location"]).content.decode()
    assert Meeting.objects.get().starts_at is not None
    assert "令和6年6月27日は木曜日です（入力は金曜日）" in saved


def test_second_meeting_of_same_number_in_the_year_is_refused_and_next_year_entered(
    client: Client, body: MeetingBody
) -> None:
    send(client, new_meeting(body), **WRITTEN)

    again = send(client, new_meeting(body), **WRITTEN | {"held_on": "令和7年3月31日"})
    next_year = send(client, new_meeting(body), **WRITTEN | {"held_on": "令和7年4月1日"})

    assert "同じ回次" in errors(again)["number"][0]
    assert next_year.status_code == 302
    assert sorted(Meeting.objects.values_list("fiscal_year", flat=True)) == [2024, 2025]


def test_meeting_of_a_day_only_spoken_of_keeps_the_words(client: Client, body: MeetingBody) -> None:
    typed = {"held_when_words": "令和6年9月", "fiscal_year": "R6年度"}

    answer = send(client, new_meeting(body), **typed)

    said = Meeting.objects.get().held_when
    assert said is not None
    assert (said.words, said.earliest, said.latest) == ("令和6年9月", date(2024, 9, 1), date(2024, 9, 30))
    assert "令和6年9月（日程未定）" in client.get(answer["Location"]).content.decode()


def test_meeting_of_no_known_day_needs_its_fiscal_year(client: Client, body: MeetingBody) -> None:
    answer = send(client, new_meeting(body), number="2")

    assert "開催日が未定" in errors(answer)["fiscal_year"][0]


def test_new_meeting_proposes_the_disclosures_of_its_body(client: Client) -> None:
    body = make.MeetingBodyFactory(meeting_disclosure=Disclosure.OPEN)

    form = client.get(new_meeting(body)).context["form"]

    assert form["meeting_disclosure"].value() == "open"


def test_spoken_date_of_meeting_is_reworded_and_taken_away(client: Client, body: MeetingBody) -> None:
    send(client, new_meeting(body), held_when_words="令和6年9月", fiscal_year="R6")
    meeting = Meeting.objects.get()

    send(client, edit(meeting), held_when_words="令和6年10月")

    meeting.refresh_from_db()
    assert meeting.held_when is not None
    assert meeting.held_when.latest == date(2024, 10, 31)
    answer = send(client, edit(meeting), held_when_words="", held_when_earliest="", held_when_latest="")
    meeting.refresh_from_db()
    assert answer.status_code == 302
    assert meeting.held_when is None


def test_edit_of_place_needs_no_reason_and_of_disclosure_does(client: Client) -> None:
    meeting = make.MeetingFactory()

    assert send(client, edit(meeting), venue="第1会議室").status_code == 302
    refused = send(client, edit(meeting), minutes_disclosure="open")
    allowed = send(client, edit(meeting), minutes_disclosure="open", reason="審議が終わったため")

    assert list(errors(refused)) == ["reason"]
    assert allowed.status_code == 302
    meeting.refresh_from_db()
    assert (meeting.venue, meeting.minutes_disclosure) == ("第1会議室", "open")
    assert meeting.history.first().history_change_reason == "審議が終わったため"


def test_edit_of_a_meeting_somebody_changed_meanwhile_shows_both_and_stores_nothing(client: Client) -> None:
    meeting = make.MeetingFactory(venue="庁議室")
    form = client.get(edit(meeting)).context["form"]
    typed = {field.html_name: field.value() or "" for field in form}
    send(browser(user_who_may_everything()), edit(meeting), venue="第1会議室")

    answer = client.post(edit(meeting), typed | {"venue": "第2会議室", "ended_at": "11:58"})

    told = {row.label: (row.old, row.new) for row in answer.context["differences"]}
    assert answer.status_code == 409
    assert told == {"開催場所": ("第1会議室", "第2会議室"), "実際の終了": ("", "11:58")}
    meeting.refresh_from_db()
    assert (meeting.venue, meeting.ended_at) == ("第1会議室", None)


def test_list_is_narrowed_by_body_and_fiscal_year_from_the_url(client: Client) -> None:
    this, other = make.MeetingFactory(number=1), make.MeetingFactory(number=2)
    late = make.MeetingFactory(
        body=this.body, fiscal_year=2025, number=3, starts_at=None, planned_end_at=None
    )
    url = reverse("meetings:meetings")

    shown = client.get(url, {"body": this.body_id, "year": 2024}).context["records"]
    of_body = client.get(url, {"body": this.body_id}).context["records"]

    assert list(shown) == [this]
    assert set(of_body) == {this, late}
    assert other in client.get(url).context["records"]
    none = client.get(url, {"body": other.body_id, "year": 2025})
    assert "条件に合う会議はありません" in none.content.decode()


def test_list_of_many_meetings_is_shown_page_by_page_in_constant_queries(
    client: Client, body: MeetingBody, django_assert_max_num_queries: Any
) -> None:
    make.MeetingFactory.create_batch(60, body=body)

    with django_assert_max_num_queries(15):
        first = client.get(reverse("meetings:meetings"))

    assert len(first.context["records"]) == 50
    assert "<b>60件</b>のうち1～50件目" in first.content.decode()
    assert len(client.get(reverse("meetings:meetings"), {"page": 2}).context["records"]) == 10


def test_item_number_restarts_per_category_and_is_refused_twice(client: Client) -> None:
    meeting = make.MeetingFactory()
    make.AgendaItemFactory(meeting=meeting, category=ItemCategory.PROPOSAL, number=1)
    url = reverse("meetings:item-new", args=[meeting.pk])

    twice = send(client, url, category="proposal", number="1", title="別の議案")
    other = send(client, url, category="report", number="1", title="システム標準化の進捗について")

    assert "同じ番号" in errors(twice)["number"][0]
    assert other.status_code == 302
    assert meeting.items.count() == 2


def test_item_form_proposes_the_next_number_of_the_category_in_the_url(client: Client) -> None:
    item = make.AgendaItemFactory(category=ItemCategory.PROPOSAL, number=4)
    url = reverse("meetings:item-new", args=[item.meeting_id])

    assert client.get(url, {"category": "proposal"}).context["form"]["number"].value() == 5
    assert client.get(url, {"category": "nonsense"}).context["form"]["number"].value() is None


def test_item_closed_without_reason_is_refused_beside_the_reason(client: Client) -> None:
    item = make.AgendaItemFactory()

    answer = send(client, edit(item), disclosure="closed", reason="審議の途中のため")

    assert list(errors(answer)) == ["closure_reason"]


def test_item_in_use_is_not_removed_and_the_page_says_why(client: Client) -> None:
    motion = make.MotionFactory()
    url = reverse("meetings:item-remove", args=[motion.item_id])

    answer = send(client, url, reason="重複のため")

    assert answer.status_code == 422
    assert "議決事項" in errors(answer)["__all__"][0]
    assert AgendaItem.objects.filter(pk=motion.item_id).exists()


@pytest.mark.parametrize(
    ("factory", "page"),
    [
        (make.AgendaItemFactory, "item-remove"),
        (make.AttendanceFactory, "attendance-remove"),
        (make.HandoutFactory, "handout-remove"),
    ],
)
def test_part_is_removed_with_a_reason_only(client: Client, factory: Any, page: str) -> None:
    record = factory()
    url = reverse(f"meetings:{page}", args=[record.pk])

    without = send(client, url)
    assert list(errors(without)) == ["reason"]
    done = send(client, url, reason="誤って登録したため")

    assert done.status_code == 302
    assert not type(record).objects.filter(pk=record.pk).exists()
    last = type(record).history.filter(id=record.pk).latest("history_id")
    assert (last.history_type, last.history_change_reason) == ("-", "誤って登録したため")


def test_attendance_of_a_seat_is_entered_once(client: Client) -> None:
    meeting = make.MeetingFactory()
    seat = make.SeatFactory(body=meeting.body)
    url = reverse("meetings:attendance-new", args=[meeting.pk])

    first = send(client, url, seat=seat.pk, status="present")
    again = send(client, url, seat=seat.pk, status="absent")

    assert first.status_code == 302
    assert "既にあります" in errors(again)["seat"][0]


def test_attendance_of_another_bodys_seat_is_no_choice(client: Client) -> None:
    meeting = make.MeetingFactory()

    answer = send(client, reverse("meetings:attendance-new", args=[meeting.pk]), seat=make.SeatFactory().pk)

    assert list(errors(answer)) == ["seat"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"status": "deputy"}, "deputy_name"),
        ({"status": "partial", "arrived_at": "11:30", "left_at": "11:10"}, "left_at"),
    ],
)
def test_attendance_that_cannot_be_is_refused_beside_its_field(
    client: Client, typed: dict[str, str], field: str
) -> None:
    answer = send(client, edit(make.AttendanceFactory()), **typed)

    assert list(errors(answer)) == [field]


def test_time_of_arrival_at_a_sitting_of_no_known_day_is_refused(client: Client) -> None:
    meeting = make.MeetingFactory(starts_at=None, planned_end_at=None)

    answer = send(client, edit(make.AttendanceFactory(meeting=meeting)), arrived_at="11:20")

    assert "開催日が未定" in errors(answer)["arrived_at"][0]


def test_late_arrival_is_kept_on_the_day_of_the_sitting(client: Client) -> None:
    attendance = make.AttendanceFactory()

    send(client, edit(attendance), status="partial", arrived_at="11時20分")

    attendance.refresh_from_db()
    assert attendance.status == AttendanceStatus.PARTIAL
    assert attendance.arrived_at == make.at(11, 20)


def test_handout_says_that_it_has_no_file_and_which_item_it_belongs_to(client: Client) -> None:
    item = make.AgendaItemFactory(category=ItemCategory.PROPOSAL, number=2)
    url = reverse("meetings:handout-new", args=[item.meeting_id])

    answer = send(client, url, number="3-1", title="次期電話システムの選定について（概要）", item=item.pk)

    page = client.get(answer["Location"].split("#")[0]).content.decode()
    assert "ファイル未登録" in page
    assert "議案（2）" in page
    assert "未設定" in page


@pytest.mark.parametrize("typed", ["３－１", "3 - 1", "３ー１", "3−1"])
def test_handout_number_is_one_however_wide_it_is_typed(client: Client, typed: str) -> None:
    handout = make.HandoutFactory(number="3-1")
    url = reverse("meetings:handout-new", args=[handout.meeting_id])

    answer = send(client, url, number=typed, title="別の資料")

    assert "同じ番号の資料" in errors(answer)["number"][0]


def test_unchanged_form_writes_nothing(client: Client) -> None:
    meeting = make.MeetingFactory(state=MeetingState.ENDED, ended_at=make.at(11, 58))
    before = meeting.history.count()

    answer = send(client, edit(meeting))

    assert answer.status_code == 302
    assert meeting.history.count() == before
