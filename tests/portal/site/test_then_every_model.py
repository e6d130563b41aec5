"""A record of any kind, read as it was recorded at a day."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from portal.audit.snapshots import Snapshot
from portal.site.history_rule import HistoryRule
from tests.doors import words_of
from tests.factories.portal import user_who_may_everything
from tests.factories.writing import as_system
from tests.portal.audit.registry import audited_models, inherited_by_each, made

MADE = datetime(2026, 4, 5, 3, tzinfo=UTC)


def recorded(record: Any) -> dict[str, Any]:
    """The values that a history keeps."""
    kept = {field.attname for field in type(record).history.model._meta.concrete_fields}
    return {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields
        if field.attname in kept
    }


@pytest.mark.django_db
class ThenOfAModel:
    """Inherited by one class for every audited model there is."""

    model: Any

    def test_record_is_told_from_the_day_it_was_recorded_on(self, client: Client) -> None:
        with time_machine.travel(MADE, tick=False), as_system():
            record = made(self.model)
        stored = self.model._base_manager.get(pk=record.pk)
        for moment in (None, MADE + timedelta(days=1)):
            [read] = Snapshot(moment).records(self.model, **{self.model._meta.pk.attname: record.pk})
            assert recorded(read) == recorded(stored)
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
