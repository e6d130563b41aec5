"""What 組織と人 shows in the shell, and what holds when an earlier version of it comes back."""

from django.core.exceptions import NON_FIELD_ERRORS

from portal.accounts.actions import keep_an_administrator
from portal.accounts.rights import Noun
from portal.lists.nouns import register_list
from portal.search.sources import register_search
from portal.site import registry
from portal.site.directory.lists import DEPARTMENTS, OFFICES, ORGANISATIONS, PERSONS, POSTINGS
from portal.site.directory.searching import SOURCES

PAGES = ("organisation", "department", "office", "person", "posting")


def register_directory() -> None:
    """Navigation, lists, pages, and what the search box finds."""
    registry.register_navigation(
        registry.NavEntry("組織と人", "directory:organisations", Noun.DIRECTORY, position=88)
    )
    register_list(ORGANISATIONS, DEPARTMENTS, OFFICES, PERSONS, POSTINGS)
    register_search(*SOURCES)
    for name in PAGES:
        registry.register_record_page(f"portal.{name}", f"directory:{name}")
    for label in ("portal.person", "portal.posting"):
        registry.register_restore_check(label, lambda record, before: keep_an_administrator(NON_FIELD_ERRORS))
