"""Page bases of the desks: who may enter, which record is meant, one action call per POST.

A page names its family of nouns and a verb; whoever lacks the right gets 403. Records are loaded through
``visible_to(user)``; what is not visible is 404. Only a ``FormPage`` answers a POST, and only over what was
read: the versions of its records go out with every form and have to come back. A form that is refused comes
back with status 422 and everything that was typed; where somebody else was faster, with 409 and both texts;
what was typed over a record that is gone, with 410.
"""

from typing import Any, ClassVar

from django import forms
from django.core.paginator import Paginator
from django.db.models import Model

from portal.accounts.rights import Verb
from portal.site.form_pages import ConfirmPage, FormPage, ManyRecordsPage, RecordCreatePage, RecordEditPage
from portal.site.page import Crumb, Page, RecordPage
from portal.site.tables import Column, table_rows

__all__ = [
    "ConfirmPage",
    "Crumb",
    "FormPage",
    "ManyRecordsPage",
    "Page",
    "RecordCreatePage",
    "RecordDetailPage",
    "RecordEditPage",
    "RecordListPage",
    "RecordPage",
]


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


class RecordDetailPage(RecordPage):
    """Shows one record."""
