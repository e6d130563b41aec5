"""Page bases of the desks: who may enter, which record is meant, one action call per POST.

A page names its family of nouns and a verb; whoever lacks the right gets 403. Records are loaded through
``visible_to(user)``; what is not visible is 404. Only a ``FormPage`` answers a POST, and only over what was
read: the versions of its records go out with every form and have to come back. A form that is refused comes
back with status 422 and everything that was typed; where somebody else was faster, with 409 and both texts;
what was typed over a record that is gone, with 410.
"""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.site.clocks import is_asked
from portal.site.form_pages import (
    ConfirmPage,
    FormPage,
    ManyRecordsPage,
    NewPage,
    RecordCreatePage,
    RecordEditPage,
)
from portal.site.own.bookmarks import bookmark_of, with_mark
from portal.site.own.recents import remember
from portal.site.page import Crumb, Page, RecordPage
from portal.site.then import RecordThen, ThenPage

__all__ = [
    "ConfirmPage",
    "Crumb",
    "FormPage",
    "ManyRecordsPage",
    "NewPage",
    "Page",
    "RecordCreatePage",
    "RecordDetailPage",
    "RecordEditPage",
    "RecordPage",
]


class RecordDetailPage(RecordPage):
    """Shows one record, and remembers for its reader that it was seen.

    Where the address names a clock, ``then_page`` shows it as it stood.
    """

    then_page: ClassVar[type[ThenPage]] = RecordThen

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page as it is, or as it stood."""
        if not is_asked(request):
            return super().dispatch(request, *args, **kwargs)
        kind = {"model_label": self.model._meta.label_lower}
        return self.then_page.as_view()(request, *args, **kind, **kwargs)

    def load(self) -> None:
        """The record, and whether its reader has a bookmark to it."""
        self.record = self.visible_or_404(with_mark(self.get_records(), self.user), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Show it."""
        return remember(super().get(request, **kwargs), request, self.user, self.record)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """With the reader's bookmark."""
        return super().get_context(bookmark=bookmark_of(self.record), **extra)
