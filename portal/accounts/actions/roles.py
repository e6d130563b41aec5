"""Verbs of the rights table and of who holds which role; nobody can lock the last administrator out."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.accounts.models import (
    Department,
    Office,
    Organisation,
    Posting,
    Role,
    RoleGrant,
    RolePermission,
    User,
)
from portal.accounts.rights import Actor, Noun, Verb, writing
from portal.audit.writing import added, changed, removed

Cell = tuple[str, str]


def create_role(*, by: Actor, reason: str, **values: Any) -> Role:
    """Register a 役割."""
    with writing(Noun.ACCOUNTS, by=by, reason=reason):
        return added(Role(**values))


def allow(*, by: Actor, reason: str, role: Role, noun: str, verb: str) -> RolePermission:
    """Let a role do a verb to a family of nouns."""
    with writing(Noun.ACCOUNTS, by=by, reason=reason):
        return added(RolePermission(role=role, noun=noun, verb=verb))


def forbid(*, by: Actor, reason: str, permission: RolePermission) -> None:
    """Take a right out of the table (never the last administrator's)."""
    with writing(Noun.ACCOUNTS, by=by, reason=reason):
        removed(permission)
        keep_an_administrator(NON_FIELD_ERRORS)


def edit_role(
    *,
    by: Actor,
    reason: str,
    role: Role,
    allowed: Iterable[Cell] = (),
    forbidden: Iterable[Cell] = (),
    **changes: Any,
) -> Role:
    """Change a row of the rights table: cells as (noun, verb). What somebody else changed meanwhile stays."""
    with writing(Noun.ACCOUNTS, by=by, reason=reason):
        stored = changed(role, **changes) if changes else role
        cells = {(cell.noun, cell.verb): cell for cell in RolePermission.objects.filter(role=role)}
        for cell in sorted(set(forbidden) & cells.keys()):
            removed(cells[cell])
        for noun, verb in sorted(set(allowed) - cells.keys()):
            added(RolePermission(role=role, noun=noun, verb=verb))
        keep_an_administrator(NON_FIELD_ERRORS)
        return stored


def grant_role(
    *,
    by: Actor,
    reason: str,
    role: Role,
    user: User | None = None,
    office: Office | None = None,
    organisation: Organisation | None = None,
    department: Department | None = None,
    own_bodies: bool = False,
) -> RoleGrant:
    """Give a user, or whoever holds an office, a role; never more than one could do oneself."""
    with writing(Noun.ACCOUNTS, by=by, reason=reason, over=user or office):
        grant = RoleGrant(
            role=role,
            user=user,
            office=office,
            organisation=organisation,
            department=department,
            own_bodies=own_bodies,
        )
        refuse_above(by, [grant])
        return added(grant)


def revoke_role(*, by: Actor, reason: str, grant: RoleGrant) -> None:
    """Take a role back (never the last administrator's)."""
    with writing(Noun.ACCOUNTS, by=by, reason=reason, over=grant):
        removed(grant)
        keep_an_administrator(NON_FIELD_ERRORS)


def refuse_above(by: Actor, grants: Iterable[RoleGrant]) -> None:
    """Refuse to hand out, or to come into, roles that go beyond what one administers oneself."""
    if isinstance(by, User):
        for grant in grants:
            if not by.may(Verb.WRITE, Noun.ACCOUNTS, over=grant):
                raise PermissionDenied("あなたが管理する範囲を超える役割には、手を加えられません。")


def grants_of(user: User) -> QuerySet[RoleGrant]:
    """All grants a user holds or will hold, by name or by office."""
    postings = Posting.objects.filter(person__user=user)
    offices = postings.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())).values("office")
    grants = RoleGrant.objects.filter(Q(user=user) | Q(office__in=offices))
    return grants.select_related("role", "office", "organisation", "department")


def keep_an_administrator(field: str, *, lost: Iterable[RoleGrant] | None = None) -> None:
    """Refuse, beside ``field``, what leaves nobody who could mend the rights.

    An office held until some day is not enough. ``lost`` are the grants that somebody lost: unless one of
    them is about the accounts, there is nothing to ask.
    """
    if lost is not None:
        roles = {grant.role_id for grant in lost}
        if not RolePermission.objects.filter(role__in=roles, noun=Noun.ACCOUNTS).exists():
            return
    if not _lasting(Verb.WRITE).filter(pk__in=_lasting(Verb.READ).values("pk")).exists():
        message = (
            "利用者と役割を管理できる人がいなくなるため、保存できません。先に別の人に役割を付けてください。"
        )
        raise ValidationError({field: message})


def _lasting(verb: str) -> QuerySet[User]:
    """Users who may do this to the accounts everywhere, until somebody takes it from them."""
    grants = RoleGrant.objects.filter(
        organisation=None,
        department=None,
        own_bodies=False,
        role__permissions__noun=Noun.ACCOUNTS,
        role__permissions__verb=verb,
    )
    postings = Posting.objects.filter(
        ends_on=None, starts_on__lte=timezone.localdate(), office__in=grants.values("office")
    )
    by_name_or_office = Q(pk__in=grants.values("user")) | Q(person__postings__in=postings)
    return User.objects.filter(by_name_or_office, is_active=True)
