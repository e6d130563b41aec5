"""Who may write: asked by every action, so that no page has to be trusted with it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied

from portal.accounts.models import RolePermission, User
from portal.audit.operations import OpenOperation, operation

Verb = RolePermission.Verb
Noun = RolePermission.Noun
Actor = User | str


def require(by: Actor, verb: str, noun: str) -> None:
    """Refuse a user whose roles do not allow it; ``system:<command>`` acts with the operator's right."""
    if isinstance(by, User) and not by.may(verb, noun):
        raise PermissionDenied("この操作をする権限がありません。")


@contextmanager
def writing(noun: str, *, by: Actor, reason: str, reason_optional: bool = False) -> Iterator[OpenOperation]:
    """One operation by somebody who may write this family of nouns."""
    require(by, Verb.WRITE, noun)
    with operation(by=by, reason=reason, reason_optional=reason_optional) as current:
        yield current
