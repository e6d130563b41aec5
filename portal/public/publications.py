"""What is published: each floor registers a kind of its records from ``AppConfig.ready()``.

The public pages know nothing of a record but what stands here, and a floor hands out nothing but what it has
published.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from portal.search.phrases import Phrase
from portal.wareki import fiscal_year_label

ENOUGH = 20


@dataclass(frozen=True)
class Publication:
    """One published record as lists name it; ``sha256`` and ``size`` are of its printed form."""

    key: int
    shelf: int
    fiscal_year: int
    title: str
    held_on: date | None
    edition: str
    issued_at: datetime
    check_number: str
    page_count: int
    sha256: str
    size: int


@dataclass(frozen=True)
class Shelf:
    """The records of one body and fiscal year."""

    key: int
    name: str
    fiscal_year: int

    @property
    def year(self) -> str:
        """令和6年度."""
        return fiscal_year_label(self.fiscal_year)


@dataclass(frozen=True)
class Gone:
    """A record that was public once; without a day it is being corrected."""

    key: int
    withdrawn_on: date | None


class Publications(Protocol):
    """One kind of published records; ``code`` begins their addresses."""

    code: str
    label: str
    template_name: str

    def shelves(self) -> list[Shelf]:
        """Where anything stands, in the order of the page."""

    def on(self, shelf: int, fiscal_year: int) -> list[Publication]:
        """What stands on one shelf."""

    def closed(self, shelf: int, fiscal_year: int) -> list[str]:
        """Names of records that are not public and whose being there is."""

    def newest(self, limit: int | None = None) -> list[Publication]:
        """What was issued last, or all of it."""

    def one(self, key: int) -> Publication | None:
        """The record with this number, if it is public."""

    def content(self, key: int) -> dict[str, Any]:
        """What a public record says, for its page."""

    def lines(self, keys: Iterable[int]) -> dict[int, list[str]]:
        """The same as lines of text."""

    def gone(self, key: int | None = None) -> list[Gone]:
        """What was public and is no more: all, or one."""

    def found(self, phrases: list[Phrase]) -> list[Publication]:
        """Public records that hold what is looked for, newest first."""


_registered: dict[str, Publications] = {}


def register_publications(kind: Publications) -> None:
    """Let residents read records of this kind."""
    _registered[kind.code] = kind


def kinds() -> list[Publications]:
    """All kinds."""
    return list(_registered.values())


def kind_of(code: str) -> Publications | None:
    """The kind whose addresses begin so."""
    return _registered.get(code)
