"""Pages that hand out printed documents of a sitting."""

from http import HTTPStatus
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.views.decorators.clickjacking import xframe_options_sameorigin

from meetings.choices import LetterKind
from meetings.documents import (
    NotForThePublic,
    SittingCancelled,
    SittingNotOpen,
    confirmation_docx,
    decision_list_pdf,
    file_name,
    letter_pdf,
    minutes_docx,
    minutes_pdf,
)
from meetings.forms.publishing import VOLUME, BundleForm
from meetings.jobs import BoundVolume, MinutesBundle, PaperSet
from meetings.models import Meeting, MeetingBody
from meetings.views.places import BelowMeeting, body_crumbs, record_row_url
from meetings.volumes import volume_title
from portal.accounts.rights import Noun, Verb
from portal.disclosure.public_text import PassageError
from portal.documents.choices import EditionAudience
from portal.documents.errors import DocumentError, MissingGlyph
from portal.files.choices import CONTENT_TYPES, FileKind
from portal.jobs.actions.asking import request_job
from portal.jobs.models import Job
from portal.site.jobs.words import job_url
from portal.site.pages import Crumb, NewPage
from portal.wareki import fiscal_year_label

# What the record itself has to be mended for; anything else is the portal's own trouble.
OF_THE_RECORD = (MissingGlyph, NotForThePublic, PassageError, SittingCancelled, SittingNotOpen)


class FilePage(BelowMeeting):
    """A file to keep; when it cannot be made, a page that says why."""

    verb = Verb.EXPORT
    template_name = "meetings/pdf_failed.html"
    title = "ファイルを作成できませんでした"
    file_kind = FileKind.PDF

    def make(self) -> bytes:
        """Make the document."""
        raise NotImplementedError

    def document_name(self) -> str:
        """What the document is called within the file's name."""
        raise NotImplementedError

    @method_decorator(xframe_options_sameorigin)
    @method_decorator(csp_replace({"frame-ancestors": [SELF]}))
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Hand out the file, or say what stands in the way; with ``?beside``, to be shown in a frame."""
        is_beside = "beside" in request.GET
        if is_beside:
            self.template_name = "meetings/pdf_problem.html"
        try:
            content = self.make()
        except OF_THE_RECORD as problem:
            return self.answer(status=HTTPStatus.UNPROCESSABLE_ENTITY, problem=str(problem))
        except DocumentError as problem:
            return self.answer(status=HTTPStatus.SERVICE_UNAVAILABLE, problem=str(problem))
        response = HttpResponse(content, content_type=CONTENT_TYPES[self.file_kind])
        name = file_name(self.meeting, self.document_name(), kind=self.file_kind)
        response["Content-Disposition"] = content_disposition_header(not is_beside, name) or ""
        response["Cache-Control"] = "no-store"
        return response

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The sitting the document is about."""
        return super().get_context(meeting=self.meeting, **extra)


class MinutesPdf(FilePage):
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


class MinutesWord(FilePage):
    """会議録 for those who go on in Word: 原本, 公開用, or the copy to confirm with a number on every row."""

    noun = Noun.RECORD
    file_kind = FileKind.WORD
    numbered = "rows"

    def load(self) -> None:
        """The sitting; any other address is none."""
        super().load()
        if self.kwargs["edition"] not in (*EditionAudience.values, self.numbered):
            raise Http404

    def make(self) -> bytes:
        """Write the record."""
        if self.kwargs["edition"] == self.numbered:
            return confirmation_docx(self.meeting, reader=self.user)
        return minutes_docx(self.meeting, EditionAudience(self.kwargs["edition"]), reader=self.user)

    def document_name(self) -> str:
        """What it is; nothing of it was issued."""
        if self.kwargs["edition"] == self.numbered:
            return "会議録（確認用・行番号付き）"
        return f"会議録（{EditionAudience(self.kwargs['edition']).label}・見本）"


