"""Every record that has a page leads to its history from there."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting
from portal.site import registry
from portal.site.history_rule import audited_models, reads_of
from tests.factories.portal import user_who_may_everything
from tests.seeded import loaded_seed, seed

__all__ = ["loaded_seed", "seed"]


@pytest.mark.django_db
def test_every_record_with_a_page_leads_to_its_history_from_there(client: Client, seed: Meeting) -> None:
    user = user_who_may_everything()
    client.force_login(user)
    without, tried = [], 0
    for label in registry._record_pages:
        record: Any = reads_of(audited_models()[label], user).order_by("pk").first()
        if record is None:
            continue
        tried += 1
        page = client.get(registry.record_url(record), follow=True).content.decode()
        if f'href="{reverse("history", args=[label, record.pk])}"' not in page:
            without.append(label)
    assert without == []
    assert tried > 8
