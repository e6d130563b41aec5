"""Verbs of users: who may log in."""

from typing import Any

from axes.utils import reset

from portal.accounts.actions.roles import grants_of, keep_an_administrator, refuse_above
from portal.accounts.models import Person, User
from portal.accounts.rights import Actor, Noun, writing
from portal.audit.locking import held
from portal.audit.operations import operation
from portal.audit.writing import added, changed


def create_user(
    *,
    by: Actor,
    reason: str,
    staff_number: str,
    name: str,
    password: str,
    person: Person | None = None,
    **values: Any,
) -> User:
    """Register somebody who may log in; ``password`` arrives in clear and is stored as a hash."""
    user = User(staff_number=staff_number, name=name, **values)
    user.set_password(password)
    with writing(Noun.ACCOUNTS, by=by, reason=reason, over=person or user):
        user = added(user)
        if person is not None:
            link_person(by=by, reason=reason, user=user, person=person)
        return user


def edit_user(*, by: Actor, reason: str, user: User, **changes: Any) -> User:
    """Change a user's particulars, or switch the account off (never the last administrator's)."""
    with writing(Noun.ACCOUNTS, by=by, reason=reason, over=user):
        refuse_above(by, grants_of(user))
        user = changed(user, **changes)
        if not user.is_active:
            keep_an_administrator("is_active")
        person = Person.objects.filter(user=user).first()
        if person is not None and (person.name, person.kana) != (user.name, user.kana):
            changed(person, name=user.name, kana=user.kana)
        return user


def link_person(*, by: Actor, reason: str, user: User, person: Person | None) -> User:
    """Say which 人 logs in as this user; the rights of the offices held come with it, or go with ``None``."""
    with writing(Noun.ACCOUNTS, by=by, reason=reason, over=user):
        refuse_above(by, grants_of(user))
        before = Person.objects.filter(user=user).first()
        if before == person:
            return user
        if before is not None:
            lost = list(grants_of(user))
            changed(before, user=None)
            keep_an_administrator("person", lost=lost)
        if person is not None:
            changed(person, user=user)
            refuse_above(by, grants_of(user))
        return user


def change_own_password(*, by: User, version: int, password: str) -> User:
    """Store a new password for the user who asks; needs no right but being that user.

    ``version`` is that of the account as it was read.
    """
    with operation(by=by, reason="本人によるパスワードの変更"):
        (user,) = held(User, {by.pk: version})
        user.set_password(password)
        return changed(user)


def reset_password(*, by: Actor, reason: str, user: User, password: str) -> User:
    """Give a user a new password, for instance a forgotten one; never one who may do more than oneself.

    A login that is locked after too many failures opens with it.
    """
    user.set_password(password)
    with writing(Noun.ACCOUNTS, by=by, reason=reason, over=user):
        refuse_above(by, grants_of(user))
        stored = changed(user)
        reset(username=stored.staff_number)
        return stored


def renew_password_hash(*, user: User, password: str) -> None:
    """Store the password, just verified, under today's hash; an act of the user's own."""
    user.set_password(password)
    with operation(by=user, reason="パスワードの保存形式の更新"):
        user.save(update_fields=["password"])
