"""What the checks contribute to the portal, registered once when Django has loaded the models."""

from portal.accounts.rights import Noun
from portal.audit.closing import register_closer
from portal.checks.actions import refuse_return, settle
from portal.checks.evidence import kinds_heard_of
from portal.lists.nouns import register_list
from portal.site import registry
from portal.site.checks.lists import CONTRADICTIONS, STANDING
from portal.site.checks.views import TITLE, waiting_contradictions


def register_checks() -> None:
    """The last act of operations that rules read, and the places where 食い違い are shown."""
    register_closer(settle, reads=kinds_heard_of)
    register_list(CONTRADICTIONS)
    registry.register_navigation(
        registry.NavEntry(TITLE, "checks:contradictions", Noun.CHECKS, position=60, query=STANDING)
    )
    registry.register_home_panel(
        registry.HomePanel(
            TITLE, "checks/_waiting.html", Noun.CHECKS, waiting_contradictions, position=5, is_aside=True
        )
    )
    registry.register_record_page("portal.contradiction", "checks:contradiction")
    for label in ("portal.contradiction", "portal.contradictionfact"):
        registry.register_restore_check(label, refuse_return)
