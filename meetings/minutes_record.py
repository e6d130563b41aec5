"""A sitting and its record as plain data: what ``meetings.minutes`` composes from."""

from collections.abc import Sequence
from dataclasses import dataclass

from meetings.choices import AttendanceStatus
from meetings.printed import Field

NOTHING = Field("")


@dataclass(frozen=True)
class Flag:
    """公開の可否 of one thing: a ``Disclosure`` and its reason."""

    disclosure: str
    reason: Field


@dataclass(frozen=True)
class Attendee:
    """One seat at the sitting, as the form names it; ``remark`` says until when, or for whom."""

    name: str
    group: str
    status: str = AttendanceStatus.PRESENT
    remark: str = ""

    @property
    def printed(self) -> str:
        """総務部長（代理：総務課長）."""
        return f"{self.name}（{self.remark}）" if self.remark else self.name


@dataclass(frozen=True)
class Item:
    """An agenda item. ``closed`` is the ledger key when all of it is withheld."""

    category: str
    number: int
    title: Field
    is_papers_only: bool = False
    closed: int | None = None

    @property
    def label(self) -> str:
        """議案（1）."""
        return f"{self.category}（{self.number}）"


@dataclass(frozen=True)
class Entry:
    """One row of the record; ``label`` is the speaker's."""

    kind: str
    text: Field
    label: Field = NOTHING
    item: Item | None = None


@dataclass(frozen=True)
class Paper:
    """A handout. ``closed`` is the ledger key when the paper itself is withheld; its title stays."""

    number: str
    printed_number: str
    title: Field
    closed: int | None = None


@dataclass(frozen=True)
class Sitting:
    """A meeting as the form and the record print it."""

    name: str
    secretariat: str
    held: Field
    ended: str
    venue: Field
    meeting_flag: Flag
    minutes_flag: Flag
    items: Sequence[Item]
    attendees: Sequence[Attendee]
    entries: Sequence[Entry]
    papers: Sequence[Paper]
    observer_count: int | None = None
