"""Fixtures of this folder."""

from tests.seeded import seed

__all__ = ["seed"]
