"""Search in the text of minutes against comparing every row. ``python -m bench.search [ROWS]`` runs it.

The rows are the seed's own, over and over, in as many sittings as it takes; on PostgreSQL when
``PORTAL_DATABASE_URL`` names one, else on an SQLite file.
"""

import argparse
import os
import statistics
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any

from bench.audit import bound, scratch_database, seconds, wall_down

ROWS, ROUNDS, PAGE, MANY = 20_000, 5, 20, 1000
QUERIES = ("延期", "タイムラグ", "共同調達", "区", "電話 経費", "電話 -経費")
ENTRY = ("id", "version", "meeting_id", "position", "kind", "speaker_label", "public_speaker_label", "text")
# No table has come so far by itself.
FIRST = 1_000_000


def insert(model: Any, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Rows as the database takes them, past everything that records who wrote them."""
    from django.db import connection

    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", list(rows))


def fill(rows: int) -> None:
    """Put the seed's rows in, sitting after sitting, a day apart, and into the index as it has them."""
    from datetime import timedelta

    from django.core.management import call_command
    from django.db import connection, transaction

    from meetings.models import Meeting, MinutesEntry
    from portal.search.models import SearchText
    from portal.search.phrases import tokens
    from portal.search.places import place_of

    call_command("load_seed", stdout=StringIO())
    first = Meeting.objects.exclude(ended_at=None).get()
    seed = list(first.entries.values_list("kind", "speaker_label", "text"))
    # The seed's own sitting is the newest.
    begun = [first.starts_at - timedelta(days=number + 1) for number in range(rows // len(seed))]
    bound(
        lambda: Meeting.objects.bulk_create(
            Meeting(
                pk=FIRST + number, body=first.body, fiscal_year=2024, number=1000 + number, starts_at=moment
            )
            for number, moment in enumerate(begun)
        )
    )
    placed = [(number, place) for number in range(len(begun)) for place in range(len(seed))]
    held = [tokens(text) for _, _, text in seed]
    with wall_down(), transaction.atomic():
        insert(
            MinutesEntry,
            ENTRY,
            (
                (FIRST + key, 1, FIRST + number, place * 1024, *seed[place][:2], "", seed[place][2])
                for key, (number, place) in enumerate(placed)
            ),
        )
        insert(
            SearchText,
            ("id", "record_model", "record_key", "tokens"),
            (
                (
                    place_of(begun[number], FIRST + number, place * 1024),
                    MinutesEntry._meta.label_lower,
                    FIRST + key,
                    held[place],
                )
                for key, (number, place) in enumerate(placed)
            ),
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def readers() -> dict[str, Any]:
    """Somebody who reads whatever there is, and somebody for whom every sitting's scope is asked."""
    from portal.accounts.actions import create_user, grant_role
    from portal.accounts.models import Role

    by: dict[str, Any] = {"by": "system:bench", "reason": "計測の準備"}
    found = {}
    for code in (Role.Code.SECRETARIAT, Role.Code.STAFF):
        user = create_user(**by, staff_number=f"B-{code}", name=code, password="never typed")
        grant_role(**by, user=user, role=Role.objects.get(code=code))
        found[str(code.label)] = user
    return found


def ways(query: str, user: Any) -> dict[str, tuple[Any, Any]]:
    """Both ways to find a query, for this reader: the hits, and the newest of them by their keys."""
    from django.db.models import Q

    from meetings.models import MinutesEntry
    from portal.search.models import SearchText
    from portal.search.phrases import phrases_of

    readable = MinutesEntry.objects.visible_to(user)
    phrases = phrases_of(query, as_typed=True)
    held = SearchText.objects.of(MinutesEntry).holding(phrases).among(readable)
    compared = Q()
    for each in phrases:
        holds = Q(text__icontains=each.typed)
        compared &= ~holds if each.is_left_out else holds
    found = readable.filter(compared)
    by_day = found.order_by("-meeting__starts_at", "-meeting", "position")
    return {
        "index": (held, held.newest_first().values_list("record_key", flat=True)),
        "LIKE": (found, by_day.values_list("pk", flat=True)),
    }


def compared(query: str, user: Any) -> str:
    """The newest hits and their number, by the index and by comparing, in turns."""
    both = ways(query, user)
    spent: dict[str, list[float]] = {name: [] for name in both}
    counted: dict[str, list[float]] = {name: [] for name in both}
    for _ in range(ROUNDS):
        for name, (hits, newest) in both.items():
            spent[name].append(seconds(lambda: list(newest[:PAGE])) * 1000)  # noqa: B023
            counted[name].append(seconds(lambda: hits[: MANY + 1].count()) * 1000)  # noqa: B023
    times = {name: statistics.median(each) for name, each in spent.items()}
    told = "　".join(
        f"{name} newest {times[name]:.1f} ms, count to {MANY:,} {statistics.median(counted[name]):.1f} ms,"
        f" {hits.count()} hits"
        for name, (hits, _) in both.items()
    )
    same = list(both["index"][1][:PAGE]) == list(both["LIKE"][1][:PAGE])
    return f"{told}　{times['LIKE'] / times['index']:.0f} x, {'the same' if same else 'OTHER'} hits"


def measure(rows: int) -> Iterator[str]:
    """Each query, for each reader."""
    from django.db import connection

    yield f"{connection.vendor}: {rows} rows filled in {seconds(lambda: fill(rows)):.1f} s"
    for name, user in readers().items():
        for query in QUERIES:
            yield f"{name} {query}: {compared(query, user)}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=ROWS, help=f"how many rows (default {ROWS:,})")
    rows = parser.parse_args().rows
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    with scratch_database():
        for line in measure(rows):
            print(line, flush=True)


if __name__ == "__main__":
    main()
