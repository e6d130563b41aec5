"""Counting up to a cap, many counts in one query."""

from typing import Any

import pytest

from portal.accounts.models import Organisation
from portal.lists.counting import Count, counted, counts
from tests.factories.portal import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_records_below_the_cap_are_counted_exactly() -> None:
    OrganisationFactory.create_batch(3)
    assert counted(Organisation.objects.all(), cap=3) == Count(3)
    assert str(counted(Organisation.objects.all())) == "3件"


def test_records_beyond_the_cap_are_that_many_or_more() -> None:
    OrganisationFactory.create_batch(3)
    assert str(counted(Organisation.objects.all(), cap=2)) == "2件以上"
    assert str(Count(10_000, is_capped=True)) == "10,000件以上"


def test_many_counts_cost_one_query(django_assert_num_queries: Any) -> None:
    OrganisationFactory.create_batch(3)
    first = Organisation.objects.order_by("name")[:1].values("pk")
    asked = [
        Organisation.objects.order_by("name"),
        Organisation.objects.none(),
        Organisation.objects.filter(pk__in=first),
    ]
    with django_assert_num_queries(1):
        assert counts(asked) == [Count(3), Count(0), Count(1)]


def test_counting_nothing_asks_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert counts([Organisation.objects.none()]) == [Count(0)]
