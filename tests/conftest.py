"""What every test may use."""

from collections.abc import Iterator

import pytest

from portal.audit.operations import OpenOperation
from tests.factories.writing import as_system


@pytest.fixture
def acting(db: None) -> Iterator[OpenOperation]:
    """One operation of ``system:tests`` around the whole test: records can be written freely.

    For tests that only need data. A test that calls actions as a user, or sends requests, writes its
    data with ``as_system()`` instead, since an operation belongs to one actor.
    """
    with as_system() as operation:
        yield operation
