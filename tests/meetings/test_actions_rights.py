"""Every verb of the meetings asks for its right itself, whoever calls it, and without it writes nothing."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from meetings.actions import agenda, bodies, decisions, opening, record, sittings
from meetings.choices import (
    AnnotationKind,
    AttendanceGroup,
    CommitmentKind,
    DeciderKind,
    EntryKind,
    ItemCategory,
    Outcome,
    SeatRole,
)
from portal.accounts.models import RolePermission
from portal.accounts.rights import Noun, Verb
from tests.factories import meetings as make
from tests.factories.portal import OfficeFactory, user_who_may, user_who_may_everything

pytestmark = pytest.mark.django_db

Call = Callable[..., Any]


def _motion_values() -> dict[str, Any]:
    return {"outcome": Outcome.APPROVED_AS_PROPOSED, "sentence": "延期する。", "effective_on": make.DAY}


# One line a verb: how to call it on fresh records. ``bound`` are the who and why.
VERBS: dict[str, tuple[str, Callable[[], Callable[..., Any]]]] = {}


def verb(noun: str) -> Callable[[Callable[[], Call]], Callable[[], Call]]:
    def keep(prepare: Callable[[], Call]) -> Callable[[], Call]:
        VERBS[prepare.__name__] = (noun, prepare)
        return prepare

    return keep


@verb(Noun.BODIES)
def add_minutes_form() -> Call:
    return lambda **who: bodies.add_minutes_form(name="様式", layout={"rows": []}, **who)


@verb(Noun.BODIES)
def create_body() -> Call:
    form, organisation = make.MinutesFormFactory(), make.OrganisationFactory()
    values = {"kind": "council", "name": "協議会", "organisation": organisation, "minutes_form": form}
    return lambda **who: bodies.create_body(**values, **who)


@verb(Noun.BODIES)
def edit_body() -> Call:
    body = make.MeetingBodyFactory()
    return lambda **who: bodies.edit_body(body=body, name="新しい名", **who)


@verb(Noun.BODIES)
def add_seat() -> Call:
    body, office = make.MeetingBodyFactory(), OfficeFactory()
    return lambda **who: bodies.add_seat(body=body, office=office, role=SeatRole.MEMBER, **who)


@verb(Noun.BODIES)
def edit_seat() -> Call:
    seat = make.SeatFactory()
    return lambda **who: bodies.edit_seat(seat=seat, position=9, **who)


@verb(Noun.BODIES)
def remove_seat() -> Call:
    seat = make.SeatFactory()
    return lambda **who: bodies.remove_seat(seat=seat, **who)


@verb(Noun.SITTINGS)
def create_meeting() -> Call:
    body = make.MeetingBodyFactory()
    return lambda **who: sittings.create_meeting(body=body, fiscal_year=2024, number=1, **who)


@verb(Noun.SITTINGS)
def open_next_meeting() -> Call:
    source = make.MeetingFactory(number=1)
    taken = {"seats": [make.SeatFactory(body=source.body)], "frame": [make.AgendaItemFactory(meeting=source)]}
    return lambda **who: opening.open_next_meeting(source=source, fiscal_year=2024, number=2, **taken, **who)


@verb(Noun.SITTINGS)
def edit_meeting() -> Call:
    meeting = make.MeetingFactory()
    return lambda **who: sittings.edit_meeting(meeting=meeting, venue="第1会議室", **who)


@verb(Noun.SITTINGS)
def add_item() -> Call:
    meeting = make.MeetingFactory()
    values = {"category": ItemCategory.REPORT, "number": 1, "title": "報告"}
    return lambda **who: sittings.add_item(meeting=meeting, **values, **who)


@verb(Noun.SITTINGS)
def move_item() -> Call:
    item = make.AgendaItemFactory()
    onto = make.AgendaItemFactory(meeting=item.meeting)
    return lambda **who: agenda.move_item(item=item, onto=onto, versions={}, **who)


@verb(Noun.SITTINGS)
def edit_item() -> Call:
    item = make.AgendaItemFactory()
    return lambda **who: sittings.edit_item(item=item, title="別の題名", **who)


@verb(Noun.SITTINGS)
def remove_item() -> Call:
    item = make.AgendaItemFactory()
    return lambda **who: sittings.remove_item(item=item, **who)


@verb(Noun.SITTINGS)
def record_attendance() -> Call:
    meeting = make.MeetingFactory()
    values = {"seat": make.SeatFactory(body=meeting.body), "group": AttendanceGroup.MEMBERS}
    return lambda **who: sittings.record_attendance(meeting=meeting, **values, **who)


@verb(Noun.SITTINGS)
def call_the_roll() -> Call:
    meeting = make.MeetingFactory()
    make.SeatFactory(body=meeting.body)
    return lambda **who: sittings.call_the_roll(meeting=meeting, **who)


@verb(Noun.SITTINGS)
def edit_attendance() -> Call:
    attendance = make.AttendanceFactory()
    return lambda **who: sittings.edit_attendance(attendance=attendance, position=9, **who)


@verb(Noun.SITTINGS)
def remove_attendance() -> Call:
    attendance = make.AttendanceFactory()
    return lambda **who: sittings.remove_attendance(attendance=attendance, **who)


@verb(Noun.SITTINGS)
def add_handout() -> Call:
    meeting = make.MeetingFactory()
    return lambda **who: sittings.add_handout(meeting=meeting, number="6", title="資料", **who)


@verb(Noun.SITTINGS)
def edit_handout() -> Call:
    handout = make.HandoutFactory()
    return lambda **who: sittings.edit_handout(handout=handout, title="別の題名", **who)


@verb(Noun.SITTINGS)
def remove_handout() -> Call:
    handout = make.HandoutFactory()
    return lambda **who: sittings.remove_handout(handout=handout, **who)


@verb(Noun.RECORD)
def add_entry() -> Call:
    meeting = make.MeetingFactory()
    return lambda **who: record.add_entry(meeting=meeting, kind=EntryKind.STAGE, text="説明", **who)


@verb(Noun.RECORD)
def move_entry() -> Call:
    entry = make.MinutesEntryFactory()
    return lambda **who: record.move_entry(entry=entry, after=None, **who)


@verb(Noun.RECORD)
def edit_entry() -> Call:
    entry = make.MinutesEntryFactory()
    return lambda **who: record.edit_entry(entry=entry, text="直した言葉", **who)


@verb(Noun.RECORD)
def remove_entry() -> Call:
    entry = make.MinutesEntryFactory()
    return lambda **who: record.remove_entry(entry=entry, **who)


@verb(Noun.RECORD)
def annotate() -> Call:
    entry = make.MinutesEntryFactory(text="決裁サイトに飛ぶ")
    return lambda **who: record.annotate(entry=entry, kind=AnnotationKind.SIC, words="決裁", **who)


@verb(Noun.RECORD)
def shift_entry() -> Call:
    entry = make.MinutesEntryFactory()
    make.MinutesEntryFactory(meeting=entry.meeting)
    return lambda **who: record.shift_entry(entry=entry, up=False, **who)


@verb(Noun.DECISIONS)
def put_motion() -> Call:
    item = make.AgendaItemFactory()
    return lambda **who: decisions.put_motion(item=item, asked="延期する。", **who)


@verb(Noun.DECISIONS)
def edit_motion() -> Call:
    motion = make.MotionFactory()
    return lambda **who: decisions.edit_motion(motion=motion, asked="中止する。", **who)


@verb(Noun.DECISIONS)
def remove_motion() -> Call:
    motion = make.MotionFactory()
    return lambda **who: decisions.remove_motion(motion=motion, **who)


@verb(Noun.DECISIONS)
def record_decision() -> Call:
    motion = make.MotionFactory()
    return lambda **who: decisions.record_decision(motion=motion, **_motion_values(), **who)


@verb(Noun.DECISIONS)
def correct_decision() -> Call:
    decision = make.DecisionFactory()
    return lambda **who: decisions.correct_decision(decision=decision, sentence="訂正した文。", **who)


@verb(Noun.DECISIONS)
def confirm_decision() -> Call:
    decision = make.DecisionFactory()
    return lambda **who: decisions.confirm_decision(decision=decision, **who)


@verb(Noun.DECISIONS)
def defer_item() -> Call:
    item = make.AgendaItemFactory()
    return lambda **who: decisions.defer_item(item=item, decider_kind=DeciderKind.MEETING, **who)


@verb(Noun.DECISIONS)
def edit_deferral() -> Call:
    deferral = make.DeferralFactory()
    return lambda **who: decisions.edit_deferral(deferral=deferral, needed_inputs="区長の確認", **who)


@verb(Noun.SITTINGS)
def call_sitting_for() -> Call:
    deferral = make.DeferralFactory()
    return lambda **who: opening.call_sitting_for(deferral=deferral, fiscal_year=2024, **who)


@verb(Noun.DECISIONS)
def record_commitment() -> Call:
    meeting = make.MeetingFactory()
    values = {"number": 1, "kind": CommitmentKind.PROMISE, "subject": "周知", "words": "周知したい。"}
    return lambda **who: decisions.record_commitment(meeting=meeting, **values, **who)


@verb(Noun.DECISIONS)
def edit_commitment() -> Call:
    commitment = make.CommitmentFactory()
    return lambda **who: decisions.edit_commitment(commitment=commitment, subject="別の内容", **who)


@verb(Noun.DECISIONS)
def close_commitment() -> Call:
    commitment = make.CommitmentFactory()
    return lambda **who: decisions.close_commitment(commitment=commitment, evidence="通知した", **who)


@verb(Noun.DECISIONS)
def drop_commitment() -> Call:
    commitment = make.CommitmentFactory()
    return lambda **who: decisions.drop_commitment(commitment=commitment, **who)


@verb(Noun.DECISIONS)
def note_prior_reference() -> Call:
    meeting = make.MeetingFactory()
    return lambda **who: decisions.note_prior_reference(
        meeting=meeting, subject="部会", words="部会で", **who
    )


@verb(Noun.DECISIONS)
def note_consultation() -> Call:
    meeting = make.MeetingFactory()
    values = {"party": "区長", "kind": "事前協議", "words": "了承を得ている"}
    return lambda **who: decisions.note_consultation(meeting=meeting, **values, **who)


@pytest.fixture(params=VERBS)
def noun_and_call(request: pytest.FixtureRequest) -> tuple[str, Call]:
    noun, prepare = VERBS[request.param]
    return noun, prepare()


def test_every_public_verb_of_meetings_stands_in_the_table() -> None:
    modules = (agenda, bodies, decisions, opening, record, sittings)
    public = {
        name
        for module in modules
        for name, thing in vars(module).items()
        if getattr(thing, "__module__", "") == module.__name__ and "by" in inspect.signature(thing).parameters
    }

    assert public == set(VERBS)


def test_verb_by_user_with_only_its_right_is_done(noun_and_call: tuple[str, Call]) -> None:
    noun, call = noun_and_call

    call(by=user_who_may((Verb.WRITE, noun)), reason="試験のため")


def test_verb_by_user_with_all_other_rights_is_refused(
    noun_and_call: tuple[str, Call], django_assert_max_num_queries: Any
) -> None:
    noun, call = noun_and_call
    user = user_who_may_everything(but=((Verb.WRITE, noun),))

    # One query asks for the rights; the refusal comes before anything is written.
    with django_assert_max_num_queries(2), pytest.raises(PermissionDenied):
        call(by=user, reason="試験のため")


def test_verb_by_account_switched_off_is_refused(noun_and_call: tuple[str, Call]) -> None:
    noun, call = noun_and_call
    user = user_who_may((Verb.WRITE, noun))
    user.is_active = False

    with pytest.raises(PermissionDenied):
        call(by=user, reason="試験のため")


def test_rights_table_names_every_family() -> None:
    # The steps of a record's life ask for verbs of their own: test_actions_publishing.
    assert {Noun.PUBLISHING, *(noun for noun, _ in VERBS.values())} == {
        value for value in RolePermission.Noun.values if value.startswith("meetings.")
    }
