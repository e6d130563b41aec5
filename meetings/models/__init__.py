"""The nouns of the meetings, one family a file."""

from meetings.models.bodies import MeetingBody, MeetingReader, MinutesForm, Seat
from meetings.models.decisions import (
    Commitment,
    Consultation,
    Decision,
    Deferral,
    Motion,
    PriorReference,
)
from meetings.models.publishing import (
    Comment,
    Edition,
    EditionWithdrawal,
    MinutesConfirmation,
    MinutesStep,
)
from meetings.models.record import Annotation, MinutesEntry
from meetings.models.sittings import AgendaItem, Attendance, Handout, Meeting

__all__ = [
    "AgendaItem",
    "Annotation",
    "Attendance",
    "Comment",
    "Commitment",
    "Consultation",
    "Decision",
    "Deferral",
    "Edition",
    "EditionWithdrawal",
    "Handout",
    "Meeting",
    "MeetingBody",
    "MeetingReader",
    "MinutesConfirmation",
    "MinutesEntry",
    "MinutesForm",
    "MinutesStep",
    "Motion",
    "PriorReference",
    "Seat",
]
