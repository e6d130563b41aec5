"""Factories of the meetings."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import factory

from meetings.choices import (
    AttendanceGroup,
    BodyKind,
    CommitmentKind,
    DeciderKind,
    EntryKind,
    ItemCategory,
    Outcome,
    SeatRole,
)
from meetings.models import (
    AgendaItem,
    Attendance,
    Commitment,
    Consultation,
    Decision,
    Deferral,
    Handout,
    Meeting,
    MeetingBody,
    MinutesEntry,
    MinutesForm,
    Motion,
    PriorReference,
    Seat,
)
from tests.factories.portal import AuditedFactory, DepartmentFactory, OfficeFactory, OrganisationFactory

TOKYO = ZoneInfo("Asia/Tokyo")
DAY = date(2024, 6, 27)


def at(hour: int, minute: int = 0, *, day: date = DAY) -> datetime:
    """A moment of the sitting's day, Tokyo time."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=TOKYO)


class MinutesFormFactory(AuditedFactory):
    class Meta:
        model = MinutesForm

    name = factory.Sequence(lambda n: f"様式{n}")
    layout = factory.LazyFunction(lambda: {"rows": []})


class MeetingBodyFactory(AuditedFactory):
    class Meta:
        model = MeetingBody

    organisation = factory.SubFactory(OrganisationFactory)
    kind = BodyKind.HEADQUARTERS
    name = factory.Sequence(lambda n: f"行政情報化推進本部{n}")
    minutes_form = factory.SubFactory(MinutesFormFactory)


class SeatFactory(AuditedFactory):
    class Meta:
        model = Seat

    body = factory.SubFactory(MeetingBodyFactory)
    office = factory.SubFactory(OfficeFactory)
    role = SeatRole.MEMBER


class MeetingFactory(AuditedFactory):
    class Meta:
        model = Meeting

    body = factory.SubFactory(MeetingBodyFactory)
    fiscal_year = 2024
    number = factory.Sequence(lambda n: n + 1)
    starts_at = factory.LazyFunction(lambda: at(11))
    planned_end_at = factory.LazyFunction(lambda: at(12))
    venue = "庁議室（本庁舎5階）"


class AgendaItemFactory(AuditedFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    category = ItemCategory.PROPOSAL
    number = factory.Sequence(lambda n: n + 1)
    title = "次期電話システムの選定について"
    position = factory.SelfAttribute("number")


class AttendanceFactory(AuditedFactory):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    seat = factory.SubFactory(SeatFactory, body=factory.SelfAttribute("..meeting.body"))
    group = AttendanceGroup.MEMBERS


class HandoutFactory(AuditedFactory):
    class Meta:
        model = Handout

    meeting = factory.SubFactory(MeetingFactory)
    number = factory.Sequence(lambda n: f"3-{n + 1}")
    title = "各システムの比較一覧"


class MinutesEntryFactory(AuditedFactory):
    class Meta:
        model = MinutesEntry

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.LazyAttribute(lambda row: row.meeting.entries.count() + 1)
    kind = EntryKind.SPEECH
    speaker_label = "部員"
    text = "電話機能が大事では。"


class MotionFactory(AuditedFactory):
    class Meta:
        model = Motion

    item = factory.SubFactory(AgendaItemFactory)
    number = factory.LazyAttribute(lambda motion: motion.item.motions.count() + 1)
    asked = "B社のIP電話システムを選定する。"


class DeferralFactory(AuditedFactory):
    class Meta:
        model = Deferral

    item = factory.SubFactory(AgendaItemFactory)
    worker = factory.SubFactory(DepartmentFactory)
    decider_kind = DeciderKind.NOT_STATED


class DecisionFactory(AuditedFactory):
    class Meta:
        model = Decision

    motion = factory.SubFactory(MotionFactory)
    outcome = Outcome.APPROVED_AS_PROPOSED
    sentence = "新規手続きの運用開始を、早くとも令和7年4月に延期する。"
    effective_on = DAY


class CommitmentFactory(AuditedFactory):
    class Meta:
        model = Commitment

    meeting = factory.SubFactory(MeetingFactory)
    number = factory.LazyAttribute(lambda row: row.meeting.commitments.count() + 1)
    kind = CommitmentKind.PROMISE
    subject = "スケジュール変更を全庁に周知する"
    words = "今会議で異論なければ全庁へ周知したい。"


class PriorReferenceFactory(AuditedFactory):
    class Meta:
        model = PriorReference

    meeting = factory.SubFactory(MeetingFactory)
    subject = factory.Sequence(lambda n: f"部会で明らかになったこと{n}")
    words = "5月下旬の部会で明らかになったことがある。"


class ConsultationFactory(AuditedFactory):
    class Meta:
        model = Consultation

    meeting = factory.SubFactory(MeetingFactory)
    party = "区長"
    kind = "事前協議"
    words = factory.Sequence(lambda n: f"区長にも事前に協議をし、了承を得ているところ。{n}")
