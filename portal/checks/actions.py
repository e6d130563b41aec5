"""Verbs of the checks: contradictions are found, change, go away, and are acknowledged."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.rights import Noun, writing
from portal.audit.closing import Touched
from portal.audit.operations import OpenOperation
from portal.audit.writing import added, changed, removed
from portal.checks.evidence import Bases, with_what_is_cited
from portal.checks.models import FACT_KINDS, Contradiction, ContradictionFact
from portal.checks.rules import Finding, Level, Rule, rules
from portal.sources.models import Basis

if TYPE_CHECKING:
    from portal.audit.backends.walled import WalledConnection

# Any number, the same for all who settle.
LINE = 20240727
NOBODY = {"acknowledged_by": None, "acknowledged_at": None, "acknowledgement": ""}


def settle(opened: OpenOperation, touched: Touched) -> None:
    """Look again at whatever the operation changed; the last thing done in an operation that rules read.

    What is found is written in that same operation: no fact changes without its contradictions.
    """
    touched = with_what_is_cited(touched, opened)
    if FACT_KINDS.isdisjoint(touched.keys):
        return
    _wait()
    for rule in rules():
        subjects = rule.subjects_of(touched)
        if subjects is not None:
            _settle(rule, subjects, at=opened.at)


def find_contradictions(*, by: User | str, reason: str) -> list[Contradiction]:
    """Look at everything anew, as after an update that brought new rules; what is waiting comes back."""
    with writing(Noun.CHECKS, by=by, reason=reason) as opened:
        _wait()
        for rule in rules():
            _settle(rule, rule.subject._base_manager.all(), at=opened.at)
        return list(Contradiction.objects.waiting())


def acknowledge(*, by: User, reason: str, contradiction: Contradiction) -> Contradiction:
    """Let a contradiction stand, for a reason; it waits again as soon as one of its facts changes."""
    with writing(Noun.CHECKS, by=by, reason=reason, over=contradiction) as opened:
        if contradiction.gone_at is not None:
            raise ValidationError("この食い違いは、記録が変わったため解消しています。了解は要りません。")
        if contradiction.acknowledged_at is not None:
            raise ValidationError("この食い違いは、既に了解されています。")
        return changed(
            contradiction,
            acknowledged_by=by,
            acknowledged_at=timezone.now(),
            acknowledgement=opened.reason,
        )


def refuse_return(record: Any, before: Any) -> None:
    """An earlier version of a contradiction never comes back: the records alone say whether it stands."""
    raise ValidationError("食い違いは、いまの記録から見つけ直すものなので、前の版には戻せません。")


def _wait() -> None:
    """One at a time: two changes that only together contradict each other must see one another."""
    cast("WalledConnection", connection).stand_in_line(LINE)


def _settle(rule: Rule, subjects: "QuerySet[Any]", *, at: datetime) -> None:
    """Bring what is stored about these subjects in line with what the rule finds."""
    found = {finding.subject.pk: finding for finding in rule.find(subjects)}
    known = Contradiction.objects.filter(rule=rule.name).select_for_update()
    # Of all subjects, also what was found about one that is there no more.
    looked_at = known.filter(subject_key__in=subjects.values("pk")) if subjects.query.where else known
    stored = {each.subject_key: each for each in looked_at.prefetch_related("facts")}
    bases = Bases(found.values())
    for key, finding in found.items():
        _keep(rule, finding, stored.get(key), bases, at=at)
    for key, contradiction in stored.items():
        if key not in found and contradiction.gone_at is None:
            changed(contradiction, gone_at=at)


def _keep(rule: Rule, finding: Finding, known: Contradiction | None, bases: Bases, *, at: datetime) -> None:
    """Store a finding, unless it stands there as it is."""
    facts = list(_facts(finding, bases))
    says = {
        "level": _level(finding, facts),
        "title": finding.title,
        "about": finding.about,
        "urgent_on": finding.urgent_on,
    }
    if known is None:
        subject = {"subject_model": finding.subject._meta.label_lower, "subject_key": finding.subject.pk}
        _store_facts(added(Contradiction(rule=rule.name, **subject, **says, found_at=at)), facts)
        return
    before = list(known.facts.all())
    if known.gone_at is not None:
        says |= {"found_at": at, "gone_at": None, **NOBODY}
    elif known.level != says["level"] or list(map(_holds, before)) != list(map(_holds, facts)):
        says |= NOBODY
    is_told_anew = list(map(_told, before)) != list(map(_told, facts))
    if is_told_anew or any(getattr(known, name) != value for name, value in says.items()):
        # Its version counts up with its facts: nobody acknowledges others than those that were read.
        changed(known, **says)
    if is_told_anew:
        for fact in before:
            removed(fact)
        _store_facts(known, facts)


def _level(finding: Finding, facts: Iterable[ContradictionFact]) -> Level:
    """What rests on an inference or an example says so, however clear the rule is."""
    weak = any(fact.basis in (Basis.INFERRED, Basis.EXAMPLE) for fact in facts)
    return Level.INFERRED if weak else Level(finding.level)


def _facts(finding: Finding, bases: Bases) -> Iterable[ContradictionFact]:
    for position, fact in enumerate(finding.facts, start=1):
        yield ContradictionFact(
            position=position,
            record_model=fact.record._meta.label_lower,
            record_key=fact.record.pk,
            field=fact.field,
            label=fact.label,
            value=fact.value,
            basis=bases.of(fact),
        )


def _store_facts(contradiction: Contradiction, facts: Iterable[ContradictionFact]) -> None:
    for fact in facts:
        fact.contradiction = contradiction
        added(fact)


def _holds(fact: ContradictionFact) -> tuple[Any, ...]:
    """What was acknowledged: the values, however a rule words them."""
    return fact.record_model, fact.record_key, fact.field, fact.value, fact.basis


def _told(fact: ContradictionFact) -> tuple[Any, ...]:
    return (*_holds(fact), fact.label)
