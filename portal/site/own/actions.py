"""Verbs of what is one's own; they need no right but being that person."""

from typing import Any

from portal.accounts.models import User
from portal.audit.locking import held
from portal.audit.operations import operation
from portal.audit.writing import changed
from portal.site.own.models import Bookmark


def mark(*, by: User, record: Any) -> None:
    """Keep a bookmark to a record; once is enough."""
    Bookmark.objects.get_or_create(user=by, record_model=record._meta.label_lower, record_key=record.pk)


def unmark(*, by: User, record_model: str, record_key: int) -> None:
    """Take a bookmark back, also one to a record that is gone."""
    by.bookmarks.filter(record_model=record_model, record_key=record_key).delete()


def choose_keys(*, by: User, version: int, uses_keys: bool) -> User:
    """Let single keys act on the pages of the user who asks, or not; ``version`` of the account was read."""
    if by.uses_keys == uses_keys:
        return by
    with operation(by=by, reason="本人によるキー操作の設定"):
        (user,) = held(User, {by.pk: version})
        return changed(user, uses_keys=uses_keys)
