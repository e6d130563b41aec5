"""Takes values out of history and ledger and leaves the chain whole.

A change's digest stays in the chain, its salt goes: nobody can try words against it. That the rest of the
text was not touched since is sealed by the erasure's own record, which the chain covers.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.db import connection

from portal.audit.backends.tables import ERASURE, audited_tables
from portal.audit.backends.walled import WalledConnection
from portal.audit.ledger import Change, Operation
from portal.audit.models import AuditedModel

Texts = dict[int, str]


def texts_without(label: str, key: int, replaced: dict[str, Any]) -> Texts:
    """The record's texts as they read afterwards: those that change, or lost their salt before."""
    found = {}
    for change in Change.objects.filter(record_model=label, record_key=key):
        told = json.loads(change.text)
        after = {**told, **{name: value for name, value in replaced.items() if name in told}}
        if after != told:
            found[change.pk] = json.dumps(after, ensure_ascii=False)
        elif change.salt is None:
            found[change.pk] = change.text
    return found


def digest_of_texts(texts: Iterable[tuple[int, str]]) -> str:
    """The seal over what is left: numbers of changes and their texts, in order."""
    sealed = hashlib.sha256()
    for number, text in sorted(texts):
        sealed.update(f"{number}\n{hashlib.sha256(text.encode()).hexdigest()}\n".encode())
    return sealed.hexdigest()


def erase(model: type[AuditedModel], key: int, replaced: dict[str, Any], texts: Texts) -> None:
    """Rewrite the record's rows of history and its texts; in the operation that records the erasure."""
    (table,) = audited_tables(connection, [model._meta.db_table])
    cast(WalledConnection, connection).erase(table, key, replaced, texts)


def unrecorded_erasures(erased: Iterable[tuple[str, int]]) -> Iterator[str]:
    """Records whose texts lost their salts without an erasure, or were touched after it, as sentences."""
    for label, key in sorted(erased):
        texts = Change.objects.filter(record_model=label, record_key=key, salt=None).values_list("pk", "text")
        if _sealed_digest(label, key) != digest_of_texts(texts):
            yield f"{label} 番号{key}の記録文が、消去の記録と合いません。書き換えられています。"


def _sealed_digest(label: str, key: int) -> str:
    """What the newest erasure of this record sealed; nothing where there is none."""
    acts = (
        Change.objects.filter(record_model=ERASURE, kind="+").order_by("-pk").values_list("text", flat=True)
    )
    for text in acts:
        told = json.loads(text)
        if (told["record_model"], told["record_key"]) == (label, key):
            return str(told["remains_digest"])
    return ""


def places_of(words: Iterable[str]) -> list[str]:
    """Where the ledger still says any of these words: records and reasons, each named once."""
    places = set()
    for word in words:
        spelled = json.dumps(word, ensure_ascii=False)[1:-1]
        pairs = Change.objects.filter(text__contains=spelled).order_by().distinct()
        places |= {f"{label} 番号{key}" for label, key in pairs.values_list("record_model", "record_key")}
        places |= {
            f"操作{number}の記録"
            for number in Operation.objects.filter(text__contains=spelled).values_list("sequence", flat=True)
        }
    return sorted(places)
