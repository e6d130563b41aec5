"""Contradictions as pages show them: both facts with their records and sources, and the ways out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.audit.operations import last_operation
from portal.checks.models import Contradiction, ContradictionFact, ContradictionQuerySet
from portal.checks.rules import Way, rule_of
from portal.site.registry import place_url
from portal.sources.citing import Cites, Place, flat, of_records
from portal.sources.models import Basis, Citation
from portal.wareki import format_date, format_time


@dataclass(frozen=True)
class ShownFact:
    """One fact: what, its value, on what basis, what its sources say, and the way to its record."""

    label: str
    value: str
    basis: str
    note: str
    source_url: str
    source: str


@dataclass(frozen=True)
class Shown:
    """One contradiction as ``_components/contradiction.html`` takes it; ``compared`` tells its rule."""

    title: str
    about: str
    level: str
    level_label: str
    facts: list[ShownFact]
    actions: list[Way]
    url: str
    acknowledged: str
    gone: str
    compared: str


def present_of(user: User, *records: Any) -> list[Shown]:
    """What stands today about any of these records (or lists of records), in a constant number of queries."""
    named = ContradictionFact.objects.filter(of_records(records)).values("contradiction")
    found = Contradiction.objects.visible_to(user).present().filter(pk__in=named)
    return shown(user, found, known={(each._meta.label_lower, each.pk): each for each in flat(records)})


def found_just_now(user: User, since: datetime) -> list[str]:
    """What the user's operation after ``since`` brought up, in words, each with the way out of it."""
    last = last_operation()
    if last is None or last.user_id != user.pk or last.at < since:
        return []
    written = Contradiction.history.filter(operation_id=last.operation_id)
    found = Contradiction.objects.visible_to(user).waiting().filter(pk__in=written.values("id"))
    return [
        format_html(
            '保存した内容が、ほかの記録と食い違います：{}（{}）。<a href="{}">両方の記録と直し方を見る</a>',
            each.title,
            each.about,
            reverse("checks:contradiction", args=[each.pk]),
        )
        for each in found
    ]


def shown(
    user: User,
    contradictions: ContradictionQuerySet,
    *,
    with_sources: bool = False,
    with_ways: bool = True,
    known: Mapping[Place, Any] | None = None,
) -> list[Shown]:
    """Put everything together.

    ``contradictions`` are some that this user may read, ``known`` records that need not be read again, each
    with what the rules want to have beside it. ``with_ways`` reads the records for the ways out.
    """
    facts: dict[Contradiction, list[ContradictionFact]] = defaultdict(list)
    read = ContradictionFact.objects.filter(contradiction__in=contradictions.values("pk"))
    for fact in read.select_related("contradiction__acknowledged_by"):
        facts[fact.contradiction].append(fact)
    found = sorted(facts, key=lambda each: (each.urgent_on or date.max, each.found_at, each.pk))
    every = [fact for each in facts.values() for fact in each]
    shows_sources = with_sources and user.may(Verb.READ, Noun.SOURCES)
    cites = Cites.of_places((fact.record_model, fact.record_key) for fact in every if shows_sources)
    ways = _ways(user, found, known or {}) if with_ways else {}
    today = timezone.localdate()
    return [
        _shown(user, each, [_fact(fact, cites) for fact in facts[each]], ways.get(each.pk, []), today)
        for each in found
    ]


def _shown(user: User, each: Contradiction, facts: list[ShownFact], ways: list[Way], today: date) -> Shown:
    rule = rule_of(each)
    until = f"　期日 {format_date(each.urgent_on)}" if each.urgent_on else ""
    is_overdue = each.is_overdue(today)
    is_waiting = each.gone_at is None and each.acknowledged_at is None
    if is_waiting and user.may(Verb.WRITE, Noun.CHECKS, over=each):
        url = reverse("checks:acknowledge", args=[each.pk])
        ways = [*ways, Way("理由を付けて了解する", url, Noun.CHECKS)]
    return Shown(
        title=each.title,
        about=f"{each.about}{until}{'を過ぎています' if is_overdue else ''}",
        level="err" if is_overdue else "warn" if is_waiting else "plain",
        level_label=each.get_level_display(),
        facts=facts,
        actions=[] if each.gone_at else ways,
        url=reverse("checks:contradiction", args=[each.pk]),
        acknowledged=_acknowledged(each),
        gone=f"{_moment(each.gone_at)}に、記録が変わって解消しました。" if each.gone_at else "",
        compared=rule.title if rule else "",
    )


def _acknowledged(each: Contradiction) -> str:
    if each.acknowledged_at is None:
        return ""
    return f"{each.acknowledgement}（{each.acknowledged_by}　{_moment(each.acknowledged_at)}）"


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{format_date(local.date())} {format_time(local.time())}"


def _fact(fact: ContradictionFact, cites: Cites) -> ShownFact:
    url = place_url(fact.record_model, fact.record_key)
    return ShownFact(
        label=fact.label,
        value=fact.value,
        basis=fact.get_basis_display() if fact.basis not in ("", Basis.QUOTED) else "",
        note="　".join(map(_cited, cites.of_field(fact.record_model, fact.record_key, fact.field))),
        source_url=url,
        source="記録を見る" if url else "",
    )


def _cited(citation: Citation) -> str:
    quote = f"「{citation.quote}」" if citation.quote else ""
    return f"{citation.source} {citation.place}{quote}{citation.note}"


def _ways(user: User, found: Sequence[Contradiction], known: Mapping[Place, Any]) -> dict[int, list[Way]]:
    """The ways out of each: the subjects that are not known are read at one go for each rule."""
    subjects = dict(known)
    for rule in {rule.name: rule for each in found if (rule := rule_of(each))}.values():
        label = rule.subject._meta.label_lower
        keys = {each.subject_key for each in found if each.rule == rule.name}
        if unknown := {key for key in keys if (label, key) not in known}:
            read = rule.subject._base_manager.select_related(*rule.beside).in_bulk(unknown)
            subjects |= {(label, key): record for key, record in read.items()}
    ways: dict[int, list[Way]] = {}
    for each in found:
        by_rule, subject = rule_of(each), subjects.get((each.subject_model, each.subject_key))
        told = by_rule.ways(subject) if by_rule and subject else []
        ways[each.pk] = [way for way in told if user.may(Verb.WRITE, way.noun, over=each)]
    return ways
