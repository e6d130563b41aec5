"""What lists of the meetings can be narrowed by; every condition stands in the address."""

from typing import Any

from django_filters import Filter

from meetings.choices import (
    AttendanceStatus,
    BodyKind,
    CommitmentKind,
    CommitmentState,
    EntryKind,
    ItemCategory,
    ItemState,
    MeetingState,
    MinutesState,
    Outcome,
    SeatRole,
)
from meetings.forms.bodies import departments
from meetings.models import Meeting, MeetingBody, MinutesEntry
from portal.accounts.models import User
from portal.disclosure.choices import SITTING_CHOICES, Disclosure
from portal.site.lists.filters import (
    MOST_OPTIONS,
    ChoicesFilter,
    DayField,
    DayFilter,
    ListFilter,
    RecordsFilter,
    WordsFilter,
)
from portal.wareki import fiscal_year_label


def bodies(user: User) -> Any:
    """The bodies this user may know of."""
    return MeetingBody.objects.visible_to(user)


def any_department(user: User) -> Any:
    """The departments of the directory."""
    return departments().visible_to(user)


def fiscal_years(user: User) -> list[tuple[str, str]]:
    """Those that have a sitting this user may read, the latest first."""
    years = Meeting.objects.visible_to(user).order_by("-fiscal_year").values_list("fiscal_year", flat=True)
    return [(str(year), fiscal_year_label(year)) for year in years.distinct()]


class HeldOnFilter(Filter):
    """Seats that exist on a day."""

    field_class = DayField

    def filter(self, qs: Any, value: Any) -> Any:
        """All of them when no day is named."""
        return qs.held_on(value) if value else qs


class BodyFilter(ListFilter):
    """会議体."""

    q = WordsFilter("name", "aliases", "legal_basis")
    kind = ChoicesFilter("kind", "種別", BodyKind.choices)
    secretariat = RecordsFilter("secretariat", "事務局（担当課）", any_department, none="記載なし")


class SeatFilter(ListFilter):
    """席."""

    body = RecordsFilter("body", "会議体", bodies)
    role = ChoicesFilter("role", "役割", SeatRole.choices)
    q = WordsFilter("office__title", "department__name", label="職・部署")
    on = HeldOnFilter(label="この日にある席")


class MeetingFilter(ListFilter):
    """会議."""

    body = RecordsFilter("body", "会議体", bodies)
    year = ChoicesFilter("fiscal_year", "年度", fiscal_years)
    state = ChoicesFilter("state", "会議の状態", MeetingState.choices)
    minutes = ChoicesFilter("minutes_state", "会議録の状態", MinutesState.choices)
    disclosure = ChoicesFilter("meeting_disclosure", "会議の公開", SITTING_CHOICES)
    venue = WordsFilter("venue", label="開催場所")
    since = DayFilter("starts_at", "開催日（から）", is_moment=True)
    until = DayFilter("starts_at", "開催日（まで）", is_moment=True, until=True)


class ItemFilter(ListFilter):
    """議題."""

    q = WordsFilter("title", "outcome_line", label="題名・議決の記載")
    body = RecordsFilter("meeting__body", "会議体", bodies)
    year = ChoicesFilter("meeting__fiscal_year", "年度", fiscal_years)
    category = ChoicesFilter("category", "区分", ItemCategory.choices)
    state = ChoicesFilter("state", "扱い", ItemState.choices)


class AttendanceFilter(ListFilter):
    """出席."""

    body = RecordsFilter("meeting__body", "会議体", bodies)
    year = ChoicesFilter("meeting__fiscal_year", "年度", fiscal_years)
    status = ChoicesFilter("status", "出欠", AttendanceStatus.choices)
    q = WordsFilter("seat__office__title", "seat__department__name", "deputy_name", label="職・部署")


class SpeakersFilter(RecordsFilter):
    """Any of the speakers the record names, as far as this user may read it."""

    def read(self, offered: Any) -> list[tuple[str, str]]:
        """The labels themselves."""
        return [(label, label) for label in offered(self.parent.user)[:MOST_OPTIONS]]


def speakers(user: User) -> Any:
    """Labels of speakers in the rows this user may read."""
    rows = MinutesEntry.objects.visible_to(user).exclude(speaker_label="").order_by("speaker_label")
    return rows.values_list("speaker_label", flat=True).distinct()


class EntryFilter(ListFilter):
    """会議録の行."""

    body = RecordsFilter("meeting__body", "会議体", bodies)
    year = ChoicesFilter("meeting__fiscal_year", "年度", fiscal_years)
    speaker = SpeakersFilter("speaker_label", "発言者", speakers)
    kind = ChoicesFilter("kind", "種別", EntryKind.choices)


class HandoutFilter(ListFilter):
    """資料."""

    q = WordsFilter("title", "number", label="題名・番号")
    body = RecordsFilter("meeting__body", "会議体", bodies)
    year = ChoicesFilter("meeting__fiscal_year", "年度", fiscal_years)
    disclosure = ChoicesFilter("disclosure", "公開区分", Disclosure.choices)


class DecisionFilter(ListFilter):
    """議決事項 and their decisions."""

    q = WordsFilter("asked", "decision__sentence", label="求められたこと・決定の文")
    body = RecordsFilter("item__meeting__body", "会議体", bodies)
    year = ChoicesFilter("item__meeting__fiscal_year", "年度", fiscal_years)
    outcome = ChoicesFilter("decision__outcome", "結果", Outcome.choices, none="決定の記録なし")
    item_state = ChoicesFilter("item__state", "議題の扱い", ItemState.choices)
    since = DayFilter("decision__effective_on", "効力の日（から）")
    until = DayFilter("decision__effective_on", "効力の日（まで）", until=True)


class CommitmentFilter(ListFilter):
    """対応事項."""

    q = WordsFilter("subject", "words", "owner_label", label="内容・言葉")
    body = RecordsFilter("meeting__body", "会議体", bodies)
    year = ChoicesFilter("meeting__fiscal_year", "年度", fiscal_years)
    kind = ChoicesFilter("kind", "種別", CommitmentKind.choices)
    state = ChoicesFilter("state", "状態", CommitmentState.choices)
    owner = RecordsFilter("owner", "担当する部署", any_department, none="記載なし")
    since = DayFilter("due__latest", "期限（から）")
    until = DayFilter("due__latest", "期限（まで）", until=True)
