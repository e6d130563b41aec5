"""Histories of what is one person's own: closed to everybody else, whatever their rights, even when gone."""

from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.jobs.actions.asking import request_job
from portal.lists.models import SavedView
from portal.notices.models import NoticeAddress
from portal.site.history_export import TimelineExport
from tests.factories.meetings import MeetingFactory
from tests.factories.portal import user_who_may_everything
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db


def own(person: User, kind: str) -> Any:
    """Something that only this person may read."""
    if kind == "address":
        return NoticeAddress(person=person, address="nue@example.jp")
    return SavedView(owner=person, list_key="meetings", name="鵺の一覧", query="venue=nue")


@pytest.mark.parametrize("deleted", [False, True])
@pytest.mark.parametrize("kind", ["address", "view"])
def test_history_of_what_is_ones_own_is_shown_to_nobody_else(
    client: Client, kind: str, deleted: bool
) -> None:
    person, other = user_who_may_everything(), user_who_may_everything()
    record = own(person, kind)
    with as_system():
        record.save()
    path = f"/history/{record._meta.label_lower}/{record.pk}/"
    if deleted:
        with as_system():
            record.delete()
    client.force_login(person)
    assert client.get(path).status_code == 200
    client.force_login(other)
    for page in (path, f"{path}compare/", f"{path}then/?recorded_at=2099-01-01"):
        assert client.get(page).status_code == 404
    assert "nue" not in client.get("/history/").content.decode()


def test_history_of_a_view_that_was_private_once_stays_its_owners(client: Client) -> None:
    person, other = user_who_may_everything(), user_who_may_everything()
    MeetingFactory()
    view = own(person, "view")
    with as_system():
        view.save()
        view.is_shared = True
        view.save()
    client.force_login(other)
    assert client.get(f"/history/portal.savedview/{view.pk}/").status_code == 404


def test_history_of_a_work_is_shown_to_whoever_asked_for_it_alone(client: Client) -> None:
    person, other = user_who_may_everything(), user_who_may_everything()
    job = request_job(
        by=person, kind=TimelineExport.code, title="nue のCSV", parameters={"query": "", "until": 0}
    )
    for user, status in ((person, 200), (other, 404)):
        client.force_login(user)
        assert client.get(f"/history/portal.job/{job.pk}/").status_code == status
    assert "nue" not in client.get("/history/?record=portal.job").content.decode()
    client.force_login(person)
    assert f"/history/portal.job/{job.pk}/" in client.get(f"/jobs/{job.pk}/").content.decode()
