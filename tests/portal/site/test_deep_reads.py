"""Every kind's reads stay within what SQLite's parser takes, however a reader's sight is narrowed."""

from typing import Any

import pytest
from django.db import OperationalError, transaction

from portal.accounts.rights import Noun, Verb
from portal.site.history_rule import HistoryRule, audited_models
from tests.factories.portal import (
    DepartmentFactory,
    OfficeFactory,
    UserFactory,
    allow,
    posted,
    user_who_may,
)

pytestmark = pytest.mark.django_db
READS = [(Verb.READ, noun) for noun in Noun.values]


def readers() -> dict[str, Any]:
    """Somebody who reads within the scopes, and somebody whose rights are given over every sort of part."""
    department = DepartmentFactory()
    parted = posted(UserFactory(), OfficeFactory(department=department, organisation=department.organisation))
    for over in (
        {"department": department},
        {"own_bodies": True},
        {"organisation": DepartmentFactory().organisation},
    ):
        allow(parted, *READS, **over)
    return {"scoped": user_who_may(*READS), "parted": parted}


@pytest.mark.parametrize("who", ["scoped", "parted"])
def test_reads_and_histories_of_every_kind_are_asked_for_without_overflow(who: str) -> None:
    user = readers()[who]
    refused = []
    for label, model in audited_models().items():
        reads: Any = model._default_manager.visible_to(user)  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                reads.count()
                HistoryRule(user).hidden_among({model: [1, 2]})
        except OperationalError as error:
            refused.append(f"{label}: {error}")
    assert refused == []
    everything = {model: [1, 2] for model in audited_models().values()}
    assert HistoryRule(user).hidden_among(everything) is not None
