"""Verbs of sittings where no page leads: what commands and imports may not do either."""

import pytest
from django.core.exceptions import ValidationError

from meetings.actions import decisions, record, sittings
from meetings.models import Attendance, Commitment, Handout, Meeting, MinutesEntry
from portal.sources.models import StatedDate
from tests.factories import meetings as make

pytestmark = pytest.mark.django_db

WHO = {"by": "system:tests", "reason": "試験"}


def test_meeting_takes_its_fiscal_year_from_the_day_in_tokyo() -> None:
    body = make.MeetingBodyFactory()
    # 00:30 on 1 April in Tokyo is still 31 March in UTC.
    first_day = make.at(0, 30, day=make.DAY.replace(month=4, day=1))

    meeting = sittings.create_meeting(body=body, number=1, starts_at=first_day, **WHO)

    assert meeting.fiscal_year == 2024


def test_meeting_without_day_and_fiscal_year_is_refused() -> None:
    body = make.MeetingBodyFactory()

    with pytest.raises(ValidationError) as refused:
        sittings.create_meeting(body=body, **WHO)

    assert list(refused.value.message_dict) == ["fiscal_year"]


def test_meeting_moved_into_another_fiscal_year_is_refused() -> None:
    meeting = make.MeetingFactory()

    with pytest.raises(ValidationError, match="令和7年度です"):
        sittings.edit_meeting(
            meeting=meeting,
            starts_at=make.at(11, day=make.DAY.replace(year=2025)),
            planned_end_at=None,
            **WHO,
        )


def test_refused_meeting_leaves_no_spoken_date_behind() -> None:
    body = make.MeetingBodyFactory()
    said = StatedDate(words="9月", precision="month")

    with pytest.raises(ValidationError):
        sittings.create_meeting(body=body, fiscal_year=2024, venue="室" * 201, held_when=said, **WHO)

    assert not StatedDate.objects.exists()
    assert not Meeting.objects.exists()


def test_spoken_date_that_is_stored_already_is_taken_as_it_is() -> None:
    body = make.MeetingBodyFactory()
    first = sittings.create_meeting(
        body=body, fiscal_year=2024, held_when=StatedDate(words="9月", precision="month"), **WHO
    )

    second = sittings.edit_meeting(meeting=first, held_when=first.held_when, **WHO)

    assert second.held_when == first.held_when
    assert StatedDate.objects.count() == 1


def test_parts_of_another_sitting_are_refused_wherever_they_are_named() -> None:
    meeting, stranger = make.MeetingFactory(), make.AgendaItemFactory()
    seat = make.SeatFactory()
    row, motion = make.MinutesEntryFactory(), make.MotionFactory()
    words = {"kind": "speech", "speaker_label": "部員", "text": "発言"}
    commitment = {"number": 1, "kind": "promise", "subject": "周知", "words": "周知したい"}
    consultation = {"party": "区長", "kind": "意見", "words": "付加機能も大事"}
    calls = {
        "handout": lambda: sittings.add_handout(
            meeting=meeting, number="1", title="資料", item=stranger, **WHO
        ),
        "attendance": lambda: sittings.record_attendance(meeting=meeting, seat=seat, group="members", **WHO),
        "row of an item": lambda: record.add_entry(meeting=meeting, item=stranger, **words, **WHO),
        "row of a seat": lambda: record.add_entry(meeting=meeting, speaker=seat, **words, **WHO),
        "row below": lambda: record.add_entry(meeting=meeting, after=row, **words, **WHO),
        "commitment": lambda: decisions.record_commitment(meeting=meeting, entry=row, **commitment, **WHO),
        "consultation": lambda: decisions.note_consultation(
            meeting=meeting, motion=motion, **consultation, **WHO
        ),
    }

    for call in calls.values():
        with pytest.raises(ValidationError, match=r"この会議(体の席|のもの)を選んでください"):
            call()

    assert not Handout.objects.exists()
    assert not Attendance.objects.exists()
    assert not Commitment.objects.exists()
    assert list(MinutesEntry.objects.all()) == [row]
