"""The last act of an operation on SQLite: its block in the chain."""

from __future__ import annotations

import secrets
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from portal.audit.backends.tables import CHANGES, OPERATIONS
from portal.audit.hashing import GENESIS, block_hash_of, digest_of

if TYPE_CHECKING:
    from portal.audit.operations import OpenOperation


CHANGED = (
    f"SELECT record_model, record_key, kind, id, digest FROM {CHANGES} WHERE operation_id = ? ORDER BY id"
)
LAST = f"SELECT sequence, block_hash FROM {OPERATIONS} ORDER BY sequence DESC LIMIT 1"
COLUMNS = (
    "sequence, operation_id, at, actor, user_id, reason, text, salt, digest,"
    " change_count, last_change, previous_hash, block_hash"
)
SEAL = f"INSERT INTO {OPERATIONS} ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def changes_of(driver: Any, operation_id: str) -> list[tuple[str, int, str, int, str]]:
    """Label, key, kind, number and digest of an operation's changes, in order; its number as stored.

    ``driver`` is the sqlite3 connection itself, here and below: three statements by way of Django's cursors
    cost as much as the save they follow.
    """
    found: list[tuple[str, int, str, int, str]] = driver.execute(CHANGED, (operation_id,)).fetchall()
    return found


def seal(driver: Any, operation: OpenOperation, operation_id: str, at: str, changes: list[Any]) -> None:
    """Write the block of an operation over its changes; ``operation_id``, ``at`` as stored."""
    last, previous = driver.execute(LAST).fetchone() or (0, GENESIS)
    salt, text = secrets.token_hex(16), _text(operation)
    digest = digest_of(salt, text)
    sealed = block_hash_of(last + 1, previous, digest, (each[4] for each in changes))
    own = (operation_id, at, operation.actor, operation.user_id, operation.reason, text, salt, digest)
    driver.execute(SEAL, (last + 1, *own, len(changes), changes[-1][3], previous, sealed))


def _text(operation: OpenOperation) -> str:
    """JSON, put together by hand: the encoder takes as long as one of the statements."""
    user_id = "null" if operation.user_id is None else operation.user_id
    return (
        f'{{"operation_id": "{operation.operation_id}", "at": "{operation.at.isoformat()}",'
        f' "actor": {encode_basestring(operation.actor)}, "user_id": {user_id},'
        f' "reason": {encode_basestring(operation.reason)}}}'
    )
