"""Keeping the index: an operation brings it up to date with the records it changed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import F, Q, QuerySet

from portal.audit.closing import Touched
from portal.audit.models import AuditedModel
from portal.audit.operations import OpenOperation
from portal.search.models import SearchText
from portal.search.phrases import tokens
from portal.search.places import place_of

BATCH = 500


@dataclass(frozen=True)
class Indexed:
    """One kind of record in the index: ``texts`` reads the words of one from its own fields.

    ``place`` names the moment it is of, what it belongs to, and its position there; ``follows`` the kinds of
    records that ``place`` reads besides it, and the way to them.
    """

    model: type[AuditedModel]
    texts: Callable[[Any], tuple[str, ...]]
    place: tuple[str, str, str]
    follows: Mapping[type[AuditedModel], str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """How the index names the kind."""
        return self.model._meta.label_lower

    @property
    def records(self) -> QuerySet[Any]:
        """All records of the kind, each with what its place is made from."""
        moment, group, position = map(F, self.place)
        return self.model._base_manager.annotate(of_moment=moment, of_group=group, at_position=position)

    @property
    def entries(self) -> QuerySet[SearchText]:
        """What the index holds of them."""
        return SearchText.objects.of(self.model)


# By label.
_indexed: dict[str, Indexed] = {}
_renewing: dict[str, Any] = {}
_heard_of: set[str] = set()


def register_index(kind: Indexed) -> None:
    """Keep records of this kind in the index."""
    _indexed[kind.label] = kind
    _heard_of.update({kind.label}, (above._meta.label_lower for above in kind.follows))


def register_renewal(kind: type[AuditedModel]) -> None:
    """Records of this kind name another by label and key, whose values went with them: an erasure does."""
    _renewing[kind._meta.label_lower] = kind
    _heard_of.add(kind._meta.label_lower)


def kinds_heard_of() -> Set[str]:
    """Kinds of records whose changes change the index."""
    return _heard_of


def settle_index(opened: OpenOperation, touched: Touched) -> None:
    """Bring the index up to date, at the end of an operation that changed what it holds."""
    keys = {label: set(touched.keys.get(label, ())) for label in _indexed}
    for label, named in _renewing.items():
        if label in touched.keys:
            acts = named._base_manager.filter(pk__in=touched.keys[label], record_model__in=_indexed)
            for record_model, key in acts.values_list("record_model", "record_key"):
                keys[record_model].add(key)
    for label, kind in _indexed.items():
        numbers = sorted(keys[label].union(_moved(kind, touched)))
        if len(numbers) > BATCH:
            # None of these stands any longer in a place that another of them comes to.
            for batch in _batches(numbers):
                kind.entries.filter(record_key__in=batch).delete()
        for batch in _batches(numbers):
            _renew(kind, batch)


def rebuild_index() -> int:
    """Make the whole index anew, as after an update that indexes more; how many records it holds."""
    SearchText.objects.all().delete()
    for kind in _indexed.values():
        for batch in _batches(list(kind.model._base_manager.values_list("pk", flat=True))):
            _renew(kind, batch)
    return SearchText.objects.count()


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    left = iter(keys)
    while batch := list(islice(left, BATCH)):
        yield batch


def _moved(kind: Indexed, touched: Touched) -> Iterator[int]:
    """Records that no longer stand where they should, since what they belong to changed."""
    for above, path in kind.follows.items():
        for batch in _batches(touched.keys.get(above._meta.label_lower, ())):
            records = kind.model._base_manager.filter(**{f"{path}__in": batch})
            stands = dict(
                kind.entries.filter(record_key__in=records.values("pk")).values_list("record_key", "pk")
            )
            for key, *place in records.values_list("pk", *kind.place):
                if stands.get(key) != place_of(*place):
                    yield key


def _renew(kind: Indexed, keys: list[int]) -> None:
    """Have the index hold these records as they are, and those that are gone no more."""
    fresh = {
        record.pk: (
            place_of(record.of_moment, record.of_group, record.at_position),
            tokens(*kind.texts(record)),
        )
        for record in kind.records.filter(pk__in=keys)
    }
    taken, gone = set(), []
    own = Q(record_model=kind.label, record_key__in=keys)
    near = SearchText.objects.filter(own | Q(pk__in=[place for place, _ in fresh.values()]))
    for place, label, key, words in near.values_list("pk", "record_model", "record_key", "tokens"):
        if label != kind.label or key not in keys:
            taken.add(place)
        elif fresh.get(key) == (place, words):
            taken.add(place)
            del fresh[key]
        else:
            gone.append(place)
    if gone:
        SearchText.objects.filter(pk__in=gone).delete()
    SearchText.objects.bulk_create(
        SearchText(pk=_free(place, taken), record_model=kind.label, record_key=key, tokens=words)
        for key, (place, words) in fresh.items()
    )


def _free(place: int, taken: set[int]) -> int:
    """The place itself or the next that nobody has; taken now."""
    while place in taken:
        place -= 1
        if SearchText.objects.filter(pk=place).exists():
            taken.add(place)
    taken.add(place)
    return place
