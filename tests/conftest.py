"""What every test may use."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.audit.operations import OpenOperation
from tests.factories.writing import as_system


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let ``make full`` ask for everything."""
    parser.addoption("--full", action="store_true", help="run the long tests marked full too")


# Files are handed out whole (--dist loadfile), those that take long before all others: a long file that comes
# last leaves one core waiting. The first two are no accident: they prepare different things.
LONG = (
    "tests/attacks/test_access_matrix.py",
    "tests/portal/site/test_every_page.py",
    "tests/browser/test_pages.py",
    "tests/attacks/",
    "tests/stories/",
    "tests/browser/",
)


def _place(item: pytest.Item) -> int:
    return next((place for place, start in enumerate(LONG) if item.nodeid.startswith(start)), len(LONG))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes long; leave the longest tests out unless asked for them."""
    items.sort(key=_place)
    if config.getoption("--full"):
        return
    long = [item for item in items if item.get_closest_marker("full")]
    items[:] = [item for item in items if not item.get_closest_marker("full")]
    config.hook.pytest_deselected(items=long)


@pytest.fixture(autouse=True)
def files_dir(settings: Any, tmp_path: Path) -> Path:
    """Where this test's uploads go; nothing of a test lands among the files of the tree."""
    settings.FILES_DIR, settings.JOBS_DIR = tmp_path / "files", tmp_path / "jobs"
    return settings.FILES_DIR


@pytest.fixture
def acting(db: None) -> Iterator[OpenOperation]:
    """One operation of ``system:tests`` around the whole test: records can be written freely.

    For tests that only need data. A test that calls actions as a user, or sends requests, writes its
    data with ``as_system()`` instead, since an operation belongs to one actor.
    """
    with as_system() as operation:
        yield operation
