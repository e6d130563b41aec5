"""Verbs of the sources: the only code that writes them."""

from typing import Any

from portal.accounts.rights import Actor, Noun, writing
from portal.audit.models import AuditedModel
from portal.audit.writing import added
from portal.sources.models import Basis, Citation, Source


def add_source(*, by: Actor, reason: str, **values: Any) -> Source:
    """Register a document that facts are taken from."""
    with writing(Noun.SOURCES, by=by, reason=reason):
        return added(Source(**values))


def cite(
    *,
    by: Actor,
    reason: str,
    source: Source,
    record: AuditedModel,
    field: str,
    place: str,
    quote: str = "",
    basis: str = Basis.QUOTED,
    note: str = "",
) -> Citation:
    """Say where one value of a record stands in a source; ``field=""`` speaks of the whole record."""
    with writing(Noun.SOURCES, by=by, reason=reason):
        return added(
            Citation(
                source=source,
                record_model=record._meta.label_lower,
                record_key=record.pk,
                field=field,
                place=place,
                quote=quote,
                basis=basis,
                note=note,
            )
        )
