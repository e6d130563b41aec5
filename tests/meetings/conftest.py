"""Fixtures of this folder."""

from tests.meetings.openings import last
from tests.seeded import loaded_seed, seed

__all__ = ["last", "loaded_seed", "seed"]
