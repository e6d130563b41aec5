"""The timeline: every change of every record in the order of the ledger, and all that one act touched."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from portal.audit.ledger import Change, Operation
from portal.audit.models import AuditedModel
from portal.audit.reading import KINDS
from portal.site.actors import actor
from portal.site.fields import CleanTextField
from portal.site.history_access import name_in_text
from portal.site.history_filter import SinceUntilForm
from portal.site.history_rule import HistoryRule, audited_models

STEP_LIMIT = 1000


@dataclass(frozen=True)
class Row:
    """One change as pages and files tell it; ``name`` is what the record was called at that time."""

    at: datetime
    staff_number: str
    who: str
    act: str
    kind: str
    name: str
    label: str
    key: int
    version: int
    reason: str
    operation_id: UUID
    sequence: int


class TimelineFilter(SinceUntilForm):
    """Narrows the timeline."""

    person = CleanTextField(label="職員番号か氏名", required=False, max_length=100)
    record = forms.ChoiceField(label="記録の種類", required=False)
    act = forms.ChoiceField(label="動作", required=False, choices=[("", "すべて"), *KINDS.items()])
    field_order = ("person", "record", "act", "since", "until")

    def __init__(self, *args: Any, kinds: Iterable[str], **kwargs: Any) -> None:
        """Offer the kinds of records that the user may read, by label."""
        super().__init__(*args, **kwargs)
        models = audited_models()
        named = sorted((str(models[label]._meta.verbose_name), label) for label in kinds)
        choices = [("", "すべて"), *((label, name) for name, label in named)]
        self.fields["record"].choices = choices  # type: ignore[attr-defined]

    @property
    def narrows(self) -> bool:
        """Whether the address says anything."""
        return any(self.data.get(name) for name in self.fields)

    def apply(self, changes: QuerySet[Change]) -> QuerySet[Change]:
        """The changes that fit; none while the address is not understood."""
        if not self.is_valid():
            return changes.none()
        asked = self.cleaned_data
        if asked["record"]:
            changes = changes.filter(record_model=asked["record"])
        if asked["act"]:
            changes = changes.filter(kind=asked["act"])
        operations = self._operations()
        if operations is not None:
            changes = changes.filter(operation_id__in=operations.values("operation_id"))
        return changes

    def _operations(self) -> QuerySet[Operation] | None:
        """The acts of these people on these days; None when neither is asked for."""
        asked, bounds = self.cleaned_data, {}
        if asked["person"]:
            bounds["actor__icontains"] = asked["person"]
        if asked["since"]:
            bounds["at__gte"] = _midnight(asked["since"])
        if asked["until"]:
            bounds["at__lt"] = _midnight(asked["until"] + timedelta(days=1))
        return Operation.objects.filter(**bounds) if bounds else None


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))


def kinds_for(rule: HistoryRule) -> list[str]:
    """Labels of the kinds of records whose changes this reader may read."""
    return [label for label, model in audited_models().items() if rule.reads_kind(model)]


def changes_of(rule: HistoryRule) -> QuerySet[Change]:
    """The changes of the kinds this reader may read, newest first; which of them, ``readable`` says."""
    return Change.objects.filter(record_model__in=kinds_for(rule)).order_by("-pk").defer("salt", "digest")


def named(changes: QuerySet[Change]) -> QuerySet[Any]:
    """Of changes that are only counted, which records they are of: their texts can be long."""
    return changes.values_list("pk", "record_model", "record_key", named=True)


def readable(rule: HistoryRule, changes: Iterable[Any]) -> list[Any]:
    """Those of these changes whose histories this reader may read."""
    changes = list(changes)
    keys: dict[type[AuditedModel], set[Any]] = {}
    for change in changes:
        keys.setdefault(audited_models()[change.record_model], set()).add(change.record_key)
    hidden = {(model._meta.label_lower, key) for model, key in rule.hidden_among(keys)}
    return [change for change in changes if (change.record_model, change.record_key) not in hidden]


def cut(rule: HistoryRule, changes: QuerySet[Any], size: int) -> tuple[list[Any], int | None]:
    """The first readable changes, and where the next page begins (None at the end).

    Read in growing steps, so that a reader from whom nearly all is hidden waits no longer than needed.
    """
    found: list[Any] = []
    step, last = size + 1, None
    while len(found) <= size:
        chunk = list((changes if last is None else changes.filter(pk__lt=last))[:step])
        found += readable(rule, chunk)
        if len(chunk) < step:
            break
        step, last = min(step * 4, STEP_LIMIT), chunk[-1].pk
    return found[:size], found[size - 1].pk if len(found) > size else None


def rows_of(changes: Iterable[Change]) -> list[Row]:
    """The changes in words; one query for their operations."""
    changes = list(changes)
    operations = Operation.objects.in_bulk(
        {change.operation_id for change in changes}, field_name="operation_id"
    )
    return [
        _row(change, operations[change.operation_id])
        for change in changes
        if change.operation_id in operations
    ]


def _row(change: Change, operation: Operation) -> Row:
    staff_number, who = actor(operation.actor)
    model = audited_models().get(change.record_model)
    return Row(
        at=operation.at,
        staff_number=staff_number,
        who=who,
        act=KINDS[change.kind],
        kind=str(model._meta.verbose_name) if model else change.record_model,
        name=name_in_text(change.text) or f"番号{change.record_key}",
        label=change.record_model if model else "",
        key=change.record_key,
        version=change.record_version,
        reason=operation.reason,
        operation_id=operation.operation_id,
        sequence=operation.sequence,
    )
