"""Where withheld places of the meetings are, in words, and which of them their end has come for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from meetings.choices import OPEN_OUTCOMES
from meetings.models import AgendaItem, Handout, Meeting, MinutesEntry, Motion
from portal.disclosure.choices import EndTrigger
from portal.disclosure.models import Passage, Withholding, WithholdingReview
from portal.disclosure.visibility import Reader

# The records of a sitting in which words can be withheld, and what the reading of each needs.
KINDS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "meetings.meeting": (Meeting, ("body",)),
    "meetings.agendaitem": (AgendaItem, ("meeting__body",)),
    "meetings.minutesentry": (MinutesEntry, ("meeting__body", "item")),
    "meetings.handout": (Handout, ("meeting__body",)),
}
UNSEEN = "この情報を見る権限がありません"


@dataclass(frozen=True)
class Whereabouts:
    """Where a passage is: its record and sitting, None where the reader may not see them."""

    words: str
    record: Any = None
    meeting: Meeting | None = None
    fits: bool = True


def place_of(passage: Passage, record: Any) -> Whereabouts:
    """The place of a passage in words; ``fits`` is whether its words still stand there."""
    if record is None:
        return Whereabouts(UNSEEN)
    meeting = record if isinstance(record, Meeting) else record.meeting
    said = "全体" if not passage.field else str(record._meta.get_field(passage.field).verbose_name)
    named = "会議" if isinstance(record, Meeting) else _name(record)
    return Whereabouts(f"{named} {said}", record, meeting, fits(passage, record))


def fits(passage: Passage, record: Any) -> bool:
    """Whether the words of a passage stand where it says."""
    if not passage.field:
        return True
    text: str = getattr(record, passage.field)
    return text[passage.start : passage.end] == passage.words


def _name(record: Any) -> str:
    if isinstance(record, MinutesEntry):
        of_item = f"{record.item.label} " if record.item else ""
        return f"{of_item}{record.speaker_label or record.get_kind_display()}"
    return f"資料{record.number}" if isinstance(record, Handout) else str(record.label)


def tell_places(reader: Reader, passages: Iterable[Any]) -> None:
    """Give each passage its ``place``, as far as the reader may see it: a query for each kind of record."""
    passages = list(passages)
    found: dict[tuple[str, int], Any] = {}
    for label, (model, related) in KINDS.items():
        keys = {each.record_key for each in passages if each.record_model == label}
        if keys:
            reads: Any = model.objects.visible_to(reader)
            records = reads.filter(pk__in=keys).select_related(*related)
            found.update({(label, record.pk): record for record in records})
    for each in passages:
        each.place = place_of(each, found.get((each.record_model, each.record_key)))


def sitting_of_passage(passage: Passage) -> Meeting | None:
    """The sitting in whose record a passage is, whoever asks; None where the record is no more."""
    model, _ = KINDS.get(passage.record_model, (None, ()))
    record = model._base_manager.filter(pk=passage.record_key).first() if model else None
    if record is None:
        return None
    key = record.pk if isinstance(record, Meeting) else record.meeting_id
    return Meeting.objects.select_related("body").get(pk=key)


def in_meetings(meetings: Any) -> Q:
    """Passages in the records of these sittings."""
    wanted = Q(record_model="meetings.meeting", record_key__in=meetings.values("pk"))
    for label, (model, _) in KINDS.items():
        if model is not Meeting:
            of_meetings = model._base_manager.filter(meeting__in=meetings.values("pk"))
            wanted |= Q(record_model=label, record_key__in=of_meetings.values("pk"))
    return wanted


def ended(on: date) -> Q:
    """Those whose end has come by a day: its date, or the decision of everything their item asked."""
    items = _decided(AgendaItem, "item", on)
    meetings = _decided(Meeting, "item__meeting", on)
    decided = (
        Q(record_model="meetings.agendaitem", record_key__in=items)
        | Q(record_model="meetings.meeting", record_key__in=meetings)
        | _of_items(MinutesEntry, items)
        | _of_items(Handout, items)
    )
    return Q(end_trigger=EndTrigger.DATE, ends_on__lte=on) | Q(end_trigger=EndTrigger.DECISION) & decided


def _of_items(model: Any, items: Any) -> Q:
    records = model._base_manager.filter(item__in=items)
    return Q(record_model=model._meta.label_lower, record_key__in=records.values("pk"))


def _decided(model: Any, path: str, on: date) -> Any:
    """Keys of the records that asked something, all of which is decided for good."""
    motions = Motion._base_manager.filter(**{path: OuterRef("pk")})
    settled = Q(decision__effective_on__lte=on) & ~Q(decision__outcome__in=OPEN_OUTCOMES)
    still_open = motions.exclude(pk__in=Motion._base_manager.filter(settled).values("pk"))
    return model._base_manager.filter(Exists(motions), ~Exists(still_open)).values("pk")


def to_review(on: date) -> Q:
    """The queue: in force still, and either its end has come or somebody asked for a review."""
    asked = Exists(WithholdingReview.objects.open().filter(withholding=OuterRef("pk")))
    return Q(state=Withholding.State.IN_FORCE) & (ended(on) | Q(asked))
