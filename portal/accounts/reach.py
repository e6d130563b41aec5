"""How far a right goes: everywhere, over organisations, over departments with all below them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist

if TYPE_CHECKING:
    from portal.accounts.standing import Standing

NONE: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Place:
    """Where a record belongs: its organisation, and the department that keeps it, if one does.

    ``seats`` says whether somebody has a seat in the body the record is about. A record without
    an organisation belongs to the whole installation; one that ``is_free`` to whoever has the right at all.
    """

    organisation: int | None = None
    department: int | None = None
    seats: "Callable[[Standing], bool] | None" = None
    is_free: bool = False


@dataclass(frozen=True)
class Reach:
    """The union of all grants of one right; ``departments`` names every department below a granted one."""

    everywhere: bool = False
    organisations: frozenset[int] = NONE
    departments: frozenset[int] = NONE
    own_bodies: bool = False

    def __bool__(self) -> bool:
        return self.everywhere or self.own_bodies or bool(self.organisations or self.departments)

    def __or__(self, other: "Reach") -> "Reach":
        return Reach(
            self.everywhere or other.everywhere,
            self.organisations | other.organisations,
            self.departments | other.departments,
            self.own_bodies or other.own_bodies,
        )

    def covers(self, place: Place, standing: "Standing") -> bool:
        """Whether a record of this place lies within."""
        return (
            self.everywhere
            or (place.is_free and bool(self))
            or place.organisation in self.organisations
            or place.department in self.departments
            or (self.own_bodies and place.seats is not None and place.seats(standing))
        )


def place_of(record: object) -> Place:
    """Where a record belongs; one that says nothing of it belongs to the whole installation.

    So does a deleted record whose owner is gone too.
    """
    try:
        return getattr(record, "whereabouts", Place())
    except ObjectDoesNotExist:
        return Place()


Parents = Mapping[int, int | None]


def with_all_above(keys: Iterable[int], parents: Parents) -> frozenset[int]:
    """The departments and those they are part of."""
    found: set[int] = set()
    for start in keys:
        key: int | None = start
        while key is not None and key not in found:
            found.add(key)
            key = parents.get(key)
    return frozenset(found)


def with_all_below(keys: Iterable[int], parents: Parents) -> frozenset[int]:
    """The departments and all parts of them."""
    roots = frozenset(keys)
    return frozenset(key for key in parents if with_all_above([key], parents) & roots) | roots
