"""The page that opens the next sitting of a body from the last one."""

from typing import Any

from django.db.models import Max

from meetings.actions import opening as actions
from meetings.forms.opening import NextMeetingForm
from meetings.models import Meeting
from meetings.views.places import BelowMeeting, meeting_url
from portal.accounts.rights import Noun, Verb
from portal.site.pages import RecordCreatePage

# What the next sitting has in common with the last one until somebody says otherwise.
COMMON = (
    "format",
    "venue",
    "meeting_disclosure",
    "meeting_closure_reason",
    "meeting_ground",
    "minutes_disclosure",
    "minutes_closure_reason",
    "minutes_ground",
    "reading_scope",
)


class NextMeeting(BelowMeeting, RecordCreatePage):
    """次の会議を登録する: frame, seats and what comes back, in one act."""

    noun = Noun.SITTINGS
    model = Meeting
    form_class = NextMeetingForm
    reason_required = True
    title = "次の会議を登録する"
    success_message = "次の会議を登録しました。"

    def get_blank(self) -> Meeting:
        """As the last one was, with the next number of its year."""
        last = self.meeting
        of_year = last.body.meetings.filter(fiscal_year=last.fiscal_year)
        number = (of_year.aggregate(last=Max("number"))["last"] or 0) + 1
        return Meeting(body=last.body, number=number, **{name: getattr(last, name) for name in COMMON})

    def get_form(self, data: Any = None) -> NextMeetingForm:
        """The form over what may be taken along."""
        return NextMeetingForm(
            data,
            instance=self.get_blank(),
            reason_required=self.reason_required,
            reader=self.user,
            source=self.meeting,
            may_decide=self.may(Verb.WRITE, Noun.DECISIONS),
        )

    def perform(self, *, reason: str, **values: Any) -> Meeting:
        """Register it with all that was chosen."""
        return actions.open_next_meeting(by=self.user, reason=reason, source=self.meeting, **values)

    def get_success_url(self, record: Any) -> str:
        """Its page."""
        return meeting_url(record)
