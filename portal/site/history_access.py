"""The record that a history is about, also one that was deleted, and what it is called."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import Http404

from portal.audit.models import AuditedModel
from portal.audit.wording import name_relations
from portal.site.history_rule import HistoryRule, audited_models, history_rows

# What a record is called by, the best first; a record without any goes by its number.
_NAMES = ("title", "name", "subject", "sentence", "asked", "text", "words", "label", "party", "place")
_NAME_LENGTH = 40


@dataclass(frozen=True)
class Subject:
    """The record a history is about; ``record`` is None when it was deleted."""

    model: type[AuditedModel]
    key: int
    record: AuditedModel | None
    name: str

    @property
    def kind(self) -> str:
        """What sort of record it is, in words."""
        return str(self.model._meta.verbose_name)

    @property
    def label(self) -> str:
        """How addresses name the kind."""
        return self.model._meta.label_lower

    def rows(self) -> models.QuerySet[Any]:
        """The rows of its history."""
        return history_rows(self.model).filter(**{self.model._meta.pk.attname: self.key})


def subject_or_404(rule: HistoryRule, label: str, key: int) -> Subject:
    """The record of an address, also one that was deleted, as far as its history may be read."""
    model = audited_models().get(label)
    if model is None or rule.hidden_among({model: [key]}):
        raise Http404
    record = model._base_manager.select_related(*name_relations(model)).filter(pk=key).first()
    if record is not None:
        return Subject(model, key, record, str(record))
    last = history_rows(model).filter(**{model._meta.pk.attname: key}).order_by("history_id").last()
    if last is None:
        raise Http404
    values = {field.name: getattr(last, field.attname) for field in last._meta.fields}
    return Subject(model, key, None, f"{name_in(values) or f'番号{key}'}（削除済み）")


def name_in(values: dict[str, Any]) -> str:
    """What a record was called at that time, from its own values alone."""
    text = next((str(values[name]) for name in _NAMES if values.get(name)), "")
    text = " ".join(text.split())
    return text if len(text) <= _NAME_LENGTH else f"{text[:_NAME_LENGTH]}…"


def name_in_text(text: str) -> str:
    """The same, from the ledger's JSON."""
    values = json.loads(text) if text else {}
    return name_in(values) if isinstance(values, dict) else ""
