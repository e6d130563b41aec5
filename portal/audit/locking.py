"""What was read is still what is stored, or nothing is written: for one record, and for many at once."""

from collections.abc import Mapping
from typing import Any, TypeVar

from portal.audit.errors import StaleWrite
from portal.audit.models import AuditedModel

Record = TypeVar("Record", bound=AuditedModel)


def held(model: type[Record], versions: Mapping[Any, int]) -> list[Record]:
    """The records of these keys, locked until the operation ends, in the order of their keys.

    ``versions`` says which version of each was read. Whoever writes over many records (a bulk edit, the rows
    of a sheet) takes them from here. Raises ``StaleWrite`` with the keys that somebody else changed or
    deleted since; then nothing is written.
    """
    found = list(model._base_manager.select_for_update().filter(pk__in=versions).order_by("pk"))
    fresh = {record.pk for record in found if record.version == versions[record.pk]}
    if stale := sorted(versions.keys() - fresh):
        raise StaleWrite(keys=stale)
    return found
