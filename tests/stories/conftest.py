"""Fixtures of this folder."""

from tests.copies import addresses, seed_file, seeded, served
from tests.seeded import loaded_seed, seed

__all__ = ["addresses", "loaded_seed", "seed", "seed_file", "seeded", "served"]
