"""What changed in an operation, and on what basis the facts of a finding stand."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection

from portal.audit.backends.tables import CHANGES
from portal.audit.ledger import Change
from portal.audit.operations import OpenOperation
from portal.checks.rules import Fact, Finding, Touched, labels_read
from portal.sources.citing import STRENGTH, Cites
from portal.sources.models import Citation

CITATION = Citation._meta.label_lower
OPERATION_ID = Change._meta.get_field("operation_id")
CHANGED = f"SELECT DISTINCT record_model, record_key, kind FROM {CHANGES} WHERE operation_id = %s"


def touched_in(operation: OpenOperation) -> Touched:
    """What the ledger holds of an operation, as far as any rule reads it.

    A citation speaks of the record whose value it gives a basis.
    """
    keys: dict[str, set[int]] = defaultdict(set)
    deleted: set[str] = set()
    read = labels_read()
    has_citations = False
    for label, key, kind in _changes_of(operation):
        has_citations |= label == CITATION
        if label in read:
            keys[label].add(key)
            deleted |= {label} if kind == "-" else set()
    if has_citations:
        cited = Citation.history.filter(operation_id=operation.operation_id, record_model__in=read)
        for label, key in cited.values_list("record_model", "record_key").distinct():
            keys[label].add(key)
    return Touched(keys, frozenset(deleted))


def _changes_of(operation: OpenOperation) -> list[tuple[str, int, str]]:
    """In plain SQL: asked at the end of every operation, where building the query took half of a save."""
    number = OPERATION_ID.get_db_prep_value(operation.operation_id, connection)
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, [number])
        return list(cursor.fetchall())


class Bases:
    """The weakest basis of each fact of some findings: one query for all of them."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Read every citation the facts rest on."""
        facts = [fact for finding in findings for fact in finding.facts]
        self._cites = Cites.of((fact.record, fact.rests_on) for fact in facts)

    def of(self, fact: Fact) -> str:
        """Of the value itself, and of everything about what it was read from."""
        bases = [self._cites.basis(fact.record, fact.field)]
        for record in fact.rests_on:
            cited = self._cites.found.get((record._meta.label_lower, record.pk), [])
            bases += [self._cites.basis(record, field) for field in {each.field for each in cited}]
        return max(bases, key=STRENGTH.index)
