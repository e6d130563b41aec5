"""Keeping the index: an operation brings it up to date with the records it changed."""

from collections.abc import Callable, Iterable, Set
from itertools import islice
from typing import Any

from portal.audit.closing import Touched
from portal.audit.models import AuditedModel
from portal.audit.operations import OpenOperation
from portal.search.models import SearchText
from portal.search.phrases import tokens

Texts = Callable[[Any], tuple[str, ...]]
# By label.
_indexed: dict[str, tuple[type[AuditedModel], Texts]] = {}
_renewing: dict[str, Any] = {}


def register_index(model: type[AuditedModel], texts: Texts) -> None:
    """Keep records of this kind in the index; ``texts`` reads the words of one from its own fields."""
    _indexed[model._meta.label_lower] = (model, texts)


def register_renewal(kind: type[AuditedModel]) -> None:
    """Records of this kind name another by label and key, whose values went with them: an erasure does."""
    _renewing[kind._meta.label_lower] = kind


def kinds_heard_of() -> Set[str]:
    """Kinds of records whose changes change the index."""
    return _indexed.keys() | _renewing.keys()


def settle_index(opened: OpenOperation, touched: Touched) -> None:
    """Bring the index up to date, at the end of an operation that changed what it holds."""
    keys = {label: set(touched.keys.get(label, ())) for label in _indexed}
    for label, kind in _renewing.items():
        named = kind._base_manager.filter(pk__in=touched.keys.get(label, ()), record_model__in=_indexed)
        for record_model, key in named.values_list("record_model", "record_key"):
            keys[record_model].add(key)
    for label, numbers in keys.items():
        if numbers:
            model = _indexed[label][0]
            SearchText.objects.of(model).filter(record_key__in=numbers).delete()
            _add(label, model._base_manager.filter(pk__in=numbers))


def rebuild_index() -> int:
    """Make the whole index anew, as after an update that indexes more; how many records it holds."""
    SearchText.objects.all().delete()
    for label, (model, _) in _indexed.items():
        _add(label, model._base_manager.all().iterator(chunk_size=1000))
    return SearchText.objects.count()


def _add(label: str, records: Iterable[Any]) -> None:
    texts = _indexed[label][1]
    read = iter(records)
    while batch := list(islice(read, 500)):
        SearchText.objects.bulk_create(
            SearchText(record_model=label, record_key=record.pk, tokens=tokens(*texts(record)))
            for record in batch
        )
