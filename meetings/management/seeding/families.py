"""The families of records a fixture may hold: their keys, what they refer to, and the verb that writes.

A fixture file maps a family to ``{"all": …, "cite": …, "records": […]}``. ``all`` holds values common to
its records. In a record, ``as`` is the handle others refer to it by (without one: its first key field),
an object is a 言われた期日, a list of strings are paragraphs. ``cite`` says where the record stands in the
source: ``place``, ``quote`` (or ``quote_of``: the field that is its own quote), ``basis``, ``note``, and
under ``fields`` the same for single fields where they differ; a family's ``cite`` holds for all of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from meetings.actions import bodies, decisions, record, sittings
from meetings.models import (
    AgendaItem,
    Annotation,
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
from portal.accounts import actions as accounts
from portal.accounts.models import Department, Office, Organisation
from portal.audit.models import AuditedModel
from portal.days import actions as days
from portal.days.models import DueRule
from portal.disclosure import actions as disclosure
from portal.disclosure.models import DisclosureGround
from portal.sources import actions as sources
from portal.sources.models import Source


@dataclass(frozen=True)
class Family:
    """One family of a fixture."""

    model: type[AuditedModel]
    put: Callable[..., AuditedModel]
    key: tuple[str, ...]
    # Field → the family its handle belongs to.
    refs: Mapping[str, str] = field(default_factory=dict)
    # The argument of ``put`` that takes the record before this one, where order is what counts.
    follows: str = ""


FAMILIES: dict[str, Family] = {
    "sources": Family(Source, sources.add_source, ("title",)),
    "organisations": Family(Organisation, accounts.create_organisation, ("name",)),
    "departments": Family(
        Department,
        accounts.create_department,
        ("name", "organisation", "parent"),
        {"organisation": "organisations", "parent": "departments"},
    ),
    "offices": Family(
        Office,
        accounts.create_office,
        ("title", "organisation"),
        {"organisation": "organisations", "department": "departments"},
    ),
    "grounds": Family(DisclosureGround, disclosure.add_ground, ("label", "ordinance")),
    "due_rules": Family(DueRule, days.add_due_rule, ("name",)),
    "minutes_forms": Family(MinutesForm, bodies.add_minutes_form, ("name",)),
    "bodies": Family(
        MeetingBody,
        bodies.create_body,
        ("name", "organisation"),
        {
            "organisation": "organisations",
            "parent": "bodies",
            "secretariat": "departments",
            "minutes_form": "minutes_forms",
        },
    ),
    "seats": Family(
        Seat,
        bodies.add_seat,
        ("body", "office", "department", "role"),
        {"body": "bodies", "office": "offices", "department": "departments"},
    ),
    "meetings": Family(
        Meeting,
        sittings.create_meeting,
        ("body", "fiscal_year", "number"),
        {"body": "bodies", "meeting_ground": "grounds", "minutes_ground": "grounds"},
    ),
    "items": Family(
        AgendaItem,
        sittings.add_item,
        ("meeting", "category", "number"),
        {"meeting": "meetings", "explainer": "departments"},
    ),
    "attendances": Family(
        Attendance,
        sittings.record_attendance,
        ("meeting", "seat"),
        {"meeting": "meetings", "seat": "seats"},
    ),
    "handouts": Family(
        Handout, sittings.add_handout, ("number", "meeting"), {"meeting": "meetings", "item": "items"}
    ),
    "entries": Family(
        MinutesEntry,
        record.add_entry,
        ("meeting", "kind", "speaker_label", "text"),
        {"meeting": "meetings", "item": "items", "speaker": "seats"},
        follows="after",
    ),
    "annotations": Family(Annotation, record.annotate, ("entry", "kind", "words"), {"entry": "entries"}),
    "motions": Family(Motion, decisions.put_motion, ("item", "number"), {"item": "items"}),
    "deferrals": Family(
        Deferral, decisions.defer_item, ("item",), {"item": "items", "worker": "departments"}
    ),
    "decisions": Family(
        Decision,
        decisions.record_decision,
        ("motion",),
        {"motion": "motions", "deferral": "deferrals"},
    ),
    "commitments": Family(
        Commitment,
        decisions.record_commitment,
        ("meeting", "number"),
        {"meeting": "meetings", "item": "items", "entry": "entries", "owner": "departments"},
    ),
    "prior_references": Family(
        PriorReference,
        decisions.note_prior_reference,
        ("meeting", "subject"),
        {"meeting": "meetings", "item": "items", "entry": "entries"},
    ),
    "consultations": Family(
        Consultation,
        decisions.note_consultation,
        ("meeting", "party", "words"),
        {"meeting": "meetings", "motion": "motions", "entry": "entries"},
    ),
}
