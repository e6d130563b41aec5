"""Queries and time of every page of the demo, slowest first."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from tests.addresses import Address, all_addresses

ROUNDS = 7
QUERY_GOAL, MILLISECOND_GOAL = 15, 100


@dataclass(frozen=True)
class Figure:
    """What one page costs."""

    address: Address
    queries: int
    milliseconds: float
    busy: float

    def __str__(self) -> str:
        missed = self.address.is_page and (self.queries > QUERY_GOAL or self.milliseconds > MILLISECOND_GOAL)
        note = "" if self.address.is_page else "  (file, not a page)"
        return (
            f"{self.milliseconds:7.1f} ms {self.busy:7.1f} ms CPU {self.queries:4} queries"
            f"  {self.address.path}  [{self.address.role}]{note}{'  MISSED' if missed else ''}"
        )


def _milliseconds(client: Client, path: str) -> tuple[float, float]:
    """What the clock says, and what this process worked: the rest went to others on the machine."""
    start, busy = time.perf_counter(), time.process_time()
    client.get(path)
    return (time.perf_counter() - start) * 1000, (time.process_time() - busy) * 1000


def figure_of(address: Address) -> Figure:
    """Measure one page, warm, signed in as the role that may see it."""
    client = Client()
    client.force_login(User.objects.filter(grants__role__code=address.role).first())
    client.get(address.path)
    with CaptureQueriesContext(connection) as captured:
        client.get(address.path)
    queries = len(captured)
    rounds = ROUNDS if address.is_page else 1
    spent = zip(*(_milliseconds(client, address.path) for _ in range(rounds)), strict=True)
    return Figure(address, queries, *map(statistics.median, spent))


def measure() -> Iterator[str]:
    """Lines of a table, slowest page first."""
    figures = [figure_of(address) for address in all_addresses()]
    figures.sort(key=lambda figure: figure.milliseconds, reverse=True)
    yield from map(str, figures)
    pages = [figure for figure in figures if figure.address.is_page]
    yield (
        f"{len(pages)} pages: at most {max(page.queries for page in pages)} queries (goal {QUERY_GOAL}) and "
        f"{max(page.milliseconds for page in pages):.0f} ms (goal {MILLISECOND_GOAL})"
    )
