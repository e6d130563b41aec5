"""Rules that find contradictions: the apps register theirs from ``AppConfig.ready()``.

A rule looks at one kind of record, its subject, and says of each whether two recorded facts about it cannot
both hold. It reads nothing but records and never the clock: the same facts always give the same answer, so
that looking again when one of them changes is enough.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from portal.audit.closing import Touched
from portal.audit.models import AuditedModel
from portal.checks.models import FACT_KINDS, Contradiction

Level = Contradiction.Level
# More changed records than this are looked up no more one by one: the rule looks at all of its subjects.
MANY = 500


@dataclass(frozen=True)
class Fact:
    """What stands in a field of a record; ``rests_on`` names other records that the value was read from."""

    record: AuditedModel
    field: str
    label: str
    value: str
    rests_on: tuple[AuditedModel, ...] = ()


@dataclass(frozen=True)
class Finding:
    """Two facts about a subject that cannot both hold; from the day after ``urgent_on`` it is red."""

    subject: AuditedModel
    about: str
    level: str
    title: str
    facts: tuple[Fact, ...]
    urgent_on: date | None = None


@dataclass(frozen=True)
class Way:
    """One way out: a page where one of the facts can be changed, for those who may write ``noun``."""

    label: str
    url: str
    noun: str


@dataclass(frozen=True)
class Rule:
    """One rule.

    ``reads`` maps every kind of record the rule reads to the lookups that lead there from the subject
    (the subject itself by "pk"); facts may be about these kinds only. ``find`` gets the subjects to look at.
    ``ways`` says the ways out for a subject; ``beside`` is what it reads besides the subject itself.
    """

    name: str
    title: str
    subject: type[AuditedModel]
    reads: Mapping[type[AuditedModel], tuple[str, ...]]
    find: Callable[[Any], Iterable[Finding]]
    ways: Callable[[Any], list[Way]]
    beside: tuple[str, ...] = ()

    def subjects_of(self, touched: Touched) -> "QuerySet[Any] | None":
        """The subjects that changed records concern; None when they concern none."""
        labels = {kind._meta.label_lower for kind in self.reads} & touched.keys.keys()
        if not labels:
            return None
        subjects: QuerySet[Any] = self.subject._base_manager.all()
        # Where a record was deleted, nothing tells any more which subject it belonged to.
        if labels & touched.deleted or any(len(touched.keys[label]) > MANY for label in labels):
            return subjects
        concerned = Q(pk__in=())
        for kind, lookups in self.reads.items():
            for lookup in lookups if kind._meta.label_lower in labels else ():
                concerned |= Q(**{f"{lookup}__in": touched.keys[kind._meta.label_lower]})
        for label in labels:
            named = Q(facts__record_model=label, facts__record_key__in=touched.keys[label])
            known = Contradiction.objects.filter(named, rule=self.name)
            concerned |= Q(pk__in=known.values("subject_key"))
        return subjects.filter(pk__in=subjects.filter(concerned).values("pk"))


_rules: dict[str, Rule] = {}


def register_rule(rule: Rule) -> None:
    """Have a rule look at every change from now on."""
    _rules[rule.name] = rule
    FACT_KINDS.update(kind._meta.label_lower for kind in rule.reads)


def rules() -> list[Rule]:
    """All rules, in the order they came."""
    return list(_rules.values())


def rule_of(contradiction: Contradiction) -> Rule | None:
    """The rule that found it, unless it is there no more."""
    return _rules.get(contradiction.rule)
