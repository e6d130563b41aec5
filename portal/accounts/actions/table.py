"""Verbs of the rights table: roles × families of nouns × verbs."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS

from portal.accounts.actions.roles import keep_an_administrator
from portal.accounts.models import Role, RolePermission
from portal.accounts.rights import Actor, Noun, writing
from portal.accounts.shipped import Cell
from portal.audit.locking import held
from portal.audit.writing import added, changed, removed


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
    """Change a row of the rights table: cells as (noun, verb). The role's version stands for its row."""
    with writing(Noun.ACCOUNTS, by=by, reason=reason):
        stored = _row_changed(role, allowed, forbidden, **changes)
        keep_an_administrator(NON_FIELD_ERRORS)
        return stored


def replace_rights(
    *, by: Actor, reason: str, versions: Mapping[int, int], table: Mapping[int, Iterable[Cell]]
) -> None:
    """Change many rows at once, as they were read: key of a role → all the cells it is to have."""
    with writing(Noun.ACCOUNTS, by=by, reason=reason):
        for role in held(Role, {key: versions[key] for key in table}):
            before, after = set(cells_of(role)), set(table[role.pk])
            _row_changed(role, after - before, before - after)
        keep_an_administrator(NON_FIELD_ERRORS)


def cells_of(role: Role) -> dict[Cell, RolePermission]:
    """The cells of a row."""
    return {(cell.noun, cell.verb): cell for cell in RolePermission.objects.filter(role=role)}


def _row_changed(role: Role, allowed: Iterable[Cell], forbidden: Iterable[Cell], **changes: Any) -> Role:
    stored = changed(role, **changes)
    cells = cells_of(role)
    for cell in sorted(set(forbidden) & cells.keys()):
        removed(cells[cell])
    for noun, verb in sorted(set(allowed) - cells.keys()):
        added(RolePermission(role=role, noun=noun, verb=verb))
    return stored
