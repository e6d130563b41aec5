"""Verbs of closed days."""

from datetime import date

import pytest

from portal.days.actions import close_day, edit_closed_day
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


def test_cause_of_a_closed_day_is_changed_and_the_old_one_stays_in_its_history() -> None:
    by = user_who_may_everything()
    closed = close_day(by=by, reason="市の記念日", day=date(2026, 10, 1), cause="記念日")
    edit_closed_day(by=by, reason="正式な名にする", closed_day=closed, cause="市制記念日")
    assert ClosedDay.objects.get().cause == "市制記念日"
    history = ClosedDay.history.filter(id=closed.pk).order_by("history_id")  # type: ignore[attr-defined]
    assert [(row.cause, row.history_change_reason) for row in history] == [
        ("記念日", "市の記念日"),
        ("市制記念日", "正式な名にする"),
    ]
