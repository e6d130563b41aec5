"""Records with their whole past in one file that proves itself, for an auditor without a portal.

Into the ZIP file go the records as they stand, their history, the changes and operations of the ledger that
made it, the chain from the first of these operations to its head (digests alone, of everybody else's changes
too), the contents of their files, and a verifier that needs only Python.
"""

import inspect
import json
import zipfile
from collections.abc import Iterable
from typing import IO, Any, cast

from django.db import connection

from portal.audit import hashing, proof
from portal.audit.backends.tables import AuditedTable, audited_tables
from portal.audit.backends.walled import WalledConnection
from portal.audit.ledger import Change, Operation
from portal.audit.models import AuditedModel
from portal.audit.verifying import Head, chain_from, head
from portal.files import store
from portal.files.models import StoredFile
from portal.history.rows import file_fields, file_keys, rows_of

BLOCK = 1024 * 1024
Record = tuple[type[AuditedModel], int]
README = """この記録の証明

Python 3.9 以上だけで確かめられます。ほかに何も要りません。

    python3 このファイル.zip

別に保管してある封（audit_head が書き出したファイル）があれば、続けて書くと突き合わせます。

    python3 このファイル.zip audit-head-20240627-180000.json

records.json  記録、履歴、操作の記録
chain.jsonl   最初の操作から末尾までの連鎖（ほかの記録については要約値だけ）
files/        ファイルの中身（名前は SHA-256）
"""


def write_export(records: Iterable[Record], out: IO[bytes]) -> Head:
    """Write the ZIP file; returns the head it leads to. Raises ``LookupError`` for an unknown record."""
    chosen = _with_files(records)
    end = head()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README)
        archive.writestr("__main__.py", inspect.getsource(proof))
        archive.writestr("portal/__init__.py", "")
        archive.writestr("portal/audit/__init__.py", "")
        archive.writestr("portal/audit/hashing.py", inspect.getsource(hashing))
        changes, operations = _ledger(chosen, end)
        told = {
            "head": json.loads(end.as_json()),
            "records": [_told(model, key) for model, key in chosen],
            "operations": operations,
            "changes": changes,
        }
        archive.writestr("records.json", json.dumps(told, ensure_ascii=False, indent=1))
        with archive.open("chain.jsonl", "w", force_zip64=True) as lines:
            for block in chain_from(min(each["sequence"] for each in operations), end.sequence):
                lines.write((json.dumps(block) + "\n").encode())
        for sha256, size in _contents(chosen):
            with store.opened(sha256, size) as content, archive.open(f"files/{sha256}", "w") as kept:
                while chunk := content.read(BLOCK):
                    kept.write(chunk)
    return end


def _with_files(records: Iterable[Record]) -> list[Record]:
    chosen = dict.fromkeys(records)
    for model, key in list(chosen):
        chosen |= {(StoredFile, number): None for number in file_keys(model, key, file_fields(model))}
    return list(chosen)


def _contents(records: list[Record]) -> list[tuple[str, int]]:
    keys = [key for model, key in records if model is StoredFile]
    return sorted({*StoredFile.objects.standing().filter(pk__in=keys).values_list("sha256", "size")})


def _told(model: type[AuditedModel], key: int) -> dict[str, Any]:
    """One record as the database has it, and every row of its history."""
    (table,) = audited_tables(connection, [model._meta.db_table])
    states = _texts(table, table.base, key)
    rows = zip(rows_of(model, key), _texts(table, table.history, key, "ORDER BY history_id"), strict=True)
    return {
        "model": table.label,
        "key": key,
        "noun": str(model._meta.verbose_name),
        "labels": {field.column: str(field.verbose_name) for field in model._meta.concrete_fields},
        "state": states[0] if states else None,
        "history": [
            {
                "version": row.version,
                "kind": row.history_type,
                "at": row.history_date.isoformat(),
                "actor": row.history_actor,
                "user_id": row.history_user_id,
                "reason": row.history_change_reason,
                "operation_id": str(row.operation_id),
                "values": values,
            }
            for row, values in rows
        ],
    }


def _texts(table: AuditedTable, name: str, key: int, order: str = "") -> list[dict[str, Any]]:
    """Values as the ledger spells them, of the record or of its history."""
    quote = connection.ops.quote_name
    text = cast(WalledConnection, connection).text_of(table, "r")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {text} FROM {quote(name)} r WHERE {quote(table.key)} = %s {order}", [key])
        return [json.loads(each) for (each,) in cursor.fetchall()]


def _ledger(records: list[Record], end: Head) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The changes of these records with their places in their blocks, and the blocks' own texts."""
    changes: list[dict[str, Any]] = []
    operations = {}
    for model, key in records:
        own = list(Change.objects.filter(record_model=model._meta.label_lower, record_key=key))
        if not own:
            raise LookupError(f"{model._meta.verbose_name}に番号{key}の記録はありません。")
        for change in own:
            act = Operation.objects.get(operation_id=change.operation_id)
            before = Change.objects.filter(operation_id=change.operation_id, pk__lt=change.pk).count()
            operations[act.sequence] = {"sequence": act.sequence, "text": act.text, "salt": act.salt}
            changes.append(_sealed(change, act.sequence, before))
    return changes, list(operations.values())


def _sealed(change: Change, sequence: int, place: int) -> dict[str, Any]:
    return {
        "sequence": sequence,
        "place": place,
        "model": change.record_model,
        "key": change.record_key,
        "version": change.record_version,
        "kind": change.kind,
        "text": change.text,
        "salt": change.salt,
        "digest": change.digest,
    }
