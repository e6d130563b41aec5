"""Pages of the record: the rows in order, and each row's own form."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from meetings.actions import record as actions
from meetings.forms.record import EntryForm
from meetings.models import MinutesEntry
from meetings.passages import MarkedSpan, pieces
from meetings.views.places import BelowMeeting, PartOfMeeting, record_row_url
from portal.accounts.rights import Noun, Verb
from portal.disclosure.models import Substitution, Withholding
from portal.site.pages import ConfirmPage, Crumb, RecordCreatePage, RecordEditPage


class RecordPageOfMeeting(BelowMeeting):
    """会議録: what was said and written, row by row."""

    noun = Noun.RECORD
    template_name = "meetings/record.html"

    def get_title(self) -> str:
        """会議録 of the sitting."""
        return f"会議録　{self.meeting}"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The rows, numbered from 1, their text in pieces under the marks the user may know of."""
        rows = list(
            self.visible(MinutesEntry.objects.filter(meeting=self.meeting))
            .select_related("item", "speaker__office", "speaker__department")
            .prefetch_related("annotations")
        )
        marks = self.marks(rows)
        for number, row in enumerate(rows, start=1):
            row.number = number
            row.history_label = f"{number}行目の変更履歴"
            row.pieces = pieces(row.text, marks.get(row.pk, []))
        return super().get_context(
            meeting=self.meeting,
            rows=rows,
            may_export=self.may(Verb.EXPORT),
            may_read_history=self.may(Verb.READ, Noun.HISTORY),
            may_read_marks=self.may(Verb.READ, Noun.DISCLOSURE),
            **extra,
        )

    def marks(self, rows: list[MinutesEntry]) -> dict[int, list[MarkedSpan]]:
        """Row key → what is marked in its text."""
        marks: dict[int, list[MarkedSpan]] = {}
        for row in rows:
            for remark in row.annotations.all():
                words = f"{remark.get_kind_display()}：{remark.note}".rstrip("：")
                marks.setdefault(row.pk, []).append(MarkedSpan("sic", remark.start, remark.end, words))
        if not self.may(Verb.READ, Noun.DISCLOSURE):
            return marks
        of_rows = {
            "record_model": MinutesEntry._meta.label_lower,
            "record_key__in": [row.pk for row in rows],
            "field": "text",
        }
        held = Withholding.objects.filter(**of_rows, state=Withholding.State.IN_FORCE)
        for passage in held.select_related("ground"):
            note = f"非公開：{passage.ground}"
            span = MarkedSpan("held", passage.start, passage.end, note)
            marks.setdefault(passage.record_key, []).append(span)
        for wording in Substitution.objects.filter(**of_rows):
            note = f"公開用：{wording.public_words}"
            span = MarkedSpan("reworded", wording.start, wording.end, note)
            marks.setdefault(wording.record_key, []).append(span)
        return marks


class EntryCreate(BelowMeeting, RecordCreatePage):
    """行を加える: below the row that ``?after=`` names, or at the end."""

    noun = Noun.RECORD
    model = MinutesEntry
    form_class = EntryForm
    title = "会議録の行を加える"
    after: MinutesEntry | None = None

    def load(self) -> None:
        """The sitting, and the row above."""
        super().load()
        if above := self.request.GET.get("after", ""):
            rows = MinutesEntry.objects.filter(meeting=self.meeting).select_related("item")
            self.after = self.visible_or_404(rows, pk=int(above) if above.isdecimal() else 0)

    def get_blank(self) -> MinutesEntry:
        """A row of the same item as the one above."""
        item = self.after.item if self.after else self.meeting.items.last()
        return MinutesEntry(meeting=self.meeting, item=item)

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議 › the sitting › its record."""
        return [*super().get_breadcrumbs(), Crumb("会議録", record_row_url(self.meeting))]

    def perform(self, *, reason: str, **values: Any) -> MinutesEntry:
        """Write it."""
        return actions.add_entry(
            by=self.user, reason=reason, meeting=self.meeting, after=self.after, **values
        )

    def get_success_url(self, record: Any) -> str:
        """The row in the record."""
        return record_row_url(self.meeting, record.pk)


class OfEntry(PartOfMeeting):
    """What the pages about one row share."""

    noun = Noun.RECORD
    model = MinutesEntry

    def get_records(self) -> Any:
        """With its item and seat."""
        return super().get_records().select_related("item", "speaker")

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議 › the sitting › its record."""
        return [*super().get_breadcrumbs(), Crumb("会議録", record_row_url(self.meeting))]


class EntryPermalink(OfEntry):
    """The address of a row: leads to its place in the record."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Go there."""
        return HttpResponseRedirect(record_row_url(self.meeting, self.record.pk))


class EntryEdit(OfEntry, RecordEditPage):
    """行を直す."""

    template_name = "meetings/part_form.html"
    remove_url_name = "meetings:entry-remove"
    form_class = EntryForm
    reason_required = False
    title = "会議録の行を直す"

    def perform(self, record: MinutesEntry, *, reason: str, **changes: Any) -> MinutesEntry:
        """Change it."""
        return actions.edit_entry(by=self.user, reason=reason, entry=record, **changes)

    def get_success_url(self, record: Any) -> str:
        """The row in the record."""
        return record_row_url(self.meeting, record.pk)


class EntryRemove(OfEntry, ConfirmPage):
    """行を削除する."""

    title = "会議録の行を削除する"
    question = "この行を会議録から削除します。変更履歴は残ります。"

    def perform(self, record: MinutesEntry, *, reason: str) -> None:
        """Take it out."""
        actions.remove_entry(by=self.user, reason=reason, entry=record)

    def get_success_url(self, record: Any) -> str:
        """The record."""
        return record_row_url(self.meeting)
