"""What the meetings show on the home page and the morning sheet: what comes back and what is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from meetings.choices import CommitmentState, MinutesState
from meetings.contradictions import outlook_after, ways_of_deferral, with_sittings
from meetings.deferrals import Outlook
from meetings.dues import MINUTES, Calendar
from meetings.models import Commitment, Deferral, Meeting
from meetings.schedule import days_of
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.checks.rules import Way
from portal.open_days import Due, time_left
from portal.site.registry import DueItem
from portal.sources.citing import tell_bases
from portal.wareki import format_date

SHOWN = 5
DEFERRALS_SHOWN = 3
# More than this is a list to work through, no morning.
MOST_DUE = 300
# A promise falls on the open day before: over the longest run of closed days.
ROLL = timedelta(days=14)
OUT = (MinutesState.PUBLISHED, MinutesState.NOT_PUBLISHED)


@dataclass(frozen=True)
class Station:
    """One point of the line from a last day to the next sitting; ``is_late`` when it lies past that day."""

    kind: str
    label: str
    words: str
    note: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class PutOff:
    """A matter that comes back, the line of its days, and what can be done."""

    deferral: Deferral
    outlook: Outlook
    stations: list[Station]
    ways: list[Way]


def deferrals_to_return(user: User) -> dict[str, Any] | None:
    """What was put off and comes back, and whether a sitting comes in time; nothing when nothing waits."""
    waiting = Deferral.objects.visible_to(user).filter(closing_motion=None, due__isnull=False)
    read = waiting.select_related(
        "item__meeting__body", "item__meeting__held_when", "due", "worker__parent__parent"
    ).order_by(F("due__latest").asc(nulls_last=True), "pk")
    found = list(read[: DEFERRALS_SHOWN + 1])
    if not found:
        return None
    calendar, today = Calendar.load(), timezone.localdate()
    shown = [
        PutOff(each, outlook_after(each, after), _line(each, after, calendar, today), _ways(user, each))
        for each, after in with_sittings(found[:DEFERRALS_SHOWN], Meeting.objects.visible_to(user))
    ]
    tell_bases(found)
    return {
        "put_off": shown,
        "is_bare": True,
        "count": waiting.count() if len(found) > DEFERRALS_SHOWN else len(found),
        "level": "warn" if any(each.outlook.warning for each in shown) else "",
    }


def _line(deferral: Deferral, after: list[Meeting], calendar: Calendar, today: date) -> list[Station]:
    """Today, the last day and the next sitting in their order; what has no day stands at the end."""
    latest: date | None = deferral.due.latest if deferral.due else None
    left = time_left(latest, today, calendar.closed) if latest else None
    points = [(today, 1, Station("today", "今日", format_date(today)))]
    if latest and left:
        due = calendar.last_day(latest)
        note = f"閉庁日のため実際は{format_date(due.on)}まで" if due.on != latest else ""
        words = "。".join(filter(None, (note, left.words)))
        points.append((latest, 0, Station("due", "期限", format_date(latest), words)))
    following = next(iter(after), None)
    day = next((each for each in days_of(following) if each), None) if following else None
    words = following.held_in_words if following else "予定の登録なし"
    points.append((day or date.max, 2, Station("sitting", "次の会議", words)))
    return [
        Station(each.kind, each.label, each.words, each.note, bool(latest and on > latest))
        for on, _, each in sorted(points, key=lambda point: point[:2])
    ]


def _ways(user: User, deferral: Deferral) -> list[Way]:
    return [way for way in ways_of_deferral(deferral) if user.may(Verb.WRITE, way.noun, over=deferral)]


def sittings_and_records(user: User) -> dict[str, Any]:
    """For who writes records, those that are not out yet, first due first; for others the latest sittings."""
    meetings = Meeting.objects.visible_to(user).select_related("body", "held_when")
    writes = user.may(Verb.WRITE, Noun.RECORD)
    if writes:
        unpublished = meetings.exclude(minutes_state__in=OUT)
        meetings = unpublished.order_by(F("starts_at").asc(nulls_last=True), "pk")
    shown = list(meetings[:SHOWN])
    tell_bases(shown)
    calendar, today = Calendar.load(), timezone.localdate()
    rows = []
    for meeting in shown:
        due = _publication(calendar, meeting)
        rows.append((meeting, due, time_left(due.on, today, calendar.closed) if due else None))
    return {
        "rows": rows,
        "title": "会議録" if writes else "最近の会議",
        "note": "公開の期限が近い順" if writes else "",
        "more_url": reverse("meetings:meetings"),
        "more_label": "すべての会議",
        "may_write_record": writes,
        "may_read_record": user.may(Verb.READ, Noun.RECORD),
    }


def _publication(calendar: Calendar, meeting: Meeting) -> Due | None:
    """Until when the record of a sitting has to be out; nothing once it is, or is not to be."""
    if meeting.minutes_state in OUT:
        return None
    return calendar.publication(meeting)


def open_commitments(user: User) -> dict[str, Any] | None:
    """What is still to do, the nearest last day first; nothing to show when all is done."""
    still_open = Commitment.objects.visible_to(user).filter(state=CommitmentState.OPEN)
    count = still_open.count()
    if not count:
        return None
    nearest = still_open.select_related("due", "owner__parent__parent", "meeting__body")
    commitments = list(nearest.order_by(F("due__latest").asc(nulls_last=True), "number")[:SHOWN])
    tell_bases(commitments)
    calendar, today = Calendar.load(), timezone.localdate()
    rows = []
    for commitment in commitments:
        latest = commitment.due.latest if commitment.due else None
        due = calendar.last_day(latest) if latest else None
        rows.append((commitment, due, time_left(due.on, today, calendar.closed) if due else None))
    return {
        "count": count,
        "level": "err" if any(left and left.level == "err" for _, _, left in rows) else "",
        "note": "未完了、期限の近い順",
        "more_url": f"{reverse('meetings:commitments')}?state={CommitmentState.OPEN}",
        "more_label": "すべて見る",
        "rows": rows,
        "may_write_decisions": user.may(Verb.WRITE, Noun.DECISIONS),
    }


def commitments_due(user: User, until: date) -> Iterable[DueItem]:
    """The promises whose last day is here, for the morning sheet."""
    still_open = Commitment.objects.visible_to(user).filter(state=CommitmentState.OPEN)
    near = still_open.filter(due__latest__lte=until + ROLL).select_related("due")
    calendar = Calendar.load()
    for commitment in near.order_by("due__latest", "number")[:MOST_DUE]:
        on = calendar.last_day(commitment.due.latest).on
        if on <= until:
            url = reverse("meetings:commitment", args=[commitment.pk])
            yield DueItem(on, "対応事項", commitment.subject, url, f"「{commitment.due}」")


def records_due(user: User, until: date) -> Iterable[DueItem]:
    """The records that have to be out, for the morning sheet of those who write them."""
    if not user.may(Verb.WRITE, Noun.RECORD):
        return
    held = Meeting.objects.visible_to(user).filter(starts_at__isnull=False).exclude(minutes_state__in=OUT)
    calendar = Calendar.load()
    for meeting in held.select_related("body").order_by("starts_at", "pk")[:MOST_DUE]:
        due = _publication(calendar, meeting)
        if due and due.on <= until:
            url = reverse("meetings:meeting", args=[meeting.pk])
            yield DueItem(
                due.on, MINUTES, str(meeting), url, f"会議録は{meeting.get_minutes_state_display()}"
            )
