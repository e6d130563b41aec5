"""What the meetings contribute to shared pages: navigation, home panels, the address of each record."""

from meetings import today
from meetings.actions.record import keep_passages
from meetings.contradictions import RULES
from meetings.lists import LISTS
from meetings.models import MinutesEntry
from portal.accounts.rights import Noun
from portal.checks.rules import register_rule
from portal.lists.nouns import register_list
from portal.site.registry import (
    DueItems,
    HomePanel,
    NavEntry,
    register_due_items,
    register_home_panel,
    register_navigation,
    register_record_page,
    register_restore_check,
)

RECORD_PAGES = (
    "agendaitem:item",
    "attendance:attendance",
    "commitment:commitment",
    "decision:decision",
    "deferral:deferral",
    "handout:handout",
    "meeting:meeting",
    "meetingbody:body",
    "minutesentry:entry",
    "motion:motion",
)
PANELS = (
    HomePanel("再検討の期限", "meetings/_put_off.html", Noun.DECISIONS, today.deferrals_to_return, 1),
    HomePanel("会議録", "meetings/_records_to_do.html", Noun.SITTINGS, today.sittings_and_records, 10),
    HomePanel(
        "対応事項（宿題）", "meetings/_open_commitments.html", Noun.DECISIONS, today.open_commitments, 20
    ),
)


def passages_stay(entry: MinutesEntry, before: MinutesEntry) -> None:
    """What is withheld, reworded or remarked keeps to its words when a row's earlier text comes back."""
    keep_passages(entry, before.text, entry.text)


def register() -> None:
    """Called once, when Django has loaded the models."""
    register_navigation(
        NavEntry("会議", "meetings:meetings", Noun.SITTINGS, 10),
        NavEntry("会議録の検索", "meetings:record-search", Noun.RECORD, 15),
        NavEntry("会議体", "meetings:bodies", Noun.BODIES, 20),
        NavEntry("対応事項", "meetings:commitments", Noun.DECISIONS, 30),
    )
    for panel in PANELS:
        register_home_panel(panel)
    register_due_items(DueItems(Noun.DECISIONS, today.commitments_due))
    register_due_items(DueItems(Noun.SITTINGS, today.records_due))
    for pair in RECORD_PAGES:
        model, url_name = pair.split(":")
        register_record_page(f"meetings.{model}", f"meetings:{url_name}")
    register_restore_check("meetings.minutesentry", passages_stay)
    register_list(*LISTS)
    for rule in RULES:
        register_rule(rule)
