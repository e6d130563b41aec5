"""Pages of the timeline: the list, the same as a file, and one operation."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone

from portal.accounts.rights import Noun, Verb
from portal.audit.ledger import Change, Operation
from portal.site.actors import actor
from portal.site.lists.export import csv_file
from portal.site.pages import Crumb, Page
from portal.site.timeline import Row, TimelineFilter, changes_for, kinds_for, rows_of

PAGE_SIZE = 50
CHUNK = 1000
HEADINGS = (
    *("日時", "職員番号", "操作した人", "動作", "記録の種類", "記録", "記録の番号", "版数", "理由"),
    *("操作番号", "操作の通番"),
)


class OfTimeline(Page):
    """What the list and the file share: the filter, and the changes that fit."""

    noun = Noun.HISTORY
    title = "変更の一覧"

    def asked(self) -> TimelineFilter:
        """The filter of the address."""
        return TimelineFilter(self.request.GET, kinds=kinds_for(self.user))


class TimelinePage(OfTimeline):
    """All changes, newest first. Pages follow the numbers of changes, since counting a ledger is slow."""

    template_name = "site/history_timeline.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        asked = self.asked()
        changes = asked.apply(changes_for(self.user))
        page, more = cut(changes, self.request.GET.get("before", ""))
        query = self.request.GET.copy()
        query.pop("before", None)
        return super().get_context(
            filter_form=asked,
            rows=rows_of(self.user, page),
            more=more,
            is_first="before" not in self.request.GET,
            export_url=f"{reverse('history-export')}?{query.urlencode()}",
            may_export=self.may(Verb.EXPORT),
            **extra,
        )


class OperationPage(Page):
    """One act: who, when, why, and every record it touched that this user may read."""

    noun = Noun.HISTORY
    template_name = "site/history_operation.html"
    operation: Operation

    def load(self) -> None:
        found = Operation.objects.filter(operation_id=self.kwargs["operation_id"]).first()
        if found is None or not self.changes().exists():
            raise Http404
        self.operation = found

    def changes(self) -> Any:
        """What it touched."""
        return changes_for(self.user).filter(operation_id=self.kwargs["operation_id"])

    def get_title(self) -> str:
        return f"操作 {str(self.operation.operation_id)[:8]}"

    def get_breadcrumbs(self) -> list[Crumb]:
        return [Crumb(OfTimeline.title, reverse("history-timeline"))]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        page, more = cut(self.changes(), self.request.GET.get("before", ""))
        staff_number, who = actor(self.operation.actor)
        return super().get_context(
            operation=self.operation,
            staff_number=staff_number,
            who=who,
            rows=rows_of(self.user, page),
            count=self.changes().count(),
            more=more,
            is_first="before" not in self.request.GET,
            **extra,
        )


def cut(changes: Any, before: str) -> tuple[list[Change], int | None]:
    """One page of changes, newest first, and where the next page begins (None at the end)."""
    if before.isascii() and before.isdigit():
        changes = changes.filter(pk__lt=int(before))
    found = list(changes[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    return page, page[-1].pk if len(found) > PAGE_SIZE else None


class TimelineExport(OfTimeline):
    """The same list as CSV for a spreadsheet, however long, for those who may take histories out."""

    verb = Verb.EXPORT

    def get(self, request: HttpRequest, **kwargs: Any) -> StreamingHttpResponse:
        """Send the file while it is being read."""
        if not self.may(Verb.READ):
            raise PermissionDenied("変更履歴を見る権限がありません。")
        changes = self.asked().apply(changes_for(self.user))
        return csv_file(f"変更の一覧-{timezone.localdate():%Y%m%d}", self.lines(changes))

    def lines(self, changes: Any) -> Iterator[tuple[Any, ...]]:
        """The cells of each line, headings first."""
        yield HEADINGS
        reading = changes.iterator(chunk_size=CHUNK)
        while chunk := list(islice(reading, CHUNK)):
            for row in rows_of(self.user, chunk):
                yield _cells(row)


def _cells(row: Row) -> tuple[Any, ...]:
    at = timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M:%S")
    return (
        *(at, row.staff_number, row.who, row.act, row.kind, row.name, row.key, row.version, row.reason),
        *(row.operation_id, row.sequence),
    )
