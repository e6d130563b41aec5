"""How long the seed's 会議録 takes from the database to bytes, beside two yardsticks on the same HTML.

The yardsticks: a bare WeasyPrint call with the same options, in a warm worker process of its own, its style
sheet parsed and its fonts loaded beforehand; and a warm Chromium that prints with tags. All take turns in
one run, so that whatever else the machine does hits each of them alike. A document that nobody has changed
since it was printed is not printed again; that has a line of its own.
"""

import multiprocessing
import os
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench.bare import bare_weasyprint
from meetings.documents import minutes_job, minutes_pdf
from meetings.models import Meeting
from portal.accounts.models import User
from portal.documents import pdf, renderer, typefaces
from portal.documents.choices import EditionAudience
from portal.documents.pdf import PrintJob

ROUNDS = 9
BARE_GOAL, CHROMIUM_GOAL = 1.15, 1.0
Timed = Callable[[], bytes]


@contextmanager
def _bare(job: PrintJob) -> Iterator[Timed]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=context) as pool:
        yield lambda: pool.submit(bare_weasyprint, job).result()


def _fontconfig(folder: Path) -> Path:
    """A configuration that shows our fonts as the system's."""
    written = folder / "fonts.conf"
    written.write_text(
        f"<fontconfig><dir>{typefaces.FONT_DIR}</dir><cachedir>{folder}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return written


@contextmanager
def _chromium(job: PrintJob) -> Iterator[Timed | None]:
    """A warm Chromium that lays the same HTML out and prints it; our fonts are its system's fonts."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        yield None
        return
    from playwright.sync_api import sync_playwright

    css = (
        re.sub(r"@font-face {[^}]*}", "", pdf.BASE_CSS.read_text(encoding="utf-8")) + pdf.JUSTIFIED + job.css
    )
    html = job.html.replace("</head>", f"<style>{css}</style></head>")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu"],
            env={**os.environ, "FONTCONFIG_FILE": str(_fontconfig(Path(folder)))},
        )
        page = browser.new_page()

        def printed() -> bytes:
            page.set_content(html)
            return page.pdf(tagged=True, prefer_css_page_size=True, print_background=True)

        yield printed
        browser.close()


def _milliseconds(act: Timed) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def _in_turns(acts: dict[str, Timed]) -> dict[str, float]:
    """Median milliseconds of each, after two rounds that warm the workers."""
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for turn in range(ROUNDS + 2):
        for name, act in acts.items():
            spent = _milliseconds(act)
            if turn >= 2:
                taken[name].append(spent)
    return {name: statistics.median(all_of) for name, all_of in taken.items()}


def measure(meeting: Meeting, reader: User) -> Iterator[str]:
    """Lines of a table: each edition, ours against the yardsticks."""
    for audience in EditionAudience:
        job = minutes_job(meeting, audience, reader=reader)
        again = partial(minutes_pdf, meeting, audience, reader=reader)
        with _bare(job) as bare, _chromium(job) as chromium:
            acts: dict[str, Timed] = {"first": partial(_first, again), "again": again, "bare": bare}
            if chromium is not None:
                acts["chromium"] = chromium
            medians = _in_turns(acts)
        yield f"{audience.label} ({job.variant.value}), median of {ROUNDS}"
        yield f"  database to bytes              {medians['first']:7.0f} ms"
        yield f"  the same again, unchanged      {medians['again']:7.0f} ms"
        yield from _against(medians, "bare", "bare WeasyPrint", BARE_GOAL)
        if chromium is None:
            yield "  Chromium                       not found"
        else:
            yield from _against(medians, "chromium", "warm tagged Chromium print", CHROMIUM_GOAL)


def _first(printed: Timed) -> bytes:
    """As if the document had never been printed."""
    renderer.printed.cache_clear()
    return printed()


def _against(medians: dict[str, float], name: str, label: str, goal: float) -> Iterator[str]:
    ratio, again = medians["first"] / medians[name], medians["again"] / medians[name]
    verdict = "reached" if ratio <= goal else "MISSED"
    yield (
        f"  {label:30} {medians[name]:7.0f} ms   ratio {ratio:.2f}   goal {goal:.2f} {verdict}"
        f"   (unchanged {again:.2f})"
    )
