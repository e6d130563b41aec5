"""Fixtures of this folder."""

from tests.browser.conftest import chromium, open_window
from tests.copies import addresses, seed_file, seeded, served

__all__ = ["addresses", "chromium", "open_window", "seed_file", "seeded", "served"]
