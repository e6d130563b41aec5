"""庁内閲覧範囲 of a body, a sitting, an item or a paper: whom it lets in, and who is named."""

from typing import Any, ClassVar

from django.urls import reverse

from meetings.actions import scopes as actions
from meetings.forms.scopes import ReaderForm
from meetings.models import AgendaItem, Handout, Meeting, MeetingBody, MeetingReader
from portal.accounts.rights import Noun
from portal.disclosure.choices import ReadingScope
from portal.site.pages import ConfirmPage, Crumb, RecordCreatePage, RecordPage
from portal.site.registry import record_url

LETS_IN = {
    ReadingScope.EVERYONE: "この種類の記録を読む権限のある人なら、だれでも読めます。",
    ReadingScope.CONCERNED: "事務局の部署、席のある職と部署、議題を説明する部署の人が読めます。",
    ReadingScope.ATTENDEES: "出席した席（記録がまだ無ければすべての席）の人と、事務局の人が読めます。",
    ReadingScope.NAMED: "下に指名した人・職・部署だけが読めます。",
}
INHERITED = {Meeting: "会議体と同じ", AgendaItem: "会議と同じ", Handout: "議題（なければ会議）と同じ"}


def readers_url(record: Any) -> str:
    """The page of the 庁内閲覧範囲 of a record."""
    return reverse(f"meetings:{actions.KINDS[type(record)]}-readers", args=[record.pk])


def scope_words(record: Any) -> str:
    """The scope as pages say it."""
    return record.get_reading_scope_display() or INHERITED[type(record)]


class Readers(RecordPage):
    """庁内閲覧範囲 in words, and who is named."""

    noun = Noun.BODIES
    template_name = "meetings/readers.html"
    title = "庁内閲覧範囲"

    def get_breadcrumbs(self) -> list[Crumb]:
        """The record."""
        return [Crumb(str(self.record), record_url(self.record))]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """Whom the scope lets in, and the named ones."""
        scope = self.record.reading_scope
        return super().get_context(
            scope=scope_words(self.record),
            lets_in=LETS_IN[ReadingScope(scope)] if scope else "上の記録の範囲に従います。",
            is_named=scope == ReadingScope.NAMED,
            readers=self.visible(self.record.readers).select_related(
                "person", "office__organisation", "office__department__parent__parent", "department__parent"
            ),
            new_url=reverse(f"meetings:{actions.KINDS[type(self.record)]}-reader-new", args=[self.record.pk]),
            **extra,
        )


class ReaderCreate(RecordCreatePage):
    """読める人を指名する."""

    noun = Noun.BODIES
    form_class = ReaderForm
    title = "読める人を指名する"
    submit_label = "指名する"
    success_message = "指名しました。"
    reason_required = True
    of: ClassVar[Any]
    over: Any

    def load(self) -> None:
        """The record that is to be read."""
        self.over = self.visible_or_404(self.of, pk=self.kwargs["pk"])

    def get_over(self) -> Any:
        """The record."""
        return self.over

    def get_breadcrumbs(self) -> list[Crumb]:
        """The record › its scope."""
        return [
            Crumb(str(self.over), record_url(self.over)),
            Crumb(Readers.title, readers_url(self.over)),
        ]

    def get_blank(self) -> MeetingReader:
        """A 指名 for this record."""
        return MeetingReader(**{actions.KINDS[self.of]: self.over})

    def perform(self, *, reason: str, **values: Any) -> MeetingReader:
        """Name them."""
        return actions.name_reader(by=self.user, reason=reason, record=self.over, **values)

    def get_success_url(self, record: Any) -> str:
        """The page of the scope."""
        return readers_url(self.over)


class ReaderRemove(ConfirmPage):
    """指名を外す."""

    noun = Noun.BODIES
    model = MeetingReader
    title = "指名を外す"
    submit_label = "外す"
    success_message = "指名を外しました。"
    question = "この指名を外します。外すと、この人・職・部署は読めなくなります。変更履歴は残ります。"

    def get_breadcrumbs(self) -> list[Crumb]:
        """The record › its scope."""
        record = self.record.record
        return [Crumb(str(record), record_url(record)), Crumb(Readers.title, readers_url(record))]

    def perform(self, record: MeetingReader, *, reason: str) -> None:
        """Take it back."""
        actions.unname_reader(by=self.user, reason=reason, reader=record)


class BodyReaders(Readers):
    """Of a body."""

    model = MeetingBody


class MeetingReaders(Readers):
    """Of a sitting."""

    model = Meeting


class ItemReaders(Readers):
    """Of an item."""

    model = AgendaItem


class HandoutReaders(Readers):
    """Of a paper."""

    model = Handout


class BodyReaderCreate(ReaderCreate):
    """For a body."""

    model, of = MeetingReader, MeetingBody


class MeetingReaderCreate(ReaderCreate):
    """For a sitting."""

    model, of = MeetingReader, Meeting


class ItemReaderCreate(ReaderCreate):
    """For an item."""

    model, of = MeetingReader, AgendaItem


class HandoutReaderCreate(ReaderCreate):
    """For a paper."""

    model, of = MeetingReader, Handout
