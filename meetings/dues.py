"""Time limits of a sitting by the rules of the office: what is due when, closed days counted in.

Rules are data (期限の決まり); the meetings ask for theirs by these names.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from meetings.models import Meeting, MeetingBody
from portal.accounts.models import User
from portal.days.models import ClosedDay, DueRule
from portal.open_days import Due, Roll, rolled

OUTLINE, MINUTES, PROMISE = "会議の概要の公開", "会議録の公開", "会議で言われた期限"
CONFIRMATION = "会議録の確認"


# What a body may have a rule of its own for, and the field that names it.
OWN_RULES = {OUTLINE: "outline_due", MINUTES: "minutes_due", CONFIRMATION: "confirmation_due"}


@dataclass(frozen=True)
class Calendar:
    """The office's closed days and all rules, read once for a page."""

    closed: frozenset[date]
    rules: dict[str, DueRule]

    @classmethod
    def load(cls) -> "Calendar":
        """In two queries."""
        return cls(ClosedDay.all_days(), {rule.name: rule for rule in DueRule.objects.all()})

    @classmethod
    def of(cls, user: User) -> "Calendar":
        """Kept with the user, who lives no longer than the page."""
        found: Calendar = vars(user).get("_calendar_of_meetings") or cls.load()
        vars(user)["_calendar_of_meetings"] = found
        return found

    def rule(self, name: str, body: MeetingBody) -> DueRule | None:
        """The body's own rule, or else the one that holds for all."""
        own = getattr(body, f"{OWN_RULES[name]}_id")
        return next((each for each in self.rules.values() if each.pk == own), self.rules.get(name))

    def after(self, meeting: Meeting, name: str) -> tuple[DueRule, Due] | None:
        """One limit counted from the day of the sitting; nothing while its day is open."""
        rule = self.rule(name, meeting.body) if meeting.starts_at else None
        return (rule, rule.due(timezone.localdate(meeting.starts_at), self.closed)) if rule else None

    def of_sitting(self, meeting: Meeting) -> list[tuple[DueRule, Due]]:
        """What is due after this sitting, soonest first; nothing while its day is open."""
        found = filter(None, (self.after(meeting, name) for name in (OUTLINE, MINUTES)))
        return sorted(found, key=lambda pair: pair[1].on)

    def publication(self, meeting: Meeting) -> Due | None:
        """Until when the record of a sitting has to be out."""
        found = self.after(meeting, MINUTES)
        return found[1] if found else None

    def confirmation(self, body: MeetingBody, circulated_at: datetime) -> Due | None:
        """Until when those who were there answer a record that was handed out at this moment."""
        rule = self.rule(CONFIRMATION, body)
        return rule.due(timezone.localdate(circulated_at), self.closed) if rule else None

    def last_day(self, latest: date) -> Due:
        """The day that counts for a promise; without a rule it moves to the open day before."""
        rule = self.rules.get(PROMISE)
        return rule.due(latest, self.closed) if rule else rolled(latest, Roll.EARLIER, self.closed)
