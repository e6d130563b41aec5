"""Pages of comments on a circulated record: writing one, entering one from paper, and answering it."""

import copy
from typing import Any

from meetings.actions import circulation as actions
from meetings.choices import CommentManner
from meetings.confirming import attending_seats
from meetings.forms.circulation import AdoptForm, CommentForm, DeclineForm
from meetings.models import Comment, MinutesEntry, Seat
from meetings.models.scopes import seats_of
from meetings.views.life import life_url
from meetings.views.places import meeting_crumbs, record_row_url
from portal.accounts.rights import Noun, Verb
from portal.site.pages import Crumb, FormPage, NewPage, RecordPage


class CommentPage(NewPage):
    """意見を書く, from the seat one holds: a right to read is enough."""

    noun = Noun.PUBLISHING
    verb = Verb.READ
    template_name = "meetings/comment_form.html"
    title = "会議録の行に意見を書く"
    submit_label = "意見を出す"
    success_message = "意見を登録しました。"
    is_entered = False
    entry: MinutesEntry

    def load(self) -> None:
        """The row and its sitting."""
        rows = MinutesEntry.objects.select_related("meeting__body__organisation", "item")
        self.entry = self.visible_or_404(rows, pk=self.kwargs["pk"])

    def get_over(self) -> MinutesEntry:
        """The row."""
        return self.entry

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議 › the sitting › its record."""
        meeting = self.entry.meeting
        return [*meeting_crumbs(meeting), Crumb("会議録", record_row_url(meeting, self.entry.pk))]

    def seats(self) -> list[Seat]:
        """Those of one's own seats that were there."""
        own = seats_of(self.user.standing).seats
        return [seat for seat in attending_seats(self.entry.meeting) if seat.pk in own]

    def get_form(self, data: Any = None) -> CommentForm:
        """Offers the seats and the row's words."""
        return CommentForm(data, seats=self.seats(), words=self.entry.text, entered=self.is_entered)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The row as it reads; says so where there is no seat to speak from."""
        return super().get_context(entry=self.entry, has_seats=bool(extra["form"].seats), **extra)

    def act(self, form: CommentForm) -> Comment:
        """Register it."""
        typed = form.cleaned_data
        return actions.comment_on_entry(
            by=self.user,
            reason="",
            entry=self.entry,
            seat=form.seats[typed["seat"]],
            text=typed["text"],
            proposed_text=typed["proposed_text"],
            manner=typed.get("manner", CommentManner.SYSTEM),
        )

    def get_success_url(self, record: Any) -> str:
        """The row in the record."""
        return record_row_url(self.entry.meeting, self.entry.pk)


class CommentEnter(CommentPage):
    """紙・Wordの意見を登録する, in the name of a seat."""

    verb = Verb.WRITE
    title = "紙・Wordで届いた意見を登録する"
    submit_label = "意見を登録する"
    is_entered = True

    def seats(self) -> list[Seat]:
        """All that were there."""
        return attending_seats(self.entry.meeting)


class OfComment(RecordPage):
    """What the pages share that answer a comment."""

    noun = Noun.PUBLISHING
    model = Comment
    record: Comment

    def get_records(self) -> Any:
        """With its row, sitting and seat."""
        return Comment.objects.select_related(
            "entry__meeting__body__organisation", "entry__item", "seat__office", "seat__department"
        )

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議 › the sitting › its life."""
        meeting = self.record.entry.meeting
        return [*meeting_crumbs(meeting), Crumb("確認と公開", life_url(meeting, "comments"))]

    def get_success_url(self, record: Any) -> str:
        """The comments."""
        return life_url(self.record.entry.meeting, "comments")


class CommentAdopt(OfComment, FormPage):
    """意見を採用する: the row changes, so it is the row's version that goes out."""

    template_name = "meetings/comment_answer.html"
    title = "意見を採用し、行を直す"
    submit_label = "採用して行を直す"
    success_message = "意見を採用し、行を直しました。"

    def read_records(self) -> list[Any]:
        """The row that is written over."""
        return [self.record.entry]

    def get_form(self, data: Any = None) -> AdoptForm:
        """With the words that were proposed, or those of the row."""
        return AdoptForm(data, words=self.record.proposed_text or self.record.entry.text)

    def act(self, form: AdoptForm) -> Comment:
        """Change the row as it was read."""
        entry = copy.copy(self.record.entry)
        entry.version = form.cleaned_data.pop("version")
        return actions.adopt_comment(by=self.user, comment=self.record, entry=entry, **form.cleaned_data)


class CommentDecline(OfComment, FormPage):
    """意見を採用しない: the row stays, and the answer says why."""

    template_name = "meetings/comment_answer.html"
    title = "意見を採用しない"
    submit_label = "不採用として回答する"
    success_message = "回答を登録しました。"

    def get_form(self, data: Any = None) -> DeclineForm:
        """Asks for the answer."""
        return DeclineForm(data)

    def act(self, form: DeclineForm) -> Comment:
        """Answer it."""
        comment = self.as_read(form.cleaned_data["version"])
        return actions.decline_comment(
            by=self.user, reason="", comment=comment, answer=form.cleaned_data["answer"]
        )
