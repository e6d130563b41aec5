"""Calendar files, read back: when and where, what changed, and nothing that the public may not read."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.urls import reverse
from icalendar import Calendar

from meetings.choices import MeetingState
from meetings.models import Meeting, MeetingBody
from portal.accounts.rights import Noun, Verb
from portal.disclosure.choices import Disclosure, EndTrigger, ReadingScope
from portal.disclosure.models import Withholding
from portal.sources.models import StatedDate
from tests.factories import meetings as make
from tests.factories.portal import DisclosureGroundFactory, user_who_may
from tests.factories.writing import as_system
from tests.meetings.door import browser

pytestmark = pytest.mark.django_db

READS = ((Verb.READ, Noun.BODIES), (Verb.READ, Noun.SITTINGS))
VENUE = "本庁舎, 第1会議室; 4階\\奥"


def url(record: Meeting | MeetingBody) -> str:
    page = "body-calendar" if isinstance(record, MeetingBody) else "meeting-calendar"
    return reverse(f"meetings:{page}", args=[record.pk])


def answered(record: Meeting | MeetingBody) -> Any:
    return browser(user_who_may(*READS)).get(url(record))


def entries(record: Meeting | MeetingBody) -> list[Any]:
    """The entries of the file, as another program reads them."""
    answer = answered(record)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).walk("VEVENT")


def changed(record: Any, **values: Any) -> None:
    with as_system():
        for name, value in values.items():
            setattr(record, name, value)
        record.save()


def test_sitting_is_read_back_with_its_hours_in_utc_its_words_unharmed_and_its_address() -> None:
    meeting = make.MeetingFactory(
        number=3, starts_at=make.at(11), planned_end_at=make.at(12), venue=VENUE, state=MeetingState.CONVENED
    )

    (entry,) = entries(meeting)

    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (
        datetime(2024, 6, 27, 2, tzinfo=UTC),
        datetime(2024, 6, 27, 3, tzinfo=UTC),
    )
    assert (str(entry["SUMMARY"]), str(entry["LOCATION"])) == (meeting.printed_name, VENUE)
    assert str(entry["URL"]) == f"http://testserver{reverse('meetings:meeting', args=[meeting.pk])}"
    assert entry["STATUS"] == "CONFIRMED"
    lines = answered(meeting).content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)


def test_change_keeps_the_name_of_the_entry_and_counts_up_and_a_cancelled_sitting_says_so() -> None:
    meeting = make.MeetingFactory(number=3, starts_at=make.at(11), planned_end_at=None)
    make.MeetingFactory(body=meeting.body, number=4, starts_at=make.at(15), planned_end_at=None)
    before, other = sorted(entries(meeting.body), key=lambda entry: entry["DTSTART"].dt)
    assert (before["STATUS"], "DTEND" in before) == ("TENTATIVE", False)

    changed(meeting, starts_at=make.at(13), ended_at=make.at(14), state=MeetingState.CANCELLED)

    (after,) = entries(meeting)
    assert before["UID"] == after["UID"] != other["UID"]
    assert before["SEQUENCE"] < after["SEQUENCE"] == meeting.version
    assert (after["STATUS"], after["DTEND"].dt.hour) == ("CANCELLED", 5)


def test_days_that_were_only_spoken_of_block_nothing_and_a_sitting_without_any_is_told_apart() -> None:
    with as_system():
        when = StatedDate(words="9月", earliest=date(2024, 9, 1), latest=date(2024, 9, 30), precision="month")
        when.save()
    meeting = make.MeetingFactory(number=3, starts_at=None, held_when=when)
    unknown = make.MeetingFactory(body=meeting.body, number=4, starts_at=None)

    (entry,) = entries(meeting.body)

    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2024, 9, 1), date(2024, 10, 1))
    assert entry["TRANSP"] == "TRANSPARENT"
    assert str(entry["SUMMARY"]) == f"{meeting.printed_name}　9月（日程未定）"
    answer = answered(unknown)
    assert answer.status_code == 422
    assert "日程が決まっていないため" in answer.content.decode()
    assert entries(make.MeetingBodyFactory(name="まだ開かれない会議体")) == []


def test_what_is_withheld_from_the_public_is_in_no_calendar_and_a_lost_passage_stops_the_file() -> None:
    meeting = make.MeetingFactory(venue="首相官邸の地下会議室")
    place = {"record_model": "meetings.meeting", "record_key": meeting.pk, "field": "venue"}
    kept = {"ground": DisclosureGroundFactory(), "reason": "警備", "end_trigger": EndTrigger.DECISION}
    with as_system():
        Withholding(**place, start=0, end=4, words="首相官邸", **kept).save()

    for record in (meeting, meeting.body):
        (entry,) = entries(record)
        assert "の地下会議室" in entry["LOCATION"]
        assert "首相官邸" not in answered(record).content.decode().replace("\r\n ", "")

    changed(meeting, venue="公邸")
    answer = answered(meeting.body)
    assert answer.status_code == 422
    assert "開催場所" in answer.content.decode()


@pytest.mark.parametrize(
    ("values", "privacy"),
    [
        ({"meeting_disclosure": Disclosure.OPEN}, "PUBLIC"),
        ({"meeting_disclosure": Disclosure.ON_THE_DAY}, "PRIVATE"),
        ({"meeting_disclosure": Disclosure.OPEN, "reading_scope": ReadingScope.EVERYONE}, "PUBLIC"),
    ],
)
def test_entry_says_whether_its_owner_may_show_it_around(values: dict[str, Any], privacy: str) -> None:
    (entry,) = entries(make.MeetingFactory(**values))

    assert entry["CLASS"] == privacy


def test_schedule_holds_what_its_reader_may_read_and_asks_for_a_login(client: Any) -> None:
    body = make.MeetingBodyFactory()
    open_one = make.MeetingFactory(body=body, number=1)
    hidden = make.MeetingFactory(body=body, number=2, reading_scope=ReadingScope.NAMED)

    assert [str(entry["SUMMARY"]) for entry in entries(body)] == [open_one.printed_name]
    assert answered(hidden).status_code == 404
    everything = browser(user_who_may(*READS, (Verb.READ_ANY, Noun.SITTINGS)))
    both = Calendar.from_ical(everything.get(url(body)).content).walk("VEVENT")
    assert {str(entry["CLASS"]) for entry in both} == {"PRIVATE", "CONFIDENTIAL"}
    for record in (body, open_one):
        answer = client.get(url(record))
        assert (answer.status_code, answer["Location"].startswith("/login/")) == (302, True)
        assert browser(user_who_may((Verb.READ, Noun.BODIES))).get(url(record)).status_code == 403
