"""What the audited layer costs against the plain call, in one run. ``python -m bench.audit`` runs it alone.

"Plain" is Django's own call on the same table with the wall taken down. On PostgreSQL when
``PORTAL_DATABASE_URL`` names one, else on an SQLite file.
"""

import itertools
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROUNDS, SAVES, ROWS, BATCH = 7, 60, 10_000, 500
BODY = "電話機能が大事では。"


def seconds(call: Callable[[], Any]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


@contextmanager
def scratch_database() -> Iterator[None]:
    """An empty, migrated database that vanishes afterwards."""
    from django.db import connection

    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "audit.sqlite3")
        before = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)


def source(number: int) -> Any:
    """An unsaved record of six fields and about 560 characters of text."""
    from portal.sources.models import Source

    return Source(
        title=f"資料{number}", kind="report", issuer="見本区", missing_figures=f"{number}" + BODY * 56
    )


def bound(call: Callable[[], Any]) -> Any:
    """The call as one operation."""
    from portal.audit.operations import operation

    with operation(by="system:bench", reason="計測"):
        return call()


@contextmanager
def wall_down() -> Iterator[None]:
    """Plain Django for a while."""
    from django.db import connection

    connection.lower_wall()  # type: ignore[attr-defined]
    yield
    connection.raise_wall()  # type: ignore[attr-defined]


def rows_of_minutes() -> Iterator[Any]:
    """Unsaved rows of one sitting's record, each of about 560 characters that the search index holds."""
    from meetings.choices import EntryKind
    from meetings.models import Meeting, MeetingBody, MinutesEntry, MinutesForm
    from portal.accounts.models import Organisation

    def sitting() -> Meeting:
        owner = Organisation.objects.create(kind="municipality", name="見本区")
        form = MinutesForm.objects.create(name="計測様式", layout={"rows": []})
        body = MeetingBody.objects.create(name="計測会議", organisation=owner, minutes_form=form)
        return Meeting.objects.create(body=body, number=1, fiscal_year=2024)

    meeting = bound(sitting)
    return (
        MinutesEntry(meeting=meeting, position=number, kind=EntryKind.STAGE, text=f"{number}" + BODY * 56)
        for number in itertools.count(1)
    )


def saves(what: str, fresh: Iterator[Any], goal: str) -> Iterator[str]:
    """One save, each a transaction of its own: rounds of plain and audited take turns.

    Plain is ``Model.save`` in autocommit, as Django has it: nothing opened around it, no trigger under it.
    """
    from django.db import models

    spent: dict[str, list[float]] = {"create": [], "update": [], "plain create": [], "plain update": []}
    for _ in range(ROUNDS):
        with wall_down():
            made = [next(fresh) for _ in range(SAVES)]
            spent["plain create"] += [seconds(lambda r=r: models.Model.save(r)) for r in made]
            spent["plain update"] += [seconds(lambda r=r: models.Model.save(r)) for r in made]
        made = [next(fresh) for _ in range(SAVES)]
        spent["create"] += [seconds(lambda r=r: bound(r.save)) for r in made]
        spent["update"] += [seconds(lambda r=r: bound(r.save)) for r in made]
    for name in ("create", "update"):
        plain, audited = (statistics.median(spent[key]) * 1000 for key in (f"plain {name}", name))
        yield f"{what}, {name}: {plain:.2f} ms -> {audited:.2f} ms, {audited / plain:.1f} x{goal}"


def bulks() -> Iterator[str]:
    """Ten thousand rows in one operation."""
    from portal.sources.models import Source

    rows = Source.objects.filter(kind="survey")

    def fresh() -> list[Any]:
        made = [source(2_000_000 + number) for number in range(ROWS)]
        for each in made:
            each.kind = "survey"
        return made

    def bulk_update() -> None:
        kept = list(rows)
        for each in kept:
            each.issuer, each.original = "別", "別"
        Source.objects.bulk_update(kept, ["issuer", "original"], batch_size=BATCH)

    calls: list[tuple[str, Callable[[], Any], str]] = [
        ("bulk_create", lambda: Source.objects.bulk_create(fresh(), batch_size=BATCH), "goal 4 x"),
        ("bulk_update", bulk_update, "goal 2 x"),
        ("QuerySet.update", lambda: rows.update(issuer="皆"), "goal 2 s"),
        ("QuerySet.delete", rows.delete, "goal 2 s"),
    ]
    with wall_down():
        plain = [seconds(call) for _, call, _ in calls]
    for (name, call, goal), before in zip(calls, plain, strict=True):
        audited = seconds(lambda call=call: bound(call))
        yield f"{name}, {ROWS} rows: {before:.2f} s -> {audited:.2f} s, {audited / before:.1f} x ({goal})"


