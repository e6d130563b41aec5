"""The rows of one page, read so that a long list answers as fast as a short one.

Rows are put in order by their keys alone: what a page shows is read for no other row. An order that begins
with a field of another record can be read off an index of that field only where the field has a value, so
the rows without one, which stand below, are asked for apart.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import F
from django.db.models.expressions import OrderBy

from portal.lists.address import Address

Shown = Callable[[Any], Any]


def rows_between(address: Address, records: Any, shown: Shown, start: int, stop: int) -> list[Any]:
    """Some of the records in the order of the address; ``shown`` takes keys and reads what a page shows."""
    if not address.blanks:
        return _rows(records.order_by(*address.order), shown, start, stop)
    filled = records.filter(**{f"{address.blanks}__isnull": False}).order_by(*_index_order(address.order))
    number = filled.order_by()[:stop].count() if start else stop
    rows = _rows(filled, shown, start, stop) if number > start else []
    number = number if start else len(rows)
    if number == stop:
        return rows
    blank = records.filter(**{f"{address.blanks}__isnull": True}).order_by(*address.order[1:])
    return [*rows, *_rows(blank, shown, max(start - number, 0), stop - number)]


def _rows(records: Any, shown: Shown, start: int, stop: int) -> list[Any]:
    return list(shown(records.values("pk")[start:stop]))


def _index_order(order: list[Any]) -> list[Any]:
    """The order without a word on blanks, of which there are none: an index has none in it either."""
    first, *rest = order
    assert isinstance(first, OrderBy)
    assert isinstance(first.expression, F)
    return [OrderBy(first.expression, descending=first.descending), *rest]
