"""A page of a long list holds the rows that the whole list has there, whatever leads the order."""

from typing import Any

import pytest
from django.http import QueryDict

from meetings.lists import COMMITMENTS
from meetings.models import Commitment
from portal.lists import reading
from portal.lists.address import Address
from portal.lists.counting import Count
from portal.lists.reading import keys_and_count
from tests.factories import meetings as make
from tests.factories.portal import StatedDateFactory

pytestmark = pytest.mark.django_db
DAYS = ("2024-07-10", None, "2024-07-01", "", "2024-07-10", None, "2024-08-01", "")


@pytest.fixture
def mixed() -> int:
    """Due on days, two of them the same; due without a last day (None); not due at all (blank)."""
    meeting = make.MeetingFactory()
    for number, day in enumerate(DAYS):
        due = None if day == "" else StatedDateFactory(latest=day)
        make.CommitmentFactory(meeting=meeting, subject=f"宿題{number % 3}", due=due)
    return len(DAYS)


@pytest.mark.parametrize("cap", [3, 10_000], ids=["many", "few"])
@pytest.mark.parametrize(
    "sort", ["", "due", "-due", "-due,-subject", "due,kind", "subject", "-owner", "meeting"]
)
def test_any_stretch_is_that_of_the_whole_list(
    mixed: int, sort: str, cap: int, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(reading, "CAP", cap)
    address = Address(COMMITMENTS, QueryDict(f"sort={sort}"))
    every = Commitment.objects.all()
    whole = list(every.order_by(*address.order).values_list("pk", flat=True))
    assert len(whole) == mixed

    for start in range(mixed + 2):
        for stop in range(start + 1, mixed + 3):
            with django_assert_max_num_queries(3):
                keys, count = keys_and_count(address, every, start, stop)
            assert list(keys) == whole[start:stop], (start, stop)
            assert count == Count(min(mixed, cap), mixed > cap)
