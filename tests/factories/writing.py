"""How tests write data: inside an operation, as everything else does."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from portal.audit.operations import OpenOperation, current_operation, operation


@contextmanager
def as_system(reason: str = "試験の準備") -> Iterator[OpenOperation]:
    """An operation of ``system:tests``; joins one that is open, whoever it belongs to."""
    already_open = current_operation()
    with nullcontext(already_open) if already_open else operation(by="system:tests", reason=reason) as opened:
        yield opened
