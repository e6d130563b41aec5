"""Where a record stands in the index: one number, the greater the newer. Pure functions.

The index is walked from its greatest number down and left as soon as enough was found, so that nothing has
to be sorted: 27 bits of minutes, 12 of what the record belongs to, 24 of its place there, the first the
greatest.
"""

from datetime import UTC, datetime, timedelta

_FIRST_MINUTE = datetime(1900, 1, 1, tzinfo=UTC)
_LAST = {"minute": 2**27 - 1, "group": 2**12 - 1, "position": 2**24 - 1}


def place_of(moment: datetime | None, group: int, position: int) -> int:
    """The place of a record; what has no moment is older than all that has one.

    Two records may want one place, as a few in the same minute of far apart groups do: one then stands in
    the next that is free.
    """
    minute = 0
    if moment is not None:
        minute = min(max((moment - _FIRST_MINUTE) // timedelta(minutes=1), 1), _LAST["minute"])
    within = _LAST["position"] - min(position, _LAST["position"])
    return minute << 36 | (group & _LAST["group"]) << 24 | within
