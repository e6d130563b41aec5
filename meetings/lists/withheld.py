"""非公開箇所台帳: every withheld place, by whom, when, on what ground, and whether its end has come."""

from typing import Any

from django.utils import timezone

from meetings.filters import bodies
from meetings.models import Meeting
from meetings.withheld import ended, in_meetings, tell_places, to_review
from portal.accounts.models import User
from portal.accounts.rights import Noun
from portal.disclosure.choices import EndTrigger
from portal.disclosure.models import DisclosureGround, Withholding
from portal.lists.nouns import Column, Listed, Term, field_column
from portal.site.lists.filters import ChoicesFilter, DayFilter, ListFilter, RecordsFilter, WordsFilter
from portal.site.registry import record_url
from portal.wareki import format_date

DUE = [("yes", "見直しを待っている"), ("ended", "終わりが来た")]
LOST = "本文と合いません（指定し直してください）"


def meetings(user: User) -> Any:
    """The sittings this user may read."""
    return Meeting.objects.visible_to(user).select_related("body")


def grounds(user: User) -> Any:
    """The grounds there are."""
    return DisclosureGround.objects.visible_to(user)


class MeetingFilter(RecordsFilter):
    """By the sitting, whichever of its records the place is in."""

    def filter(self, qs: Any, value: list[str]) -> Any:
        """Any of the chosen ones."""
        return qs.filter(in_meetings(meetings(self.parent.user).filter(pk__in=value))) if value else qs


class BodyOfPlaceFilter(RecordsFilter):
    """By the body."""

    def filter(self, qs: Any, value: list[str]) -> Any:
        """Any of the chosen ones."""
        return qs.filter(in_meetings(meetings(self.parent.user).filter(body__in=value))) if value else qs


class DueFilter(ChoicesFilter):
    """By whether somebody has to look at it again."""

    def __init__(self) -> None:
        """Both ways of asking."""
        super().__init__("pk", "見直し", DUE)

    def filter(self, qs: Any, value: Any) -> Any:
        """What waits, or whatever has ended."""
        today = timezone.localdate()
        if "yes" in value:
            qs = qs.filter(to_review(today))
        return qs.filter(ended(today)) if "ended" in value else qs


class WithheldFilter(ListFilter):
    """Which places."""

    meeting = MeetingFilter("pk", "会議", meetings)
    body = BodyOfPlaceFilter("pk", "会議体", bodies)
    state = ChoicesFilter("state", "状態", Withholding.State.choices)
    due = DueFilter()
    ground = RecordsFilter("ground", "根拠", grounds)
    end = ChoicesFilter("end_trigger", "非公開の終わり", EndTrigger.choices)
    since = DayFilter("decided_on", "決めた日（から）")
    until = DayFilter("decided_on", "決めた日（まで）", until=True)
    q = WordsFilter("words", "reason", label="もとの言葉・理由")


class LedgerList(Listed):
    """Rows that say where they are."""

    def tell(self, user: User, records: list[Any]) -> None:
        """The places, as far as this user may see them, and whose end has come."""
        tell_places(user, records)
        waiting = Withholding.objects.visible_to(user).filter(pk__in=[each.pk for each in records])
        due = set(waiting.filter(to_review(timezone.localdate())).values_list("pk", flat=True))
        for each in records:
            each.is_due = each.pk in due


def words_of(each: Any) -> str:
    """The words, for those who may read the place."""
    said = each.words if len(each.words) <= 40 else f"{each.words[:40]}…"
    return said if each.place.fits else f"{said}　{LOST}"


def end_of(each: Any) -> str:
    """What ends it."""
    return format_date(each.ends_on) + "まで" if each.ends_on else each.get_end_trigger_display()


def state_of(each: Any) -> str:
    """Whether it holds, and whether somebody has to look at it."""
    return f"{each.get_state_display()}（見直しを待っています）" if each.is_due else each.get_state_display()


WITHHOLDINGS = LedgerList(
    key="withholdings",
    model=Withholding,
    noun=Noun.DISCLOSURE,
    title="非公開箇所台帳",
    url_name="meetings:withholdings",
    filters=WithheldFilter,
    order="-decided_on",
    shown=("place", "words", "meeting", "ground", "decided_by", "decided_on", "end", "state"),
    columns=(
        Column("place", "箇所", lambda each: each.place.words, record_url, tells=("record_key",)),
        field_column(Withholding, "words", value=words_of, sort=(), field=""),
        Column(
            "meeting",
            "会議",
            lambda each: str(each.place.meeting or ""),
            lambda each: record_url(each.place.meeting) if each.place.meeting else "",
        ),
        field_column(Withholding, "ground", sort=("ground__label",), field=""),
        field_column(Withholding, "reason", sort=(), field=""),
        field_column(Withholding, "decided_by", field="", empty="記載なし"),
        field_column(
            Withholding,
            "decided_on",
            field="",
            empty="記載なし",
            sort=(Term("decided_on", empty_last=True), "pk"),
        ),
        Column("end", "非公開の終わり", end_of, sort=(Term("ends_on", empty_last=True), "end_trigger")),
        Column("state", "状態", state_of, sort=("state",)),
    ),
    empty_text="非公開箇所はまだありません。会議録の行で言葉を選び、「選んで非公開に」から登録してください。",
)
