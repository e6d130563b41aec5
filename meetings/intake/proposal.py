"""What intake proposes for one file: plain data, and the same as JSON."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Doubt:
    """Something a person has to look at: the field it is about, why, and the line of the source (from 1)."""

    field: str
    words: str
    line: int | None = None

    def __str__(self) -> str:
        where = f"（{self.line}行目）" if self.line else ""
        return f"{self.field}: {self.words}{where}"


@dataclass(frozen=True)
class ProposedItem:
    """An agenda item; category and number as far as they are printed."""

    category: str | None
    number: int | None
    title: str
    line: int


@dataclass
class ProposedEntry:
    """A row of the record; ``item`` is the place of its agenda item in the list, ``about`` a number it names."""

    kind: str
    speaker: str | None
    text: str
    line: int
    item: int | None = None
    about: int | None = None


@dataclass(frozen=True)
class ProposedDecision:
    """An outcome line: the item it stands under, and the outcome where the words name exactly one."""

    item: int | None
    outcome: str | None
    text: str


@dataclass(frozen=True)
class ProposedHandout:
    """A paper: its number as the list has it (3-1), and its title."""

    number: str | None
    title: str
    line: int


@dataclass(frozen=True)
class ProposedCommitment:
    """Words that bind somebody: for a person to confirm. ``entry`` is the place of its row."""

    kind: str
    owner: str | None
    text: str
    due: str | None
    entry: int


@dataclass
class Proposal:
    """Everything read from one file. None and empty lists: not printed, or not sure (then with a doubt)."""

    body: str | None = None
    session: str | None = None
    fiscal_year: int | None = None
    number: int | None = None
    date: datetime.date | None = None
    start: datetime.time | None = None
    end: datetime.time | None = None
    ended_at: datetime.time | None = None
    venue: str | None = None
    meeting_disclosure: str | None = None
    minutes_disclosure: str | None = None
    meeting_reason: str | None = None
    minutes_reason: str | None = None
    secretariat: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    observer_count: int | None = None
    agenda: list[ProposedItem] = field(default_factory=list)
    entries: list[ProposedEntry] = field(default_factory=list)
    decisions: list[ProposedDecision] = field(default_factory=list)
    handouts: list[ProposedHandout] = field(default_factory=list)
    commitments: list[ProposedCommitment] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """As the command prints it: ISO dates, HH:MM, Japanese as printed, null for what is not printed."""
        return {
            "body": self.body,
            "session": self.session,
            "fiscal_year": self.fiscal_year,
            "number": self.number,
            "date": self.date.isoformat() if self.date else None,
            **{name: _clock(getattr(self, name)) for name in ("start", "end", "ended_at")},
            "venue": self.venue,
            "meeting_disclosure": self.meeting_disclosure,
            "minutes_disclosure": self.minutes_disclosure,
            "closure_reason": {"meeting": self.meeting_reason, "minutes": self.minutes_reason},
            "secretariat": self.secretariat,
            "members": self.members,
            "observer_count": self.observer_count,
            "agenda": [
                {"category": item.category, "number": item.number, "title": item.title}
                for item in self.agenda
            ],
            "entries": [
                {"kind": entry.kind, "speaker": entry.speaker, "text": entry.text} for entry in self.entries
            ],
            "decisions": [
                {**self._item(each.item), "outcome": each.outcome, "text": each.text}
                for each in self.decisions
            ],
            "handouts": [{"number": paper.number, "title": paper.title} for paper in self.handouts],
            "commitments": [
                {"kind": each.kind, "owner": each.owner, "text": each.text, "due": each.due}
                for each in self.commitments
            ],
            "unplaced": self.unplaced,
            "warnings": [str(doubt) for doubt in self.doubts],
        }

    def kept_words(self) -> Iterator[str]:
        """Every text of the proposal as it is printed in the source."""
        yield from filter(None, (self.body, self.session, self.venue, self.meeting_reason))
        yield from filter(None, (self.minutes_reason, *self.secretariat, *self.members))
        for item in self.agenda:
            yield f"{item.category or ''}{item.title}"
        for entry in self.entries:
            yield f"{entry.speaker or ''}{entry.text}"
        for paper in self.handouts:
            yield paper.title
        yield from self.unplaced

    def _item(self, place: int | None) -> dict[str, Any]:
        item = None if place is None else self.agenda[place]
        return {
            "category": item and item.category,
            "number": item and item.number,
            "title": item and item.title,
        }


def _clock(moment: datetime.time | None) -> str | None:
    return moment.strftime("%H:%M") if moment else None
