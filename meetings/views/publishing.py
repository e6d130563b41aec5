"""Pages that hand out printed documents of a sitting."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from meetings.documents import NotForThePublic, decision_list_pdf, minutes_pdf
from meetings.views.places import BelowMeeting
from portal.accounts.rights import Noun, Verb
from portal.disclosure.public_text import PassageError
from portal.documents.choices import EditionAudience
from portal.documents.errors import DocumentError, MissingGlyph
from portal.wareki import format_date

# What the record itself has to be mended for; anything else is the portal's own trouble.
OF_THE_RECORD = (MissingGlyph, NotForThePublic, PassageError)


class PdfPage(BelowMeeting):
    """A file to keep; when it cannot be made, a page that says why."""

    verb = Verb.EXPORT
    template_name = "meetings/pdf_failed.html"
    title = "PDFを作成できませんでした"

    def make(self) -> bytes:
        """Print the document."""
        raise NotImplementedError

    def document_name(self) -> str:
        """What the document is called within the file's name."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Hand out the file, or say what stands in the way."""
        try:
            content = self.make()
        except OF_THE_RECORD as problem:
            return self.answer(status=HTTPStatus.UNPROCESSABLE_ENTITY, problem=str(problem))
        except DocumentError as problem:
            return self.answer(status=HTTPStatus.SERVICE_UNAVAILABLE, problem=str(problem))
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = content_disposition_header(True, self.file_name())
        response["Cache-Control"] = "no-store"
        return response

    def file_name(self) -> str:
        """令和6年6月27日_豊島区行政情報化推進本部_会議録（原本・見本）.pdf."""
        starts_at = self.meeting.starts_at
        day = format_date(timezone.localdate(starts_at), weekday=False) if starts_at else "日程未定"
        return f"{day}_{self.meeting.body}_{self.document_name()}.pdf"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The sitting the document is about."""
        return super().get_context(meeting=self.meeting, **extra)


class MinutesPdf(PdfPage):
    """会議録, as 原本 or 公開用."""

    noun = Noun.RECORD
    audience: EditionAudience

    def load(self) -> None:
        """The sitting, and for whom the edition is."""
        super().load()
        if self.kwargs["audience"] not in EditionAudience.values:
            raise Http404
        self.audience = EditionAudience(self.kwargs["audience"])

    def make(self) -> bytes:
        """Print the record."""
        return minutes_pdf(self.meeting, self.audience, reader=self.user)

    def document_name(self) -> str:
        """A proof says so in its name too."""
        return f"会議録（{self.audience.label}・見本）"


class DecisionListPdf(PdfPage):
    """決定事項一覧."""

    noun = Noun.DECISIONS

    def make(self) -> bytes:
        """Print the list."""
        return decision_list_pdf(self.meeting, reader=self.user)

    def document_name(self) -> str:
        """A proof says so in its name too."""
        return "決定事項一覧（見本）"
