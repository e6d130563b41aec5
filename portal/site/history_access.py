"""Who may read which history: the right to histories, and to the record as it was and as it is."""

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import models
from django.http import Http404

from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.audit.models import AuditedModel
from portal.audit.reading import name_relations

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


def history_rows(model: type[AuditedModel]) -> models.QuerySet[Any]:
    """All rows of a kind's history."""
    history: type[models.Model] = model.history.model
    return history._base_manager.all()


@cache
def audited_models() -> dict[str, type[AuditedModel]]:
    """Every audited kind by its label ("meetings.meeting")."""
    found = (model for model in apps.get_models() if issubclass(model, AuditedModel))
    return {model._meta.label_lower: model for model in found}


def noun_of(model: type[AuditedModel]) -> str:
    """The family of nouns a kind belongs to: the file that holds it names the family."""
    return str(Noun(re.sub(r"\.models\b", "", model.__module__)))


def may_read_kind(user: User, model: type[AuditedModel]) -> bool:
    """Whether this user could read any record of the kind: by its noun, and by all it hangs on."""
    if not user.may(Verb.READ, noun_of(model)):
        return False
    manager: Any = model._default_manager
    if not hasattr(manager, "visible_to"):
        return True
    reads = manager.visible_to(user)
    try:
        reads.query.get_compiler(reads.db).as_sql()
    except EmptyResultSet:
        return False
    return True


def subject_or_404(user: User, label: str, key: int) -> Subject:
    """The record of an address, also one that was deleted, as far as this user may read it."""
    model = audited_models().get(label)
    if model is None or not may_read_kind(user, model):
        raise Http404
    manager: Any = model._default_manager
    reads = manager.visible_to(user) if hasattr(manager, "visible_to") else manager.all()
    if record := reads.select_related(*name_relations(model)).filter(pk=key).first():
        return Subject(model, key, record, str(record))
    if model._base_manager.filter(pk=key).exists():
        raise Http404
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


def hidden_keys(user: User, model: type[AuditedModel], keys: set[int]) -> set[int]:
    """Which of these records stand today, but not for this user."""
    manager: Any = model._default_manager
    if not hasattr(manager, "visible_to"):
        return set()
    standing = model._base_manager.filter(pk__in=keys)
    return set(standing.exclude(pk__in=manager.visible_to(user).values("pk")).values_list("pk", flat=True))
