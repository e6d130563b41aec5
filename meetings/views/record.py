"""Pages of the record: the rows in order, and each row's own form."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django_htmx.http import reselect, reswap, retarget

from meetings.actions import record as actions
from meetings.choices import EntryKind, MinutesState
from meetings.forms.record import EntryForm
from meetings.models import Annotation, Meeting, MinutesEntry
from meetings.passages import MarkedSpan, pieces
from meetings.views.parts import UNSTATED, Fact, PartDetail, page_of
from meetings.views.places import BelowMeeting, PartOfMeeting, record_row_url
from meetings.views.typing import note_typing, typing_others
from meetings.withheld import fits
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.disclosure.models import Substitution, Withholding
from portal.site.forms import RecordForm
from portal.site.pages import ConfirmPage, Crumb, RecordCreatePage, RecordEditPage
from portal.sources.citing import tell_bases


def marks_of(rows: list[Any], user: User) -> dict[int, list[MarkedSpan]]:
    """Row key → what is marked in its text, as far as this user may know of it, and on what basis.

    What no longer fits the text of its row is not among it: each row gets those as ``lost``.
    """
    remarks = [remark for row in rows for remark in row.annotations.all()]
    of_rows = {
        "record_model": MinutesEntry._meta.label_lower,
        "record_key__in": [row.pk for row in rows],
        "field": "text",
    }
    withheld: Any = Withholding.objects.visible_to(user)
    held = list(withheld.filter(**of_rows, state=Withholding.State.IN_FORCE).select_related("ground"))
    reworded: list[Any] = list(Substitution.objects.visible_to(user).filter(**of_rows))
    by_key = {row.pk: row for row in rows}
    lost = [each for each in (*held, *reworded) if not fits(each, by_key[each.record_key])]
    held, reworded = ([each for each in some if each not in lost] for some in (held, reworded))
    for row in rows:
        row.lost = [each for each in lost if each.record_key == row.pk]
    tell_bases(rows, remarks, held, reworded)
    marks: dict[int, list[MarkedSpan]] = {}
    for key, kind, mark, words in (
        *((each.entry_id, "sic", each, _remark(each)) for each in remarks),
        *((each.record_key, "held", each, f"非公開：{each.ground}") for each in held),
        *((each.record_key, "reworded", each, f"公開用：{each.public_words}") for each in reworded),
    ):
        bases = "・".join(dict.fromkeys(mark.bases.values()))
        note = f"{words}（{bases}）" if bases else words
        marks.setdefault(key, []).append(MarkedSpan(kind, mark.start, mark.end, note))
    return marks


def _remark(remark: Annotation) -> str:
    return f"{remark.get_kind_display()}：{remark.note}".rstrip("：")


def speaker_names(meeting: Meeting) -> list[str]:
    """What the record may call those who have a seat: by role, and by office."""
    seats = list(meeting.body.seats.select_related("office", "department"))
    return [
        *dict.fromkeys([*(seat.get_role_display() for seat in seats), *(str(seat.holder) for seat in seats)])
    ]


class RowForm:
    """A form that stands in the list in its row's place where a script asks for it; else on its own page."""

    template_name = "meetings/entry_form.html"
    row_id = "row-new"
    saved_place = ""
    request: HttpRequest
    meeting: Meeting

    def show(self, form: Any, *, status: int = HTTPStatus.OK, **extra: Any) -> Any:
        """A script that sent the form gets it back in its place, not in that of the whole list."""
        is_typed = self.request.method == "POST" and self.request.POST.get("stay") == "list"
        in_list = is_typed or bool(self.request.headers.get("HX-Request"))
        answer = super().show(form, status=status, in_list=in_list, **extra)  # type: ignore[misc]
        if self.request.method == "POST" and self.request.headers.get("HX-Request"):
            place = f"#{self.row_id}"
            return reselect(retarget(reswap(answer, "outerHTML"), place), place)
        return answer

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """Whom the record may name as a speaker."""
        context: dict[str, Any] = super().get_context(  # type: ignore[misc]
            row_id=self.row_id,
            saved_place=self.saved_place or f"#{self.row_id}",
            speaker_names=speaker_names(self.meeting),
            **extra,
        )
        return context


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
            self.visible(self.meeting.entries)
            .select_related("item", "speaker__office", "speaker__department", "meeting__body")
            .prefetch_related("annotations")
        )
        marks = marks_of(rows, self.user)
        for number, row in enumerate(rows, start=1):
            row.number = number
            row.history_label = f"{number}行目の変更履歴"
            row.sources_label = f"{number}行目の出典"
            row.pieces = pieces(row.text, marks.get(row.pk, []))
        return super().get_context(
            meeting=self.meeting,
            rows=rows,
            may_comment=self.may(Verb.READ, Noun.PUBLISHING)
            and self.meeting.minutes_state == MinutesState.CIRCULATED,
            may_enter=self.may(Verb.WRITE, Noun.PUBLISHING),
            may_export=self.may(Verb.EXPORT),
            may_read_history=self.may(Verb.READ, Noun.HISTORY),
            may_read_marks=self.may(Verb.READ, Noun.DISCLOSURE),
            may_mark=self.may(Verb.WRITE, Noun.DISCLOSURE),
            speaker_names=speaker_names(self.meeting) if self.may(Verb.WRITE) else [],
            **extra,
        )


