"""Search in the text of minutes against comparing every row. ``python -m bench.search [ROWS]`` runs it.

The rows are the seed's own, over and over, in as many sittings as it takes; on PostgreSQL when
``PORTAL_DATABASE_URL`` names one, else on an SQLite file.
"""

import os
import statistics
import sys
from collections.abc import Iterator
from io import StringIO
from itertools import count, islice
from typing import Any

from bench.audit import bound, scratch_database, seconds

ROWS, ROUNDS, PAGE = 20_000, 5, 20
QUERIES = ("延期", "タイムラグ", "共同調達", "区", "電話 経費", "電話 -経費")


def fill(rows: int) -> None:
    """Put the seed's rows in, each sitting's in one operation as a person's would be."""
    from django.core.management import call_command

    from meetings.models import Meeting, MinutesEntry

    call_command("load_seed", stdout=StringIO())
    first = Meeting.objects.exclude(ended_at=None).get()
    seed = list(first.entries.values("kind", "speaker_label", "text"))

    def sitting(number: int) -> None:
        meeting = Meeting(body=first.body, fiscal_year=2024, number=number, starts_at=first.starts_at)
        meeting.save()
        MinutesEntry.objects.bulk_create(
            MinutesEntry(meeting=meeting, position=place, **values) for place, values in enumerate(seed)
        )

    for number in islice(count(1000), rows // len(seed)):
        bound(lambda number=number: sitting(number))


def measure(rows: int) -> Iterator[str]:
    """For each query the newest hits and their number, by the index and by comparing, in turns."""
    from django.db.models import Q

    from meetings.models import MinutesEntry
    from portal.search.models import SearchText
    from portal.search.phrases import phrases_of

    yield f"{rows} rows filled in {seconds(lambda: fill(rows)):.1f} s"
    for query in QUERIES:
        phrases = phrases_of(query, as_typed=True)
        held = SearchText.objects.of(MinutesEntry).holding(phrases)
        compared = Q()
        for each in phrases:
            holds = Q(text__icontains=each.typed)
            compared &= ~holds if each.is_left_out else holds
        ways: dict[str, Any] = {
            "index": MinutesEntry.objects.filter(pk__in=held.values("record_key")),
            "LIKE": MinutesEntry.objects.filter(compared),
        }
        spent: dict[str, list[float]] = {name: [] for name in ways}
        counted: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, found in ways.items():
                newest = found.order_by("-meeting__starts_at", "-meeting", "position")
                spent[name].append(seconds(lambda: list(newest[:PAGE])) * 1000)  # noqa: B023
                counted[name].append(seconds(lambda: found[:1001].count()) * 1000)  # noqa: B023
        numbers = {name: found.count() for name, found in ways.items()}
        told = "　".join(
            f"{name} newest {statistics.median(spent[name]):.1f} ms, count to 1,000"
            f" {statistics.median(counted[name]):.1f} ms, {numbers[name]} hits"
            for name in ways
        )
        yield f"{query}: {told}"


def main() -> None:
    """Print the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    with scratch_database():
        for line in measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS):
            print(line, flush=True)


if __name__ == "__main__":
    main()
