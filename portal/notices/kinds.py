"""What kinds of notices there are, and what is looked for every day: registered by who has them to tell."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from portal.accounts.models import User
from portal.audit.models import AuditedModel


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice, offered to those who may read ``noun``, or to everybody."""

    code: str
    label: str
    noun: str = ""
    help_text: str = ""


@dataclass(frozen=True)
class Tidings:
    """What is to be told to whom: ``subject`` and ``words`` about a record, once for each ``occasion``."""

    kind: str
    persons: Iterable[User]
    record: AuditedModel
    subject: str
    words: str = ""
    occasion: str = ""


Daily = Callable[[date], Iterable[Tidings]]

_kinds: dict[str, NoticeKind] = {}
_daily: list[Daily] = []


def register_notice_kind(*kinds: NoticeKind) -> None:
    """Add kinds of notices."""
    _kinds.update({kind.code: kind for kind in kinds})


def register_daily(look: Daily) -> None:
    """Have this asked every day (``manage.py notify_due``) what is to be told."""
    _daily.append(look)


def notice_label(code: str) -> str:
    """What a kind is called, also one that is no more."""
    return _kinds[code].label if code in _kinds else "いまは無い種類のお知らせ"


def known_kinds() -> list[NoticeKind]:
    """All kinds, in the order they were registered."""
    return list(_kinds.values())


def daily_looks() -> list[Daily]:
    """Everything that is asked every day."""
    return list(_daily)
