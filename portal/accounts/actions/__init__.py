"""Verbs of the accounts: the only code that writes them."""

from portal.accounts.actions.directory import (
    create_department,
    create_office,
    create_organisation,
    create_person,
    edit_department,
    edit_office,
    edit_organisation,
    edit_person,
)
from portal.accounts.actions.postings import (
    edit_posting,
    end_posting,
    remove_posting,
    start_posting,
    transfer,
)
from portal.accounts.actions.roles import grant_role, keep_an_administrator, revoke_role
from portal.accounts.actions.rotation import Move, MovesRefused, refused_moves, rotate
from portal.accounts.actions.table import allow, create_role, edit_role, forbid, replace_rights
from portal.accounts.actions.users import (
    change_own_password,
    create_user,
    edit_user,
    link_person,
    renew_password_hash,
    reset_password,
)

__all__ = [
    "Move",
    "MovesRefused",
    "allow",
    "change_own_password",
    "create_department",
    "create_office",
    "create_organisation",
    "create_person",
    "create_role",
    "create_user",
    "edit_department",
    "edit_office",
    "edit_organisation",
    "edit_person",
    "edit_posting",
    "edit_role",
    "edit_user",
    "end_posting",
    "forbid",
    "grant_role",
    "keep_an_administrator",
    "link_person",
    "refused_moves",
    "remove_posting",
    "renew_password_hash",
    "replace_rights",
    "reset_password",
    "revoke_role",
    "rotate",
    "start_posting",
    "transfer",
]
