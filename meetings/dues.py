"""Time limits of a sitting by the rules of the office: what is due when, closed days counted in.

Rules are data (期限の決まり); the meetings ask for theirs by these names.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from meetings.models import Meeting
from portal.accounts.models import User
from portal.days.models import ClosedDay, DueRule
from portal.open_days import Due, Roll, rolled

OUTLINE, MINUTES, PROMISE = "会議の概要の公開", "会議録の公開", "会議で言われた期限"
CONFIRMATION = "会議録の確認"


@dataclass(frozen=True)
class Calendar:
    """The office's closed days and the rules of the meetings, read once for a page."""

    closed: frozenset[date]
    rules: dict[str, DueRule]

    @classmethod
    def load(cls) -> "Calendar":
        """In two queries."""
        rules = DueRule.objects.filter(name__in=(OUTLINE, MINUTES, PROMISE, CONFIRMATION))
        return cls(ClosedDay.all_days(), {rule.name: rule for rule in rules})

    @classmethod
    def of(cls, user: User) -> "Calendar":
        """Kept with the user, who lives no longer than the page."""
        found: Calendar = vars(user).get("_calendar_of_meetings") or cls.load()
        vars(user)["_calendar_of_meetings"] = found
        return found

    def of_sitting(self, meeting: Meeting) -> list[tuple[DueRule, Due]]:
        """What is due after this sitting, soonest first; nothing while its day is open."""
        if meeting.starts_at is None:
            return []
        day = timezone.localdate(meeting.starts_at)
        found = [self.rules[name] for name in (OUTLINE, MINUTES) if name in self.rules]
        return sorted(((rule, rule.due(day, self.closed)) for rule in found), key=lambda pair: pair[1].on)

    def publication(self, meeting: Meeting) -> Due | None:
        """Until when the record of a sitting has to be out."""
        return next((due for rule, due in self.of_sitting(meeting) if rule.name == MINUTES), None)

    def confirmation(self, circulated_at: datetime) -> Due | None:
        """Until when those who were there answer a record that was handed out at this moment."""
        rule = self.rules.get(CONFIRMATION)
        return rule.due(timezone.localdate(circulated_at), self.closed) if rule else None

    def last_day(self, latest: date) -> Due:
        """The day that counts for a promise; without a rule it moves to the open day before."""
        rule = self.rules.get(PROMISE)
        return rule.due(latest, self.closed) if rule else rolled(latest, Roll.EARLIER, self.closed)
