"""What the meetings show on the home page and the morning sheet: what comes back and what is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Window
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
from portal.open_days import Due, Left, time_left
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


class Today:
    """What the panels show, read at one go: none of them asks again for what another has asked."""

    def __init__(self, user: User) -> None:
        """In seven queries, fewer for who may read less."""
        self.calendar, self.day = Calendar.of(user), timezone.localdate()
        waiting = Deferral.objects.visible_to(user).filter(closing_motion=None, due__isnull=False)
        self.waiting = waiting
        self.deferrals = list(
            waiting.select_related(
                "item__meeting__body", "item__meeting__held_when", "due", "worker__parent__parent"
            ).order_by(F("due__latest").asc(nulls_last=True), "pk")[: DEFERRALS_SHOWN + 1]
        )
        still_open = Commitment.objects.visible_to(user).filter(state=CommitmentState.OPEN)
        self.commitments = list(
            still_open.select_related("due", "owner__parent__parent", "meeting__body")
            .annotate(of=Window(Count("pk")))
            .order_by(F("due__latest").asc(nulls_last=True), "number")[:SHOWN]
        )
        self.writes_records = user.may(Verb.WRITE, Noun.RECORD)
        meetings = Meeting.objects.visible_to(user).select_related("body", "held_when")
        if self.writes_records:
            unpublished = meetings.exclude(minutes_state__in=OUT)
            meetings = unpublished.order_by(F("starts_at").asc(nulls_last=True), "pk")
        self.meetings = list(meetings[:SHOWN])
        tell_bases(self.deferrals, self.commitments, self.meetings)

    @classmethod
    def of(cls, user: User) -> "Today":
        """Kept with the user, who lives no longer than the page."""
        found: Today = vars(user).get("_today_of_meetings") or cls(user)
        vars(user)["_today_of_meetings"] = found
        return found

    def left(self, due: Due | None) -> Left | None:
        """How long there is until a last day."""
        return time_left(due.on, self.day, self.calendar.closed) if due else None


def deferrals_to_return(user: User) -> dict[str, Any] | None:
    """What was put off and comes back, and whether a sitting comes in time; nothing when nothing waits."""
    today = Today.of(user)
    found = today.deferrals
    if not found:
        return None
    shown = [
        PutOff(each, outlook_after(each, after), _line(each, after, today), _ways(user, each))
        for each, after in with_sittings(found[:DEFERRALS_SHOWN], Meeting.objects.visible_to(user))
    ]
    return {
        "put_off": shown,
        "is_bare": True,
        "count": today.waiting.count() if len(found) > DEFERRALS_SHOWN else len(found),
        "level": "warn" if any(each.outlook.warning for each in shown) else "",
    }


def _line(deferral: Deferral, after: list[Meeting], today: Today) -> list[Station]:
    """Today, the last day and the next sitting in their order; what has no day stands at the end."""
    latest: date | None = deferral.due.latest if deferral.due else None
    points = [(today.day, 1, Station("today", "今日", format_date(today.day)))]
    if latest:
        due = today.calendar.last_day(latest)
        note = f"閉庁日のため実際は{format_date(due.on)}まで。" if due.on != latest else ""
        left = time_left(due.on, today.day, today.calendar.closed)
        points.append((latest, 0, Station("due", "期限", format_date(latest), f"{note}{left.words}")))
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
    today = Today.of(user)
    dues = [_publication(today.calendar, meeting) for meeting in today.meetings]
    writes = today.writes_records
    return {
        "rows": [(meeting, due, today.left(due)) for meeting, due in zip(today.meetings, dues, strict=True)],
        "title": "会議録" if writes else "最近の会議",
        "note": "公開の期限が近い順" if writes else "",
        "more_url": reverse("meetings:meetings"),
        "more_label": "すべての会議",
        "may_write_record": writes,
        "may_read_record": user.may(Verb.READ, Noun.RECORD),
    }


def _publication(calendar: Calendar, meeting: Meeting) -> Due | None:
    """Until when the record of a sitting has to be out; nothing once it is, or is not to be."""
    return None if meeting.minutes_state in OUT else calendar.publication(meeting)


def open_commitments(user: User) -> dict[str, Any] | None:
    """What is still to do, the nearest last day first; nothing to show when all is done."""
    today = Today.of(user)
    if not today.commitments:
        return None
    rows = []
    for commitment in today.commitments:
        latest = commitment.due.latest if commitment.due else None
        due = today.calendar.last_day(latest) if latest else None
        rows.append((commitment, due, today.left(due)))
    return {
        "count": today.commitments[0].of,
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
    calendar = Calendar.of(user)
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
    calendar = Calendar.of(user)
    for meeting in held.select_related("body").order_by("starts_at", "pk")[:MOST_DUE]:
        due = _publication(calendar, meeting)
        if due and due.on <= until:
            url = reverse("meetings:meeting", args=[meeting.pk])
            yield DueItem(
                due.on, MINUTES, str(meeting), url, f"会議録は{meeting.get_minutes_state_display()}"
            )
