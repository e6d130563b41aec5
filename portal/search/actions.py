"""Keeping the index: every operation brings it up to date with the records it changed."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from portal.audit.ledger import Change
from portal.audit.models import AuditedModel
from portal.audit.operations import OpenOperation
from portal.search.models import SearchText
from portal.search.phrases import tokens

Texts = Callable[[Any], tuple[str, ...]]
_indexed: dict[type[AuditedModel], Texts] = {}
_renewing: list[Any] = []


def register_index(model: type[AuditedModel], texts: Texts) -> None:
    """Keep records of this kind in the index; ``texts`` reads the words of one from its own fields."""
    _indexed[model] = texts


def register_renewal(kind: type[AuditedModel]) -> None:
    """Records of this kind name another by label and key, whose values went with them: an erasure does."""
    _renewing.append(kind)


def settle_index(opened: OpenOperation) -> None:
    """Bring the index up to date; done at the end of every operation, inside it."""
    kinds = {model._meta.label_lower: model for model in _indexed}
    renewing = {model._meta.label_lower: model for model in _renewing}
    changed = Change.objects.filter(operation_id=opened.operation_id, record_model__in=[*kinds, *renewing])
    keys: dict[str, set[int]] = defaultdict(set)
    for label, key in changed.order_by().values_list("record_model", "record_key").distinct():
        keys[label].add(key)
    for kind, model in renewing.items():
        named = model._base_manager.filter(pk__in=keys.pop(kind, ()), record_model__in=kinds)
        for label, key in named.values_list("record_model", "record_key"):
            keys[label].add(key)
    for label, numbers in keys.items():
        SearchText.objects.of(kinds[label]).filter(record_key__in=numbers).delete()
        _add(kinds[label], kinds[label]._base_manager.filter(pk__in=numbers))


def rebuild_index() -> int:
    """Make the whole index anew, as after an update that indexes more; how many records it holds."""
    SearchText.objects.all().delete()
    for model in _indexed:
        _add(model, model._base_manager.all().iterator(chunk_size=1000))
    return SearchText.objects.count()


def _add(model: type[AuditedModel], records: Iterable[Any]) -> None:
    texts, label = _indexed[model], model._meta.label_lower
    read = iter(records)
    while batch := list(islice(read, 500)):
        SearchText.objects.bulk_create(
            SearchText(record_model=label, record_key=record.pk, tokens=tokens(*texts(record)))
            for record in batch
        )
