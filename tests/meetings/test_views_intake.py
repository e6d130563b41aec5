"""Existing minutes on their way in: read, looked over, agreed to, and written as one draft."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.choices import AttendanceGroup, EntryKind, ItemState, MinutesState
from meetings.models import Attendance, Commitment, Handout, Meeting, MeetingBody, MinutesEntry
from portal.accounts.models import RolePermission
from portal.audit.ledger import Operation
from portal.disclosure.choices import Disclosure
from tests.factories import meetings as make
from tests.factories.portal import OfficeFactory, user_who_may, user_who_may_everything
from tests.factories.writing import as_system
from tests.meetings.door import browser, errors
from tests.meetings.sample import FIXTURES
from tests.uploads import chosen

SEED = (FIXTURES / "seed000" / "document.txt").read_bytes()
SHORT = "令和6年度第1回見本会議 会議録\n日時：令和6年6月27日（木）10:00～11:00\n会長：始めます。\n"


@pytest.fixture
def body(db: None) -> MeetingBody:
    """A body two of whose seats the record names."""
    body = make.MeetingBodyFactory(name="豊島区行政情報化推進本部")
    with as_system():
        for title, role in (("副区長", "chief"), ("総務部長", "member")):
            make.SeatFactory(body=body, office=OfficeFactory(title=title), role=role)
    return body


@pytest.fixture
def desk(db: None) -> Client:
    return browser(user_who_may_everything())


def address(body: MeetingBody) -> str:
    return reverse("meetings:intake", args=[body.pk])


def review(desk: Client, body: MeetingBody, **sent: Any) -> Any:
    return desk.post(address(body), {"text": "", **sent})


def agreed(answer: Any, **typed: Any) -> dict[str, Any]:
    """What the second form sends back, untouched but for what is typed."""
    values = {field.html_name: field.value() for field in answer.context["form"]}
    sent = {name: value for name, value in values.items() if value is not None}
    return sent | {"agreed": "on"} | typed


def test_file_is_shown_and_nothing_is_saved_before_somebody_agrees(desk: Client, body: MeetingBody):
    before = Operation.objects.count()
    answer = review(desk, body, upload=chosen("会議録.txt", SEED))
    assert answer.status_code == 200
    assert answer.context["form"]["number"].value() == 1
    assert len(answer.context["rows"]) == 60
    assert "まだ何も保存していません" in answer.content.decode()
    assert "政策経営部情報管理課" in answer.content.decode()
    assert (Meeting.objects.count(), Operation.objects.count()) == (0, before)


def test_agreed_record_becomes_a_draft_in_one_operation(desk: Client, body: MeetingBody):
    answer = review(desk, body, upload=chosen("会議録.txt", SEED))
    before = Operation.objects.count()

    done = desk.post(address(body), agreed(answer, confirmed=["0", "5"], reason="昨年度の会議録を入れるため"))

    meeting = Meeting.objects.get()
    assert done["Location"] == reverse("meetings:record", args=[meeting.pk])
    assert Operation.objects.count() == before + 1
    assert (meeting.fiscal_year, meeting.number, meeting.venue) == (2024, 1, "庁議室（本庁舎5階）")
    assert meeting.minutes_state == MinutesState.DRAFT
    assert meeting.meeting_disclosure == Disclosure.CLOSED
    assert meeting.minutes_closure_reason.startswith("行政機関における政策意思決定過程途上に位置づけ")
    assert meeting.ended_at is not None
    assert meeting.items.count() == 6
    assert list(meeting.items.values_list("state", flat=True))[:4] == [
        *(ItemState.DELIBERATED, ItemState.DELIBERATED, ItemState.DELIBERATED, ItemState.NOT_REACHED)
    ]
    assert meeting.items.get(number=2, category="proposal").outcome_line == "—議題について再検討—"
    assert Handout.objects.filter(meeting=meeting).count() == 11
    assert MinutesEntry.objects.filter(meeting=meeting, kind=EntryKind.SPEECH).count() == 45
    assert Commitment.objects.filter(meeting=meeting).count() == 2


def test_people_without_a_seat_and_every_doubt_stay_in_the_last_rows(desk: Client, body: MeetingBody):
    desk.post(address(body), agreed(review(desk, body, upload=chosen("会議録.txt", SEED))))
    meeting = Meeting.objects.get()
    assert list(Attendance.objects.filter(meeting=meeting).values_list("group", flat=True)) == [
        *(AttendanceGroup.MEMBERS, AttendanceGroup.MEMBERS)
    ]
    left, doubtful = MinutesEntry.objects.filter(meeting=meeting).order_by("-position")[:2][::-1]
    assert left.text.startswith("〔取込：未配置〕")
    assert "出席者（部員）：福祉部長" in left.text
    assert "政策経営部情報管理課" in left.text
    assert doubtful.text.startswith("〔取込：要確認〕")
    first = MinutesEntry.objects.filter(meeting=meeting).earliest("position")
    assert first.speaker is not None


def test_head_is_written_as_it_was_corrected(desk: Client, body: MeetingBody):
    answer = review(desk, body, text=SHORT)
    desk.post(address(body), agreed(answer, venue="第2会議室", number="3", starts_at="9:30"))
    meeting = Meeting.objects.get()
    assert (meeting.number, meeting.venue) == (3, "第2会議室")


def test_doubt_stands_beside_its_field(desk: Client, body: MeetingBody):
    answer = review(desk, body, text=SHORT.replace("（木）", "（金）"))
    assert "要確認：令和6年6月27日は木曜日です" in str(answer.context["form"]["held_on"].help_text)
    assert "記載がない" in str(answer.context["form"]["meeting_disclosure"].help_text)


def test_without_agreement_nothing_is_written_and_nothing_is_lost(desk: Client, body: MeetingBody):
    answer = review(desk, body, text=SHORT)
    refused = desk.post(address(body), agreed(answer, venue="第2会議室", agreed=""))
    assert refused.status_code == 422
    assert list(errors(refused)) == ["agreed"]
    assert refused.context["form"]["venue"].value() == "第2会議室"
    assert "会長：始めます。" in refused.context["form"]["source"].value()
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "どちらか一つに"),
        ({"text": "文", "upload": chosen("a.txt", b"text")}, "どちらか一つに"),
        ({"upload": chosen("会議録.docx", b"no word")}, "中身はテキスト"),
        ({"upload": chosen("会議録.pdf", b"%PDF-1.7 cut off")}, "壊れて"),
    ],
)
def test_what_cannot_be_read_is_refused_beside_its_field(desk: Client, body: MeetingBody, sent, said):
    refused = review(desk, body, **sent)
    assert refused.status_code == 422
    assert said in str(errors(refused))


def test_sitting_that_is_there_already_is_refused_whole(desk: Client, body: MeetingBody):
    answer = review(desk, body, text=SHORT)
    desk.post(address(body), agreed(answer))
    again = desk.post(address(body), agreed(answer))
    assert again.status_code == 422
    assert "number" in errors(again)
    assert MinutesEntry.objects.filter(kind=EntryKind.SPEECH).count() == 1


def test_part_that_cannot_be_stored_takes_the_whole_back(desk: Client, body: MeetingBody):
    answer = review(desk, body, text=SHORT + "配布資料\n資料1　" + "長" * 400 + "\n")
    refused = desk.post(address(body), agreed(answer))
    assert refused.status_code == 422
    assert "資料「長長" in str(errors(refused))
    assert not Meeting.objects.exists()


def test_forged_commitment_and_emptied_source_are_refused(desk: Client, body: MeetingBody):
    answer = review(desk, body, text=SHORT + "会長：次回までに報告する。\n")
    assert "confirmed" in errors(desk.post(address(body), agreed(answer, confirmed=["99"])))
    assert desk.post(address(body), agreed(answer, source="  ")).status_code == 422
    assert not Meeting.objects.exists()


def test_markup_is_shown_as_it_was_typed(desk: Client, body: MeetingBody):
    answer = review(desk, body, text=SHORT + "委員：<script>alert(1)</script>\x07と言った。\n")
    page = answer.content.decode()
    assert not re.search(r"<script>alert", page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;〓と言った。" in page


def test_whoever_may_not_write_rows_is_refused(body: MeetingBody):
    noun, verb = RolePermission.Noun, RolePermission.Verb
    clerk = user_who_may((verb.READ, noun.BODIES), (verb.WRITE, noun.SITTINGS), (verb.READ, noun.SITTINGS))
    assert browser(clerk).get(address(body)).status_code == 403
