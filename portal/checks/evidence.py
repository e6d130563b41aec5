"""What changed in an operation, and on what basis the facts of a finding stand."""

from collections import defaultdict
from collections.abc import Iterable, Set

from portal.audit.closing import Touched
from portal.audit.operations import OpenOperation
from portal.checks.models import FACT_KINDS
from portal.checks.rules import Fact, Finding
from portal.sources.citing import STRENGTH, Cites
from portal.sources.models import Citation

CITATION = Citation._meta.label_lower


def kinds_heard_of() -> Set[str]:
    """Kinds of records whose changes may make a contradiction, or end one."""
    return FACT_KINDS | {CITATION}


def with_what_is_cited(touched: Touched, operation: OpenOperation) -> Touched:
    """A citation speaks of the record whose value it gives a basis: of that, too, something changed."""
    if CITATION not in touched.keys:
        return touched
    keys = defaultdict(set, {label: set(numbers) for label, numbers in touched.keys.items()})
    cited = Citation.history.filter(operation_id=operation.operation_id, record_model__in=FACT_KINDS)
    for label, key in cited.values_list("record_model", "record_key").distinct():
        keys[label].add(key)
    return Touched(keys, touched.deleted)


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
