"""Verbs of who holds which role; nobody can lock the last administrator out."""

from collections.abc import Iterable
from datetime import date, timedelta

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
from portal.audit.writing import added, removed

NOBODY_LEFT = "利用者と役割を管理できる人がいなくなるため、保存できません。先に別の人に役割を付けてください。"


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
    """Refuse, beside ``field``, what leaves nobody who could mend the rights, today or on a later day.

    Offices change hands, so every day on which somebody leaves one that gives the right is looked at.
    ``lost`` are the grants that somebody lost: unless one of them is about the accounts, there is nothing
    to ask.
    """
    if lost is not None:
        roles = {grant.role_id for grant in lost}
        if not RolePermission.objects.filter(role__in=roles, noun=Noun.ACCOUNTS).exists():
            return
    today = timezone.localdate()
    ends = _postings(Verb.WRITE).filter(ends_on__gte=today).values_list("ends_on", flat=True).distinct()
    for day in sorted({today, *(last + timedelta(days=1) for last in ends if last)}):
        if not _on(day, Verb.WRITE).filter(pk__in=_on(day, Verb.READ).values("pk")).exists():
            raise ValidationError({field: NOBODY_LEFT})


def _grants(verb: str) -> QuerySet[RoleGrant]:
    """Grants of this right to the accounts over everything."""
    return RoleGrant.objects.filter(
        organisation=None,
        department=None,
        own_bodies=False,
        role__permissions__noun=Noun.ACCOUNTS,
        role__permissions__verb=verb,
    )


def _postings(verb: str) -> QuerySet[Posting]:
    """Postings of users to offices that give this right."""
    held = Posting.objects.filter(office__in=_grants(verb).values("office"))
    return held.filter(person__user__is_active=True)


def _on(day: date, verb: str) -> QuerySet[User]:
    """Users who may do this to the accounts everywhere on a day."""
    held = _postings(verb).filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))
    by_name_or_office = Q(pk__in=_grants(verb).values("user")) | Q(person__in=held.values("person"))
    return User.objects.filter(by_name_or_office, is_active=True)
