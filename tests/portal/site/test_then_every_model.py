"""A record of any kind, read as it was recorded at a day."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from portal.site.history_rule import HistoryRule
from tests.doors import words_of
from tests.factories.portal import user_who_may_everything
from tests.factories.writing import as_system
from tests.portal.audit.registry import audited_models, inherited_by_each, made

MADE = datetime(2026, 4, 5, 3, tzinfo=UTC)


@pytest.mark.django_db
class ThenOfAModel:
    """Inherited by one class for every audited model there is."""

    model: Any

    def test_record_is_told_from_the_day_it_was_recorded_on(self, client: Client) -> None:
        with time_machine.travel(MADE, tick=False), as_system():
            record = made(self.model)
        user = user_who_may_everything()
        client.force_login(user)
        path = f"/history/{self.model._meta.label_lower}/{record.pk}/then/"
        before, after = (client.get(path, {"recorded_at": f"2026-04-{day:02}"}) for day in (4, 5))
        if HistoryRule(user).hidden_among({self.model: [record.pk]}):  # somebody else's own
            assert {before.status_code, after.status_code} == {404}
            return
        assert "この記録はまだありません" in words_of(before)
        assert after.context["facts"]


globals().update(inherited_by_each(ThenOfAModel, audited_models()))
