"""Verbs of closed days."""

from datetime import date

import pytest

from portal.days.actions import close_day
from portal.days.models import ClosedDay
from tests.factories.portal import user_who_may_everything

pytestmark = pytest.mark.django_db


def test_closed_day_is_entered_with_who_and_why() -> None:
    by = user_who_may_everything()
    closed = close_day(by=by, reason="市の記念日", day=date(2026, 10, 1), cause="記念日")
    row = ClosedDay.history.get(id=closed.pk)  # type: ignore[attr-defined]
    assert (closed.day, row.history_user_id, row.history_change_reason) == (
        date(2026, 10, 1),
        by.pk,
        "市の記念日",
    )
