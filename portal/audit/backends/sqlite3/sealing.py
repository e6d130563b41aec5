"""The last act of an operation on SQLite: its block in the chain."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from portal.audit.backends.tables import CHANGES, OPERATIONS
from portal.audit.hashing import GENESIS, block_hash_of, digest_of

if TYPE_CHECKING:
    from portal.audit.operations import OpenOperation


CHANGED = f"SELECT id, digest FROM {CHANGES} WHERE operation_id = ? ORDER BY id"
LAST = f"SELECT sequence, block_hash FROM {OPERATIONS} ORDER BY sequence DESC LIMIT 1"
COLUMNS = (
    "sequence, operation_id, at, actor, user_id, reason, text, salt, digest,"
    " change_count, last_change, previous_hash, block_hash"
)
SEAL = f"INSERT INTO {OPERATIONS} ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def seal(driver: Any, operation: OpenOperation, operation_id: str, at: str) -> None:
    """Write the block of an operation that changed something; ``operation_id``, ``at`` as stored.

    ``driver`` is the sqlite3 connection itself: three statements by way of Django's cursors cost as
    much as the save they follow.
    """
    changes = driver.execute(CHANGED, (operation_id,)).fetchall()
    if not changes:
        return
    last, previous = driver.execute(LAST).fetchone() or (0, GENESIS)
    salt, text = secrets.token_hex(16), _text(operation)
    digest = digest_of(salt, text)
    sealed = block_hash_of(last + 1, previous, digest, (each for _, each in changes))
    own = (operation_id, at, operation.actor, operation.user_id, operation.reason, text, salt, digest)
    driver.execute(SEAL, (last + 1, *own, len(changes), changes[-1][0], previous, sealed))


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
