"""A sitting that is over, with one of everything that the next one may take along."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from meetings.actions.opening import open_next_meeting
from meetings.choices import (
    CommitmentState,
    ItemCategory,
    ItemState,
    MeetingState,
    Outcome,
    SeatRole,
)
from meetings.models import AgendaItem, Commitment, Deferral, Meeting, Seat
from portal.disclosure.choices import Disclosure
from tests.factories import meetings as make
from tests.factories.portal import DisclosureGroundFactory

WHO = {"by": "system:tests", "reason": "次回の準備"}
NEXT_DAY = date(2024, 9, 26)
STANDING = "各部会からの報告について"


@dataclass
class Last:
    """A sitting that is over, with one of everything."""

    meeting: Meeting
    chief: Seat
    member: Seat
    clerk: Seat
    put_off: Deferral
    unreached: AgendaItem
    standing: AgendaItem
    promise: Commitment

    @property
    def everything(self) -> dict[str, Any]:
        """What the action may be told to take along."""
        return {
            "seats": [self.clerk, self.member, self.chief],
            "frame": [self.standing],
            "deferrals": [self.put_off],
            "unreached": [self.unreached],
            "commitments": [self.promise],
        }


@pytest.fixture
def last() -> Last:
    ground = DisclosureGroundFactory()
    meeting = make.MeetingFactory(
        number=3,
        state=MeetingState.ENDED,
        minutes_disclosure=Disclosure.PARTLY_CLOSED,
        minutes_closure_reason="審議の途上の内容を含むため",
        minutes_ground=ground,
    )
    seats = [make.SeatFactory(body=meeting.body, position=place) for place in (1, 2)]
    for place, seat in enumerate(reversed(seats)):
        make.AttendanceFactory(meeting=meeting, seat=seat, position=place)

    def item(number: int, title: str, **values: Any) -> AgendaItem:
        place = {"category": ItemCategory.REPORT, "number": number, "title": title}
        return make.AgendaItemFactory(**{"meeting": meeting, **place, **values})

    phones = item(
        1, "電話システムの選定について", category=ItemCategory.PROPOSAL, state=ItemState.DELIBERATED
    )
    put_off = make.DeferralFactory(item=phones)
    again = make.MotionFactory(item=phones, asked="B社を選ぶ。")
    make.DecisionFactory(motion=again, outcome=Outcome.RECONSIDER, deferral=put_off)
    make.DecisionFactory(motion=make.MotionFactory(item=phones, asked="予算を認める。"))
    unreached = item(4, "申請の様式について")
    make.MotionFactory(item=unreached, asked="様式を改める。")
    item(5, "配布だけの資料", state=ItemState.PAPERS_ONLY)
    earlier = make.MeetingFactory(body=meeting.body, number=2)
    item(1, STANDING, meeting=earlier)
    make.CommitmentFactory(meeting=meeting, state=CommitmentState.DONE, evidence="周知した")
    return Last(
        meeting,
        *seats,
        make.SeatFactory(body=meeting.body, role=SeatRole.SECRETARIAT, position=3),
        put_off,
        unreached,
        item(2, STANDING, state=ItemState.DELIBERATED),
        make.CommitmentFactory(meeting=meeting),
    )


def opened(last: Last, **values: Any) -> Meeting:
    return open_next_meeting(
        source=last.meeting, **{"number": 4, "starts_at": make.at(11, day=NEXT_DAY), **WHO, **values}
    )


def agenda(meeting: Meeting) -> list[tuple[str, str]]:
    return [(item.label, item.title) for item in meeting.items.all()]
