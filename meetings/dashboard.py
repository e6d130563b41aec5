"""What the meetings contribute to shared pages: navigation, home panels, the address of each record."""

from typing import Any

from django.db.models import F
from django.urls import reverse

from meetings.actions.record import keep_passages
from meetings.choices import CommitmentState
from meetings.contradictions import RULES
from meetings.lists import LISTS
from meetings.models import Commitment, Meeting, MinutesEntry
from portal.accounts.models import User
from portal.accounts.rights import Noun
from portal.checks.rules import register_rule
from portal.lists.nouns import register_list
from portal.site.registry import (
    HomePanel,
    NavEntry,
    register_home_panel,
    register_navigation,
    register_record_page,
    register_restore_check,
)
from portal.sources.citing import tell_bases

SHOWN = 5
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


def recent_meetings(user: User) -> dict[str, Any]:
    """The latest sittings."""
    meetings = Meeting.objects.visible_to(user).select_related("body", "held_when")
    latest = list(meetings[:SHOWN])
    tell_bases(latest)
    return {"meetings": latest, "more_url": reverse("meetings:meetings"), "more_label": "すべての会議"}


def open_commitments(user: User) -> dict[str, Any] | None:
    """What is still to do, the nearest last day first; nothing to show when all is done."""
    still_open = Commitment.objects.visible_to(user).filter(state=CommitmentState.OPEN)
    count = still_open.count()
    if not count:
        return None
    nearest = still_open.select_related("due", "owner__parent__parent", "meeting__body")
    commitments = list(nearest.order_by(F("due__latest").asc(nulls_last=True), "number")[:SHOWN])
    tell_bases(commitments)
    return {
        "count": count,
        "note": "未完了、期限の近い順",
        "more_url": f"{reverse('meetings:commitments')}?state={CommitmentState.OPEN}",
        "more_label": "すべて見る",
        "commitments": commitments,
    }


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
    register_home_panel(
        HomePanel("最近の会議", "meetings/_recent_meetings.html", Noun.SITTINGS, recent_meetings, 10)
    )
    register_home_panel(
        HomePanel("対応事項（宿題）", "meetings/_open_commitments.html", Noun.DECISIONS, open_commitments, 20)
    )
    for pair in RECORD_PAGES:
        model, url_name = pair.split(":")
        register_record_page(f"meetings.{model}", f"meetings:{url_name}")
    register_restore_check("meetings.minutesentry", passages_stay)
    register_list(*LISTS)
    for rule in RULES:
        register_rule(rule)
