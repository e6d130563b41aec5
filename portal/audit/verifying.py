"""Walks the chain and says where it was touched. Reads stored text only, a page of rows at a time.

Each page is a query of its own: whoever stops half way leaves no cursor open on the connection.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from portal.audit.erasing import unrecorded_erasures
from portal.audit.hashing import GENESIS, block_hash_of, change_digest_of, digest_of
from portal.audit.ledger import Change, Operation

BATCH = 2000
# One is a fault already; nobody reads more of them.
UNCOVERED_SHOWN = 1000
CHANGES = """
SELECT o.sequence, c.id, c.record_model, c.record_key, c.record_version, c.kind, c.text, c.salt, c.digest
  FROM portal_operation o JOIN portal_change c ON c.operation_id = o.operation_id
 WHERE o.sequence BETWEEN %s AND %s ORDER BY o.sequence, c.id
"""
UNCOVERED = """
SELECT c.id, c.record_model, c.record_key FROM portal_change c
 WHERE NOT EXISTS (SELECT 1 FROM portal_operation o WHERE o.operation_id = c.operation_id)
 ORDER BY c.id LIMIT %s
"""


@dataclass(frozen=True)
class Head:
    """The end of the chain at some moment; kept elsewhere, it shows a tail that was cut or redone."""

    sequence: int
    block_hash: str

    def as_json(self) -> str:
        """One line for a file that leaves the machine."""
        return json.dumps({"sequence": self.sequence, "block_hash": self.block_hash})

    @classmethod
    def from_json(cls, text: str) -> "Head":
        """What ``as_json`` wrote. Raises ``ValueError`` when it is anything else."""
        told = json.loads(text)
        if not isinstance(told, dict) or not isinstance(told.get("sequence"), int):
            raise ValueError("封の書き出しとして読めません。")
        return cls(told["sequence"], str(told.get("block_hash")))


def head() -> Head:
    """The end of the chain now; (0, zeros) before the first operation."""
    last = Operation.objects.order_by("-sequence").values_list("sequence", "block_hash").first()
    return Head(*last) if last else Head(0, GENESIS)


def faults(heads: tuple[Head, ...] = ()) -> Iterator[str]:
    """Every place where the chain does not hold, in its order, as sentences; none for a whole one.

    ``heads`` were exported earlier. What is written while this runs is left for the next time.
    """
    end = head()
    expected = {each.sequence: each.block_hash for each in heads}
    previous, place = GENESIS, 0
    erased: set[tuple[str, int]] = set()
    for block, rows in _blocks(end.sequence):
        place += 1
        if block.sequence != place:
            yield f"通番{place}の操作がありません（次は通番{block.sequence}）。"
            place = block.sequence
        yield from _block_faults(block, previous, rows, erased)
        if expected.pop(place, block.block_hash) != block.block_hash:
            yield f"操作{place}の封が、書き出してあった封と違います。履歴が作り直されています。"
        previous = block.block_hash
    for sequence in sorted(expected):
        if sequence:
            yield f"書き出してあった通番{sequence}の操作がありません。末尾が切り取られています。"
    yield from unrecorded_erasures(erased)
    yield from _uncovered()


def chain_from(first: int, end: int) -> Iterator[dict[str, Any]]:
    """The blocks between two operations as digests alone, with which anybody can recompute their seals."""
    for block, rows in _blocks(end, first):
        yield {
            "sequence": block.sequence,
            "previous_hash": block.previous_hash,
            "digest": block.digest,
            "changes": [row[-1] for row in rows],
            "block_hash": block.block_hash,
        }


def _blocks(end: int, first: int = 0) -> Iterator[tuple[Operation, Iterable[Any]]]:
    """Every block with its changes: those of many small ones in one query, a large one's in pages."""
    until_end = Operation.objects.filter(sequence__gte=first, sequence__lte=end).order_by("sequence")
    page = list(until_end[:BATCH])
    while page:
        are_small = sum(block.change_count for block in page) <= 10 * BATCH
        changes = _changes_between(page[0].sequence, page[-1].sequence) if are_small else None
        for block in page:
            yield block, _changes_of(block) if changes is None else changes.get(block.sequence, ())
        page = list(until_end.filter(sequence__gt=page[-1].sequence)[:BATCH])


def _changes_between(first: int, last: int) -> dict[int, list[Any]]:
    found = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(CHANGES, [first, last])
        for sequence, *row in cursor.fetchall():
            found[sequence].append(row)
    return found


def _changes_of(block: Operation) -> Iterator[Any]:
    columns = ("pk", "record_model", "record_key", "record_version", "kind", "text", "salt", "digest")
    own = Change.objects.filter(operation_id=block.operation_id).order_by("pk").values_list(*columns)
    page = list(own[:BATCH])
    while page:
        yield from page
        page = list(own.filter(pk__gt=page[-1][0])[:BATCH])


def _block_faults(
    block: Operation, previous: str, rows: Iterable[Any], erased: set[tuple[str, int]]
) -> Iterator[str]:
    digests = []
    for pk, model, key, version, kind, text, salt, digest in rows:
        digests.append(digest)
        if salt is None:
            erased.add((model, key))
        elif change_digest_of(salt, model, key, version, kind, text) != digest:
            yield (
                f"操作{block.sequence}の変更{pk}（{model} 番号{key} 第{version}版）が書き換えられています。"
            )
    if digest_of(block.salt or "", block.text) != block.digest or _disagrees(block):
        yield f"操作{block.sequence}の記録（だれが、いつ、なぜ）が書き換えられています。"
    if block.previous_hash != previous:
        yield f"操作{block.sequence}が、直前の操作の封につながっていません。"
    sealed = block_hash_of(block.sequence, block.previous_hash, block.digest, digests)
    if len(digests) != block.change_count or sealed != block.block_hash:
        yield f"操作{block.sequence}の変更が、加えられたか、除かれたか、入れ替えられています。"


def _disagrees(block: Operation) -> bool:
    """Whether the columns that pages list say something else than the sealed text."""
    try:
        told = json.loads(block.text)
        told["at"] = datetime.fromisoformat(told["at"])
    except (ValueError, TypeError, KeyError):
        return True
    return bool(
        told
        != {
            "operation_id": str(block.operation_id),
            "at": block.at,
            "actor": block.actor,
            "user_id": block.user_id,
            "reason": block.reason,
        }
    )


def _uncovered() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(UNCOVERED, [UNCOVERED_SHOWN])
        rows = cursor.fetchall()
    for pk, model, key in rows:
        yield f"変更{pk}（{model} 番号{key}）は、どの操作の封にも入っていません。"


def totals() -> tuple[int, int]:
    """How many operations and changes the ledger holds."""
    return Operation.objects.count(), Change.objects.count()
