"""Who may write: asked by every action, so that no page has to be trusted with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied

from portal.accounts.choices import Noun, Verb
from portal.accounts.models import User
from portal.audit.models import AuditedModel
from portal.audit.operations import OpenOperation, operation

__all__ = ["Actor", "Noun", "Verb", "may_over", "require", "require_some", "writing"]

Actor = User | str
REFUSED = "この操作をする権限がありません。"


def may_over(user: User, verb: str, noun: str, record: AuditedModel | None) -> bool:
    """Whether a user may do the verb to this very record, within the reach of a right and in its sight.

    Without a record the right has to be one over the whole installation.
    """
    if record is None:
        return user.reach(verb, noun).everywhere
    if not user.may(verb, noun, over=record):
        return False
    return not _is_out_of_sight(user, record)


def _is_out_of_sight(user: User, record: AuditedModel) -> bool:
    """Whether the 庁内閲覧範囲 keeps a stored record from a user."""
    every: Any = type(record)._default_manager
    if record.pk is None or not hasattr(every, "in_scope"):
        return False
    seen = every.in_scope(user)
    if not seen.query.has_filters():
        return False
    return every.filter(pk=record.pk).exclude(pk__in=seen.values("pk")).exists()  # type: ignore[no-any-return]


def require(by: Actor, verb: str, noun: str, *, over: AuditedModel | None = None) -> None:
    """Refuse a user whose roles do not allow it over this record; ``over=None`` is the whole installation.

    ``system:<command>`` acts with the operator's right.
    """
    if isinstance(by, User) and not may_over(by, verb, noun, over):
        raise PermissionDenied(REFUSED)


def require_some(by: Actor, verb: str, noun: str) -> None:
    """Refuse a user whose roles do not allow it anywhere; what is done goes by the reach of the right."""
    if isinstance(by, User) and not by.may(verb, noun):
        raise PermissionDenied(REFUSED)


@contextmanager
def writing(
    noun: str,
    *,
    by: Actor,
    reason: str,
    over: AuditedModel | None = None,
    reason_optional: bool = False,
    verb: str = Verb.WRITE,
) -> Iterator[OpenOperation]:
    """One operation by somebody who may write this family of nouns (or do ``verb``) where ``over`` belongs.

    ``over`` is the record itself, the one a new record will hang on, or the new record before it is stored;
    without it the right has to be one over the whole installation.
    """
    require(by, verb, noun, over=over)
    with operation(by=by, reason=reason, reason_optional=reason_optional) as current:
        yield current
