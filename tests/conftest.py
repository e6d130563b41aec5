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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests out unless asked for them."""
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
