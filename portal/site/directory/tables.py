"""Small tables on the pages of 組織と人."""

from portal.accounts.models import Posting
from portal.lists.nouns import Column, field_column
from portal.site.registry import record_url

PERSON = Column("person", "人", lambda posting: str(posting.person), record_url)
OFFICE = Column("office", "職", lambda posting: posting.office.full_name, record_url)
TIMES = (
    field_column(Posting, "kind"),
    field_column(Posting, "starts_on"),
    field_column(Posting, "ends_on", empty="定めなし"),
)
# Who holds an office, and what a person holds.
OF_OFFICE, OF_PERSON = (PERSON, *TIMES), (OFFICE, *TIMES)
