"""Fixtures of this folder."""

from tests.copies import seed_file, seeded

__all__ = ["seed_file", "seeded"]
