"""How many there are, without counting to the end: a long list answers as fast as a short one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

CAP = 10_000


@dataclass(frozen=True)
class Count:
    """A number of records; ``is_capped`` when there are that many or more."""

    number: int
    is_capped: bool = False

    def __str__(self) -> str:
        return f"{self.number:,}件以上" if self.is_capped else f"{self.number:,}件"


def counted(records: Any, cap: int = CAP) -> Count:
    """How many records a query finds, up to a cap."""
    return counts([records], [cap])[0]


def counts(queries: Sequence[Any], caps: Sequence[int] = ()) -> list[Count]:
    """How many records each query finds, up to its cap: all of them in one query."""
    parts, params = [], []
    caps = caps or [CAP] * len(queries)
    for number, (records, cap) in enumerate(zip(queries, caps, strict=True)):
        try:
            sql, given = records.order_by().values("pk")[: cap + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        # The two words after each are no input of anybody's.
        parts.append(f"SELECT {number} AS number, COUNT(*) FROM ({sql}) AS found{number}")
        params += given
    found: dict[int, int] = {}
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), params)
            found = dict(cursor.fetchall())
    return [_count(found.get(number, 0), cap) for number, cap in enumerate(caps)]


def _count(number: int, cap: int) -> Count:
    return Count(min(number, cap), number > cap)
