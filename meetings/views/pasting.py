"""貼り付け: words from a document or a spreadsheet, a look at the rows, and one act that writes them all."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect

from meetings.actions.editing import write_rows
from meetings.forms.pasting import PastedForm, PasteForm
from meetings.intake.pasted import Pasted, read_pasted
from meetings.models import AgendaItem, MinutesEntry
from meetings.views.places import record_row_url
from meetings.views.record import RowsBeside, speaker_names
from portal.documents.extraction import UnreadableFile, clean_text
from portal.site.pages import NewPage

START, REVIEW = "行に分けて確かめる", "この内容で行を加える"


class RecordPaste(RowsBeside, NewPage):
    """貼り付けた文章から行を作る: below the row that ``?after=`` names, or at the end."""

    title = "貼り付けて行を作る"
    template_name = "meetings/record_paste.html"
    items: list[AgendaItem]

    def load(self) -> None:
        """The sitting, its agenda, and who may have spoken."""
        super().load()
        self.items = list(self.visible(self.meeting.items))
        self.names = speaker_names(self.meeting)

    @property
    def known(self) -> dict[str, list[str]]:
        """Who may speak, and what was on the agenda."""
        return {"present": self.names, "titles": [item.title for item in self.items]}

    def get_form(self, data: Any = None) -> PasteForm | PastedForm:
        """The first form, or the second once there are words."""
        if data is None or "source" not in data:
            return PasteForm(data, **self.known)
        try:
            source = clean_text(data["source"]).text
        except UnreadableFile:
            return PasteForm({"text": ""}, **self.known)
        return PastedForm(data, pasted=read_pasted(source, **self.known))

    def instead(self, form: Any) -> HttpResponse | None:
        """After the first form, the rows as they were read."""
        if isinstance(form, PastedForm):
            return None
        review = PastedForm(initial={"source": form.source}, pasted=form.pasted)
        return self.show(review, remarks=form.remarks)

    def act(self, form: Any) -> list[MinutesEntry]:
        """Write them."""
        return write_rows(
            by=self.user,
            reason=form.cleaned_data["reason"],
            meeting=self.meeting,
            after=self.after,
            rows=[self._row(values) for values in form.values()],
        )

    def _row(self, values: dict[str, Any]) -> dict[str, Any]:
        place = values.pop("item")
        beside = self.after.item if self.after else None
        return {**values, "item": beside if place is None else self.items[place]}

    def done(self, record: list[MinutesEntry], form: Any) -> HttpResponseRedirect:
        """Say how many they are."""
        messages.success(self.request, f"{len(record)}行を加えました。違うときは「元に戻す」で取り消せます。")
        return HttpResponseRedirect(record_row_url(self.meeting, record[0].pk))

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """What was read, for people."""
        form = extra.get("form")
        is_review = isinstance(form, PastedForm)
        extra["submit_label"] = REVIEW if is_review else START
        pasted = form.pasted if isinstance(form, PastedForm) else Pasted([], [])
        return super().get_context(
            is_review=is_review,
            speaker_names=self.names,
            doubt_count=sum(bool(row.doubt) for row in pasted.rows),
            row_count=len(pasted.rows),
            left=pasted.left,
            after=self.after,
            **extra,
        )
