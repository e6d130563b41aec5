"""Brings an earlier version of a record back, after showing what that changes."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse

from portal.accounts.rights import Noun, Verb
from portal.audit.errors import StaleWrite
from portal.audit.reading import difference
from portal.site import actions
from portal.site.actors import actor
from portal.site.forms import ReasonForm
from portal.site.history import OfSubject
from portal.site.history_words import told
from portal.site.pages import Crumb, FormPage


class RestorePage(OfSubject, FormPage):
    """Asks for the reason, then restores; what is there now stays in the history."""

    noun = Noun.HISTORY
    verb = Verb.READ
    template_name = "site/history_restore.html"
    submit_label = "この版に戻す"
    success_message = "元に戻しました。戻す前の内容も変更履歴に残っています。"
    row: Any
    last: Any

    def load(self) -> None:
        super().load()
        if not self.may_restore():
            raise PermissionDenied("この記録を書き換える権限がないため、元に戻せません。")
        rows = self.subject.rows().order_by("history_id")
        self.row = rows.exclude(history_type="-").filter(history_id=self.kwargs["history_id"]).first()
        if self.row is None:
            raise Http404
        self.last = rows.last()

    def get_title(self) -> str:
        return f"第{self.row.version}版に戻す：{self.subject.name}"

    def get_breadcrumbs(self) -> list[Crumb]:
        return [*super().get_breadcrumbs(), Crumb("変更履歴", self.url_of("history"))]

    def get_form(self, data: Any = None) -> ReasonForm:
        """The version that was newest when the page was made comes back with the reason."""
        return ReasonForm(data, record=self.last)

    def get_success_url(self, record: Any) -> str:
        return self.url_of("history")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        changes = told(difference(self.subject.model, self.last, self.row))
        return super().get_context(
            row=self.row,
            who=actor(self.row.history_actor)[1],
            changes=changes,
            deleted=self.subject.record is None,
            next_version=self.last.version + 1,
            **extra,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Restore, or say what stands in the way."""
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.refuse(form)
        try:
            record = actions.restore_version(
                by=self.user,
                reason=form.cleaned_data["reason"],
                model=self.subject.model,
                history_id=self.row.history_id,
                version=form.cleaned_data["version"],
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.refuse(form)
        except StaleWrite:
            self.load()
            kept = self.get_form()
            kept.initial["reason"] = form.cleaned_data["reason"]
            return self.show(kept, status=HTTPStatus.CONFLICT, conflict=True)
        return self.done(record)
