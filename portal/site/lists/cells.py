"""Cells that can be edited in place: where each stands, and where it is edited."""

from typing import Any

from django.urls import reverse

from portal.lists.address import Address
from portal.lists.nouns import Column


def cell_id(key: Any, column: Column) -> str:
    """What the place of a cell is called in the page."""
    return f"cell-{key}-{column.key}"


def cell_url(address: Address, key: Any, column: Column) -> str:
    """Where the cell is edited; the way back leads to the list as it stood."""
    path = reverse("lists:cell", args=[address.listed.key, key, column.key])
    return f"{path}?{address.query(page=address.given.get('page'))}".rstrip("?")
