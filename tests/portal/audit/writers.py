"""Several people who count up the same records at once."""

import threading

from django.db import connection

from portal.accounts.models import Department
from portal.audit.checking import drift
from portal.audit.operations import operation
from portal.audit.verifying import faults
from tests.factories.portal import DepartmentFactory

TURNS = 15


def count_up_together() -> list[object]:
    """Two writers, then four; returns everything that went wrong."""
    keys = [DepartmentFactory(name="0").pk for _ in range(3)]
    wrong: list[object] = []
    for count in (2, 4):
        threads = [threading.Thread(target=_write, args=(keys, wrong)) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for each in Department.objects.filter(pk__in=keys):
        if (each.name, each.version) != (str(6 * TURNS), 6 * TURNS + 1):
            wrong.append(f"{each.name} in version {each.version}")
    return [*wrong, *faults(), *drift()]


def _write(keys: list[int], wrong: list[object]) -> None:
    try:
        for _ in range(TURNS):
            with operation(by="system:tests", reason="数える"):
                for each in Department.objects.filter(pk__in=keys).select_for_update().order_by("pk"):
                    each.name = str(int(each.name) + 1)
                    each.save()
    except BaseException as error:
        wrong.append(error)
    finally:
        connection.close()
