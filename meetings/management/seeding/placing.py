"""Puts one record of a fixture in its place, once, and says where its values stand in the source.

A record is known by its natural key: first by what an earlier load made under that key (the history
remembers it, so that what somebody renamed is found and what somebody removed stays removed), then by
what stands there now. Only when both know nothing it is written.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from portal.accounts.rights import Actor
from portal.audit.models import AuditedModel
from portal.sources import actions as sources
from portal.sources.models import Basis, Citation, Source

Record = TypeVar("Record", bound=AuditedModel)


class Placer:
    """One load: who acts and why, what was new, and the citations there already are."""

    def __init__(self, *, by: str, reason: str) -> None:
        self.by: Actor = by
        self.reason = reason
        self.new_count = 0
        self.known_count = 0
        self._cited: set[tuple[int, str, int, str]] = set()
        self._citations: list[Citation] = []

    def place(
        self, model: type[Record], *, key: dict[str, Any], put: Callable[[], Record | None]
    ) -> Record | None:
        """The record of this key, written by ``put`` when it is new; None when somebody removed it."""
        is_known, record = self.find(model, key=key)
        if not is_known:
            record = put()
            self.new_count += record is not None
        self.known_count += is_known
        return record

    def find(self, model: type[Record], *, key: dict[str, Any]) -> tuple[bool, Record | None]:
        """Whether the key is known, and the record, which is None when somebody removed it."""
        remembered = model.history.filter(history_type="+", history_actor=self.by, **key)
        made = remembered.values_list("id", flat=True).first()
        standing = model._default_manager.filter(**({"pk": made} if made else key)).first()
        return bool(made or standing), standing

    def know_citations(self, source: Source) -> None:
        """Read once what is cited from the source now or was cited by an earlier load."""
        key = ("source_id", "record_model", "record_key", "field")
        self._cited.update(source.citations.values_list(*key))
        made = Citation.history.filter(history_type="+", history_actor=self.by, source_id=source.pk)
        self._cited.update(made.values_list(*key))

    def cite(self, source: Source, record: AuditedModel, field: str, given: dict[str, str]) -> None:
        """Cite one field (or, with "", the whole record) as ``given``: place, quote, basis, note.

        Citations are written together by ``write_citations``: there are two for every record.
        """
        key = (source.pk, record._meta.label_lower, record.pk, field)
        if key in self._cited:
            return
        self._cited.add(key)
        self._citations.append(
            Citation(
                source=source,
                record_model=record._meta.label_lower,
                record_key=record.pk,
                field=field,
                place=given["place"],
                quote=given.get("quote", ""),
                basis=given.get("basis", Basis.QUOTED),
                note=given.get("note", ""),
            )
        )

    def write_citations(self) -> None:
        """Write the citations that have gathered."""
        sources.cite_all(by=self.by, reason=self.reason, citations=self._citations)
        self._citations = []
