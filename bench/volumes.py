"""A bound volume of 500 pages, and what a second core gives where records have yet to be printed.

``python -m bench.volumes [RECORDS]`` runs it. The pages are the seed's record, printed once and stored as
issued editions are; the steps of the work itself are timed, from the store to the bytes of the volume.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench.audit import bound, seconds

PAGES, VOLUME_GOAL = 500, 3.0
RECORDS, CORES_GOAL = 100, 1.7
ROUNDS = 3
BOUND_YEAR, DRAFT_YEAR = 2030, 2031


def issue(meeting: Any, by: Any) -> int:
    """As many sittings as it takes, each with the record as an issued 原本; returns the number of pages."""
    from django.utils import timezone

    from meetings.documents import minutes_pdf
    from meetings.models import Edition, Meeting
    from portal.documents.choices import EditionAudience
    from portal.documents.extraction import page_count
    from portal.files.actions import add_file, keep_content
    from portal.files.choices import FileKind

    content = minutes_pdf(meeting, EditionAudience.INTERNAL, reader=by)
    pages = page_count(content)
    kept = keep_content([content])
    number = -(-PAGES // pages)

    file = add_file(by=by, reason="計測", kept=kept, name="会議録.pdf", kind=FileKind.PDF)

    def write() -> None:
        for each in range(1, number + 1):
            sitting = Meeting(body=meeting.body, fiscal_year=BOUND_YEAR, number=each)
            sitting.save()
            Edition(
                meeting=sitting,
                audience=EditionAudience.INTERNAL,
                number=1,
                issued_at=timezone.now(),
                issued_by=by,
                file=file,
                page_count=pages,
                check_number="0000-0000-0000",
                ledger_sequence=1,
                ledger_head="0" * 64,
            ).save()

    bound(write)
    return number * pages


def draft(meeting: Any, records: int) -> None:
    """Sittings with the seed's rows and nothing issued."""
    from meetings.models import Meeting, MinutesEntry

    rows = list(meeting.entries.values("kind", "speaker_label", "text"))

    def write(number: int) -> None:
        sitting = Meeting(body=meeting.body, fiscal_year=DRAFT_YEAR, number=number)
        sitting.save()
        MinutesEntry.objects.bulk_create(
            MinutesEntry(meeting=sitting, position=place, **values) for place, values in enumerate(rows)
        )

    for number in range(1, records + 1):
        bound(partial(write, number))


def gathered(year: int, body: int, by: Any, folder: Path) -> tuple[Any, list[tuple[str, Path]]]:
    """The steps of the work, each with its part on disk as the worker leaves it."""
    from django.utils import timezone

    from meetings.jobs import BoundVolume
    from portal.jobs.kinds import Work
    from portal.jobs.models import Job

    kind, parts = BoundVolume(), []
    asked = {"body": body, "fiscal_year": year, "audience": "internal"}
    work = Work(Job(kind=kind.code, title="計測", parameters=asked, owner=by, asked_at=timezone.now()), by)
    for place, step in enumerate(kind.plan(work)):
        path = folder / f"{place}.part"
        with path.open("wb") as out:
            done = kind.step(work, step.key, out)
        if done.is_problem:
            raise RuntimeError(done.words)
        parts.append((step.key, path))
    return work, parts


def whole(year: int, body: int, by: Any, folder: Path) -> None:
    """The work from beginning to end."""
    from meetings.jobs import BoundVolume

    work, parts = gathered(year, body, by, folder)
    with (folder / "volume.pdf").open("wb") as out:
        BoundVolume().result(work, parts, out)


def measure(records: int, folder: Path) -> Iterator[str]:
    """Both figures; one core and both take turns."""
    from bench.seed import secretariat_and_meeting
    from portal.documents.renderer import render_each

    by, meeting = secretariat_and_meeting()
    pages = issue(meeting, by)
    bind = partial(whole, BOUND_YEAR, meeting.body_id, by, folder)
    bind()
    spent = min(seconds(bind) for _ in range(ROUNDS))
    size = (folder / "volume.pdf").stat().st_size / 1024**2
    verdict = "reached" if spent <= VOLUME_GOAL else "MISSED"
    yield f"volume of {pages} issued pages, {size:.0f} MB   {spent:5.2f} s   goal {VOLUME_GOAL:.1f} {verdict}"
    draft(meeting, records)
    print_them = partial(gathered, DRAFT_YEAR, meeting.body_id, by, folder)
    with patch("meetings.jobs.render_each", partial(render_each, at_once=1)):
        one = seconds(print_them)
    both = seconds(print_them)
    verdict = "reached" if one / both >= CORES_GOAL else "MISSED"
    yield (
        f"{records} unissued records   one at a time {one:5.1f} s   two at once {both:5.1f} s"
        f"   ratio {one / both:.2f}   goal {CORES_GOAL:.1f} {verdict}"
    )


def main() -> None:
    """Print the figures."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from django.test import override_settings

    from bench.seed import seeded_database

    records = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder)
        with override_settings(FILES_DIR=path / "files"), seeded_database():
            for line in measure(records, path):
                print(line, flush=True)


if __name__ == "__main__":
    main()
