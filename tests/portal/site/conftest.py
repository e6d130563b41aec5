"""Fixtures of this folder."""

from tests.copies import addresses, seed_file, seeded

__all__ = ["addresses", "seed_file", "seeded"]
