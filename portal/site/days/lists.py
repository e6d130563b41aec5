"""The list of 閉庁日."""

from typing import Any

from portal.accounts.rights import Actor, Noun
from portal.days import actions
from portal.days.models import ClosedDay
from portal.lists.nouns import Listed, field_column
from portal.site.lists.filters import DayFilter, ListFilter, WordsFilter

NO_OTHER_DAY = "日は直せません。「閉庁日と期限の決まり」のページで一覧から外し、正しい日を加えます。"


def edit_closed_day(*, by: Actor, reason: str, record: ClosedDay, **changes: Any) -> ClosedDay:
    """One cell of a closed day."""
    return actions.edit_closed_day(by=by, reason=reason, closed_day=record, **changes)


class ClosedDayFilter(ListFilter):
    """Which days, and why."""

    since = DayFilter("day", "この日から")
    until = DayFilter("day", "この日まで", until=True)
    q = WordsFilter("cause", label="閉庁する理由")


CLOSED_DAYS = Listed(
    key="closed-days",
    model=ClosedDay,
    noun=Noun.DAYS,
    title="閉庁日の一覧",
    url_name="days:closed-days",
    filters=ClosedDayFilter,
    edit=edit_closed_day,
    order="-day",
    shown=("day", "cause"),
    columns=(
        field_column(ClosedDay, "day", locked=NO_OTHER_DAY),
        field_column(ClosedDay, "cause"),
    ),
    empty_text="登録した閉庁日はありません。土日・祝日・年末年始は、登録しなくても閉庁日です。",
    create_label="閉庁日を加える",
    create_url_name="days:closed-day-new",
    links=(("閉庁日と期限の決まり", "days:days"),),
)
