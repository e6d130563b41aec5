"""Calendar files: of one sitting, and of a body's schedule. Like every page they ask for a login."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from meetings.appointments import calendar_file
from meetings.appointments_reading import appointments_of
from meetings.models import Meeting, MeetingBody
from meetings.views.places import body_crumbs, meeting_crumbs, meeting_url
from portal.accounts.rights import Noun
from portal.disclosure.public_text import PassageError
from portal.site.pages import Crumb, RecordPage

NO_DAY = "日程が決まっていないため、予定表のファイルを作れません。日程を登録してからもう一度開いてください。"


class CalendarFile(RecordPage):
    """A file that calendars take in; when it cannot be made, a page that says why."""

    noun = Noun.SITTINGS
    template_name = "meetings/pdf_failed.html"
    title = "ファイルを作成できませんでした"
    # Whether a file without any entry is of use: it fills as days become known.
    may_be_empty = False

    def sittings(self) -> Any:
        """Those the file holds, as far as one may read them."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Hand out the file."""
        found = self.sittings().select_related("body__organisation", "held_when")
        try:
            entries = appointments_of(found, lambda each: request.build_absolute_uri(meeting_url(each)))
        except PassageError as problem:
            return self.refuse(str(problem))
        if not entries and not self.may_be_empty:
            return self.refuse(NO_DAY)
        name = str(self.record)
        content = calendar_file(name, entries, made_at=timezone.now())
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = content_disposition_header(True, f"{name}.ics") or ""
        return response

    def refuse(self, problem: str) -> HttpResponse:
        """What stands in the way."""
        return self.answer(status=HTTPStatus.UNPROCESSABLE_ENTITY, problem=problem)


class MeetingCalendar(CalendarFile):
    """One sitting."""

    model = Meeting

    def get_records(self) -> Any:
        """With its body."""
        return Meeting.objects.select_related("body")

    def sittings(self) -> Any:
        """Itself."""
        return self.visible(Meeting.objects.filter(pk=self.record.pk))

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議 › the sitting."""
        return meeting_crumbs(self.record)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The way back to it."""
        return super().get_context(meeting=self.record, **extra)


class BodyCalendar(CalendarFile):
    """Every sitting of a body, past ones and those called off included: taking it in again mends all."""

    model = MeetingBody
    may_be_empty = True

    def sittings(self) -> Any:
        """The body's."""
        return self.visible(Meeting.objects.filter(body=self.record))

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議体 › the body."""
        return body_crumbs(self.record)
