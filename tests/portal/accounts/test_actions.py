"""Verbs of the accounts: who may, and what is never left without an administrator."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portal.accounts import actions
from portal.accounts.models import Organisation, RoleGrant, User
from portal.accounts.rights import Noun, Verb
from tests.factories.portal import (
    DepartmentFactory,
    OrganisationFactory,
    RoleFactory,
    UserFactory,
    user_who_may,
    user_who_may_everything,
)

pytestmark = pytest.mark.django_db
WRITE = (Verb.WRITE, Noun.ACCOUNTS)
ADMINISTRATOR = [(verb, noun) for verb in (Verb.READ, Verb.WRITE) for noun in (Noun.ACCOUNTS, Noun.DIRECTORY)]
SYSTEM = {"by": "system:tests", "reason": "試験"}


def verbs() -> dict[str, Callable[..., Any]]:
    """Every verb with what it needs but ``by`` and ``reason``."""
    return {
        "organisation": lambda **how: actions.create_organisation(
            name="新しい団体", kind=Organisation.Kind.STATE, **how
        ),
        "department": lambda **how: actions.create_department(
            organisation=OrganisationFactory(), name="新課", **how
        ),
        "office": lambda **how: actions.create_office(
            organisation=OrganisationFactory(), title="新部長", **how
        ),
        "role": lambda **how: actions.create_role(code="viewer", **how),
        "permission": lambda **how: actions.allow(
            role=RoleFactory(), noun=Noun.RECORD, verb=Verb.READ, **how
        ),
        "user": lambda **how: actions.create_user(
            staff_number="000001", name="新人", password="correct-horse-battery", **how
        ),
        "edit": lambda **how: actions.edit_user(user=UserFactory(), name="別名", **how),
        "password": lambda **how: actions.reset_password(
            user=UserFactory(), password="correct-horse-battery", **how
        ),
        "grant": lambda **how: actions.grant_role(
            user=UserFactory(), role=RoleFactory(), department=DepartmentFactory(), **how
        ),
        "revoke": lambda **how: actions.revoke_role(
            grant=RoleGrant.objects.get(user=user_who_may_everything()), **how
        ),
    }


@pytest.mark.parametrize("verb", verbs())
def test_verb_by_somebody_without_the_right_is_refused(verb: str) -> None:
    reader = user_who_may_everything(but=(WRITE, (Verb.WRITE, Noun.DIRECTORY)))
    with pytest.raises(PermissionDenied):
        verbs()[verb](by=reader, reason="試験")


@pytest.mark.parametrize("verb", verbs())
def test_verb_by_an_administrator_with_a_reason_is_done(verb: str) -> None:
    verbs()[verb](by=user_who_may(*ADMINISTRATOR), reason="試験")


@pytest.mark.parametrize("verb", verbs())
def test_verb_without_a_reason_is_refused_beside_the_reason(verb: str) -> None:
    with pytest.raises(ValidationError) as refused:
        verbs()[verb](by=user_who_may(*ADMINISTRATOR), reason="　")
    assert "reason" in refused.value.message_dict


def test_own_password_is_changed_without_any_right_and_kept_out_of_the_history() -> None:
    user = UserFactory()
    actions.change_own_password(by=user, version=user.version, password="correct-horse-battery")
    stored = User.objects.get(pk=user.pk)
    assert stored.check_password("correct-horse-battery")
    last = stored.history.latest("history_id")
    assert last.history_actor == user.actor_text
    assert not hasattr(last, "password")


def test_last_administrator_is_neither_switched_off_nor_robbed_of_the_role() -> None:
    administrator = user_who_may(*ADMINISTRATOR)
    with pytest.raises(ValidationError) as refused:
        actions.edit_user(
            by=administrator, reason="退職", user=User.objects.get(pk=administrator.pk), is_active=False
        )
    assert "is_active" in refused.value.message_dict
    with pytest.raises(ValidationError, match="先に別の人に"):
        actions.revoke_role(by=administrator, reason="異動", grant=RoleGrant.objects.get(user=administrator))
    assert User.objects.get(pk=administrator.pk).may(*WRITE)


def test_administrator_beside_another_may_be_switched_off() -> None:
    administrator, other = user_who_may(*ADMINISTRATOR), user_who_may(*ADMINISTRATOR)
    actions.edit_user(by=other, reason="退職", user=User.objects.get(pk=administrator.pk), is_active=False)
    assert not User.objects.get(pk=administrator.pk).may(*WRITE)
