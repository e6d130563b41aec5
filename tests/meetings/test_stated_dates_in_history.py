"""A stated date is a value of its record, though it has a table of its own: told and restored with it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from meetings.actions.decisions import edit_commitment
from meetings.models import Commitment
from portal.audit.reading import difference, history_of
from portal.site.actions import restore_version
from portal.sources.models import StatedDate
from tests.doors import read
from tests.factories.meetings import CommitmentFactory
from tests.factories.portal import StatedDateFactory, user_who_may_everything
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db
ACT: dict[str, Any] = {"by": "system:tests", "reason": "期日の訂正"}


def stated(words: str, **bounds: date) -> StatedDate:
    return StatedDate(words=words, precision=StatedDate.Precision.MONTH, **bounds)


def rows(commitment: Commitment) -> list[Any]:
    return list(Commitment.history.filter(id=commitment.pk).order_by("history_id"))  # type: ignore[attr-defined]


def restored(commitment: Commitment, row: Any) -> Commitment:
    newest = rows(commitment)[-1].version
    how = {"model": Commitment, "history_id": row.history_id, "version": newest}
    restore_version(**ACT, **how)
    again: Commitment = Commitment.objects.get(pk=commitment.pk)
    assert difference(Commitment, row, again) == ()
    return again


@pytest.fixture
def commitment() -> Commitment:
    """Due 7月頭 at first, 8月末 since."""
    found = CommitmentFactory(due=StatedDateFactory(words="7月頭", latest=date(2024, 7, 10)))
    edit_commitment(**ACT, commitment=found, due=stated("8月末", latest=date(2024, 8, 31)))
    return found


def test_new_words_of_a_date_are_a_change_of_its_record(commitment: Commitment) -> None:
    newest = history_of(commitment)[0]
    assert [(change.label, change.old, change.new) for change in newest.changes] == [
        ("期限", "7月頭（令和6年7月10日（水）まで）", "8月末（令和6年8月31日（土）まで）")
    ]


def test_date_comes_back_with_its_record(commitment: Commitment) -> None:
    again = restored(commitment, rows(commitment)[0])
    assert again.due is not None
    assert (again.due.words, again.due.latest) == ("7月頭", date(2024, 7, 10))


def test_date_that_was_taken_away_comes_back_and_one_that_came_later_goes(commitment: Commitment) -> None:
    edit_commitment(**ACT, commitment=commitment, due=None)
    assert not StatedDate.objects.exists()
    without = rows(commitment)[-1]
    again = restored(commitment, rows(commitment)[1])
    assert again.due is not None
    assert again.due.words == "8月末"
    assert restored(commitment, without).due is None
    assert not StatedDate.objects.exists()


def test_record_deleted_with_its_date_comes_back_with_the_date_of_the_version(commitment: Commitment) -> None:
    key, due, states = commitment.pk, commitment.due, rows(commitment)
    with as_system():
        commitment.delete()
        assert due is not None
        due.delete()
    commitment.pk = key
    again = restored(commitment, states[0])
    assert again.due is not None
    assert again.due.words == "7月頭"


def test_restoring_what_stands_writes_no_second_version_of_the_date(commitment: Commitment) -> None:
    restored(commitment, rows(commitment)[-1])
    assert StatedDate.objects.get().version == 2


def test_date_nobody_touched_takes_the_newer_words_when_two_people_edit(
    client: Client, commitment: Commitment
) -> None:
    client.force_login(user_who_may_everything())
    path = f"/commitments/{commitment.pk}/edit/"
    sent = next(form.values for form in read(client.get(path)).forms if "subject" in form.values)
    edit_commitment(
        **ACT,
        commitment=Commitment.objects.get(pk=commitment.pk),
        due=stated("9月", latest=date(2024, 9, 30)),
    )
    answer = client.post(path, {**sent, "subject": "わたしの内容"})
    assert answer.status_code == 409
    form = answer.context["form"]
    assert (form["subject"].value(), form["due_words"].value()) == ("わたしの内容", "9月")
    assert [each.label for each in answer.context["differences"]] == ["内容"]
