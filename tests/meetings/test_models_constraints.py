"""Every constraint from both sides: what it lets through, and what page and database refuse."""

from datetime import date
from typing import Any, NamedTuple

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError

from meetings.choices import (
    AttendanceStatus,
    CommitmentState,
    DeciderKind,
    EntryKind,
    ItemCategory,
    SeatRole,
)
from portal.disclosure.choices import Disclosure
from tests.factories import meetings as make
from tests.factories.portal import AuditedFactory, DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db


class Case(NamedTuple):
    """A constraint: a record it lets through, one it refuses, and the field that says so."""

    factory: type[AuditedFactory]
    good: dict[str, Any]
    bad: dict[str, Any]
    field: str


CASES = {
    "seat_is_office_or_department (both)": Case(
        make.SeatFactory,
        {},
        {"department": DepartmentFactory},
        "office",
    ),
    "seat_is_office_or_department (none)": Case(
        make.SeatFactory,
        {"office": None, "department": DepartmentFactory},
        {"office": None},
        "office",
    ),
    "seat_ends_after_start": Case(
        make.SeatFactory,
        {"valid_from": date(2024, 4, 1), "valid_to": date(2024, 4, 1)},
        {"valid_from": date(2024, 4, 1), "valid_to": date(2024, 3, 31)},
        "valid_to",
    ),
    "meeting_planned_end_after_start": Case(
        make.MeetingFactory,
        {"starts_at": make.at(11), "planned_end_at": make.at(11, 1)},
        {"starts_at": make.at(11), "planned_end_at": make.at(11)},
        "planned_end_at",
    ),
    "meeting_end_after_start": Case(
        make.MeetingFactory,
        {"ended_at": make.at(11, 58)},
        {"ended_at": make.at(10, 59)},
        "ended_at",
    ),
    "meeting_has_reason": Case(
        make.MeetingFactory,
        {"meeting_disclosure": Disclosure.CLOSED, "meeting_closure_reason": "意思決定の途中のため"},
        {"meeting_disclosure": Disclosure.CLOSED},
        "meeting_closure_reason",
    ),
    "minutes_has_reason": Case(
        make.MeetingFactory,
        {"minutes_disclosure": Disclosure.OPEN},
        {"minutes_disclosure": Disclosure.PARTLY_CLOSED},
        "minutes_closure_reason",
    ),
    "item_has_reason": Case(
        make.AgendaItemFactory,
        {"disclosure": ""},
        {"disclosure": Disclosure.CLOSED},
        "closure_reason",
    ),
    "attendance_deputy_named": Case(
        make.AttendanceFactory,
        {"status": AttendanceStatus.DEPUTY, "deputy_name": "企画課長"},
        {"status": AttendanceStatus.DEPUTY},
        "deputy_name",
    ),
    "attendance_leaves_after_arriving": Case(
        make.AttendanceFactory,
        {"arrived_at": make.at(11, 10), "left_at": make.at(11, 30)},
        {"arrived_at": make.at(11, 30), "left_at": make.at(11, 10)},
        "left_at",
    ),
    "handout_has_reason": Case(
        make.HandoutFactory,
        {"disclosure": Disclosure.UNSET},
        {"disclosure": Disclosure.PARTLY_CLOSED},
        "closure_reason",
    ),
    "entry_speech_has_speaker": Case(
        make.MinutesEntryFactory,
        {"kind": EntryKind.STAGE, "speaker_label": ""},
        {"kind": EntryKind.SPEECH, "speaker_label": ""},
        "speaker_label",
    ),
    "deferral_head_named": Case(
        make.DeferralFactory,
        {"decider_kind": DeciderKind.HEAD, "decider": "区長"},
        {"decider_kind": DeciderKind.HEAD},
        "decider",
    ),
    "motion_asks_something": Case(make.MotionFactory, {}, {"asked": ""}, "asked"),
    "decision_has_sentence": Case(make.DecisionFactory, {}, {"sentence": ""}, "sentence"),
    "decision_confirmed_by_somebody": Case(
        make.DecisionFactory,
        {"confirmed_by": UserFactory, "confirmed_at": make.at(13)},
        {"confirmed_at": make.at(13)},
        NON_FIELD_ERRORS,
    ),
    "commitment_done_with_evidence": Case(
        make.CommitmentFactory,
        {"state": CommitmentState.DONE, "evidence": "7月5日に全庁へ通知した（6豊政情第12号）"},
        {"state": CommitmentState.DONE},
        "evidence",
    ),
}


