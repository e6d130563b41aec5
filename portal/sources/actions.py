"""Verbs of the sources: the only code that writes them."""

from collections.abc import Sequence
from typing import Any, TypeVar

from portal.accounts.rights import Actor, Noun, writing
from portal.audit.models import AuditedModel
from portal.audit.writing import added, changed, removed
from portal.sources.models import Basis, Citation, Source, StatedDate

Record = TypeVar("Record", bound=AuditedModel)


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
    with writing(Noun.SOURCES, by=by, reason=reason, over=record):
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


def cite_all(*, by: Actor, reason: str, citations: Sequence[Citation]) -> None:
    """Enter many citations in one statement, as an import of a whole document does.

    What a value may be is checked here; that none stands twice, the database refuses by itself.
    """
    with writing(Noun.SOURCES, by=by, reason=reason):
        for citation in citations:
            citation.clean_fields()
        Citation.objects.bulk_create(citations)


def added_with_dates(record: Record, **stated: StatedDate | None) -> Record:
    """Store a new record together with the stated dates it points to; part of a caller's operation."""
    for name, date in stated.items():
        setattr(record, name, _restated(None, date))
    return added(record)


def changed_with_dates(record: Record, names: tuple[str, ...], **changes: Any) -> Record:
    """Store new values, the stated dates in ``names`` among them; part of a caller's operation.

    New words are written onto the record's own stated date; one that is taken away is removed.
    """
    before = {name: getattr(record, name) for name in names if name in changes}
    for name, current in before.items():
        changes[name] = _restated(current, changes[name])
    stored = changed(record, **changes)
    for name, current in before.items():
        if current is not None and changes[name] is None:
            removed(current)
    return stored


def _restated(current: StatedDate | None, stated: StatedDate | None) -> StatedDate | None:
    if stated is None or stated.pk is not None:
        return stated
    if current is None:
        return added(stated)
    return changed(
        current,
        words=stated.words,
        earliest=stated.earliest,
        latest=stated.latest,
        precision=stated.precision,
        resolution=stated.resolution,
        confirmed_by=stated.confirmed_by,
    )
