"""The rows of one page, found so that a long list answers as fast as a short one.

Rows are put in order by their keys alone: what a page shows is read for no other row. An order that begins
with a field of another record can be read off an index of that field only where the field has a value, so
the rows without one, which stand below, are asked for apart; of few rows that is not worth a question more.
"""

from typing import Any

from django.db.models import F
from django.db.models.expressions import OrderBy

from portal.lists.address import Address
from portal.lists.counting import CAP, Count, counts


def keys_and_count(address: Address, records: Any, start: int, stop: int) -> tuple[Any, Count]:
    """The keys of some records in the order of the address, and how many there are in all, up to a cap.

    Of more records than that, the keys are read here: as a question within the one for what a page shows,
    PostgreSQL would first read every row that may be shown.
    """
    keys = records.order_by(*address.order).values_list("pk", flat=True)
    if not address.blanks:
        (count,) = counts([records], [CAP])
        return list(keys[start:stop]) if count.is_capped else keys[start:stop], count
    filled = records.filter(**{f"{address.blanks}__isnull": False}).order_by(*_index_order(address.order))
    count, above = counts([records, filled], [CAP, stop])
    if not count.is_capped:
        return keys[start:stop], count
    found = list(filled.values_list("pk", flat=True)[start : above.number]) if start < above.number else []
    if above.number < stop:
        blank = records.filter(**{f"{address.blanks}__isnull": True}).order_by(*address.order[1:])
        beyond = slice(max(start - above.number, 0), stop - above.number)
        found += blank.values_list("pk", flat=True)[beyond]
    return found, count


def _index_order(order: list[Any]) -> list[Any]:
    """The order without a word on blanks, of which there are none: an index has none in it either."""
    first, *rest = order
    assert isinstance(first, OrderBy)
    assert isinstance(first.expression, F)
    return [OrderBy(first.expression, descending=first.descending), *rest]
