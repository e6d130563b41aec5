"""Several writers at once, and writers that die: counted from outside, in processes of their own.

``python -m bench.audit_writers count|bulk`` is such a process; it finds its database in the
environment.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

SECONDS = 8.0
ROWS_A_TIME = 3
RECORDS = 50
DEATHS = 20
LONGEST_LIFE = 0.4
TITLE = "同時"
# Any number: held by a writer for as long as its back end lives.
LIFE = 20240629


def measure() -> Iterator[str]:
    """Two and four writers; then bulk changes, each killed at a later point than the one before."""
    from django.db import connection

    from bench.audit import bound, source, wall_down
    from portal.audit.verifying import faults

    kept = [source(number) for number in range(RECORDS)]
    for number, each in enumerate(kept):
        each.title, each.issuer = f"{TITLE}{number}", "0"
    bound(lambda: [each.save() for each in kept])
    for writers in (2, 4):
        before = _counted()
        told = _run(writers)
        yield _line(told, lost=_committed(told) * ROWS_A_TIME - (_counted() - before))
    if connection.vendor == "postgresql":
        with wall_down():
            plain = _run(4)
        yield (
            f"4 writers with history and chain: {_committed(told) / _committed(plain):.2f} x the throughput"
            " of plain writes (goal 0.6 x)"
        )
    clean = sum(_killed_cleanly(point) for point in range(DEATHS))
    yield f"kill -9 at {DEATHS} points of a bulk change: {clean} of {DEATHS} clean (all or nothing)"
    yield f"chain after all of it: {next(faults(), 'whole')}"


def _counted() -> int:
    from portal.sources.models import Source

    return sum(
        int(each) for each in Source.objects.filter(title__startswith=TITLE).values_list("issuer", flat=True)
    )


def _committed(told: list[dict[str, Any]]) -> int:
    return sum(each["committed"] for each in told)


def _line(told: list[dict[str, Any]], *, lost: int) -> str:
    return (
        f"{len(told)} writers for {SECONDS:.0f} s: {_committed(told) / SECONDS:.0f} operations/s of"
        f" {ROWS_A_TIME} rows, {sum(each['locked'] for each in told)} locked or deadlocked,"
        f" {lost} lost updates, longest wait {max(each['longest'] for each in told):.2f} s"
    )


def _start(what: str) -> subprocess.Popen[str]:
    from django.db import connection

    name = connection.settings_dict["NAME"]
    place = {"PORTAL_SQLITE_PATH": name}
    if connection.vendor == "postgresql":
        place = {"PORTAL_DATABASE_URL": os.environ["PORTAL_DATABASE_URL"].rpartition("/")[0] + f"/{name}"}
    command = [sys.executable, "-m", "bench.audit_writers", what]
    return subprocess.Popen(command, env={**os.environ, **place}, stdout=subprocess.PIPE, text=True)


def _run(writers: int) -> list[dict[str, Any]]:
    started = [_start("count") for _ in range(writers)]
    return [json.loads(each.communicate()[0]) for each in started]


def _killed_cleanly(point: int) -> bool:
    """A bulk change dies somewhere: afterwards all its rows are there, or none, and so is its history."""
    from portal.audit.checking import drift
    from portal.sources.models import Source

    def states() -> set[str]:
        return set(Source.objects.filter(title__startswith=TITLE).values_list("original", flat=True))

    # What was written with the wall down is in no history, before and after.
    amiss = sum(1 for _ in drift())
    writer = _start("bulk")
    assert writer.stdout is not None
    writer.stdout.readline()
    time.sleep(point * LONGEST_LIFE / DEATHS)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    _outlive()
    return len(states()) == 1 and sum(1 for _ in drift()) == amiss


def _on_postgresql(sql: str) -> None:
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql, [LIFE])


def _outlive() -> None:
    """Look no sooner than a dead writer's back end is gone.

    PostgreSQL's server process lives on after its client and ends the statement it is at, perhaps a COMMIT
    between two looks of ours; its lock ends with it. On SQLite nothing of the dead is left to wait for.
    """
    _on_postgresql("SELECT pg_advisory_lock(%s)")
    _on_postgresql("SELECT pg_advisory_unlock(%s)")


def _count() -> None:
    """Add one to three records, in the order of their keys, as often as the time allows."""
    from django.db import OperationalError

    from portal.audit.operations import operation
    from portal.sources.models import Source

    keys = list(Source.objects.filter(title__startswith=TITLE).values_list("pk", flat=True))
    told = {"committed": 0, "locked": 0, "longest": 0.0}
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        start = time.monotonic()
        try:
            with operation(by="system:bench", reason="同時の書き込み"):
                chosen = Source.objects.filter(pk__in=random.sample(keys, ROWS_A_TIME)).order_by("pk")
                for record in chosen.select_for_update():
                    record.issuer = str(int(record.issuer) + 1)
                    record.save()
            told["committed"] += 1
        except OperationalError:
            told["locked"] += 1
        told["longest"] = max(told["longest"], time.monotonic() - start)
    print(json.dumps(told))


def _bulk() -> None:
    """Change all records in one operation, over and over, until killed."""
    from portal.audit.operations import operation
    from portal.sources.models import Source

    _on_postgresql("SELECT pg_advisory_lock(%s)")
    print("ready", flush=True)
    for turn in range(1_000_000):
        with operation(by="system:bench", reason="一括の変更"):
            for record in Source.objects.filter(title__startswith=TITLE).order_by("pk"):
                record.original = f"{os.getpid()}-{turn}"
                record.save()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    {"count": _count, "bulk": _bulk}[sys.argv[1]]()
