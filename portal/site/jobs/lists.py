"""The lists of 長い仕事: everybody's without what each is about, and one's own."""

from typing import Any

from portal.accounts.models import User
from portal.accounts.rights import Noun
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.lists.nouns import Column, Listed, field_column
from portal.site.jobs import words
from portal.site.lists.filters import ChoicesFilter, DayFilter, ListFilter


class JobFilter(ListFilter):
    """Which of them, and since when."""

    state = ChoicesFilter("state", "状態", JobState.choices)
    since = DayFilter("asked_at", "この日から", is_moment=True)
    until = DayFilter("asked_at", "この日まで", until=True, is_moment=True)


class OwnListed(Listed):
    """What the user asked for; needs no right."""

    def visible(self, user: User) -> Any:
        """The user's own."""
        return Job.objects.of(user)


STATE = field_column(Job, "state", field="", level=words.level_of)
PROGRESS = Column("progress", "進み具合", words.numbers, relations=("run",))
ASKED = field_column(Job, "asked_at", field="")
ENDED = field_column(Job, "ended_at", field="")

JOBS = Listed(
    key="jobs",
    model=Job,
    noun=Noun.JOBS,
    title="長い仕事",
    url_name="jobs:all",
    filters=JobFilter,
    order="-asked_at",
    shown=("kind", "owner", "state", "progress", "asked_at"),
    columns=(
        Column("kind", "種類", words.numbered_kind, words.job_url, sort=("kind",)),
        Column("owner", "依頼した人", words.asker, sort=("owner__kana",), relations=("owner",)),
        STATE,
        PROGRESS,
        ASKED,
        ENDED,
    ),
    empty_text="長い仕事はありません。",
)
MY_JOBS = OwnListed(
    key="my-jobs",
    model=Job,
    noun="",
    title="自分の長い仕事",
    url_name="jobs:mine",
    filters=JobFilter,
    order="-asked_at",
    shown=("title", "state", "progress", "asked_at", "result"),
    columns=(
        field_column(Job, "title", field="", url=words.job_url),
        STATE,
        PROGRESS,
        ASKED,
        ENDED,
        Column("result", "結果", words.result_name, words.result_url, relations=("result",)),
    ),
    empty_text="まだありません。時間のかかる出力などを頼むと、ここに進み具合と結果が出ます。",
)
