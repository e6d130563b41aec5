"""Every audited model of the app registry, and a way to make a record of any of them."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.apps import apps
from django.db import models

from portal.audit.models import AuditedModel

_numbers = count(1)

# What a model's own constraints ask for beyond its required fields.
PARTICULARS: dict[str, dict[str, Any]] = {
    "meetings.meeting": {"fiscal_year": 2024},
    "meetings.seat": {"office": models.ForeignKey},
    "meetings.minutesentry": {"kind": "stage"},
    "meetings.motion": {"asked": "延期する。"},
    "meetings.decision": {"sentence": "延期する。", "outcome": "approved_as_proposed"},
    "meetings.deferral": {"decider_kind": "not_stated"},
    "meetings.edition": {"number": 1},
    "meetings.meetingreader": {"person": models.ForeignKey, "body": models.ForeignKey},
    "portal.rolegrant": {"user": models.ForeignKey},
    "portal.citation": {"quote": "第1回"},
    "portal.withholding": {"reason": "審議中のため", "end_trigger": "none"},
    "portal.substitution": {"public_words": "提供元"},
}
BY_TYPE: list[tuple[type[Any], Callable[[Any], Any]]] = [
    (models.BooleanField, lambda field: True),
    (models.DateTimeField, lambda field: datetime(2024, 6, 27, 2, tzinfo=UTC)),
    (models.DateField, lambda field: date(2024, 6, 27) + timedelta(days=next(_numbers) * field.unique)),
    (models.JSONField, lambda field: {"rows": ["一", 2, None]}),
    (models.PositiveSmallIntegerField, lambda field: next(_numbers)),
    (models.IntegerField, lambda field: next(_numbers)),
    (models.BigIntegerField, lambda field: next(_numbers)),
    (models.CharField, lambda field: f"語{next(_numbers)}"[: field.max_length]),
    (models.TextField, lambda field: f'文\n"{next(_numbers)}"\''),
]


def audited_models() -> list[type[AuditedModel]]:
    """All of them; a new model is tested because it is there."""
    return [model for model in apps.get_models() if issubclass(model, AuditedModel)]


def unsaved(model: type[AuditedModel]) -> Any:
    """A record that could be stored; the records it needs are stored."""
    given = PARTICULARS.get(model._meta.label_lower, {})
    values = {}
    for field in model._meta.concrete_fields:
        if field.name in given and given[field.name] is not models.ForeignKey:
            values[field.name] = given[field.name]
        elif field.name in given or not (
            field.null or field.has_default() or field.primary_key or field.blank
        ):
            values[field.name] = _value(field)
    return model(**values)


def _value(field: Any) -> Any:
    if field.is_relation:
        return made(field.related_model)
    if field.choices:
        number = next(_numbers) if field.unique else 0
        return field.flatchoices[number % len(field.flatchoices)][0]
    return next(make(field) for kind, make in BY_TYPE if isinstance(field, kind))


def another_value(field: Any) -> Any:
    """A value for a field's column, unlike the last one where the field has many; nothing where it may be."""
    if field.is_relation:
        return None if field.null else made(field.related_model).pk
    if field.choices:
        return field.flatchoices[next(_numbers) % len(field.flatchoices)][0]
    return None if field.null and next(_numbers) % 3 == 0 else _value(field)


def made(model: type[AuditedModel]) -> Any:
    """A stored record; inside an operation only, like any other."""
    record = unsaved(model)
    record.save()
    return record


def plain_field(model: type[AuditedModel]) -> str:
    """A field that can be written by itself with the value it has."""
    fields = [
        field for field in model._meta.concrete_fields if not field.primary_key and field.name != "version"
    ]
    return min(fields, key=lambda field: (field.unique, field.is_relation)).name


def inherited_by_each(tests: type, models: Iterable[type[AuditedModel]]) -> dict[str, type]:
    """A class of tests for each of these models, by name; ``tests`` finds its model under ``model``."""
    named = {model._meta.label.replace(".", ""): model for model in models}
    return {f"Test{name}": type(f"Test{name}", (tests,), {"model": model}) for name, model in named.items()}
