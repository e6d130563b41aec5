"""Page bases of the desks: who may enter, which record is meant, one action call per POST.

A page names its family of nouns and a verb; whoever lacks the right gets 403. Records are loaded through
``visible_to(user)``; what is not visible is 404. Forms never write: subclasses hand the values to one
action in ``perform``. A form that is refused comes back with status 422 and everything that was typed; a
record somebody else changed meanwhile comes back with status 409 and both texts.
"""

import copy
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.db.models.manager import BaseManager
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views import View

from portal.accounts.models import User
from portal.accounts.rights import Verb
from portal.audit.errors import StaleWrite
from portal.audit.models import AuditedModel
from portal.site.conflicts import Clash
from portal.site.forms import ReasonForm, RecordForm
from portal.site.registry import record_url
from portal.site.tables import Column, table_rows

CHOOSE_AGAIN = "まだ保存していないため、ファイルも受け取っていません。もう一度選んでください。"


@dataclass(frozen=True)
class Crumb:
    """One step of the way back; without ``url`` it is the page itself."""

    label: str
    url: str = ""


class Page(View):
    """A page for those who may do ``verb`` to ``noun``; without a noun, for everybody who is logged in.

    ``load`` finds the page's records before anything else.
    """

    noun: ClassVar[str] = ""
    verb: ClassVar[str] = Verb.READ
    template_name: str
    title: str = ""
    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the right, load, then answer."""
        user = request.user
        if not isinstance(user, User) or (self.noun and not user.may(self.verb, self.noun)):
            raise PermissionDenied("このページを見る権限がありません。")
        self.user = user
        self.load()
        return super().dispatch(request, *args, **kwargs)

    def load(self) -> None:
        """Find the records of the page; ``self.kwargs`` holds what the URL says."""

    def visible_or_404(self, source: type[Model] | BaseManager[Any] | QuerySet[Any], **lookup: Any) -> Any:
        """One record this user may read, or 404."""
        return get_object_or_404(self.visible(source), **lookup)

    def visible(self, source: type[Model] | BaseManager[Any] | QuerySet[Any]) -> Any:
        """The records this user may read."""
        reads: Any = source._default_manager if isinstance(source, type) else source
        return reads.visible_to(self.user)

    def may(self, verb: str, noun: str = "") -> bool:
        """Whether this user may do the verb to ``noun`` (this page's own by default)."""
        return self.user.may(verb, noun or self.noun)

    def get_title(self) -> str:
        """The heading and the window's title."""
        return self.title

    def get_breadcrumbs(self) -> list[Crumb]:
        """The way back, from the top, without the page itself."""
        return []

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """What the template gets."""
        return {
            "page": self,
            "title": self.get_title(),
            "breadcrumbs": [*self.get_breadcrumbs(), Crumb(self.get_title())],
            "may_write": self.may(Verb.WRITE),
            **extra,
        }

    def answer(self, *, status: int = HTTPStatus.OK, template: str = "", **extra: Any) -> TemplateResponse:
        """The page itself."""
        return TemplateResponse(
            self.request, template or self.template_name, self.get_context(**extra), status=status
        )

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Show the page."""
        return self.answer()


class RecordListPage(Page):
    """A list of records; ``filter_class`` is a plain form over GET with ``apply(records) -> records``."""

    model: ClassVar[type[Model]]
    columns: ClassVar[tuple[Column, ...]] = ()
    filter_class: ClassVar[type[forms.Form] | None] = None
    template_name = "site/record_list.html"
    page_size: ClassVar[int] = 50
    empty_text: ClassVar[str] = "まだ登録がありません。"
    create_label: ClassVar[str] = "新しく登録する"

    def get_records(self) -> Any:
        """The records to list; add ``select_related`` here."""
        return self.visible(self.model)

    def get_create_url(self) -> str:
        """Where a new record is entered; empty when there is no such page."""
        return ""

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The rows of one page of the list."""
        records, filter_form = self.get_records(), None
        if self.filter_class is not None:
            filter_form = self.filter_class(self.request.GET or None, label_suffix="")
            if filter_form.is_bound and filter_form.is_valid():
                records = filter_form.apply(records)  # type: ignore[attr-defined]
        page = Paginator(records, self.page_size).get_page(self.request.GET.get("page"))
        return super().get_context(
            columns=self.columns,
            rows=table_rows(self.columns, page.object_list),
            records=page.object_list,
            pagination=page,
            filter_form=filter_form,
            create_url=self.get_create_url() if self.may(Verb.WRITE) else "",
            **extra,
        )


class RecordPage(Page):
    """A page about one record, found by ``pk`` in the URL."""

    model: ClassVar[type[Model]]
    record: Any

    def load(self) -> None:
        """The record itself, as far as this user may read it."""
        self.record = self.visible_or_404(self.get_records(), pk=self.kwargs["pk"])

    def get_records(self) -> Any:
        """Where the record is looked for; add ``select_related`` here."""
        return self.model.objects.all()  # type: ignore[attr-defined]

    def get_title(self) -> str:
        """The record's own name, unless the page has a title."""
        return self.title or str(self.record)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The record stands under ``record``."""
        return super().get_context(record=self.record, **extra)

    def as_read(self, version: int) -> Any:
        """A copy of the record as of the version the typist saw: the database refuses any but the newest."""
        record = copy.copy(self.record)
        record.version = version
        return record


class RecordDetailPage(RecordPage):
    """Shows one record."""


class FormPage(Page):
    """What create, edit and confirm pages share: show the form, refuse it, or do the one act."""

    verb = Verb.WRITE
    template_name = "site/record_form.html"
    submit_label: ClassVar[str] = "保存する"
    success_message: ClassVar[str] = "保存しました。"

    def get_form(self, data: Any = None) -> Any:
        """The form, blank or filled with what was sent."""
        raise NotImplementedError

    def files_beside(self, data: Any) -> Any:
        """The files that were sent with what was sent."""
        return None if data is None else self.request.FILES

    def get_success_url(self, record: Any) -> str:
        """Where to go when the act is done."""
        return record_url(record)

    def get_cancel_url(self) -> str:
        """The way out without saving: the last step of the breadcrumbs."""
        return next((crumb.url for crumb in reversed(self.get_breadcrumbs()) if crumb.url), "")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        return self.show(self.get_form())

    def show(self, form: Any, *, status: int = HTTPStatus.OK, **extra: Any) -> TemplateResponse:
        """The page with its form."""
        return self.answer(
            status=status,
            form=form,
            submit_label=self.submit_label,
            cancel_url=self.get_cancel_url(),
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
        return self.show(self.get_form(answered), readings=form.readings)

    def done(self, record: Any, form: Any = None) -> HttpResponseRedirect:
        """Say that it is done, how dates were read and what looked odd, and go on."""
        messages.success(self.request, self.success_message)
        for note in form.notes if form else ():
            messages.info(self.request, note)
        for warning in form.warnings if form else ():
            messages.warning(self.request, warning)
        return HttpResponseRedirect(self.get_success_url(record))


class RecordCreatePage(FormPage):
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
        )

    def perform(self, *, reason: str, **values: Any) -> Any:
        """Call the one action, ``by=self.user``; returns the new record."""
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Enter the record or say what is wrong."""
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.refuse(form)
        if form.asks_back:
            return self.ask_back(form)
        try:
            record = self.perform(reason=form.cleaned_data["reason"], **form.values)
        except ValidationError as error:
            form.add_error(None, error)
            return self.refuse(form)
        return self.done(record, form)


class RecordEditPage(RecordPage, FormPage):
    """Changes a record: ``perform`` calls one action with the values that differ."""

    form_class: ClassVar[type[RecordForm]]
    reason_required: ClassVar[bool] = True

    def get_form(self, data: Any = None) -> RecordForm:
        """The form over the stored record."""
        return self.form_class(
            data, self.files_beside(data), instance=self.record, reason_required=self.reason_required
        )

    def perform(self, record: Any, *, reason: str, **changes: Any) -> Any:
        """Call the one action on ``record``, ``by=self.user``."""
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Store the changes, say what is wrong, or show both texts when somebody was faster."""
        form = self.get_form(request.POST)
        if form.sent_version is not None and form.sent_version != self.record.version:
            return self.conflict(form)
        if not form.is_valid():
            return self.refuse(form)
        if not form.changes:
            messages.info(request, "変わったところはありませんでした。")
            return HttpResponseRedirect(self.get_success_url(self.record))
        if form.asks_back:
            return self.ask_back(form)
        try:
            record = self.perform(
                self.as_read(form.cleaned_data["version"]),
                reason=form.cleaned_data["reason"],
                **form.changes,
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.refuse(form)
        except StaleWrite:
            self.load()
            return self.conflict(form)
        return self.done(record, form)

    def conflict(self, form: RecordForm) -> TemplateResponse:
        """Both texts side by side, and the typist's form again over the newer version.

        What the typist never touched takes the newer value, so that saving again undoes nobody's work.
        """
        stored = self.get_form()
        clash = Clash.between(form, stored, self.record)
        again = self.get_form(clash.data)
        self.ask_for_files_again(again)
        return self.show(
            again, status=HTTPStatus.CONFLICT, conflict=clash, differences=clash.differences(again)
        )


class ConfirmPage(RecordPage, FormPage):
    """Asks before an act that needs nothing but a reason, such as a removal."""

    template_name = "site/confirm.html"
    submit_label = "削除する"
    success_message = "削除しました。"
    question: ClassVar[str] = "この記録を削除します。変更履歴は残ります。"

    def get_form(self, data: Any = None) -> ReasonForm:
        """A form that asks for the reason."""
        return ReasonForm(data, record=self.record)

    def perform(self, record: Any, *, reason: str) -> Any:
        """Call the one action on ``record``, ``by=self.user``."""
        raise NotImplementedError

    def get_success_url(self, record: Any) -> str:
        """The record is gone: back to where the page was entered from."""
        return self.get_cancel_url()

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The question stands above the form."""
        return super().get_context(question=self.question, **extra)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Act, or say why not."""
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.refuse(form)
        if form.cleaned_data["version"] != self.record.version:
            return self.show(self.get_form(), status=HTTPStatus.CONFLICT, conflict=True)
        try:
            self.perform(self.as_read(form.cleaned_data["version"]), reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.refuse(form)
        except StaleWrite:
            self.load()
            return self.show(self.get_form(), status=HTTPStatus.CONFLICT, conflict=True)
        return self.done(self.record)
