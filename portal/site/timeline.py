"""The timeline: every change of every record in the order of the ledger, and all that one act touched."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.ledger import Change, Operation
from portal.audit.reading import KINDS
from portal.site.actors import actor
from portal.site.fields import CleanTextField
from portal.site.history_access import audited_models, hidden_keys, may_read_kind, name_in_text
from portal.site.history_filter import SinceUntilForm


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


def kinds_for(user: User) -> list[str]:
    """Labels of the kinds of records whose changes this user may read."""
    return [label for label, model in audited_models().items() if may_read_kind(user, model)]


def changes_for(user: User) -> QuerySet[Change]:
    """The changes this user may read, newest first."""
    kinds = kinds_for(user)
    changes = Change.objects.order_by("-pk").defer("salt", "digest")
    return changes if len(kinds) == len(audited_models()) else changes.filter(record_model__in=kinds)


def rows_of(user: User, changes: Iterable[Change]) -> list[Row]:
    """The changes in words: one query for their operations, and one for each kind of record among them."""
    changes = list(changes)
    operations = Operation.objects.in_bulk(
        {change.operation_id for change in changes}, field_name="operation_id"
    )
    hidden = _hidden(user, changes)
    return [
        _row(change, operations[change.operation_id])
        for change in changes
        if (change.record_model, change.record_key) not in hidden and change.operation_id in operations
    ]


def _hidden(user: User, changes: list[Change]) -> set[tuple[str, int]]:
    """Records that stand today but not for this user."""
    keys: dict[str, set[int]] = {}
    for change in changes:
        keys.setdefault(change.record_model, set()).add(change.record_key)
    models = audited_models()
    return {
        (label, key)
        for label, wanted in keys.items()
        if label in models
        for key in hidden_keys(user, models[label], wanted)
    }


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
