"""Fixtures of this folder."""

from tests.copies import addresses, seed_file, seeded, served
from tests.seeded import seed

__all__ = ["addresses", "seed", "seed_file", "seeded", "served"]
