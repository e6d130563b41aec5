"""What is called at the end of an operation, and of what it hears."""

import pytest
from django.db import transaction

from portal.accounts.models import Organisation
from portal.audit import closing
from portal.audit.closing import Touched, register_closer
from portal.audit.ledger import Change, Operation
from portal.audit.operations import OpenOperation
from portal.audit.verifying import faults
from tests.factories.portal import OrganisationFactory
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db
ORGANISATIONS = frozenset({"portal.organisation"})


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Touched]:
    """Nobody is called but a closer that keeps what it hears of organisations."""
    told: list[Touched] = []
    monkeypatch.setattr(closing, "_closers", [])
    register_closer(lambda opened, touched: told.append(touched), reads=lambda: ORGANISATIONS)
    return told


def test_closer_hears_once_of_the_records_of_its_kinds_and_of_deletions(heard: list[Touched]):
    with as_system():
        kept, gone = OrganisationFactory(), OrganisationFactory()
        kept.save()
    with as_system():
        key = gone.pk
        gone.delete()
    assert [told.keys["portal.organisation"] for told in heard] == [{kept.pk, key}, {key}]
    assert [told.deleted for told in heard] == [frozenset(), ORGANISATIONS]


def test_closer_is_not_called_for_other_kinds_nor_for_an_operation_that_wrote_nothing(heard: list[Touched]):
    home = OrganisationFactory()
    heard.clear()
    with as_system():
        home.departments.create(name="一課")
    with as_system():
        pass
    assert heard == []
    assert Operation.objects.count() == 2


def test_later_closer_hears_of_what_an_earlier_one_wrote_and_all_is_sealed(heard: list[Touched]):
    def rename(opened: OpenOperation, touched: Touched) -> None:
        Organisation.objects.create(kind="state", name="国")

    closing._closers.clear()
    register_closer(rename, reads=lambda: ORGANISATIONS)
    register_closer(lambda opened, touched: heard.append(touched), reads=lambda: ORGANISATIONS)
    with as_system() as act:
        OrganisationFactory()
    assert len(heard[0].keys["portal.organisation"]) == 2
    assert Change.objects.filter(operation_id=act.operation_id).count() == 2
    assert list(faults()) == []


def test_what_was_taken_back_inside_an_operation_is_neither_heard_of_nor_sealed(heard: list[Touched]):
    with as_system() as act:
        kept = OrganisationFactory()
        with transaction.atomic():
            OrganisationFactory()
            transaction.set_rollback(True)
    assert heard[0].keys["portal.organisation"] == {kept.pk}
    assert Operation.objects.get(operation_id=act.operation_id).change_count == 1
    assert list(faults()) == []
