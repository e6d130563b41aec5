"""What the public is about to read of a sitting, field by field, and what a leak check finds in it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from meetings.minutes_reading import PRINTED_FIELDS, passages_of, public_field
from meetings.models import AgendaItem, Handout, Meeting, MinutesEntry
from portal.disclosure.choices import LeakRule
from portal.disclosure.echoes import echoes
from portal.disclosure.leaks import (
    Hidden,
    LeakFinding,
    Level,
    PublicPiece,
    Rule,
    named,
    repeated,
)
from portal.disclosure.models import LeakAcknowledgement
from portal.disclosure.public_text import (
    Mark,
    Other,
    PassageError,
    Plain,
    Substituted,
    Withheld,
    public_text,
)
from portal.disclosure.watching import Watched, watched
from portal.documents.whole_text import parts_in

HELD = "〔非公開〕"
AROUND = 60


@dataclass(frozen=True)
class Shown:
    """One field as the public reads it; ``pieces``: public start, original start, length."""

    record: Any
    field: str
    place: str
    words: str
    pieces: tuple[tuple[int, int, int], ...]

    @property
    def digest(self) -> str:
        """Names the text that was read."""
        return hashlib.sha256(self.words.encode()).hexdigest()

    def original(self, start: int, end: int) -> tuple[int, int] | None:
        """Where public characters stand in the record, when they stand there as they are."""
        for public, own, length in self.pieces:
            if public <= start and end <= public + length:
                return own + start - public, own + end - public
        return None


@dataclass(frozen=True)
class Found:
    """A finding in a field, and whoever let it stand."""

    shown: Shown
    finding: LeakFinding
    acknowledged: LeakAcknowledgement | None

    @property
    def is_open(self) -> bool:
        """Whether it still stands in the way of the public edition."""
        return self.acknowledged is None

    @property
    def is_leak(self) -> bool:
        """Whether only other words, or withholding, answer it."""
        return self.finding.level == Level.LEAK

    @property
    def rule(self) -> str:
        """What was found, in words."""
        return str(LeakRule(self.finding.rule).label)

    @property
    def name(self) -> str:
        """Names the finding in an address."""
        identity = "\n".join(map(str, _identity(self.finding)))
        return hashlib.sha256(identity.encode()).hexdigest()[:16]

    @property
    def before(self) -> str:
        """What stands before the words."""
        start = max(0, self.finding.start - AROUND)
        return ("…" if start else "") + self.shown.words[start : self.finding.start]

    @property
    def after(self) -> str:
        """What stands after the words."""
        end = self.finding.end + AROUND
        return self.shown.words[self.finding.end : end] + ("…" if end < len(self.shown.words) else "")

    @property
    def span(self) -> tuple[int, int] | None:
        """Where the words stand in the record."""
        return self.shown.original(self.finding.start, self.finding.end)


def findings(meeting: Meeting, looked_for: Watched | None = None) -> list[Found]:
    """Everything a leak check finds in the public text of the record, leaks first, in reading order.

    Looks for all that is watched, unless the caller has read that already. Nothing here asks who reads:
    what becomes public is held against everything.
    """
    shown, hidden = public_fields(meeting)
    pieces = [PublicPiece(each, each.words) for each in shown]
    looked_for = looked_for or watched()
    titles = [meeting.printed_name, *(each.words for each in shown if each.field == "title")]
    found = [*named(pieces, looked_for.watches), *echoes(pieces, hidden, looked_for.labels, titles)]
    if not found:
        return []
    known = {
        (each.record_model, each.record_key, each.field, each.rule, each.words, each.digest): each
        for each in LeakAcknowledgement.objects.filter(_named(shown)).select_related("acknowledged_by")
    }
    told = [Found(each.key, each, known.get(_identity(each))) for each in found]  # type: ignore[arg-type]
    return sorted(told, key=lambda each: (not each.is_leak, each.finding.rule == Rule.ECHO))


def file_findings(content: bytes, name: str, hidden: Iterable[Hidden]) -> list[LeakFinding]:
    """What a leak check finds anywhere in a finished file, each told once; raises ``UnreadableFile``."""
    pieces = [PublicPiece(part.place, part.text) for part in parts_in(content, name)]
    told = [*repeated(pieces, hidden), *named(pieces, watched().watches)]
    return list({(each.key, each.rule, each.said): each for each in told}.values())


def left_in_file(meeting: Meeting, content: bytes, name: str) -> list[LeakFinding]:
    """The same of a file made from the sitting, without the warnings that were let stand in its text."""
    stands = {(each.finding.rule, each.finding.said) for each in findings(meeting) if not each.is_open}
    found = file_findings(content, name, public_fields(meeting)[1])
    return [each for each in found if each.level == Level.LEAK or (each.rule, each.said) not in stands]


def _identity(finding: LeakFinding) -> tuple[Any, ...]:
    shown: Any = finding.key
    label, digest = shown.record._meta.label_lower, shown.digest
    return (label, shown.record.pk, shown.field, finding.rule, finding.said, digest)


def _named(shown: Iterable[Shown]) -> Q:
    keys: dict[str, set[int]] = {}
    for each in shown:
        keys.setdefault(each.record._meta.label_lower, set()).add(each.record.pk)
    wanted = Q(pk__in=())
    for label, numbers in keys.items():
        wanted |= Q(record_model=label, record_key__in=numbers)
    return wanted


def public_fields(meeting: Meeting) -> tuple[list[Shown], list[Hidden]]:
    """The fields of the sitting as the public reads them, and the words it does not read."""
    items = list(AgendaItem.objects.filter(meeting=meeting))
    rows = MinutesEntry.objects.filter(meeting=meeting)
    entries = list(rows.select_related("item", "speaker", "meeting__body"))
    handouts = list(Handout.objects.filter(meeting=meeting))
    passages = passages_of([meeting, *items, *entries, *handouts], [])
    closed = {item.pk for item in items if passages.closed(item) is not None}
    shown: list[Shown] = []
    hidden: list[Hidden] = []
    for place, record in _places(meeting, items, entries, handouts):
        for name in sorted(PRINTED_FIELDS[record._meta.label_lower] - {""}):
            if isinstance(record, MinutesEntry) and record.item_id in closed:
                hidden.append(Hidden((record, name), getattr(record, name)))
                continue
            field = public_field(record, name, passages)
            hidden += [Hidden((record, name), span.words) for span in field.withheld]
            shown.append(_shown(record, name, place, field))
    return [each for each in shown if each.words], [each for each in hidden if each.words]


def refuse_overlap(record: Any, name: str, span: tuple[int, int] | None, *, is_withheld: bool) -> None:
    """Refuse a passage (None: all of the field) that overlaps another so that no order of theirs is right."""
    field = passages_of([record], []).field_of(record, name)
    start, end = span or (None, None)
    words = field.text[start:end]
    held = [Withheld(0, start, end, words, "")] if is_withheld else []
    reworded = [] if is_withheld else [Substituted(0, start, end, words, "…")]
    try:
        public_text(field.text, (*field.withheld, *held), (*field.reworded, *reworded))
    except PassageError as error:
        said = "既にある非公開箇所か書き換えと重なっています。重ならない範囲を選んでください。"
        raise ValidationError({"words": said}) from error


def _places(
    meeting: Meeting, items: list[AgendaItem], entries: list[MinutesEntry], handouts: list[Handout]
) -> list[tuple[str, Any]]:
    return [
        ("会議", meeting),
        *((str(item.label), item) for item in items),
        *((f"会議録 {number}行目", entry) for number, entry in enumerate(entries, start=1)),
        *((f"資料{handout.number}", handout) for handout in handouts),
    ]


def _shown(record: Any, name: str, place: str, field: Any) -> Shown:
    """Compose what the public reads, and remember where its own words stand in the record."""
    spans = {span.key: span for span in (*field.withheld, *field.reworded)}
    words, pieces, own = "", [], 0
    text = field.text if field.public is None else field.public
    for run in public_text(text, field.withheld, field.reworded):
        match run:
            case Plain():
                if text == field.text:
                    pieces.append((len(words), own, len(run.words)))
                words, own = words + run.words, own + len(run.words)
            case Mark():
                words += HELD
                own = _end(spans[run.keys[-1]], field.text)
            case Other():
                words += run.words
                own = _end(spans[run.key], field.text)
    return Shown(record, name, place, words, tuple(pieces))


def _end(span: Any, text: str) -> int:
    return len(text) if span.end is None else int(span.end)
