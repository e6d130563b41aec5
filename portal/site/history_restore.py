"""Brings an earlier version of a record back, after showing what that changes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from portal.accounts.rights import Noun, Verb
from portal.site import actions
from portal.site.actors import actor
from portal.site.conflicts import Newer
from portal.site.forms import ReasonForm
from portal.site.history import OfSubject
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
        return ReasonForm(data)

    def read_records(self) -> list[Any]:
        """The newest row of the record's history: a deleted record has no other version."""
        return [self.last]

    def newer(self, form: ReasonForm) -> list[Newer]:
        """What was done to the record since the page was made."""
        seen = self.subject.rows().filter(version=self.sent(form)).first()
        changes = self.changes(seen, self.last) if seen else []
        who = actor(self.last.history_actor)[1]
        return [Newer(self.subject.name, who, self.last.history_date, changes)]

    def get_success_url(self, record: Any) -> str:
        return self.url_of("history")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(
            row=self.row,
            who=actor(self.row.history_actor)[1],
            changes=self.changes(self.last, self.row),
            deleted=self.subject.record is None,
            next_version=self.last.version + 1,
            **extra,
        )

    def act(self, form: ReasonForm) -> Any:
        """Restore, or say what stands in the way."""
        return actions.restore_version(
            by=self.user,
            reason=form.cleaned_data["reason"],
            model=self.subject.model,
            history_id=self.row.history_id,
            version=form.cleaned_data["version"],
        )
