"""A list as a file for a spreadsheet: the same rows, columns and order, however long."""

import csv
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header

from portal.accounts.rights import Verb
from portal.accounts.visibility import within_reach
from portal.site.lists.page import ListedPage
from portal.site.tables import cites_of, written
from portal.text import formula_safe

CHUNK = 1000
BOM = "\ufeff"


class ListExport(ListedPage):
    """The list as CSV, for those who may read it and take it out."""

    verb = Verb.EXPORT

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Send the file while it is being read; what is wrong with the address, the list itself says."""
        if not self.may(Verb.READ):
            raise PermissionDenied("この一覧を見る権限がありません。")
        if not self.filter.is_understood:
            return HttpResponseRedirect(self.address.url())
        return csv_file(f"{self.listed.title}-{timezone.localdate():%Y%m%d}", self.lines())

    def in_order(self, records: Any) -> Any:
        """Those that may be taken out."""
        return super().in_order(within_reach(records, self.user, Verb.EXPORT, self.noun))

    def lines(self) -> Iterator[list[Any]]:
        """The cells of each line, headings first."""
        yield [column.label for column in self.address.columns]
        records, columns = self.found().iterator(chunk_size=CHUNK), self.address.columns
        while some := list(islice(records, CHUNK)):
            cites = cites_of(columns, some)
            for record in some:
                yield [written(column, record, cites) for column in columns]


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_file(name: str, lines: Iterator[Any]) -> StreamingHttpResponse:
    """Lines of cells as a CSV file in UTF-8, whose cells no spreadsheet calculates."""
    answer = StreamingHttpResponse(_written(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.csv") or ""
    return answer


def _written(lines: Iterator[Any]) -> Iterator[str]:
    writer, mark = csv.writer(_Echo()), BOM
    for cells in lines:
        yield mark + writer.writerow([formula_safe(str(cell)) for cell in cells])
        mark = ""
