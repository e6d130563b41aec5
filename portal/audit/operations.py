"""Who, why and operation id of the writes under way: the only way to write at all.

The operation is held by the database connection whose transaction it is, not by the thread or the
task: another connection cannot write in its name, however contexts are copied.
"""

import re
import secrets
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.utils import timezone

from portal.audit.closing import close_all
from portal.audit.errors import AuditBypassError, ReasonError

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.audit.backends.walled import WalledConnection

REASON_LIMIT = 500
RANDOM_BITS = 74
SYSTEM_ACTOR = re.compile(r"system:[a-z][a-z0-9_]*")


def _next_id() -> UUID:
    """A UUID of version 7: it begins with the time, so that every index grows at its end only."""
    noise = secrets.randbits(RANDOM_BITS)
    time_part = (time.time_ns() // 1_000_000) << 80
    return UUID(int=time_part | 0x7 << 76 | (noise >> 62) << 64 | 0b10 << 62 | noise & (1 << 62) - 1)


@dataclass(frozen=True)
class OpenOperation:
    """One act of one person (or of ``system:<command>``): all rows it writes carry its id.

    ``actor`` is text as it was at that time and outlives the user; ``at`` is the one moment of all
    its rows (UTC).
    """

    actor: str
    user_id: int | None
    reason: str
    operation_id: UUID = field(default_factory=_next_id)
    at: datetime = field(default_factory=timezone.now)


def checked_reason(reason: str, *, optional: bool = False) -> str:
    """The reason as it is stored: trimmed, 1 to 500 characters. Raises ``ReasonError``."""
    reason = reason.strip()
    folded = unicodedata.normalize("NFKC", reason).strip()
    if not folded and not optional:
        raise ReasonError("変更の理由を入力してください。")
    if len(reason) > REASON_LIMIT or len(folded) > REASON_LIMIT:
        raise ReasonError(f"変更の理由は{REASON_LIMIT}文字以内で入力してください。")
    return reason if folded else ""


def _identity(by: "User | str") -> tuple[str, int | None]:
    if isinstance(by, str):
        if not SYSTEM_ACTOR.fullmatch(by):
            raise AuditBypassError("操作した人が分からない操作は記録できません。")
        return by, None
    if not getattr(by, "actor_text", "") or by.pk is None:
        raise AuditBypassError("ログインしていない人の操作は記録できません。")
    return by.actor_text, by.pk


def _walled() -> "WalledConnection":
    """The connection itself: asked for once, since ``django.db.connection`` looks it up at every word."""
    return cast("WalledConnection", connections[DEFAULT_DB_ALIAS])


def current_operation() -> OpenOperation | None:
    """The operation that this connection's writes belong to, if one is open."""
    return _walled().audit_operation


def last_operation() -> OpenOperation | None:
    """The operation that this connection completed last, if any."""
    return _walled().completed_operation


def _joined(outer: OpenOperation, actor: str, user_id: int | None, reason: str) -> OpenOperation:
    if (outer.actor, outer.user_id) != (actor, user_id):
        raise AuditBypassError("別の人の操作の途中では記録できません。")
    if reason and not outer.reason:
        raise ReasonError("この操作には理由が必要です。操作の始めに理由を入力してください。")
    return outer


@contextmanager
def operation(*, by: "User | str", reason: str, reason_optional: bool = False) -> Iterator[OpenOperation]:
    """Open one atomic operation; every write inside is recorded as ``by``, for ``reason``.

    A blank reason is refused unless ``reason_optional`` (drafts of one's own). Inside an open
    operation of the same actor it joins that one: same id, same reason, same transaction.
    """
    actor, user_id = _identity(by)
    reason = checked_reason(reason, optional=reason_optional)
    walled = _walled()
    outer = walled.audit_operation
    with transaction.atomic():
        if outer is not None:
            yield _joined(outer, actor, user_id, reason)
            return
        opened = OpenOperation(actor=actor, user_id=user_id, reason=reason)
        walled.open_operation(opened)
        try:
            yield opened
            close_all(walled, opened)
            walled.close_operation(opened)
            walled.completed_operation = opened
        finally:
            walled.forget_operation()
