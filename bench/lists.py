"""The list against Django's own admin on the same rows, in one run. ``python -m bench.lists`` runs it alone.

Both answer through the same middleware with the same columns, relations, order and number of rows a page;
rounds of both take turns. The rows are put in with the wall down: a list reads no history.
"""

import os
import statistics
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

FEW, MANY, MEETINGS, BATCH = 1_000, 100_000, 200, 2_000
ROUNDS = 15
QUERY_GOAL, MILLISECOND_GOAL, ADMIN_GOAL, GROWTH_GOAL = 12, 150, 1.2, 1.5
LIST, ADMIN = "/commitments/", "/bench-admin/meetings/commitment/"
# What is asked of the list, and the same in the admin's words.
ASKED = {
    "first page": ("", ""),
    "one condition": ("state=open", "state__exact=open"),
    "by subject": ("sort=subject", "o=1"),
    "page 20": ("page=20", "p=20"),
}


def start() -> None:
    """Django with its admin, for this process only."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django
    from django.conf import settings
    from django.contrib import admin

    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "django.contrib.admin"]
    settings.ROOT_URLCONF = "bench.lists_urls"
    # Django's own templates, which the portal does without.
    settings.TEMPLATES[0]["DIRS"] = [
        *settings.TEMPLATES[0]["DIRS"],
        Path(admin.__file__).parent / "templates",
    ]
    # No test environment: it copies the context of every template, and one side has more of them.
    settings.ALLOWED_HOSTS = ["testserver"]
    django.setup()


def fill(total: int) -> None:
    """Commitments until there are so many; half of them with a day, spread over many sittings."""
    from bench.audit import wall_down
    from meetings.models import Commitment, Meeting
    from portal.accounts.models import Department
    from portal.sources.models import StatedDate

    sittings = list(Meeting.objects.order_by("pk"))
    owners = [None, *Department.objects.all()]
    begin = Commitment.objects.count()
    with wall_down():
        for first in range(begin, total, BATCH):
            numbers = range(first, min(first + BATCH, total))
            days = StatedDate.objects.bulk_create(
                StatedDate(words=f"{number}日まで", latest=date(2024, 4, 1) + timedelta(days=number % 3000))
                for number in numbers
                if number % 2
            )
            dues = iter(days)
            Commitment.objects.bulk_create(
                Commitment(
                    meeting=sittings[number % len(sittings)],
                    number=1000 + number // len(sittings),
                    kind="promise" if number % 3 else "instruction",
                    subject=f"手続{number % 9973}の見直しを進める",
                    words="速やかに見直しを進めてほしい。",
                    owner=owners[number % len(owners)],
                    state="open" if number % 5 else "done",
                    evidence="" if number % 5 else "通知した",
                    due=next(dues) if number % 2 else None,
                )
                for number in numbers
            )


def more_sittings() -> None:
    """Sittings for the commitments to hang on."""
    from bench.audit import wall_down
    from meetings.models import Meeting

    model = Meeting.objects.order_by("pk")[0]
    with wall_down():
        Meeting.objects.bulk_create(
            Meeting(body=model.body, fiscal_year=2000 + number // 10, number=100 + number % 10)
            for number in range(MEETINGS)
        )


def spent(clients: dict[str, Any], addresses: dict[str, str]) -> dict[str, float]:
    """Milliseconds of each address, median of rounds that take turns."""
    from bench.audit import seconds

    found: dict[str, list[float]] = {name: [] for name in addresses}
    for _ in range(ROUNDS):
        for name, path in addresses.items():
            found[name].append(seconds(lambda name=name, path=path: clients[name].get(path)) * 1000)
    return {name: statistics.median(times) for name, times in found.items()}


def queries_of(client: Any, path: str) -> int:
    """Queries of one page, after it was opened once."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def line(asked: str, queries: int, many: float, few: float, admin: float) -> str:
    """One line of the table."""
    missed = (
        queries > QUERY_GOAL
        or many > MILLISECOND_GOAL
        or many > admin * ADMIN_GOAL
        or many > few * GROWTH_GOAL
    )
    return (
        f"list of {MANY:,} rows, {asked:14} {queries:3} queries {many:6.1f} ms"
        f"  {many / admin:5.2f} x admin ({admin:.1f} ms)  {many / few:5.2f} x {FEW:,} rows ({few:.1f} ms)"
        f"{'  MISSED' if missed else ''}"
    )


def measure() -> Iterator[str]:
    """Lines of the table."""
    from django.db import connection
    from django.test import Client

    from bench.seed import secretariat_and_meeting

    secretariat, _ = secretariat_and_meeting()
    client = Client()
    client.force_login(secretariat)
    clients = {"list": client, "admin": client}
    more_sittings()
    fill(FEW)
    few, many = {}, {}
    for asked, (query, _same) in ASKED.items():
        queries_of(client, f"{LIST}?{query}")
        few[asked] = spent(clients, {"list": f"{LIST}?{query}"})["list"]
    fill(MANY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for asked, (query, same) in ASKED.items():
        queries = queries_of(client, f"{LIST}?{query}")
        queries_of(client, f"{ADMIN}?{same}")
        many = spent(clients, {"list": f"{LIST}?{query}", "admin": f"{ADMIN}?{same}"})
        yield line(asked, queries, many["list"], few[asked], many["admin"])
    yield (
        f"goals: {QUERY_GOAL} queries, {MILLISECOND_GOAL} ms, {ADMIN_GOAL} x admin, "
        f"{GROWTH_GOAL} x {FEW:,} rows"
    )


def main() -> None:
    """Print the table."""
    start()
    from bench.seed import seeded_database

    with seeded_database():
        for text in measure():
            print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
