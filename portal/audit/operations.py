"""Who, why and operation id of the writes under way: the only way to write at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction

if TYPE_CHECKING:
    from portal.accounts.models import User


@dataclass(frozen=True)
class Operation:
    """One act of one person (or of ``system:<command>``): all rows it writes carry its id."""

    actor: str
    user_id: int | None
    reason: str
    operation_id: UUID = field(default_factory=uuid4)


@contextmanager
def operation(*, by: "User | str", reason: str, reason_optional: bool = False) -> Iterator[Operation]:
    """Open one atomic operation; every write inside is recorded as ``by``, for ``reason``.

    A blank reason is refused unless ``reason_optional`` (drafts of one's own).
    """
    actor, user_id = (by, None) if isinstance(by, str) else (by.actor_text, by.pk)
    with transaction.atomic():
        yield Operation(actor=actor, user_id=user_id, reason=reason)
