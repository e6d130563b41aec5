"""Pages that write: each shows a form, refuses it, or does one act on what was read."""

from http import HTTPStatus
from typing import Any, ClassVar, final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse

from portal.accounts.rights import Noun, Verb
from portal.audit.errors import StaleWrite
from portal.audit.models import AuditedModel
from portal.audit.snapshots import state_of
from portal.site.checks.shown import found_just_now
from portal.site.conflicts import Clash, Newer, renewed, row_of_version
from portal.site.fields import VersionField, VersionsField
from portal.site.forms import ReasonForm, RecordForm, tell
from portal.site.gone import gone
from portal.site.kept import Kept, forget, waiting_for
from portal.site.page import Page, RecordPage
from portal.site.registry import record_url

CHOOSE_AGAIN = "まだ保存していないため、ファイルも受け取っていません。もう一度選んでください。"


class FormPage(Page):
    """The only kind of page that answers a POST.

    ``read_records`` says what the page is made from. Their versions go out with the form; where they do not
    come back nothing is written, and where somebody else was faster both texts are shown.
    """

    http_method_names = ["get", "head", "options", "post"]
    verb = Verb.WRITE
    template_name = "site/record_form.html"
    submit_label: ClassVar[str] = "保存する"
    success_message: ClassVar[str] = "保存しました。"
    shows_what_was_typed: ClassVar[bool] = True
    kept: Kept | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whatever became of the record or the session, what was typed is not lost."""
        self.kept = waiting_for(request)
        if self.kept and request.method == "POST":
            forget(request, self.kept.path)
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            if request.method != "POST" and not self.kept:
                raise
            return gone(self, request.POST or (self.kept and self.kept.data) or {})

    def read_records(self) -> list[Any]:
        """The stored records that the page is made from."""
        raise NotImplementedError

    def get_form(self, data: Any = None) -> Any:
        """The form, blank or filled with what was sent."""
        raise NotImplementedError

    def files_beside(self, data: Any) -> Any:
        """The files that were sent with what was sent."""
        return None if data is None else self.request.FILES

    def act(self, form: Any) -> Any:
        """Call the one action with the values of a form that is right; returns the record."""
        raise NotImplementedError

    def instead(self, form: Any) -> HttpResponse | None:
        """An answer in place of the act, where there is something to say first."""
        return None

    def get_success_url(self, record: Any) -> str:
        """Where to go when the act is done."""
        return record_url(record)

    def get_cancel_url(self) -> str:
        """The way out without saving: the last step of the breadcrumbs."""
        return next((crumb.url for crumb in reversed(self.get_breadcrumbs()) if crumb.url), "")

    @final
    def form(self, data: Any = None) -> Any:
        """The form with the versions of what was read."""
        form = self.get_form(data)
        if (field := self.version_field()) is not None:
            form.fields["version"] = field
        return form

    def version_field(self) -> forms.Field | None:
        """The hidden field that names the version that was read."""
        return VersionField(initial=self.read_records()[0].version)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form, or what was typed into it before the session ended."""
        if self.kept is None:
            return self.show(self.form())
        form = self.form(self.kept.data)
        return self.conflict(form) if self.is_overtaken(form) else self.show(form)

    @final
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Act, say what is wrong, or show what others made of the record meanwhile."""
        form = self.form(request.POST)
        if self.is_overtaken(form):
            return self.conflict(form)
        if not form.is_valid():
            return self.refuse(form)
        if (answer := self.instead(form)) is not None:
            return answer
        try:
            record = self.act(form)
        except ValidationError as error:
            tell(form, error)
            return self.refuse(form)
        except StaleWrite:
            self.load()
            return self.conflict(form)
        return self.done(record, form)

    def sent(self, form: Any) -> Any:
        """What the form says was read; None where it says nothing of use."""
        try:
            return form.fields["version"].clean(form["version"].data)
        except ValidationError:
            return None

    def is_overtaken(self, form: Any) -> bool:
        """Whether what was read is not what is stored. A version that is missing the form refuses."""
        field = form.fields.get("version")
        sent = self.sent(form) if field else None
        return sent is not None and sent != field.initial

    def conflict(self, form: Any) -> TemplateResponse:
        """The page again over the newer version: what others made of the record, and what was typed."""
        again = self.form(renewed(form, self.form()))
        return self.show(again, status=HTTPStatus.CONFLICT, newer=self.newer(form))

    def newer(self, form: Any) -> list[Newer]:
        """What others made of the record."""
        record = self.read_records()[0]
        seen = row_of_version(record, self.sent(form))
        return [Newer.since(record, seen, tell_old=self.may(Verb.READ, Noun.HISTORY))]

    def show(self, form: Any, *, status: int = HTTPStatus.OK, **extra: Any) -> TemplateResponse:
        """The page with its form."""
        return self.answer(
            status=status,
            form=form,
            submit_label=self.submit_label,
            cancel_url=self.get_cancel_url(),
            kept=self.kept if self.request.method == "GET" else None,
            **extra,
        )

    def refuse(self, form: Any) -> TemplateResponse:
        """The form again, with what is wrong and everything that was typed."""
        self.ask_for_files_again(form)
        return self.show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def ask_for_files_again(self, form: Any) -> None:
        """A browser cannot be handed a file back: say so where one was chosen in vain."""
        for name in form.files:
            if name in form.fields and name not in form.errors:
                form.add_error(name, CHOOSE_AGAIN)

    def ask_back(self, form: Any) -> TemplateResponse:
        """The form again, nothing saved: how words were understood, and the same button once more."""
        answered = form.data.copy()
        answered[form.add_prefix("understood")] = form.answer
        return self.show(self.form(answered), readings=form.readings)

    def done(self, record: Any, form: Any) -> HttpResponse:
        """Say that it is done, how dates were read and what looked odd, and go on."""
        messages.success(self.request, self.success_message)
        for note in getattr(form, "notes", ()):
            messages.info(self.request, note)
        for warning in getattr(form, "warnings", ()):
            messages.warning(self.request, warning)
        for words in found_just_now(self.user, self.began):
            messages.warning(self.request, words)
        return HttpResponseRedirect(self.get_success_url(record))


class NewPage(FormPage):
    """Enters or asks for something new: nothing that was read is written over, so no version goes out."""

    def read_records(self) -> list[Any]:
        """Nothing that is stored."""
        return []

    def version_field(self) -> None:
        """Nothing is stored yet that could be written over."""


class RecordCreatePage(NewPage):
    """Enters a new record: ``perform`` calls one action with the values."""

    model: ClassVar[type[AuditedModel]]
    form_class: ClassVar[type[RecordForm]]
    reason_required: ClassVar[bool] = False

    def get_blank(self) -> AuditedModel:
        """The unsaved record the form checks against; give it the parent here."""
        return self.model()

    def get_initial(self) -> dict[str, Any]:
        """What the blank form proposes."""
        return {}

    def get_form(self, data: Any = None) -> RecordForm:
        """The form over a blank record."""
        return self.form_class(
            data,
            self.files_beside(data),
            instance=self.get_blank(),
            initial=self.get_initial(),
            reason_required=self.reason_required,
            reader=self.user,
        )

    def perform(self, *, reason: str, **values: Any) -> Any:
        """Call the one action, ``by=self.user``; returns the new record."""
        raise NotImplementedError

    def instead(self, form: RecordForm) -> HttpResponse | None:
        """Ask back how words were read."""
        return self.ask_back(form) if form.asks_back else None

    def act(self, form: RecordForm) -> Any:
        """Enter the record."""
        return self.perform(reason=form.cleaned_data["reason"], **form.values)


class RecordEditPage(RecordPage, FormPage):
    """Changes a record: ``perform`` calls one action with the values that differ."""

    form_class: ClassVar[type[RecordForm]]
    reason_required: ClassVar[bool] = True

    def get_form(self, data: Any = None) -> RecordForm:
        """The form over the stored record."""
        return self.form_class(
            data,
            self.files_beside(data),
            instance=self.record,
            reason_required=self.reason_required,
            reader=self.user,
        )

    def perform(self, record: Any, *, reason: str, **changes: Any) -> Any:
        """Call the one action on ``record``, ``by=self.user``."""
        raise NotImplementedError

    def instead(self, form: RecordForm) -> HttpResponse | None:
        """Say that nothing is different, or ask back how words were read."""
        if not form.changes:
            messages.info(self.request, "変わったところはありませんでした。")
            return HttpResponseRedirect(self.get_success_url(self.record))
        return self.ask_back(form) if form.asks_back else None

    def act(self, form: RecordForm) -> Any:
        """Store the changes."""
        as_read = self.as_read(form.cleaned_data["version"])
        return self.perform(as_read, reason=form.cleaned_data["reason"], **form.changes)

    def conflict(self, form: RecordForm) -> TemplateResponse:
        """Both texts side by side, and the typist's form again over the newer version.

        What the typist never touched takes the newer value, so that saving again undoes nobody's work.
        """
        clash = Clash.between(form, self.form_as_read(form), self.form())
        again = self.form(clash.data)
        self.ask_for_files_again(again)
        return self.show(
            again,
            status=HTTPStatus.CONFLICT,
            newer=self.newer(form),
            differences=clash.differences(again),
            is_edit=True,
        )

    def form_as_read(self, form: RecordForm) -> RecordForm | None:
        """The form as the typist got it; None where no such version ever was."""
        seen = row_of_version(self.record, self.sent(form))
        if seen is None:
            return None
        stored, self.record = self.record, state_of(seen)
        try:
            return self.get_form()
        finally:
            self.record = stored


class ConfirmPage(RecordPage, FormPage):
    """Asks before an act that needs nothing but a reason, such as a removal."""

    template_name = "site/confirm.html"
    submit_label = "削除する"
    success_message = "削除しました。"
    question: ClassVar[str] = "この記録を削除します。変更履歴は残ります。"

    def get_form(self, data: Any = None) -> ReasonForm:
        """A form that asks for the reason."""
        return ReasonForm(data)

    def perform(self, record: Any, *, reason: str) -> Any:
        """Call the one action on ``record``, ``by=self.user``."""
        raise NotImplementedError

    def act(self, form: ReasonForm) -> Any:
        """Do it, to the version that was read."""
        self.perform(self.as_read(form.cleaned_data["version"]), reason=form.cleaned_data["reason"])
        return self.record

    def get_success_url(self, record: Any) -> str:
        """The record is gone: back to where the page was entered from."""
        return self.get_cancel_url()

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The question stands above the form."""
        return super().get_context(question=self.question, **extra)


class ManyRecordsPage(FormPage):
    """Writes over many records at once: a bulk edit, the rows of a sheet.

    ``load`` finds ``records`` by the keys that were sent; the action takes them from
    ``portal.audit.locking.held`` with the versions of ``form.cleaned_data["version"]``.
    """

    records: list[Any]

    def read_records(self) -> list[Any]:
        """Every record that is written over."""
        return self.records

    def version_field(self) -> VersionsField:
        """The version of each."""
        return VersionsField(initial={record.pk: record.version for record in self.records})

    def newer(self, form: Any) -> list[Newer]:
        """What others made of those that are no longer as they were read."""
        sent: dict[int, int] = self.sent(form) or {}
        tell_old = self.may(Verb.READ, Noun.HISTORY)
        return [
            Newer.since(record, row_of_version(record, sent.get(record.pk)), tell_old=tell_old)
            for record in self.records
            if sent.get(record.pk) != record.version
        ]
