"""The index of the ground's nouns."""

from portal.accounts.models import (
    Department,
    Office,
    Organisation,
    Person,
    Posting,
    Role,
    RoleGrant,
    RolePermission,
    User,
)
from portal.audit.ledger import Change, Operation
from portal.checks.models import Contradiction, ContradictionFact
from portal.days.models import ClosedDay, DueRule
from portal.disclosure.models import (
    DisclosureGround,
    LeakAcknowledgement,
    Substitution,
    WatchWord,
    Withholding,
    WithholdingReview,
)
from portal.disclosure.register import Pseudonym
from portal.files.models import StoredFile
from portal.history.models import Erasure
from portal.jobs.models import Job, JobEntry, JobRun
from portal.lists.models import SavedView
from portal.notices.models import Notice, NoticeAddress, NoticeChoice
from portal.search.models import SearchText
from portal.site.own.models import Bookmark
from portal.sources.models import Citation, Source, StatedDate

__all__ = [
    "Bookmark",
    "Change",
    "Citation",
    "ClosedDay",
    "Contradiction",
    "ContradictionFact",
    "Department",
    "DisclosureGround",
    "DueRule",
    "Erasure",
    "Job",
    "JobEntry",
    "JobRun",
    "LeakAcknowledgement",
    "Notice",
    "NoticeAddress",
    "NoticeChoice",
    "Office",
    "Operation",
    "Organisation",
    "Person",
    "Posting",
    "Pseudonym",
    "Role",
    "RoleGrant",
    "RolePermission",
    "SavedView",
    "SearchText",
    "Source",
    "StatedDate",
    "StoredFile",
    "Substitution",
    "User",
    "WatchWord",
    "Withholding",
    "WithholdingReview",
]
