"""The list against Django's own admin on the same rows, in one run. ``python -m bench.lists`` runs it alone.

Both answer through the same middleware with the same columns, relations, order and number of rows a page;
rounds of both take turns. The rows are put in with the wall down: a list reads no history.
"""

import os
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

FEW, MANY, MEETINGS, BATCH = 1_000, 100_000, 200, 2_000
ROUNDS = 15
QUERY_GOAL, MILLISECOND_GOAL, ADMIN_GOAL, GROWTH_GOAL = 12, 150, 1.2, 1.5
LIST, ADMIN = "/commitments/", "/bench-admin/meetings/commitment/"
SECRETARIAT, STAFF = "secretariat", "staff"
# What is asked of the list and by whom, and the same in the admin's words. The secretariat may read all rows;
# staff may not, so that of each row it is asked whether its sitting and its item let them in.
ASKED = {
    "first page": (SECRETARIAT, "", ""),
    "one condition": (SECRETARIAT, "state=open", "state__exact=open"),
    "by subject": (SECRETARIAT, "sort=subject", "o=1"),
    "page 20": (SECRETARIAT, "page=20", "p=20"),
    "staff": (STAFF, "", ""),
    "staff, open": (STAFF, "state=open", "state__exact=open"),
}


@dataclass(frozen=True)
class Spent:
    """Milliseconds: by the clock, and of this process, which tells more on a machine that others share."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:6.1f} ms (cpu {self.cpu:5.1f})"


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


def spent(clients: dict[str, Any], addresses: dict[str, str]) -> dict[str, Spent]:
    """What each address costs, median of rounds that take turns."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in addresses}
    for _ in range(ROUNDS):
        for name, path in addresses.items():
            wall, cpu = time.perf_counter(), time.process_time()
            clients[name].get(path)
            found[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    return {
        name: Spent(*(statistics.median(each) * 1000 for each in zip(*times, strict=True)))
        for name, times in found.items()
    }


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


def line(asked: str, queries: int, many: Spent, few: Spent, admin: Spent) -> str:
    """One line of the table."""
    missed = (
        queries > QUERY_GOAL
        or many.wall > MILLISECOND_GOAL
        or many.wall > admin.wall * ADMIN_GOAL
        or many.wall > few.wall * GROWTH_GOAL
    )
    return (
        f"list of {MANY:,} rows, {asked:14} {queries:3} queries {many}"
        f"  {many.wall / admin.wall:5.2f} x admin {admin}"
        f"  {many.wall / few.wall:5.2f} x {FEW:,} rows {few}, of cpu {many.cpu / few.cpu:5.2f} x"
        f"{'  MISSED' if missed else ''}"
    )


def client_of(role: str) -> Any:
    """A browser of somebody with this role."""
    from django.test import Client

    from portal.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(staff_number=f"B-{role}"))
    return client


def measure() -> Iterator[str]:
    """Lines of the table."""
    from django.db import connection

    browsers = {role: client_of(role) for role in (SECRETARIAT, STAFF)}
    more_sittings()
    fill(FEW)
    few, many = {}, {}
    for asked, (role, query, _same) in ASKED.items():
        queries_of(browsers[role], f"{LIST}?{query}")
        few[asked] = spent({"list": browsers[role]}, {"list": f"{LIST}?{query}"})["list"]
    fill(MANY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for asked, (role, query, same) in ASKED.items():
        clients = {"list": browsers[role], "admin": browsers[SECRETARIAT]}
        queries = queries_of(clients["list"], f"{LIST}?{query}")
        queries_of(clients["admin"], f"{ADMIN}?{same}")
        many = spent(clients, {"list": f"{LIST}?{query}", "admin": f"{ADMIN}?{same}"})
        yield line(asked, queries, many["list"], few[asked], many["admin"])
    yield (
        f"goals: {QUERY_GOAL} queries, {MILLISECOND_GOAL} ms, {ADMIN_GOAL} x admin, "
        f"{GROWTH_GOAL} x {FEW:,} rows; load of the machine {os.getloadavg()[0]:.1f}"
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
