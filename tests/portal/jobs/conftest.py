"""Fixtures of this folder."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from portal.jobs import kinds as registry
from portal.jobs import stopping
from tests.copies import files_beside, seed_file, seeded
from tests.portal.jobs import kinds

__all__ = ["seed_file", "seeded"]


@pytest.fixture(autouse=True)
def kinds_of_tests(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The kinds of the tests are known while they run."""
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    monkeypatch.setattr(kinds.Failing, "raised", 0)
    kinds.register()
    yield
    stopping.forget()


@pytest.fixture
def shared_database(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> dict[str, str]:
    """A database that other processes see too; gives the environment in which they find it."""
    found = {**os.environ, "PORTAL_VAR_DIR": str(tmp_path), "PORTAL_JOB_LEASE": "2"}
    settings.JOB_LEASE = 2
    if connection.vendor == "sqlite":
        path = request.getfixturevalue("seeded").path
        return {**found, "PORTAL_SQLITE_PATH": str(path), "PORTAL_FILES_DIR": str(files_beside(path))}
    request.getfixturevalue("transactional_db")
    at = connection.settings_dict
    address = f"postgresql://{at['USER']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    return {**found, "PORTAL_DATABASE_URL": address, "PORTAL_FILES_DIR": str(settings.FILES_DIR)}