class RecordProof(BelowMeeting):
    """見本: both editions of the record side by side, as they would be printed now."""

    noun = Noun.RECORD
    verb = Verb.EXPORT
    title = "会議録のPDF（見本）"
    template_name = "meetings/record_proof.html"

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議 › the sitting › its record."""
        return [*super().get_breadcrumbs(), Crumb("会議録", record_row_url(self.meeting))]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """Both audiences, and the moment whose contents are shown: it also makes the address a new one."""
        audiences = [(each.value, each.label) for each in EditionAudience]
        return super().get_context(meeting=self.meeting, audiences=audiences, now=timezone.now(), **extra)


class DecisionListPdf(FilePage):
    """決定事項一覧."""

    noun = Noun.DECISIONS

    def make(self) -> bytes:
        """Print the list."""
        return decision_list_pdf(self.meeting, reader=self.user)

    def document_name(self) -> str:
        """A proof says so in its name too."""
        return "決定事項一覧（見本）"


class LetterPdf(FilePage):
    """招集通知 or 次第, for those who have a seat or for the public."""

    noun = Noun.SITTINGS
    kind: LetterKind
    audience: EditionAudience

    def load(self) -> None:
        """The sitting, which letter, and for whom it is."""
        super().load()
        letter, audience = self.kwargs["letter"], self.kwargs["audience"]
        if letter not in LetterKind.values or audience not in EditionAudience.values:
            raise Http404
        self.kind, self.audience = LetterKind(letter), EditionAudience(audience)

    def make(self) -> bytes:
        """Print the letter."""
        return letter_pdf(self.meeting, self.kind, self.audience, reader=self.user)

    def document_name(self) -> str:
        """The public copy says so in its name too."""
        return self.kind.label + ("（公開用）" if self.audience == EditionAudience.PUBLIC else "")


class MinutesBundleStart(NewPage):
    """会議録をまとめてPDFにする: asks for year, audience and shape, and has a worker bind or print them."""

    noun = Noun.RECORD
    verb = Verb.EXPORT
    title = "会議録をまとめてPDFにする"
    submit_label = "作成を始める"
    success_message = "作成を始めました。できあがると、このページに結果のファイルが出ます。"
    body: MeetingBody

    def load(self) -> None:
        """The body."""
        self.body = self.visible_or_404(MeetingBody, pk=self.kwargs["pk"])

    def get_over(self) -> MeetingBody:
        """The body."""
        return self.body

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議体 › the body."""
        return body_crumbs(self.body)

    def get_form(self, data: Any = None) -> BundleForm:
        """Offers the years in which the body met."""
        sittings = self.visible(Meeting).filter(body=self.body)
        years = sittings.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
        return BundleForm(data, years=list(years))

    def get_success_url(self, record: Job) -> str:
        """The page of the work."""
        return job_url(record)

    def act(self, form: BundleForm) -> Job:
        """Ask for it."""
        year, audience = form.cleaned_data["fiscal_year"], EditionAudience(form.cleaned_data["audience"])
        is_bound = form.cleaned_data["shape"] == VOLUME
        single = f"{fiscal_year_label(year)} {self.body} 会議録（{audience.label}・見本）"
        return request_job(
            by=self.user,
            kind=BoundVolume.code if is_bound else MinutesBundle.code,
            title=volume_title(self.body, year, audience) if is_bound else single,
            parameters={"body": self.body.pk, "fiscal_year": year, "audience": audience.value},
        )


class PaperSetStart(BelowMeeting, NewPage):
    """資料一式を1つのPDFにする: has a worker bind the papers that one may read."""

    noun = Noun.SITTINGS
    verb = Verb.EXPORT
    title = "資料一式を1つのPDFにする"
    submit_label = "作成を始める"
    success_message = "作成を始めました。できあがると、このページに結果のファイルが出ます。"

    def get_form(self, data: Any = None) -> forms.Form:
        """Nothing is asked: the address says which sitting."""
        return forms.Form(data)

    def get_success_url(self, record: Job) -> str:
        """The page of the work."""
        return job_url(record)

    def act(self, form: forms.Form) -> Job:
        """Ask for it."""
        return request_job(
            by=self.user,
            kind=PaperSet.code,
            title=f"{self.meeting} 資料一式",
            parameters={"meeting": self.meeting.pk},
        )
