"""One cell of a list, edited where it stands; without a script on a small page of its own."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import modelform_factory
from django.http import Http404, HttpRequest

from portal.accounts.rights import Verb
from portal.site.forms import RecordForm
from portal.site.lists.cells import cell_id
from portal.site.lists.page import ListedPage
from portal.site.pages import Crumb, RecordEditPage


class CellEdit(ListedPage, RecordEditPage):
    """A new value for one field of one record, and why."""

    verb = Verb.WRITE
    template_name = "lists/cell.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The column gives the form."""
        super().setup(request, *args, **kwargs)
        self.model = self.listed.model  # type: ignore[misc]
        column = self.listed.by_key.get(kwargs["column"])
        if column is None or column not in self.listed.editable:
            raise Http404("この項目は、この一覧では直せません。")
        self.column = column
        self.form_class = modelform_factory(self.model, form=RecordForm, fields=[column.field])  # type: ignore[assignment, misc]

    def load(self) -> None:
        """What is locked says why."""
        if not self.may(Verb.READ):
            raise PermissionDenied("この一覧を見る権限がありません。")
        super().load()
        if lock := self.column.lock_of(self.record):
            raise PermissionDenied(lock)

    def get_records(self) -> Any:
        """With what the first column and the lock read."""
        paths = [*self.listed.relations, *self.listed.columns[0].relations]
        records = self.model._default_manager.all()
        return records.select_related(*paths) if paths else records

    def get_title(self) -> str:
        """Which cell it is."""
        return f"{self.listed.columns[0].value(self.record)}：{self.column.label}を直す"

    def get_breadcrumbs(self) -> list[Crumb]:
        """Back to the list as it stood."""
        return [Crumb(self.listed.title, self.address.url(page=self.address.given.get("page")))]

    def get_success_url(self, record: Any) -> str:
        """The list as it stood."""
        return self.get_cancel_url()

    def get_form(self, data: Any = None) -> RecordForm:
        """The one field under the column's own name, with what this user may choose."""
        form = super().get_form(data)
        form.fields[self.column.field].label = self.column.label
        if self.column.offered is not None:
            form.offer(self.column.field, self.column.offered(self.user))
        return form

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The place of the cell, in this page and in the list."""
        return super().get_context(cell_id=cell_id(self.record.pk, self.column), **extra)

    def perform(self, record: Any, *, reason: str, **changes: Any) -> Any:
        """Change it by the list's own action."""
        assert self.listed.edit is not None  # a list without one has no editable column
        return self.listed.edit(by=self.user, reason=reason, record=record, **changes)
