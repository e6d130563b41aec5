"""Who acts, who logs in, and what they may do."""

from portal.accounts.models.directory import Department, Office, Organisation, Person, Posting
from portal.accounts.models.roles import Role, RoleGrant, RolePermission
from portal.accounts.models.users import User

__all__ = [
    "Department",
    "Office",
    "Organisation",
    "Person",
    "Posting",
    "Role",
    "RoleGrant",
    "RolePermission",
    "User",
]
