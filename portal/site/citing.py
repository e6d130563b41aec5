"""Where the values on a page come from: all citations of its records in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from portal.sources.models import Citation


@dataclass(frozen=True)
class Cites:
    """Citations by (model label, key), in the order in which they were made."""

    found: dict[tuple[str, int], list[Citation]]

    @classmethod
    def of(cls, records: Iterable[Any]) -> "Cites":
        """Those of all these records; a record may also be a list or QuerySet of records."""
        keys: dict[str, set[int]] = {}
        for record in _flat(records):
            keys.setdefault(record._meta.label_lower, set()).add(record.pk)
        if not keys:
            return cls({})
        wanted = Q()
        for label, numbers in keys.items():
            wanted |= Q(record_model=label, record_key__in=numbers)
        found: dict[tuple[str, int], list[Citation]] = {}
        for citation in Citation.objects.filter(wanted).select_related("source").order_by("pk"):
            found.setdefault((citation.record_model, citation.record_key), []).append(citation)
        return cls(found)

    def for_record(self, record: Any) -> list[tuple[str, Citation]]:
        """All citations of a record, each with the name of its field as people know it."""
        names = {field.name: str(getattr(field, "verbose_name", "")) for field in record._meta.get_fields()}
        return [
            (names.get(citation.field, "") if citation.field else "記録の全体", citation)
            for citation in self.found.get((record._meta.label_lower, record.pk), [])
        ]


def _flat(records: Iterable[Any]) -> Iterable[Any]:
    for record in records:
        if record is None:
            continue
        if hasattr(record, "_meta"):
            yield record
        else:
            yield from _flat(record)
