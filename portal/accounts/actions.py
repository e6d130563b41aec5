"""Verbs of the accounts: the only code that writes them."""

from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from portal.accounts.models import (
    Department,
    Office,
    Organisation,
    Role,
    RoleGrant,
    RolePermission,
    User,
)
from portal.accounts.rights import Actor, Noun, Verb, writing
from portal.audit.locking import held
from portal.audit.operations import operation
from portal.audit.writing import added, changed, removed


def create_organisation(*, by: Actor, reason: str, **values: Any) -> Organisation:
    """Register a 団体."""
    with writing(Noun.ACCOUNTS, by=by, reason=reason):
        return added(Organisation(**values))


def create_department(
    *,
    by: Actor,
    reason: str,
    organisation: Organisation,
    name: str,
    parent: Department | None = None,
    position: int = 0,
    valid_from: date | None = None,
) -> Department:
    """Add a 部署 to the organisation's tree."""
    with writing(Noun.ACCOUNTS, by=by, reason=reason):
        return added(
            Department(
                organisation=organisation,
                name=name,
                parent=parent,
                position=position,
                valid_from=valid_from,
            )
        )


def create_office(*, by: Actor, reason: str, **values: Any) -> Office:
    """Register a 職."""
    with writing(Noun.ACCOUNTS, by=by, reason=reason):
        return added(Office(**values))


def create_role(*, by: Actor, reason: str, **values: Any) -> Role:
    """Register a 役割."""
    with writing(Noun.ACCOUNTS, by=by, reason=reason):
        return added(Role(**values))


def allow(*, by: Actor, reason: str, role: Role, noun: str, verb: str) -> RolePermission:
    """Let a role do a verb to a family of nouns."""
    with writing(Noun.ACCOUNTS, by=by, reason=reason):
        return added(RolePermission(role=role, noun=noun, verb=verb))


def create_user(
    *, by: Actor, reason: str, staff_number: str, name: str, password: str, **values: Any
) -> User:
    """Register somebody who may log in; ``password`` arrives in clear and is stored as a hash."""
    user = User(staff_number=staff_number, name=name, **values)
    user.set_password(password)
    with writing(Noun.ACCOUNTS, by=by, reason=reason):
        return added(user)


def edit_user(*, by: Actor, reason: str, user: User, **changes: Any) -> User:
    """Change a user's particulars, or switch the account off (never the last administrator's)."""
    with writing(Noun.ACCOUNTS, by=by, reason=reason):
        user = changed(user, **changes)
        if not user.is_active:
            keep_an_administrator("is_active")
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
    """Give a user a new password, for instance a forgotten one."""
    user.set_password(password)
    with writing(Noun.ACCOUNTS, by=by, reason=reason):
        return changed(user)


def grant_role(
    *, by: Actor, reason: str, user: User, role: Role, department: Department | None = None
) -> RoleGrant:
    """Give a user a role, over a department's subtree or everywhere."""
    with writing(Noun.ACCOUNTS, by=by, reason=reason):
        return added(RoleGrant(user=user, role=role, department=department))


def revoke_role(*, by: Actor, reason: str, grant: RoleGrant) -> None:
    """Take a role back (never the last administrator's)."""
    with writing(Noun.ACCOUNTS, by=by, reason=reason):
        removed(grant)
        keep_an_administrator(NON_FIELD_ERRORS)


def keep_an_administrator(field: str) -> None:
    """Refuse, beside ``field``, what leaves nobody who could mend the rights."""
    left = User.objects.filter(
        is_active=True,
        grants__role__permissions__noun=Noun.ACCOUNTS,
        grants__role__permissions__verb=Verb.WRITE,
    )
    if not left.exists():
        message = (
            "利用者と役割を管理できる人がいなくなるため、保存できません。先に別の人に役割を付けてください。"
        )
        raise ValidationError({field: message})


def renew_password_hash(*, user: User, password: str) -> None:
    """Store the password, just verified, under today's hash; an act of the user's own."""
    user.set_password(password)
    with operation(by=user, reason="パスワードの保存形式の更新"):
        user.save(update_fields=["password"])