class RowsBeside(BelowMeeting):
    """Writes rows below the one that ``?after=`` names, above that of ``?before=``, or at the end."""

    noun = Noun.RECORD
    after: MinutesEntry | None = None
    before: MinutesEntry | None = None

    def load(self) -> None:
        """The sitting, and the row above or below."""
        super().load()
        self.after, self.before = self.row_named("after"), self.row_named("before")

    def row_named(self, name: str) -> MinutesEntry | None:
        """The row that the address names, or 404."""
        key = self.request.GET.get(name, "")
        if not key:
            return None
        rows = MinutesEntry.objects.filter(meeting=self.meeting).select_related("item")
        found: MinutesEntry = self.visible_or_404(rows, pk=int(key) if key.isdecimal() else 0)
        return found

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議 › the sitting › its record."""
        return [*super().get_breadcrumbs(), Crumb("会議録", record_row_url(self.meeting))]


class EntryCreate(RowForm, RowsBeside, RecordCreatePage):
    """行を加える."""

    model = MinutesEntry
    form_class = EntryForm
    title = "会議録の行を加える"

    def load(self) -> None:
        """Where the row will stand among its neighbours."""
        super().load()
        if self.after:
            self.saved_place = f"#row-{self.after.pk} + li"
        elif self.before:
            self.saved_place = f"li:has(+ #row-{self.before.pk})"

    def get_blank(self) -> MinutesEntry:
        """A row of the same item as the one beside it."""
        beside = self.after or self.before
        item = beside.item if beside else self.meeting.items.last()
        return MinutesEntry(meeting=self.meeting, item=item)

    def perform(self, *, reason: str, **values: Any) -> MinutesEntry:
        """Write it."""
        return actions.add_entry(
            by=self.user,
            reason=reason,
            meeting=self.meeting,
            after=self.after,
            before=None if self.after else self.before,
            **values,
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


class EntryDetail(OfEntry, PartDetail):
    """行: the words as they stand, what is marked in them, and what hangs on them."""

    template_name = "meetings/entry.html"
    edit_url_name = "meetings:entry-edit"
    edit_label = "行を直す"

    def get_records(self) -> Any:
        """With who spoke, and the number a reader counts."""
        return super().get_records().select_related("speaker__office", "speaker__department")

    def load(self) -> None:
        """The row, with the number a reader counts."""
        super().load()
        above = self.visible(MinutesEntry.objects.filter(meeting=self.meeting))
        self.record.number = above.filter(position__lte=self.record.position).count()

    def get_title(self) -> str:
        """会議録 18行目."""
        return f"会議録 {self.record.number}行目"

    def get_place(self) -> str:
        """The row in the record."""
        return record_row_url(self.meeting, self.record.pk)

    def get_place_label(self) -> str:
        """The record is a page of its own."""
        return "会議録の中で読む"

    def facts(self) -> Iterable[Fact]:
        """What kind of row it is, of which item, and who spoke."""
        record = self.record
        yield Fact("種別", record.get_kind_display(), "kind")
        yield Fact("議題", str(record.item or "議題外"), "item", page_of(record.item))
        if record.kind == EntryKind.SPEECH:
            yield Fact("発言者の表示", record.speaker_label, "speaker_label")
            yield Fact("公開用の発言者の表示", record.public_speaker, "public_speaker_label")
            yield Fact("発言した席", str(record.speaker or UNSTATED), "speaker" if record.speaker else "")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The text in pieces, and the commitments that quote it."""
        marks = marks_of([self.record], self.user)
        return super().get_context(
            pieces=pieces(self.record.text, marks.get(self.record.pk, [])),
            commitments=self.visible(self.record.commitments),
            may_read_marks=self.may(Verb.READ, Noun.DISCLOSURE),
            **extra,
        )


class OwnRow(RowForm, OfEntry):
    """A form of a row that is written already."""

    number: int

    def load(self) -> None:
        """The row, and the number a reader counts for it."""
        super().load()
        above = self.visible(MinutesEntry.objects.filter(meeting=self.meeting))
        self.number = above.filter(position__lte=self.record.position).count()
        self.row_id = f"row-{self.record.pk}"

    def get_success_url(self, record: Any) -> str:
        """The row in the record."""
        return record_row_url(self.meeting, record.pk)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The row above, which this one may be joined to."""
        rows = self.visible(MinutesEntry.objects.filter(meeting=self.meeting))
        above = rows.filter(position__lt=self.record.position).last()
        return super().get_context(above=above, number=self.number, **extra)


class EntryEdit(OwnRow, RecordEditPage):
    """行を直す."""

    form_class = EntryForm
    reason_required = False
    title = "会議録の行を直す"

    def perform(self, record: MinutesEntry, *, reason: str, **changes: Any) -> MinutesEntry:
        """Change it."""
        return actions.edit_entry(by=self.user, reason=reason, entry=record, **changes)

    def instead(self, form: RecordForm) -> HttpResponse | None:
        """A row that saves itself says so too where there was nothing to save."""
        return self.saved() if self.stays and not form.changes else super().instead(form)

    def done(self, record: MinutesEntry, form: Any) -> HttpResponse:
        """A row that saved itself stays open."""
        return self.saved() if self.stays else super().done(record, form)

    @property
    def stays(self) -> bool:
        """Whether a script saves while somebody types on."""
        return self.request.method == "POST" and "stay" in self.request.POST

    def saved(self) -> TemplateResponse:
        """The row with its new version, and when."""
        self.load()
        return self.show(self.form(), saved_at=timezone.now())

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """Who else has the row open; whoever opens it in the list is noted."""
        typing = typing_others(self.meeting, self.user).get(self.record.pk, "")
        if extra.get("in_list"):
            note_typing(self.meeting, self.record.pk, self.user)
        return super().get_context(autosaves=True, typing=typing, **extra)


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
