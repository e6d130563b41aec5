"""Where the pages of the meetings stand: breadcrumbs, anchors, and bases of pages below a sitting."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from meetings.models import AgendaItem, Handout, Meeting, MeetingBody, MinutesEntry
from portal.audit.models import AuditedModel
from portal.site.clocks import is_asked
from portal.site.pages import Crumb, Page, RecordPage

# The records whose words can be marked, and how their addresses begin.
MARKED: dict[str, type[AuditedModel]] = {
    "meetings": Meeting,
    "items": AgendaItem,
    "entries": MinutesEntry,
    "handouts": Handout,
}
STARTS = {model: start for start, model in MARKED.items()}


def mark_url(verb: str, record: Any, query: str = "") -> str:
    """The page that marks words of this record."""
    url = reverse(f"meetings:{STARTS[type(record)]}-{verb}", args=[record.pk])
    return f"{url}?{query}" if query else url


def is_markable(record: Any) -> bool:
    """Whether words of this record can be withheld."""
    return type(record) in STARTS


def meeting_url(meeting: Meeting, anchor: str = "") -> str:
    """The sitting's page, at one of its parts."""
    url = reverse("meetings:meeting", kwargs={"pk": meeting.pk})
    return f"{url}#{anchor}" if anchor else url


def body_url(body: MeetingBody) -> str:
    """The body's page."""
    return reverse("meetings:body", kwargs={"pk": body.pk})


def record_row_url(meeting: Meeting, entry_key: int | None = None) -> str:
    """The record of a sitting, at a row."""
    url = reverse("meetings:record", kwargs={"pk": meeting.pk})
    return f"{url}#row-{entry_key}" if entry_key else url


def body_crumbs(body: MeetingBody) -> list[Crumb]:
    """会議体 › the body."""
    return [Crumb("会議体", reverse("meetings:bodies")), Crumb(str(body), body_url(body))]


def meeting_crumbs(meeting: Meeting) -> list[Crumb]:
    """会議 › the sitting."""
    return [Crumb("会議", reverse("meetings:meetings")), Crumb(str(meeting), meeting_url(meeting))]


class BelowMeeting(Page):
    """A page about something of the sitting that the URL names by ``pk``."""

    meeting: Meeting

    def load(self) -> None:
        """The sitting."""
        sittings = Meeting.objects.select_related("body__organisation")
        self.meeting = self.visible_or_404(sittings, pk=self.kwargs["pk"])

    def get_over(self) -> Meeting:
        """The sitting."""
        return self.meeting

    def get_breadcrumbs(self) -> list[Crumb]:
        """The way back to the sitting."""
        return meeting_crumbs(self.meeting)


class PartOfMeeting(RecordPage):
    """A page about one record of a sitting; ``meeting_path`` says how the record knows its sitting."""

    meeting_path: ClassVar[str] = "meeting"
    anchor: ClassVar[str] = ""

    @property
    def meeting(self) -> Meeting:
        """The sitting the record belongs to."""
        found: Any = self.record
        for step in self.meeting_path.split("__"):
            found = getattr(found, step)
        return found

    def get_records(self) -> Any:
        """The records with their sitting."""
        return super().get_records().select_related(f"{self.meeting_path}__body")

    def get_breadcrumbs(self) -> list[Crumb]:
        """The way back to the sitting."""
        return meeting_crumbs(self.meeting)

    def get_success_url(self, record: Any) -> str:
        """The sitting's page, where the record stands."""
        return meeting_url(self.meeting, self.anchor)


class Permalink(PartOfMeeting):
    """The address of one record of a sitting: leads to its place on the sitting's page."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Go there; at a day, to the record as it stood."""
        if is_asked(request):
            then = reverse("history-then", args=[self.record._meta.label_lower, self.record.pk])
            return HttpResponseRedirect(f"{then}?{request.GET.urlencode()}")
        return HttpResponseRedirect(self.get_place())

    def get_place(self) -> str:
        """The record's place on the sitting's page."""
        return meeting_url(self.meeting, f"{self.anchor}-{self.record.pk}")
