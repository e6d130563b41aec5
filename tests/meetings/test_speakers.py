"""The speaker inside the house and the one the public reads: by row, by seat, by the rule of the body."""

from typing import Any

import pytest

from meetings.choices import SeatRole, SpeakerRule
from meetings.documents import minutes_job
from meetings.leaks import public_fields
from meetings.models import MinutesEntry
from portal.disclosure.actions import substitute_passage, withhold_passage
from portal.disclosure.choices import EndTrigger
from portal.documents.choices import EditionAudience
from tests.doors import words_of
from tests.factories import meetings as make
from tests.factories.portal import DisclosureGroundFactory, OfficeFactory, user_who_may_everything
from tests.factories.writing import as_system
from tests.meetings.door import browser

pytestmark = pytest.mark.django_db
HOW: dict[str, Any] = {"by": "system:tests", "reason": "試験"}
INSIDE = "鸚鵡部長"


@pytest.fixture
def row() -> MinutesEntry:
    layout = {"rows": [{"label": "開催場所", "value": "venue"}]}
    form = make.MinutesFormFactory(layout=layout)
    meeting = make.MeetingFactory(minutes_disclosure="open", body__minutes_form=form)
    seat = make.SeatFactory(body=meeting.body, office=OfficeFactory(title=INSIDE), role=SeatRole.MEMBER)
    found: MinutesEntry = make.MinutesEntryFactory(
        meeting=meeting, kind="speech", speaker=seat, speaker_label=INSIDE, text="よいと思う。"
    )
    return found


def put(record: Any, **values: Any) -> None:
    with as_system():
        for name, value in values.items():
            setattr(record, name, value)
        record.save()


def printed(row: MinutesEntry, audience: EditionAudience) -> str:
    return minutes_job(row.meeting, audience, reader=user_who_may_everything()).html


def public_label(row: MinutesEntry) -> str:
    (shown,) = [each for each in public_fields(row.meeting)[0] if each.field == "speaker_label"]
    return shown.words


@pytest.mark.parametrize(
    ("rule", "of_seat", "of_row", "label"),
    [
        (SpeakerRule.AS_RECORDED, "", "", INSIDE),
        (SpeakerRule.BY_ROLE, "", "", "部員"),
        (SpeakerRule.BY_ROLE, "委員A", "", "委員A"),
        (SpeakerRule.AS_RECORDED, "委員A", "出席者", "出席者"),
    ],
)
def test_public_reads_what_row_seat_or_body_say(
    row: MinutesEntry, rule: str, of_seat: str, of_row: str, label: str
) -> None:
    put(row.meeting.body, speaker_rule=rule)
    put(row.speaker, public_label=of_seat)
    put(row, public_speaker_label=of_row)

    assert public_label(row) == label
    public = printed(row, EditionAudience.PUBLIC)
    assert label in public
    assert (INSIDE in public) == (label == INSIDE)
    assert INSIDE in printed(row, EditionAudience.INTERNAL)
    page = words_of(browser(user_who_may_everything()).get(f"/meetings/{row.meeting_id}/record/"))
    assert INSIDE in page
    assert (f"公開用：{label}" in page) == (label != INSIDE)


def test_row_without_a_seat_is_called_as_it_is_recorded(row: MinutesEntry) -> None:
    put(row.meeting.body, speaker_rule=SpeakerRule.BY_ROLE)
    put(row, speaker=None, speaker_label="部員")
    assert public_label(row) == "部員"


def test_mark_in_the_label_itself_goes_before_the_rule(row: MinutesEntry) -> None:
    put(row.meeting.body, speaker_rule=SpeakerRule.BY_ROLE)
    substitute_passage(record=row, field="speaker_label", span=(0, 2), public_words="ある", **HOW)
    assert public_label(row) == "ある部長"


def test_withheld_label_hides_the_general_one_too(row: MinutesEntry) -> None:
    put(row.meeting.body, speaker_rule=SpeakerRule.BY_ROLE)
    ground = DisclosureGroundFactory()
    withhold_passage(
        record=row, field="speaker_label", span=None, ground=ground, end_trigger=EndTrigger.NONE, **HOW
    )
    assert public_label(row) == "〔非公開〕"
    assert INSIDE not in printed(row, EditionAudience.PUBLIC)
