"""The page that puts the agenda in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from meetings.actions import agenda as actions
from meetings.forms.agenda import AgendaOrderForm, move_value
from meetings.models import AgendaItem
from meetings.views.places import BelowMeeting
from portal.accounts.rights import Noun
from portal.site.pages import ManyRecordsPage


@dataclass(frozen=True)
class Row:
    """An item, and what its buttons send; the first cannot go up, the last cannot go down."""

    item: AgendaItem
    up: str
    down: str


class AgendaOrder(BelowMeeting, ManyRecordsPage):
    """議題の順番を変える: the numbers follow."""

    noun = Noun.SITTINGS
    model = AgendaItem
    template_name = "meetings/agenda.html"
    title = "議題の順番を変える"
    submit_label = "もう一度動かす"
    success_message = "議題を動かし、番号を区分ごとに付け直しました。"

    def load(self) -> None:
        """The sitting and its items, as far as one may read them."""
        super().load()
        self.records = list(self.visible(self.meeting.items))

    def get_form(self, data: Any = None) -> AgendaOrderForm:
        """One move among them."""
        return AgendaOrderForm(data, items=self.records)

    def act(self, form: AgendaOrderForm) -> AgendaItem:
        """Move it over the agenda that was read."""
        item, onto = form.cleaned_data["move"]
        versions = form.cleaned_data["version"]
        return actions.move_item(by=self.user, reason=self.title, item=item, onto=onto, versions=versions)

    def get_success_url(self, record: AgendaItem) -> str:
        """The same list at the item, to move it on."""
        return f"{reverse('meetings:agenda', args=[self.meeting.pk])}#item-{record.pk}"

    def rows(self) -> Iterator[Row]:
        """The items between their neighbours."""
        items = self.records
        for item, above, below in zip(items, [None, *items], [*items[1:], None], strict=False):
            yield Row(
                item, move_value(item, above) if above else "", move_value(item, below) if below else ""
            )

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The list."""
        return super().get_context(rows=list(self.rows()), meeting=self.meeting, **extra)