def _values(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value() if isinstance(value, type) and issubclass(value, AuditedFactory) else value
        for name, value in values.items()
    }


@pytest.fixture(params=CASES, ids=str)
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]


def test_record_within_constraint_is_stored(case: Case) -> None:
    record = case.factory(**_values(case.good))

    record.full_clean()
    assert type(record).objects.filter(pk=record.pk).exists()


def test_record_against_constraint_is_refused_by_page_beside_field(case: Case) -> None:
    record = case.factory()
    for name, value in _values(case.bad).items():
        setattr(record, name, value)

    with pytest.raises(ValidationError) as refused:
        record.full_clean()

    assert case.field in refused.value.message_dict


def test_record_against_constraint_is_refused_by_database(case: Case, request: pytest.FixtureRequest) -> None:
    name = request.node.callspec.id.split(" ")[0]

    with pytest.raises(IntegrityError, match=name):
        case.factory(**_values(case.bad))


@pytest.mark.parametrize(
    ("factory", "same", "differing"),
    [
        pytest.param(
            make.MeetingBodyFactory, ("organisation", "name"), {"name": "情報公開審査会"}, id="body_once"
        ),
        pytest.param(make.SeatFactory, ("body", "office", "role"), {"role": SeatRole.CHIEF}, id="seat_once"),
        pytest.param(
            make.MeetingFactory,
            ("body", "fiscal_year", "number"),
            {"fiscal_year": 2025},
            id="meeting_number_once",
        ),
        pytest.param(
            make.AgendaItemFactory,
            ("meeting", "category", "number"),
            {"category": ItemCategory.REPORT},
            id="item_number_once_per_category",
        ),
        pytest.param(make.AttendanceFactory, ("meeting", "seat"), {"seat": None}, id="attendance_once"),
        pytest.param(make.HandoutFactory, ("meeting", "number"), {"number": "4-1"}, id="handout_number_once"),
        pytest.param(
            make.MinutesEntryFactory, ("meeting", "position"), {"position": 99}, id="entry_position_once"
        ),
        pytest.param(make.MotionFactory, ("item", "number"), {"number": 9}, id="motion_once"),
        pytest.param(
            make.CommitmentFactory, ("meeting", "number"), {"number": 99}, id="commitment_number_once"
        ),
        pytest.param(
            make.PriorReferenceFactory,
            ("meeting", "subject"),
            {"subject": "別の経緯"},
            id="prior_reference_once",
        ),
        pytest.param(
            make.ConsultationFactory,
            ("meeting", "party", "words"),
            {"party": "財政課長"},
            id="consultation_once",
        ),
    ],
)
def test_second_record_of_same_name_is_refused_and_another_name_stored(
    factory: type[AuditedFactory], same: tuple[str, ...], differing: dict[str, Any]
) -> None:
    first = factory()
    twin = {name: getattr(first, name) for name in same}
    if differing == {"seat": None}:
        differing = {"seat": make.SeatFactory(body=first.meeting.body)}

    factory(**twin | differing)

    with pytest.raises(IntegrityError):
        factory(**twin)


@pytest.mark.parametrize("link", [make.AgendaItemFactory, make.CommitmentFactory])
def test_item_leads_back_to_the_same_once_whatever_it_is_called(link: type[AuditedFactory]) -> None:
    name = {make.AgendaItemFactory: "origin", make.CommitmentFactory: "commitment"}[link]
    item, before = make.AgendaItemFactory(), link()
    place = {"meeting": item.meeting, "subject": "（回次未定）の議案（1）"}
    make.PriorReferenceFactory(**place, item=item, **{name: before})
    make.PriorReferenceFactory(**place, item=item, **{name: link()})

    with pytest.raises(IntegrityError, match=r"prior_reference|item_id"):
        make.PriorReferenceFactory(**place, item=item, **{name: before})
