"""Lists of 会議体 and 席."""

from typing import Any

from meetings.actions import bodies as actions
from meetings.filters import BodyFilter, SeatFilter, any_department
from meetings.models import MeetingBody, Seat
from portal.accounts.rights import Actor, Noun
from portal.lists.nouns import Column, Listed, Term, field_column
from portal.site.registry import record_url


def edit_body(*, by: Actor, reason: str, record: MeetingBody, **changes: Any) -> MeetingBody:
    """One cell of a body."""
    return actions.edit_body(by=by, reason=reason, body=record, **changes)


def edit_seat(*, by: Actor, reason: str, record: Seat, **changes: Any) -> Seat:
    """One cell of a seat."""
    return actions.edit_seat(by=by, reason=reason, seat=record, **changes)


BODIES = Listed(
    key="bodies",
    model=MeetingBody,
    noun=Noun.BODIES,
    title="会議体",
    url_name="meetings:bodies",
    filters=BodyFilter,
    edit=edit_body,
    order="order",
    shown=("name", "kind", "parent", "secretariat"),
    columns=(
        field_column(MeetingBody, "name", value=str, url=record_url, field="name"),
        field_column(MeetingBody, "kind"),
        field_column(MeetingBody, "parent", field=""),
        field_column(
            MeetingBody,
            "secretariat",
            empty="記載なし",
            relations=("secretariat__parent__parent",),
            sort=(Term("secretariat__position", empty_last=True), "secretariat__name"),
            offered=any_department,
        ),
        field_column(MeetingBody, "aliases"),
        field_column(MeetingBody, "legal_basis"),
        field_column(MeetingBody, "quorum_rule"),
        field_column(MeetingBody, "reports_to"),
        field_column(MeetingBody, "meeting_disclosure"),
        field_column(MeetingBody, "minutes_disclosure"),
        field_column(MeetingBody, "speaker_rule"),
        Column("order", "登録の順", lambda body: body.pk, sort=("pk",), number=True),
    ),
    empty_text="まだ会議体はありません。「会議体を登録する」から始めてください。",
    create_label="会議体を登録する",
    create_url_name="meetings:body-new",
    links=(("席の一覧", "meetings:seats"),),
)

SEATS = Listed(
    key="seats",
    model=Seat,
    noun=Noun.BODIES,
    title="席",
    url_name="meetings:seats",
    filters=SeatFilter,
    edit=edit_seat,
    order="body,position",
    shown=("seat", "body", "role", "position", "valid_from", "valid_to"),
    relations=("office", "department__parent__parent"),
    columns=(
        Column(
            "seat",
            "席",
            str,
            lambda seat: f"{record_url(seat.body)}#seats",
            relations=("body",),
            tells=("office", "department"),
        ),
        Column("body", "会議体", lambda seat: str(seat.body), sort=("body",), relations=("body",)),
        field_column(Seat, "role"),
        field_column(Seat, "position", sort=("position", "pk")),
        field_column(Seat, "public_label"),
        field_column(Seat, "deputy_order", sort=(Term("deputy_order", empty_last=True),)),
        field_column(Seat, "valid_from", sort=(Term("valid_from", empty_last=True),)),
        field_column(Seat, "valid_to", sort=(Term("valid_to", empty_last=True),)),
    ),
    empty_text="まだ席はありません。会議体のページの「席を加える」から登録してください。",
)
