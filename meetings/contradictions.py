"""The rules that find 食い違い in what the meetings record."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from meetings.choices import DeciderKind, EntryKind, MeetingFormat, MeetingState, Outcome
from meetings.deferrals import Outlook, Sitting, Sureness, outlook
from meetings.models import AgendaItem, Decision, Deferral, Meeting, MeetingBody, MinutesEntry, Motion
from meetings.outcome_lines import outcomes_in
from meetings.schedule import days_of, lacks_year, soonest
from portal.accounts.rights import Noun
from portal.checks.rules import Fact, Finding, Level, Rule, Way
from portal.sources.models import StatedDate
from portal.wareki import WarekiError, fiscal_year_bounds, format_date, format_time, parse_time

RETURNS = {DeciderKind.MEETING: True, DeciderKind.HEAD: False, DeciderKind.NOT_STATED: None}
LEVELS = {
    Sureness.SURE: Level.CLASH,
    Sureness.PERHAPS: Level.CAUTION,
    Sureness.UNKNOWN: Level.INFERRED,
}
_CLOCK = re.compile(r"(?:午前|午後)?\d{1,2}(?:[:：]\d{2}|時(?:\d{1,2}分|半)?)|正午")


def _day_of(meeting: Meeting) -> date:
    """The day of a sitting; while it is open, the first day of its fiscal year."""
    known = days_of(meeting)
    return known[0] or known[1] or fiscal_year_bounds(meeting.fiscal_year)[0]


def late_deferrals(deferrals: "QuerySet[Deferral]") -> Iterator[Finding]:
    """Matters put off until a day before which no sitting of the body is certain to be held."""
    still_open = list(
        deferrals.filter(closing_motion=None, due__isnull=False).select_related(
            "item__meeting__body", "item__meeting__held_when", "due"
        )
    )
    for deferral, after in with_sittings(still_open, Meeting.objects.all()):
        found = outlook_after(deferral, after)
        if found.warning is not None:
            yield _late(deferral, after, found)


def with_sittings(
    deferrals: "Iterable[Deferral]", meetings: "QuerySet[Meeting]"
) -> Iterator[tuple[Deferral, list[Meeting]]]:
    """Each deferral with those sittings of its body that come after its own, soonest first: one query."""
    waiting = list(deferrals)
    sittings: dict[int, list[Meeting]] = defaultdict(list)
    if bodies := {deferral.item.meeting.body_id for deferral in waiting}:
        held = meetings.filter(body__in=bodies).exclude(state=MeetingState.CANCELLED)
        for meeting in sorted(held.select_related("held_when"), key=soonest):
            sittings[meeting.body_id].append(meeting)
    for deferral in waiting:
        own = deferral.item.meeting
        others = (each for each in sittings[own.body_id] if each.pk != own.pk)
        yield deferral, [each for each in others if soonest(each) >= _day_of(own)]


def outlook_after(deferral: Deferral, after: "list[Meeting]") -> Outlook:
    """Whether one of these sittings comes in time."""
    return deferral_outlook(deferral, [Sitting(*days_of(each), each.held_in_words) for each in after])


def deferral_outlook(deferral: Deferral, to_come: list[Sitting]) -> Outlook:
    """How the page and the rule see a deferral, the sittings to come soonest first."""
    return outlook(
        deferral.due.latest if deferral.due else None,
        to_come,
        returns_to_meeting=RETURNS[DeciderKind(deferral.decider_kind)],
        lacks_year=lacks_year(deferral, _day_of(deferral.item.meeting)),
    )


def _late(deferral: Deferral, after: list[Meeting], found: Outlook) -> Finding:
    due: StatedDate = deferral.due  # type: ignore[assignment]
    day = f"{format_date(due.latest)}まで" if due.latest else "日は定まっていません"
    following = after[0] if after else None
    if following is None:
        body = deferral.item.meeting.body
        comes = Fact(body, "name", "次の会議", f"{body}：予定の登録なし")
    else:
        rests_on = (following.held_when,) if following.held_when and not following.starts_at else ()
        field = "starts_at" if following.starts_at else "held_when"
        comes = Fact(following, field, "次の会議", following.held_in_words, rests_on)
    return Finding(
        subject=deferral,
        about=f"{deferral.item.meeting} {deferral.item}"[:300],
        level=LEVELS[found.warning or Sureness.SURE],
        title=found.said,
        facts=(Fact(deferral, "due", "再検討の期限", f"{day}「{due}」", (due,)), comes),
        urgent_on=due.latest,
    )


def ways_of_deferral(deferral: Deferral) -> list[Way]:
    """What can be done where no sitting comes in time: each opens a form that knows the matter."""
    sitting = reverse("meetings:meeting-new", args=[deferral.item.meeting.body_id])
    return [
        Way("臨時開催を設定する", f"{sitting}?deferral={deferral.pk}", Noun.SITTINGS),
        Way(
            "持ち回りで諮る",
            f"{sitting}?deferral={deferral.pk}&format={MeetingFormat.CIRCULATED}",
            Noun.SITTINGS,
        ),
        Way(
            "期限を見直す（理由が必要）",
            reverse("meetings:deferral-edit", args=[deferral.pk]),
            Noun.DECISIONS,
        ),
    ]


def misread_decisions(decisions: "QuerySet[Decision]") -> Iterator[Finding]:
    """Decisions whose outcome is another than the line under their item says."""
    lined = decisions.exclude(motion__item__outcome_line="")
    for decision in lined.select_related("motion__item__meeting__body"):
        item = decision.motion.item
        said = outcomes_in(item.outcome_line)
        if said and Outcome(decision.outcome) not in said:
            yield Finding(
                subject=decision,
                about=f"{item.meeting} {decision.motion}"[:300],
                level=Level.CLASH,
                title="決定の結果が、議題の議決の記載と違います",
                facts=(
                    Fact(decision, "outcome", "決定の結果", decision.get_outcome_display()),
                    Fact(item, "outcome_line", "議決の記載", item.outcome_line),
                ),
            )


def _ways_of_decision(decision: Decision) -> list[Way]:
    item = reverse("meetings:item-edit", args=[decision.motion.item_id])
    return [
        Way("決定を訂正する", reverse("meetings:decision-correct", args=[decision.pk]), Noun.DECISIONS),
        Way("議決の記載を直す", item, Noun.SITTINGS),
    ]


def misnoted_ends(entries: "QuerySet[MinutesEntry]") -> Iterator[Finding]:
    """Rows such as [11:58 終了] that name another end than the sitting has; the planned end is no matter."""
    rows = entries.filter(kind=EntryKind.TIME, text__contains="終了", meeting__ended_at__isnull=False)
    for entry in rows.select_related("meeting__body"):
        ended = timezone.localtime(entry.meeting.ended_at).time().replace(second=0, microsecond=0)
        match = _CLOCK.search(entry.text)
        try:
            noted = parse_time(match[0]) if match else None
        except WarekiError:
            continue
        if noted is not None and noted != ended:
            yield Finding(
                subject=entry,
                about=str(entry.meeting),
                level=Level.CLASH,
                title="会議録の終了の時刻が、会議の実際の終了と違います",
                facts=(
                    Fact(entry, "text", "会議録の行", entry.text),
                    Fact(entry.meeting, "ended_at", "実際の終了", format_time(ended)),
                ),
            )


def _ways_of_end(entry: MinutesEntry) -> list[Way]:
    return [
        Way("会議録の行を直す", reverse("meetings:entry-edit", args=[entry.pk]), Noun.RECORD),
        Way("実際の終了を直す", reverse("meetings:meeting-edit", args=[entry.meeting_id]), Noun.SITTINGS),
    ]


_SITTINGS = "item__meeting__body__meetings"
RULES = (
    Rule(
        "meetings.late_deferral",
        "再検討の期限までに会議が開かれるか",
        Deferral,
        {
            Deferral: ("pk",),
            AgendaItem: ("item",),
            Meeting: ("item__meeting", _SITTINGS),
            MeetingBody: ("item__meeting__body",),
            StatedDate: ("due", f"{_SITTINGS}__held_when"),
        },
        late_deferrals,
        ways_of_deferral,
        ("item__meeting",),
    ),
    Rule(
        "meetings.misread_decision",
        "決定の結果が議決の記載のとおりか",
        Decision,
        {
            Decision: ("pk",),
            Motion: ("motion",),
            AgendaItem: ("motion__item",),
            Meeting: ("motion__item__meeting",),
        },
        misread_decisions,
        _ways_of_decision,
        ("motion",),
    ),
    Rule(
        "meetings.misnoted_end",
        "会議録の終了の時刻が実際の終了のとおりか",
        MinutesEntry,
        {MinutesEntry: ("pk",), Meeting: ("meeting",)},
        misnoted_ends,
        _ways_of_end,
    ),
)
