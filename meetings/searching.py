"""What of the meetings may be found: by name and number, and by the words of the record."""

from django.db.models import Case, When
from django.db.models.expressions import Combinable

from meetings.choices import ItemCategory
from meetings.models import (
    AgendaItem,
    Commitment,
    Decision,
    Handout,
    Meeting,
    MeetingBody,
    MinutesEntry,
    Motion,
)
from portal.accounts.rights import Noun
from portal.search.actions import Indexed, register_index
from portal.search.sources import (
    FullText,
    SearchSource,
    figures,
    fiscal_year,
    joined,
    labels,
    register_full_text,
    register_search,
    said,
)


def _number_of(meeting: str) -> Case:
    return Case(
        When(**{f"{meeting}number": None}, then=said("（回次未定）")),
        default=joined(said("第"), figures(f"{meeting}number"), said("回")),
    )


def _item_label(item: str) -> list[str | Combinable]:
    return [labels(f"{item}category", ItemCategory), said("（"), figures(f"{item}number"), said("）")]


def _by_minutes(meeting: Meeting) -> tuple[str, str]:
    return meeting.minutes_disclosure, "会議録"


def _handout_trail(handout: Handout) -> str:
    return f"{handout.meeting} {handout.item.label}" if handout.item else str(handout.meeting)


# Bodies, sittings, and what sittings hold.
SOURCES = (
    SearchSource(
        MeetingBody,
        joined("name", said(" "), "aliases"),
        trail=lambda body: str(body.organisation),
        note=lambda body: f"別名：{body.aliases}" if body.aliases else "",
        related=("organisation",),
        order=("name",),
        position=10,
    ),
    SearchSource(
        Meeting,
        joined(fiscal_year("fiscal_year"), _number_of(""), "body__name", said(" "), "venue"),
        trail=lambda meeting: meeting.venue,
        disclosure=lambda meeting: (meeting.meeting_disclosure, "会議"),
        related=("body",),
        order=("-fiscal_year", "-number", "pk"),
        position=20,
    ),
    SearchSource(
        AgendaItem,
        joined(*_item_label(""), "title"),
        trail=lambda item: str(item.meeting),
        disclosure=lambda item: (item.disclosure, "議題") if item.disclosure else _by_minutes(item.meeting),
        related=("meeting__body",),
        order=("-meeting", "position"),
        position=30,
    ),
    SearchSource(
        Motion,
        joined(*_item_label("item__"), "asked"),
        title=lambda motion: motion.asked,
        trail=lambda motion: f"{motion.item.meeting} {motion.item.label}",
        disclosure=lambda motion: _by_minutes(motion.item.meeting),
        related=("item__meeting__body",),
        order=("-item__meeting", "item__position", "number"),
        position=40,
    ),
    SearchSource(
        Decision,
        joined(*_item_label("motion__item__"), "sentence"),
        title=lambda decision: decision.sentence,
        trail=lambda decision: f"{decision.motion.item.meeting} {decision}",
        disclosure=lambda decision: _by_minutes(decision.motion.item.meeting),
        related=("motion__item__meeting__body",),
        order=("-motion__item__meeting", "motion__item__position", "motion__number"),
        position=50,
    ),
    SearchSource(
        Commitment,
        joined("subject", said(" "), "owner_label"),
        trail=lambda commitment: f"{commitment.meeting} {commitment.number}番",
        disclosure=lambda commitment: _by_minutes(commitment.meeting),
        note=lambda commitment: f"担当の記載：{commitment.owner_label}" if commitment.owner_label else "",
        related=("meeting__body",),
        order=("-meeting", "number"),
        position=60,
    ),
    SearchSource(
        Handout,
        joined(said("資料"), "number", "title"),
        trail=_handout_trail,
        disclosure=lambda handout: (handout.disclosure, "資料"),
        related=("meeting__body", "item"),
        order=("-meeting", "position"),
        position=70,
    ),
)


def register() -> None:
    """Called once, when Django has loaded the models."""
    register_search(*SOURCES)
    register_index(
        Indexed(
            MinutesEntry,
            lambda row: (row.text,),
            place=("meeting__starts_at", "meeting_id", "position"),
            follows={Meeting: "meeting"},
        )
    )
    register_full_text(FullText(MinutesEntry, "会議録の本文", "meetings:record-search", Noun.RECORD))
