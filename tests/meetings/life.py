"""A short record with everybody whom its life needs, and the steps on its way."""

import json
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from pypdf import PdfReader

from meetings.actions import publishing
from meetings.choices import ConfirmationManner, EntryKind, SeatRole
from meetings.confirming import text_number
from meetings.models import Edition, Meeting, MinutesEntry, MinutesStep, Seat
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.disclosure.actions import withhold_passage
from portal.disclosure.choices import Disclosure, EndTrigger, WatchKind
from portal.disclosure.models import WatchWord
from portal.files import store
from tests.factories.meetings import (
    AgendaItemFactory,
    AttendanceFactory,
    MeetingBodyFactory,
    MeetingFactory,
    MinutesEntryFactory,
    MinutesFormFactory,
    SeatFactory,
)
from tests.factories.portal import (
    DisclosureGroundFactory,
    OfficeFactory,
    UserFactory,
    allow,
    posted,
    user_who_may_everything,
)
from tests.factories.writing import as_system
from tests.seeded import folded

FORMS = Path(settings.BASE_DIR) / "fixtures" / "minutes_forms.json"
WHY = "記録のとおり"


@dataclass
class Life:
    """The sitting, the seat that confirms, and the people."""

    meeting: Meeting
    chair: Seat
    rows: list[MinutesEntry]
    secretary: User
    chief: User
    second: User

    def circulate(self) -> None:
        publishing.circulate_minutes(by=self.secretary, reason="", meeting=self.fresh())

    def confirm(self, manner: str = ConfirmationManner.PAPER, **given: Any) -> Any:
        by = self.secretary if manner == ConfirmationManner.PAPER else self.chief
        return publishing.confirm_minutes(
            **{
                "by": by,
                "reason": "",
                "meeting": self.fresh(),
                "seat": self.chair,
                "manner": manner,
                "confirmed_on": timezone.localdate(),
                "text": text_number(self.meeting),
                **given,
            }
        )

    def finalise(self) -> Any:
        return publishing.finalise_minutes(by=self.secretary, reason=WHY, meeting=self.fresh())

    def publish(self) -> Any:
        return publishing.publish_minutes(by=self.second, reason=WHY, meeting=self.fresh())

    def fresh(self) -> Meeting:
        """As a page would read it now."""
        self.meeting = Meeting.objects.select_related("body").get(pk=self.meeting.pk)
        return self.meeting

    def until_finalised(self) -> Any:
        self.circulate()
        self.confirm()
        return self.finalise()


def begun() -> Life:
    """A draft of two speeches that nothing keeps from being published."""
    layout = json.loads(FORMS.read_text(encoding="utf-8"))["minutes_forms"]["records"][0]["layout"]
    body = MeetingBodyFactory(minutes_form=MinutesFormFactory(layout=layout))
    open_to_all = {"meeting_disclosure": Disclosure.OPEN, "minutes_disclosure": Disclosure.OPEN}
    meeting = MeetingFactory(body=body, number=1, **open_to_all)
    office = OfficeFactory(title="総務部長")
    chair = SeatFactory(body=body, office=office, role=SeatRole.CHIEF)
    AttendanceFactory(meeting=meeting, seat=chair)
    item = AgendaItemFactory(meeting=meeting, number=1)
    rows = [
        MinutesEntryFactory(
            meeting=meeting, item=item, kind=EntryKind.SPEECH, speaker_label="本部長", text=text
        )
        for text in ("ただいまから開会します。", "電話機能が大事です。")
    ]
    with as_system():
        WatchWord(word="アルファ通信機", kind=WatchKind.VENDOR, source="試験").save()
    chief = posted(UserFactory(name="千早 一郎"), office)
    rights = [(Verb.READ, noun) for noun in (Noun.BODIES, Noun.SITTINGS, Noun.RECORD, Noun.PUBLISHING)]
    allow(chief, *rights, (Verb.CONFIRM, Noun.PUBLISHING))
    people = (user_who_may_everything(), chief, user_who_may_everything())
    return Life(meeting, chair, rows, *people)


def published() -> Life:
    """Published, without the first four characters of the second speech: 電話機能."""
    life = begun()
    withhold_passage(
        by="system:tests",
        reason=WHY,
        record=life.rows[1],
        field="text",
        span=(0, 4),
        ground=DisclosureGroundFactory(label="審議検討情報"),
        end_trigger=EndTrigger.NONE,
    )
    life.until_finalised()
    life.publish()
    return life


def printed(edition: Edition) -> str:
    with store.opened(edition.file.sha256, edition.file.size) as content:
        pages = PdfReader(BytesIO(content.read())).pages
        return folded("".join(page.extract_text() for page in pages))


def refusal(act: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        act(*args, **kwargs)
    return "".join(refused.value.messages)


def correct(life: Life, reason: str = "開会の言葉の誤記を直すため") -> MinutesStep:
    return publishing.open_for_correction(by=life.second, reason=reason, meeting=life.fresh())
