"""Records and what they pointed to, as the history held them at one moment."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import Department, Organisation
from portal.audit.snapshots import Snapshot, entered_after
from tests.factories.portal import DepartmentFactory, OrganisationFactory
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 4, 1, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def department() -> Department:
    """Entered at FIRST, renamed with its organisation an hour later, deleted after another."""
    with time_machine.travel(FIRST, tick=False):
        OrganisationFactory.create_batch(3)
        found = DepartmentFactory(name="甲課", organisation__name="旧区")
    with time_machine.travel(FIRST + HOUR, tick=False), as_system():
        Organisation.objects.filter(name="旧区").update(name="仮区")
        Organisation.objects.filter(name="仮区").update(name="新区")
        found.name = "乙課"
        found.save()
    key = found.pk
    with time_machine.travel(FIRST + 2 * HOUR, tick=False), as_system():
        found.delete()
    found.pk = key
    return found


@pytest.mark.parametrize(
    ("hours", "told"), [(-0.5, []), (0, ["旧区甲課"]), (0.5, ["旧区甲課"]), (1, ["新区乙課"]), (2, [])]
)
def test_snapshot_holds_records_and_relations_of_its_moment(
    department: Department, hours: float, told: list[str]
) -> None:
    then = Snapshot(FIRST + hours * HOUR)
    found = then.records(Department, id=department.pk)
    with CaptureQueriesContext(connection) as queries:
        then.relate("organisation", found)
        assert [f"{each.organisation}{each.name}" for each in found] == told
    assert len(queries) == len(told)


def test_snapshot_of_now_reads_what_stands() -> None:
    DepartmentFactory(name="甲課")
    found = Snapshot().records(Department, name="甲課")
    assert Snapshot().relate("organisation", found) == [found[0].organisation]
    assert Snapshot().relate("parent", found) == []
    assert found[0].parent is None


def test_entries_after_a_moment_are_counted_by_their_first_row(department: Department) -> None:
    keys = [department.pk]
    assert entered_after(Department, keys, FIRST) == 1
    assert entered_after(Department, keys, FIRST + timedelta(seconds=1)) == 0
    assert entered_after(Department, [], FIRST) == 0
