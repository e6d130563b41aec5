"""Fixtures of this folder."""

from tests.seeded import loaded_seed, seed

__all__ = ["loaded_seed", "seed"]
