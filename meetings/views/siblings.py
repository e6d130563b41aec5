"""The other sittings of a body around one of them: the one before, the next, and those to come."""

from datetime import date

from meetings.choices import MeetingState
from meetings.deferrals import Sitting
from meetings.models import Meeting
from meetings.schedule import days_of, soonest


class Siblings:
    """The sittings of the same body in this, the last and the next fiscal year."""

    def __init__(self, meeting: Meeting, visible: "list[Meeting]") -> None:
        """``visible`` are those the reader may know of, without the sitting itself."""
        self._day = days_of(meeting)[0] or date.max
        self._dated = sorted(visible, key=soonest)

    @property
    def to_come(self) -> list[Sitting]:
        """Those still planned, soonest first."""
        planned = [
            each for each in self._dated if each.state in (MeetingState.PLANNED, MeetingState.CONVENED)
        ]
        return [Sitting(*days_of(each), each.held_in_words) for each in planned]

    @property
    def previous(self) -> Meeting | None:
        """The last one before."""
        before = [each for each in self._dated if (days_of(each)[0] or date.max) < self._day]
        return before[-1] if before else None

    @property
    def following(self) -> Meeting | None:
        """The first one after."""
        return next((each for each in self._dated if (days_of(each)[0] or date.max) > self._day), None)