def verification() -> Iterator[str]:
    """The whole chain, and what a million changes would take."""
    import resource

    from portal.audit.verifying import faults, totals

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    spent = seconds(lambda: list(faults()))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    operations, changes = totals()
    yield (
        f"verify {operations} operations, {changes} changes: {spent:.2f} s, {spent / changes * 1e6:.1f} s per"
        f" million (goal 20 s), {grown:.0f} MiB more memory"
    )


def past(model: Any, columns: str, values: str, *, records: int, versions: int, first: int) -> None:
    """History rows of a kind, one version a day: ``values`` are said of ``x``, the number of the record."""
    from django.db import connection

    def day(number: str) -> str:
        if connection.vendor == "sqlite":
            return f"datetime('2020-01-01', {number} || ' days')"
        return f"timestamptz '2020-01-01 00:00Z' + {number} * interval '1 day'"

    with wall_down(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model.history.model._meta.db_table} (id, {columns},"
            " version, history_type, history_date, valid_until) WITH RECURSIVE n(y) AS"
            f" (SELECT 0 UNION ALL SELECT y + 1 FROM n WHERE y < {records * versions - 1}),"
            f" m(x, v) AS (SELECT y / {versions} + {first}, y % {versions} FROM n)"
            f" SELECT x, {values}, v + 1, '~',"
            f" {day('v')}, CASE WHEN v < {versions - 1} THEN {day('(v + 1)')} END FROM m"
        )
        cursor.execute("ANALYZE")


def points_in_time() -> Iterator[str]:
    """Pages as they were recorded at a moment, among a million history rows of each kind (5,000 x 200)."""
    from datetime import UTC, datetime, timedelta

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from portal.audit.reading import recorded_at
    from portal.audit.snapshots import Snapshot
    from portal.sources.models import Citation, Source

    size: Any = {"records": 5000, "versions": 200, "first": 1_000_000}
    past(
        Source, "title, kind, issuer, original, missing_figures", "'資料' || x, 'report', '', '', ''", **size
    )
    cited = "'portal.source', x, '', '', '', 'quoted', 1000000 + x % 5000"
    past(Citation, "record_model, record_key, field, place, quote, basis, source_id", cited, **size)

    def page(then: Snapshot) -> Any:
        return list(recorded_at(Source, then.moment).order_by("title")[:50])  # type: ignore[arg-type]

    def related(then: Snapshot) -> Any:
        rows = recorded_at(Citation, then.moment).order_by("record_key")[:50]  # type: ignore[arg-type]
        return then.relate("source", [row.instance for row in rows])

    def one(then: Snapshot) -> Any:
        found = then.records(Source, id=1_000_077)
        return found, then.records(Citation, source_id=1_000_077)

    start = datetime(2020, 1, 1, tzinfo=UTC)
    calls = {"page of 50": page, "page of 50 with what it points to": related, "a record and its parts": one}
    for name, days in (("middle", 100), ("latest", 200)):
        then = Snapshot(start + timedelta(days=days))
        for what, call in calls.items():
            with CaptureQueriesContext(connection) as queries:
                call(then)
            before = time.process_time()
            spent = [seconds(lambda then=then, call=call: call(then)) for _ in range(7)]
            own = (time.process_time() - before) / len(spent)
            yield (
                f"a million rows each, {what} at the {name}: {min(spent) * 1000:.0f} ms"
                f" ({own * 1000:.0f} ms of this process) in {len(queries)} queries (goal 60 ms)"
            )


def measure() -> Iterator[str]:
    """All lines of the table."""
    from django.db import connection

    from bench import audit_writers

    yield f"audited layer on {connection.vendor}"
    with scratch_database():
        yield from saves("save", map(source, itertools.count()), " (goal 3 x)")
        yield from saves("save of a text in the search index", rows_of_minutes(), ", its index with it")
        yield from bulks()
        yield from verification()
        yield from audit_writers.measure()
        yield from points_in_time()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    for line in measure():
        print(line, flush=True)
    sys.exit()
