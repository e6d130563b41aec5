"""Many records held at the versions that were read, or none of them."""

from typing import Any

import pytest
from django.db import connection, transaction

from portal.accounts.models import Organisation
from portal.audit.errors import StaleWrite
from portal.audit.locking import held
from tests.factories.portal import OrganisationFactory
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db


def test_records_are_held_in_the_order_of_their_keys() -> None:
    made = OrganisationFactory.create_batch(3)
    with as_system():
        found = held(Organisation, {record.pk: 1 for record in reversed(made)})
    assert found == made


def test_held_of_nothing_is_nothing() -> None:
    with as_system():
        assert held(Organisation, {}) == []


def test_records_that_were_changed_or_deleted_meanwhile_are_named_and_nothing_is_held() -> None:
    fresh, changed, deleted = OrganisationFactory.create_batch(3)
    key = deleted.pk
    with as_system():
        changed.save()
        deleted.delete()
    with pytest.raises(StaleWrite) as refused, as_system():
        held(Organisation, {fresh.pk: 1, changed.pk: 1, key: 1})
    assert refused.value.keys == (changed.pk, key)


def test_records_held_are_locked_where_the_database_has_row_locks(django_assert_num_queries: Any) -> None:
    record = OrganisationFactory()
    with transaction.atomic(), django_assert_num_queries(1) as asked:
        held(Organisation, {record.pk: 1})
    locks = "FOR UPDATE" in asked.captured_queries[0]["sql"]
    assert locks == connection.features.has_select_for_update
