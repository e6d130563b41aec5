"""What is done at the end of an operation, inside it: what it writes belongs to the operation.

The ground registers, from ``AppConfig.ready()``; see docs/adr. An operation that touched nothing a closer
reads does not wait for it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.audit.backends.walled import WalledConnection
    from portal.audit.operations import OpenOperation


@dataclass(frozen=True)
class Touched:
    """Records that an operation changed: keys by model label, and labels of which some were deleted."""

    keys: Mapping[str, set[int]]
    deleted: frozenset[str] = frozenset()

    @classmethod
    def by(cls, changes: Iterable[tuple[Any, ...]]) -> "Touched":
        """What some changes touched, each given as label, key, kind and whatever else."""
        keys: dict[str, set[int]] = defaultdict(set)
        deleted = set()
        for label, key, kind, *_ in changes:
            keys[label].add(key)
            if kind == "-":
                deleted.add(label)
        return cls(keys, frozenset(deleted))


Closer = Callable[["OpenOperation", Touched], None]
_closers: list[tuple[Callable[[], Set[str]], Closer]] = []


def register_closer(closer: Closer, *, reads: Callable[[], Set[str]]) -> None:
    """Have this called where an operation touched a record of the kinds that ``reads`` gives."""
    _closers.append((reads, closer))


def close_all(connection: "WalledConnection", opened: "OpenOperation") -> None:
    """Call those whom the operation concerns; each hears of what the ones before it wrote."""
    touched = Touched.by(connection.changes_of(opened))
    for reads, close in _closers:
        if not reads().isdisjoint(touched.keys):
            close(opened, touched)
            touched = Touched.by(connection.changes_of(opened))
