"""Random sequences of operations by several people; then every record is rebuilt from history alone."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from portal.accounts.models import Department, Organisation, User
from portal.audit.checking import drift
from portal.audit.errors import StaleWrite
from portal.audit.operations import operation
from portal.audit.reading import recorded_at
from portal.audit.restoring import restored
from portal.audit.verifying import faults
from tests.factories.portal import DepartmentFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

WORDS = st.text(alphabet="課部係一二三\"'\n\\🈂", min_size=1, max_size=5)
# Who does what to which of the departments seen so far, with which word.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["create", "edit", "stale", "update", "bulk", "delete", "restore", "fail"]),
        st.integers(0, 2),
        st.integers(0, 9),
        WORDS,
    ),
    max_size=25,
)


class Undo(Exception):
    """Takes an example back."""


class Office:
    """Three people at the same records; ``expected`` is what a plain dictionary makes of it."""

    def __init__(self) -> None:
        self.people: list[User] = [UserFactory() for _ in range(3)]
        self.home: Organisation = OrganisationFactory()
        self.expected: dict[int, str | None] = {}
        self.copies: dict[int, Department] = {}

    def take(self, verb: str, person: int, which: int, word: str) -> str:
        """One step and how it ended; one that cannot be taken changes nothing."""
        keys = sorted(self.expected)
        key = keys[which % len(keys)] if keys else 0
        try:
            with operation(by=self.people[person], reason=verb):
                changed = getattr(self, verb)(key, word)
        except (StaleWrite, Undo, ValidationError, IntegrityError) as refused:
            return type(refused).__name__
        self.expected.update(changed)
        return "done"

    def living(self, key: int) -> Department:
        found = Department.objects.filter(pk=key).first()
        if found is None:
            raise Undo
        return found

    def create(self, key: int, word: str) -> dict[int, str | None]:
        record = DepartmentFactory(organisation=self.home, name=word)
        return {record.pk: word}

    def edit(self, key: int, word: str) -> dict[int, str | None]:
        record = self.living(key)
        copy = Department.objects.get(pk=key)
        record.name = word
        record.save()
        self.copies.setdefault(key, copy)
        return {key: word}

    def stale(self, key: int, word: str) -> dict[int, str | None]:
        if key not in self.copies:
            raise Undo
        copy = self.copies[key]
        copy.name = word
        copy.save(update_fields=["name"])
        raise AssertionError("a stale copy was saved")

    def update(self, key: int, word: str) -> dict[int, str | None]:
        Department.objects.filter(pk=key).update(name=word)
        return {key: word} if self.expected.get(key) is not None else {}

    def bulk(self, key: int, word: str) -> dict[int, str | None]:
        records = list(Department.objects.filter(organisation=self.home))
        for record in records:
            record.name = f"{word}{record.pk}"
        Department.objects.bulk_update(records, ["name", "version"])
        return {record.pk: record.name for record in records}

    def delete(self, key: int, word: str) -> dict[int, str | None]:
        self.living(key).delete()
        return {key: None}

    def restore(self, key: int, word: str) -> dict[int, str | None]:
        rows: Any = Department.history.model.objects.filter(id=key).order_by("history_id")  # type: ignore[attr-defined]
        if not rows:
            raise Undo
        record: Any = restored(Department, rows[len(word) % len(rows)].history_id)
        return {key: record.name}

    def fail(self, key: int, word: str) -> dict[int, str | None]:
        Department.objects.filter(pk=key).update(name="nie")
        raise Undo


def play(steps: list[tuple[str, int, int, str]]) -> None:
    """Take the steps, then hold history, ledger and records against each other and the dictionary."""
    office = Office()
    for verb, person, which, word in steps:
        event(f"{verb}: {office.take(verb, person, which, word)}")
    stored = dict(Department.objects.values_list("pk", "name"))
    assert stored == {key: name for key, name in office.expected.items() if name is not None}
    assert rebuilt() == stored
    assert list(drift()) == []
    assert list(faults()) == []


def rebuilt() -> dict[int, str]:
    """The departments as history alone tells them: row by row, and by the last moment's span."""
    told: dict[int, str] = {}
    versions: dict[int, int] = {}
    last = None
    for row in Department.history.model.objects.order_by("history_id"):  # type: ignore[attr-defined]
        assert row.version == versions.get(row.id, 0) + 1
        versions[row.id] = row.version
        told[row.id] = row.name
        if row.history_type == "-":
            del told[row.id]
        last = max(last or row.history_date, row.history_date)
    if last is not None:
        assert dict(recorded_at(Department, last).values_list("id", "name")) == told
    return told


@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_records_rebuilt_from_history_after_any_sequence_equal_the_stored_ones(steps: Any):
    try:
        with transaction.atomic():
            play(steps)
            raise Undo
    except Undo:
        pass
