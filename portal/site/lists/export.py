"""A list as a file for a spreadsheet: the same rows, columns and order, however long."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import islice
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.writer.excel import save_workbook

from portal.accounts.rights import Verb
from portal.accounts.visibility import within_reach
from portal.lists.counting import CAP, counted
from portal.site.lists.page import ListedPage
from portal.site.tables import cites_of, written
from portal.text import formula_safe

CHUNK = 1000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOO_LONG = f"Excel の形（xlsx）で保存できるのは{CAP:,}件までです。条件を足すか、CSVで保存してください。"
# What a cell of a workbook holds at most.
LONGEST, CUT = 32_767, "…（長いため途中まで）"
_NO_TITLE = re.compile(r"[\[\]:*?/\\]")
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
        return self.file(f"{self.listed.title}-{timezone.localdate():%Y%m%d}")

    def file(self, name: str) -> HttpResponseBase:
        """The rows as a file of this name."""
        return csv_file(name, self.lines())

    def in_order(self, records: Any) -> Any:
        """Those that may be taken out."""
        return super().in_order(within_reach(records, self.user, Verb.EXPORT, self.noun))

    def lines(self) -> Iterator[list[Any]]:
        """The cells of each line, headings first."""
        yield [column.label for column in self.address.columns]
        records, columns = self.found().iterator(chunk_size=CHUNK), self.address.columns
        while some := list(islice(records, CHUNK)):
            self.listed.tell(self.user, some)
            cites = cites_of(columns, some)
            for record in some:
                yield [written(column, record, cites) for column in columns]


class ListWorkbook(ListExport):
    """The list as a workbook, which is written whole before it is sent."""

    def file(self, name: str) -> HttpResponseBase:
        """The workbook; a list that is too long for one leads back to itself and says so."""
        if counted(self.found()).is_capped:
            messages.error(self.request, TOO_LONG)
            return HttpResponseRedirect(self.address.url())
        answer = HttpResponse(workbook(self.listed.title, self.lines()), content_type=XLSX)
        answer["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx") or ""
        return answer


def workbook(title: str, lines: Iterable[Iterable[Any]]) -> bytes:
    """Lines of cells as an xlsx file whose cells no spreadsheet calculates; the first line stays in sight."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_NO_TITLE.sub("", title)[:31])
    sheet.freeze_panes = "B2"
    for cells in lines:
        sheet.append([_cell(cell) for cell in cells])
    file = BytesIO()
    save_workbook(book, file)
    return file.getvalue()


def _cell(value: Any) -> Any:
    """Numbers stay numbers; text is guarded, and says so where a cell cannot hold all of it."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = formula_safe(ILLEGAL_CHARACTERS_RE.sub("", str(value)))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - len(CUT)]}{CUT}"


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
