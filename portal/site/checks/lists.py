"""The list of 食い違い: what somebody still has to settle, what was let stand, what has gone."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from portal.accounts.rights import Noun
from portal.checks.models import Contradiction
from portal.lists.nouns import Column, Listed, Term, field_column
from portal.site.lists.filters import ChoicesFilter, DayFilter, ListFilter, WordsFilter
from portal.site.registry import record_url

# What the list is narrowed to where nobody says otherwise: it still stands.
STANDING = "state=waiting,acknowledged"
STATES = (
    ("waiting", "未対応", Q(gone_at=None, acknowledged_at=None)),
    ("acknowledged", "了解済み", Q(gone_at=None, acknowledged_at__isnull=False)),
    ("gone", "解消", Q(gone_at__isnull=False)),
)


class StateFilter(ChoicesFilter):
    """By what became of them."""

    def __init__(self) -> None:
        """The states, in the order in which one follows the other."""
        super().__init__("pk", "状態", [(key, label) for key, label, _ in STATES])

    def filter(self, qs: Any, value: Any) -> Any:
        """Any of the chosen ones."""
        chosen = [condition for key, _, condition in STATES if key in value]
        return qs.filter(reduce(or_, chosen)) if chosen else qs


class ContradictionFilter(ListFilter):
    """What became of them, how sure they are, until when, and about what."""

    state = StateFilter()
    level = ChoicesFilter("level", "程度", Contradiction.Level.choices)
    until = DayFilter("urgent_on", "期日がこの日まで", until=True)
    q = WordsFilter("title", "about")


CONTRADICTIONS = Listed(
    key="contradictions",
    model=Contradiction,
    noun=Noun.CHECKS,
    title="食い違い",
    url_name="checks:contradictions",
    filters=ContradictionFilter,
    order="urgent_on,found_at",
    shown=("title", "about", "level", "urgent_on", "state"),
    columns=(
        field_column(Contradiction, "title", url=record_url, field=""),
        field_column(Contradiction, "about", field=""),
        field_column(Contradiction, "level", field="", level="warn"),
        field_column(
            Contradiction,
            "urgent_on",
            empty="なし",
            field="",
            sort=(Term("urgent_on", empty_last=True),),
        ),
        Column(
            "state", "状態", lambda each: each.state, level=lambda each: "ok" if each.gone_at else "plain"
        ),
        field_column(Contradiction, "acknowledgement", field=""),
        field_column(Contradiction, "acknowledged_by", field=""),
        field_column(Contradiction, "found_at", field=""),
        field_column(Contradiction, "gone_at", field="", sort=(Term("gone_at", empty_last=True),)),
    ),
    empty_text="食い違いは見つかっていません。",
)
