"""What the accounts show in the shell, and what holds when an earlier version of theirs comes back."""

from django.core.exceptions import NON_FIELD_ERRORS

from portal.accounts.actions import keep_an_administrator
from portal.accounts.models import User
from portal.accounts.rights import Noun
from portal.lists.nouns import register_list
from portal.search.sources import SearchSource, joined, register_search, said
from portal.site import registry
from portal.site.accounts.lists import USERS

# What rights hang on: bringing one of these back may leave nobody who could mend them.
RIGHTS_HANG_ON = ("portal.user", "portal.role", "portal.rolepermission", "portal.rolegrant")


def register_accounts() -> None:
    """Navigation, lists, search and pages of users and roles."""
    registry.register_navigation(
        registry.NavEntry("利用者と役割", "accounts:users", Noun.ACCOUNTS, position=90)
    )
    register_list(USERS)
    register_search(
        SearchSource(
            User,
            joined("name", said(" "), "kana", said(" "), "staff_number"),
            trail=lambda user: f"職員番号 {user.staff_number}",
            order=("staff_number",),
            position=90,
        )
    )
    registry.register_record_page("portal.user", "accounts:user")
    registry.register_record_page("portal.role", "accounts:role")
    for label in RIGHTS_HANG_ON:
        registry.register_restore_check(label, lambda record, before: keep_an_administrator(NON_FIELD_ERRORS))
