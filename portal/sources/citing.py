"""Where values come from: all citations of some records in one query, and the basis of each value."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from portal.sources.models import Basis, Citation

Place = tuple[str, int]
# The weaker a basis, the farther right.
STRENGTH = ("", Basis.QUOTED, Basis.DERIVED, Basis.INFERRED, Basis.EXAMPLE)

WORDS_BY_STRENGTH = tuple(str(Basis(basis).label) for basis in STRENGTH if basis)


def flat(records: Iterable[Any]) -> Iterable[Any]:
    """Records out of records and lists of them; nothing for None."""
    for record in records:
        if record is None:
            continue
        if hasattr(record, "_meta"):
            yield record
        else:
            yield from flat(record)


def at_places(places: Iterable[Place]) -> Q:
    """What names one of these records by (model label, key); nothing at all when there are none."""
    keys: dict[str, set[int]] = defaultdict(set)
    for label, key in places:
        keys[label].add(key)
    wanted = Q(pk__in=())
    for label, numbers in keys.items():
        wanted |= Q(record_model=label, record_key__in=numbers)
    return wanted


def of_records(records: Iterable[Any]) -> Q:
    """What names one of these records."""
    return at_places((record._meta.label_lower, record.pk) for record in flat(records))


def with_loaded(records: Iterable[Any]) -> Iterable[Any]:
    """The records, and those that were loaded with them over their relations, each once."""
    waiting, seen = list(records), set[int]()
    while waiting:
        record = waiting.pop()
        if id(record) in seen:
            continue
        seen.add(id(record))
        yield record
        waiting += [each for each in record._state.fields_cache.values() if each is not None]
        prefetched = getattr(record, "_prefetched_objects_cache", {})
        waiting += [each for some in prefetched.values() for each in some]


@dataclass(frozen=True)
class Cites:
    """Citations by (model label, key), in the order in which they were made."""

    found: dict[Place, list[Citation]]

    @classmethod
    def of(cls, records: Iterable[Any]) -> "Cites":
        """Those of all these records; a record may also be a list or QuerySet of records."""
        return cls.of_places((record._meta.label_lower, record.pk) for record in flat(records))

    @classmethod
    def of_places(cls, places: Iterable[Place]) -> "Cites":
        """Those of the records with these labels and keys."""
        wanted = list(places)
        found: dict[Place, list[Citation]] = {}
        if wanted:
            read = Citation.objects.filter(at_places(wanted)).select_related("source").order_by("pk")
            for citation in read:
                found.setdefault((citation.record_model, citation.record_key), []).append(citation)
        return cls(found)

    def of_field(self, label: str, key: int, field: str) -> list[Citation]:
        """What is cited for one value: its own citations, or else those of the whole record."""
        of_record = self.found.get((label, key), [])
        return [c for c in of_record if c.field == field] or [c for c in of_record if not c.field]

    def basis(self, record: Any, field: str) -> str:
        """The basis of one value; empty where nothing is cited.

        A value that one source has word for word is quoted, whatever another source makes of it.
        """
        bases = [c.basis for c in self.of_field(record._meta.label_lower, record.pk, field)]
        return min(bases, key=STRENGTH.index, default="")

    def in_words(self, record: Any, field: str) -> str:
        """導出, 推定 or 例示, for a value that no source has word for word; otherwise empty."""
        basis = self.basis(record, field)
        return "" if basis in ("", Basis.QUOTED) else str(Basis(basis).label)

    def of_record(self, record: Any) -> list[Citation]:
        """Every citation of a record."""
        return self.found.get((record._meta.label_lower, record.pk), [])

    def told(self, record: Any) -> dict[str, str]:
        """Field → 導出, 推定 or 例示, for the values no source has word for word; "whole" is the record."""
        fields = {citation.field for citation in self.of_record(record)}
        words = {field or "whole": self.in_words(record, field) for field in fields}
        return {field: word for field, word in words.items() if word}

    def for_record(self, record: Any) -> list[tuple[str, Citation]]:
        """All citations of a record, each with the name of its field as people know it."""
        names = {field.name: str(getattr(field, "verbose_name", "")) for field in record._meta.get_fields()}
        return [
            (names.get(citation.field, "") if citation.field else "記録の全体", citation)
            for citation in self.of_record(record)
        ]


def word_for(told: dict[str, str], *names: str) -> str:
    """The weakest of the words told of these fields.

    That a whole record was inferred, or is an example, is said of each of its values; that it was derived,
    only where "whole" is among the names.
    """
    words = {told[name] for name in names if name in told}
    words |= {told["whole"]} & {Basis.INFERRED.label, Basis.EXAMPLE.label} if "whole" in told else set()
    return max(words, key=WORDS_BY_STRENGTH.index, default="")


def doubt_of(told: dict[str, str], *names: str) -> str:
    """推定 or 例示, which is said beside each value; 導出 may be said once for a block (``derived_in``)."""
    word = word_for(told, *names)
    return "" if word == Basis.DERIVED.label else word


def derived_in(records: Iterable[Any]) -> list[str]:
    """What was derived of these records that were told of: the names of the fields, each once."""
    names: dict[str, None] = {}
    for record in flat(records):
        bases, kind = getattr(record, "bases", {}), record._meta
        if bases.get("whole") == Basis.DERIVED.label:
            names[str(kind.verbose_name)] = None
        derived = (field for field in kind.fields if bases.get(field.name) == Basis.DERIVED.label)
        names.update((str(field.verbose_name), None) for field in derived)
    return list(names)


def tell_bases(*records: Any) -> None:
    """Give each record ``bases``, which pages say beside its values: one query.

    Also each of a list, and whatever was loaded with it, such as its stated date.
    """
    named = list(with_loaded(flat(records)))
    cites = Cites.of(named)
    for record in named:
        record.bases = cites.told(record)
