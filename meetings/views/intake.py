"""取込: a file or pasted words, a look at what was read, and one act that writes the draft."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from meetings.actions.intake import take_in
from meetings.choices import EntryKind
from meetings.forms.intake import IntakeForm, ReviewForm, proposed, sitting_of
from meetings.intake.proposal import Proposal
from meetings.models import Meeting, MeetingBody
from meetings.views.places import body_crumbs, record_row_url
from portal.accounts.rights import Noun, Verb
from portal.documents.extraction import UnreadableFile
from portal.site.pages import Crumb, NewPage

START, REVIEW = "読み取る", "下書きとして登録する"


class MinutesIntake(NewPage):
    """会議録を取り込む. Nothing is kept between the two steps but what the form itself carries."""

    noun = Noun.SITTINGS
    model = Meeting
    title = "会議録を取り込む"
    template_name = "meetings/intake.html"
    success_message = "下書きとして登録しました。未配置と要確認は、会議録の終わりの行に残しています。"
    body: MeetingBody

    def load(self) -> None:
        """The body whose record it is; whoever takes in writes rows too."""
        if not self.may(Verb.WRITE, Noun.RECORD):
            raise PermissionDenied("会議録の行を書く権限がありません。")
        self.body = self.visible_or_404(MeetingBody, pk=self.kwargs["pk"])

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議体 › the body."""
        return body_crumbs(self.body)

    def get_form(self, data: Any = None) -> IntakeForm | ReviewForm:
        """The first form, or the second once there are words."""
        if data is None or "source" not in data:
            return IntakeForm(data, self.files_beside(data))
        try:
            proposal = proposed(data["source"], data.get("aside", ""))
        except UnreadableFile:
            return IntakeForm({"text": ""})
        return self.review(proposal, data)

    def review(self, proposal: Proposal, data: Any = None, **initial: Any) -> ReviewForm:
        """The proposal over a blank sitting."""
        blank = sitting_of(self.body, proposal)
        return ReviewForm(data, instance=blank, initial=initial, proposal=proposal, reason_required=False)

    def instead(self, form: Any) -> HttpResponse | None:
        """After the first form, what was read; after the second, how words were understood."""
        if isinstance(form, ReviewForm):
            return self.ask_back(form) if form.asks_back else None
        found = form.extracted
        aside = "\n".join(found.aside)
        proposal = proposed(found.text, aside, found.remarks)
        return self.show(self.review(proposal, source=found.text, aside=aside))

    def act(self, form: Any) -> Meeting:
        """Write the draft."""
        return take_in(
            by=self.user,
            reason=form.cleaned_data["reason"],
            body=self.body,
            proposal=form.proposal,
            commitments=[int(place) for place in form.cleaned_data.get("confirmed", ())],
            **form.values,
        )

    def get_success_url(self, record: Any) -> str:
        """Its rows."""
        return record_row_url(record)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """What was read, for people."""
        form = extra.get("form")
        is_review = isinstance(form, ReviewForm)
        extra["submit_label"] = REVIEW if is_review else START
        shown = shown_of(form.proposal) if isinstance(form, ReviewForm) else {}
        return super().get_context(body=self.body, is_review=is_review, **shown, **extra)


def shown_of(proposal: Proposal) -> dict[str, Any]:
    """The proposal as the page lists it."""
    beside = {doubt.line for doubt in proposal.doubts if doubt.field == "entries"}
    rows = [
        {
            "number": number,
            "kind": EntryKind(entry.kind).label,
            "speaker": entry.speaker or "",
            "text": entry.text,
            "line": entry.line,
            "is_doubtful": entry.line in beside,
        }
        for number, entry in enumerate(proposal.entries, start=1)
    ]
    return {"proposal": proposal, "rows": rows}
