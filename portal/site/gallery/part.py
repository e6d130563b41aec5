"""What the gallery knows of a component: its name, what it is for, and its states."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class State:
    """One state: its words, and the parameters that bring it about."""

    words: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One component. ``name`` is its file; ``within`` says what it needs around it.

    ``rows`` and ``items`` are drawn inside a table with these ``heads``, or inside a list; ``page`` is what
    every page has anyway and is not drawn a second time. The states of a ``small`` part stand side by side.
    """

    name: str
    title: str
    purpose: str
    states: tuple[State, ...]
    within: str = ""
    small: bool = False
    heads: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        """Its file."""
        return f"_components/{self.name}.html"
