"""What the meetings contribute to shared pages: navigation, home panels, the address of each record."""

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from meetings import reminders, today
from meetings.actions.locking import refuse_locked
from meetings.actions.record import keep_remarks
from meetings.choices import LOCKED_STATES
from meetings.contradictions import RULES
from meetings.lists import LISTS
from meetings.models import Meeting, MinutesEntry
from meetings.withheld import KINDS, to_review
from portal.accounts.models import User
from portal.accounts.rights import Noun
from portal.checks.rules import register_rule
from portal.disclosure.actions import keep_passages
from portal.disclosure.models import Withholding
from portal.lists.nouns import register_list
from portal.notices.kinds import register_daily, register_notice_kind
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

SHOWN = 5
RECORD_PAGES = (
    "agendaitem:item",
    "attendance:attendance",
    "commitment:commitment",
    "decision:decision",
    "deferral:deferral",
    "edition:edition",
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
# What a record prints, by the way to its sitting; and what nothing ever changes.
WAYS_TO_THE_SITTING = {
    "minutesentry": ("meeting",),
    "annotation": ("entry", "meeting"),
    "agendaitem": ("meeting",),
    "attendance": ("meeting",),
    "handout": ("meeting",),
    "motion": ("item", "meeting"),
    "decision": ("motion", "item", "meeting"),
}
FROZEN = ("edition", "editionwithdrawal", "minutesconfirmation", "minutesstep")


def waiting_reviews(user: User) -> dict[str, Any] | None:
    """Withheld places whose end has come, or that somebody asked to be looked at again."""
    queue: Any = Withholding.objects.visible_to(user).filter(to_review(timezone.localdate()))
    waiting = list(queue.select_related("ground").order_by("ends_on", "pk"))
    if not waiting:
        return None
    return {
        "count": len(waiting),
        "note": "中身を見て、公開か継続かを決める",
        "more_url": f"{reverse('meetings:withholdings')}?due=yes",
        "more_label": "すべて見る",
        "withholdings": waiting[:SHOWN],
    }


def passages_stay(record: Any, before: Any) -> None:
    """What is withheld, reworded or remarked goes along when a record's earlier text comes back."""
    keep_passages(record, before)
    if isinstance(record, MinutesEntry):
        keep_remarks(record, before.text)


def record_stays_settled(part: Any, before: Any) -> None:
    """What a record prints does not come back to an earlier text once it is confirmed or finalised."""
    for step in WAYS_TO_THE_SITTING[part._meta.model_name]:
        part = getattr(part, step)
    refuse_locked(part)


def life_goes_its_own_way(meeting: Meeting, before: Meeting) -> None:
    """The state of a record moves by its steps, not by an earlier version of the sitting."""
    if before.minutes_state in LOCKED_STATES:
        raise ValidationError("会議録が確認済・確定の会議は、前の版に戻せません。")
    if meeting.minutes_state != before.minutes_state:
        raise ValidationError("会議録の状態は、確認・確定・公開の手順で進めます。前の版には戻せません。")


def is_never_restored(record: Any, before: Any) -> None:
    """Steps, confirmations and editions stay as they were written."""
    raise ValidationError("会議録の経過・確認・版は、書き換えることも戻すこともできません。")


def register() -> None:
    """Called once, when Django has loaded the models."""
    register_navigation(
        NavEntry("会議", "meetings:meetings", Noun.SITTINGS, 10),
        NavEntry("会議録の検索", "meetings:record-search", Noun.RECORD, 15),
        NavEntry("会議体", "meetings:bodies", Noun.BODIES, 20),
        NavEntry("対応事項", "meetings:commitments", Noun.DECISIONS, 30),
        NavEntry("非公開箇所", "meetings:withholdings", Noun.DISCLOSURE, 40, "state=in_force"),
    )
    for panel in PANELS:
        register_home_panel(panel)
    register_home_panel(
        HomePanel("非公開の再確認", "meetings/_to_review.html", Noun.DISCLOSURE, waiting_reviews, 15)
    )
    register_due_items(DueItems(Noun.DECISIONS, today.commitments_due))
    register_due_items(DueItems(Noun.SITTINGS, today.records_due))
    register_record_page("portal.withholding", "meetings:withholding")
    for pair in RECORD_PAGES:
        model, url_name = pair.split(":")
        register_record_page(f"meetings.{model}", f"meetings:{url_name}")
    for label in KINDS:
        register_restore_check(label, passages_stay)
    register_restore_check("meetings.meeting", life_goes_its_own_way)
    register_notice_kind(reminders.CIRCULATED)
    register_daily(reminders.due_soon)
    for kind in WAYS_TO_THE_SITTING:
        register_restore_check(f"meetings.{kind}", record_stays_settled)
    for kind in FROZEN:
        register_restore_check(f"meetings.{kind}", is_never_restored)
    register_list(*LISTS)
    for rule in RULES:
        register_rule(rule)
