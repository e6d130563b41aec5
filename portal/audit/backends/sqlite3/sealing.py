"""The last act of an operation on SQLite: its block in the chain."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from portal.audit.backends.tables import CHANGES, OPERATIONS
from portal.audit.hashing import GENESIS, block_hash_of, digest_of

if TYPE_CHECKING:
    from portal.audit.operations import OpenOperation


def seal(cursor: Any, operation: OpenOperation, operation_id: str, at: str) -> None:
    """Write the block of an operation that changed something; ``operation_id``, ``at`` as stored."""
    cursor.execute(f"SELECT id, digest FROM {CHANGES} WHERE operation_id = %s ORDER BY id", [operation_id])
    changes = cursor.fetchall()
    if not changes:
        return
    cursor.execute(f"SELECT sequence, block_hash FROM {OPERATIONS} ORDER BY sequence DESC LIMIT 1")
    last, previous = cursor.fetchone() or (0, GENESIS)
    salt, text = secrets.token_hex(16), _text(operation)
    digest = digest_of(salt, text)
    row = {
        "sequence": last + 1,
        "operation_id": operation_id,
        "at": at,
        "actor": operation.actor,
        "user_id": operation.user_id,
        "reason": operation.reason,
        "text": text,
        "salt": salt,
        "digest": digest,
        "change_count": len(changes),
        "last_change": changes[-1][0],
        "previous_hash": previous,
        "block_hash": block_hash_of(last + 1, previous, digest, (each for _, each in changes)),
    }
    places = ", ".join(["%s"] * len(row))
    cursor.execute(f"INSERT INTO {OPERATIONS} ({', '.join(row)}) VALUES ({places})", list(row.values()))


def _text(operation: OpenOperation) -> str:
    return json.dumps(
        {
            "operation_id": str(operation.operation_id),
            "at": operation.at.isoformat(),
            "actor": operation.actor,
            "user_id": operation.user_id,
            "reason": operation.reason,
        },
        ensure_ascii=False,
    )
