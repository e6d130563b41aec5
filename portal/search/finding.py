"""Today's back end: the database compares every word with the record's names and numbers."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Count, Q, QuerySet, Value

from portal.accounts.models import User
from portal.search.sources import SearchSource
from portal.search.words import Word


def matching(source: SearchSource, user: User, words: Iterable[Word]) -> QuerySet[Any]:
    """The records of one kind that hold every word, as far as this user may read them."""
    records: QuerySet[Any] = source.reads(user).alias(found_in=source.text)
    for word in words:
        holds = Q()
        for spelling in word.spellings:
            holds |= Q(found_in__icontains=spelling)
        records = records.filter(holds)
    return records


def counts(sources: Iterable[SearchSource], user: User, words: list[Word]) -> dict[str, int]:
    """How many records of each kind were found: one query, whatever is registered."""
    each = [
        matching(source, user, words)
        .order_by()
        .annotate(found_kind=Value(source.label, output_field=CharField()))
        .values("found_kind")
        .annotate(found_count=Count("pk"))
        .values_list("found_kind", "found_count")
        for source in sources
    ]
    found = dict(each[0].union(*each[1:], all=True)) if each and words else {}
    return {source.label: found.get(source.label, 0) for source in sources}


def records(
    sources: Iterable[SearchSource],
    user: User,
    words: list[Word],
    found: dict[str, int],
    start: int,
    stop: int,
) -> list[tuple[SearchSource, Any]]:
    """Records ``start`` to ``stop`` of all found, kind after kind; ``found`` is what ``counts`` gave."""
    shown: list[tuple[SearchSource, Any]] = []
    before = 0
    for source in sources:
        count = found[source.label]
        first, last = max(start - before, 0), min(stop - before, count)
        before += count
        if first < last:
            rows = matching(source, user, words).order_by(*source.order)
            shown += [(source, record) for record in rows[first:last]]
    return shown
