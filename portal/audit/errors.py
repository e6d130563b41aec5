"""What the audited layer refuses, in words a person can act on."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError

# How the triggers of the wall begin their messages, on every database.
BYPASS = "audit-bypass"
STALE = "audit-stale"


class AuditBypassError(DatabaseError):
    """A write that would have left no honest record; nothing was changed."""

    message = "操作（だれが、なぜ）の外からは記録を書き換えられません。何も変更していません。"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.message)


class StaleWrite(DatabaseError):
    """Somebody else changed or deleted the record since it was read; nothing was changed.

    Of many records, ``keys`` are those it is true of.
    """

    message = (
        "この記録は、開いた後にほかの人が変更または削除しました。何も変更していません。"
        "最新の内容を確かめてください。"
    )

    def __init__(self, message: str = "", *, keys: Iterable[Any] = ()) -> None:
        super().__init__(message or self.message)
        self.keys = tuple(keys)


class ReasonError(ValidationError):
    """The reason is missing or too long; shown beside the field ``reason``."""

    def __init__(self, message: str) -> None:
        super().__init__({"reason": message})


def refusal_in(error: BaseException | None) -> DatabaseError | None:
    """The refusal that a driver's error carries in its first words, if it does."""
    words = str(error)
    if words.startswith(STALE):
        return StaleWrite()
    return AuditBypassError() if words.startswith(BYPASS) else None
