"""Pages of 会議体 and 席."""

from typing import Any

from django.urls import reverse

from meetings.actions import bodies as actions
from meetings.dues import OWN_RULES
from meetings.forms.bodies import BodyForm, SeatForm
from meetings.models import Meeting, MeetingBody, Seat
from meetings.views.places import body_crumbs, body_url
from portal.accounts.rights import Noun, Verb
from portal.site.pages import (
    ConfirmPage,
    Crumb,
    RecordCreatePage,
    RecordDetailPage,
    RecordEditPage,
    RecordPage,
)
from portal.sources.citing import tell_bases

SHOWN_MEETINGS = 10


class BodyDetail(RecordDetailPage):
    """会議体: who sits there, and its sittings."""

    noun = Noun.BODIES
    model = MeetingBody
    template_name = "meetings/body.html"

    def get_records(self) -> Any:
        """With what the page names."""
        return MeetingBody.objects.select_related(
            "parent", "organisation", "secretariat__parent__parent", "minutes_form", *OWN_RULES.values()
        )

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議体."""
        return body_crumbs(self.record)[:1]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """Seats, parts of the body, and its latest sittings as far as the user may read them."""
        seats = self.visible(self.record.seats).select_related("office", "department__parent__parent")
        sittings = self.visible(Meeting.objects.filter(body=self.record))
        meetings = sittings.select_related("body", "held_when")[:SHOWN_MEETINGS]
        tell_bases(self.record, seats, meetings)
        return super().get_context(
            seats=seats,
            own_rules=[
                (self.record._meta.get_field(field).verbose_name, getattr(self.record, field))
                for field in OWN_RULES.values()
            ],
            children=self.visible(self.record.children),
            meetings=meetings,
            may_read_meetings=self.may(Verb.READ, Noun.SITTINGS),
            may_write_meetings=self.may(Verb.WRITE, Noun.SITTINGS),
            may_take_in=self.may(Verb.WRITE, Noun.SITTINGS) and self.may(Verb.WRITE, Noun.RECORD),
            may_export_record=self.may(Verb.EXPORT, Noun.RECORD),
            **extra,
        )


class BodyCreate(RecordCreatePage):
    """会議体を登録する."""

    noun = Noun.BODIES
    model = MeetingBody
    form_class = BodyForm
    title = "会議体を登録する"

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議体."""
        return [Crumb("会議体", reverse("meetings:bodies"))]

    def perform(self, *, reason: str, **values: Any) -> MeetingBody:
        """Register it."""
        return actions.create_body(by=self.user, reason=reason, **values)


class BodyEdit(RecordEditPage):
    """会議体を直す."""

    noun = Noun.BODIES
    model = MeetingBody
    form_class = BodyForm
    title = "会議体を直す"

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議体 › the body."""
        return body_crumbs(self.record)

    def perform(self, record: MeetingBody, *, reason: str, **changes: Any) -> MeetingBody:
        """Change it."""
        return actions.edit_body(by=self.user, reason=reason, body=record, **changes)


class SeatCreate(RecordCreatePage):
    """席を加える."""

    noun = Noun.BODIES
    model = Seat
    form_class = SeatForm
    title = "席を加える"
    body: MeetingBody

    def load(self) -> None:
        """The body that gets the seat."""
        bodies = MeetingBody.objects.select_related("organisation")
        self.body = self.visible_or_404(bodies, pk=self.kwargs["pk"])

    def get_over(self) -> MeetingBody:
        """The body."""
        return self.body

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議体 › the body."""
        return body_crumbs(self.body)

    def get_blank(self) -> Seat:
        """A seat of this body."""
        return Seat(body=self.body, position=self.body.seats.count() + 1)

    def get_success_url(self, record: Any) -> str:
        """The body's page."""
        return f"{body_url(self.body)}#seats"

    def perform(self, *, reason: str, **values: Any) -> Seat:
        """Add it."""
        return actions.add_seat(by=self.user, reason=reason, body=self.body, **values)


class OfSeat(RecordPage):
    """What the pages about one seat share."""

    noun = Noun.BODIES
    model = Seat
    record: Seat

    def get_records(self) -> Any:
        """With what its name is made of."""
        return Seat.objects.select_related("body__organisation", "office", "department__parent__parent")

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議体 › the body."""
        return body_crumbs(self.record.body)

    def get_success_url(self, record: Any) -> str:
        """The body's page."""
        return f"{body_url(self.record.body)}#seats"


class SeatEdit(OfSeat, RecordEditPage):
    """席を直す."""

    template_name = "meetings/part_form.html"
    remove_url_name = "meetings:seat-remove"
    form_class = SeatForm
    title = "席を直す"

    def perform(self, record: Seat, *, reason: str, **changes: Any) -> Seat:
        """Change it."""
        return actions.edit_seat(by=self.user, reason=reason, seat=record, **changes)


class SeatRemove(OfSeat, ConfirmPage):
    """席を削除する."""

    title = "席を削除する"
    question = "この席を削除します。会議で使った席は削除できません（終わりの日を入れてください）。"

    def perform(self, record: Seat, *, reason: str) -> None:
        """Take it away."""
        actions.remove_seat(by=self.user, reason=reason, seat=record)
