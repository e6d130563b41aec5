"""Whether this worker process has been asked to stop: looked at between steps, so that none is cut."""

import os

_asked = False
_parent: int | None = None


def ask() -> None:
    """Stop after the step at hand."""
    global _asked
    _asked = True


def forget() -> None:
    """Go on: for a process that works more than once."""
    global _asked, _parent
    _asked, _parent = False, None


def follow(parent: int) -> None:
    """Stop too when the process that started this one ends, however and however early it ends."""
    global _parent
    _parent = parent


def is_asked() -> bool:
    """Whether to stop."""
    return _asked or (_parent is not None and os.getppid() != _parent)
