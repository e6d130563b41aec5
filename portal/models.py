"""The index of the ground's nouns."""

from portal.accounts.models import (
    Department,
    Office,
    Organisation,
    Role,
    RoleGrant,
    RolePermission,
    User,
)
from portal.audit.ledger import Change, Operation
from portal.disclosure.models import DisclosureGround, Substitution, Withholding
from portal.sources.models import Citation, Source, StatedDate

__all__ = [
    "Change",
    "Citation",
    "Department",
    "DisclosureGround",
    "Office",
    "Operation",
    "Organisation",
    "Role",
    "RoleGrant",
    "RolePermission",
    "Source",
    "StatedDate",
    "Substitution",
    "User",
    "Withholding",
]
