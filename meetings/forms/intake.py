"""Forms of 取込: a file or pasted words, then the proposal with every doubt beside its field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from meetings.choices import CommitmentKind, MeetingState
from meetings.forms.dated import moment
from meetings.forms.sittings import MeetingForm
from meetings.intake.proposal import Proposal
from meetings.intake.reading import read
from meetings.models import Meeting, MeetingBody
from portal.disclosure.choices import Disclosure
from portal.documents.extraction import Extracted, UnreadableFile, clean_text, extract
from portal.files.choices import FileKind
from portal.site.files.fields import UploadField

DISCLOSURES = {
    "公開": Disclosure.OPEN,
    "一部非公開": Disclosure.PARTLY_CLOSED,
    "一部公開": Disclosure.PARTLY_CLOSED,
    "部分公開": Disclosure.PARTLY_CLOSED,
    "非公開": Disclosure.CLOSED,
    "当日決定": Disclosure.ON_THE_DAY,
}
# Field of the proposal → field of the form.
BESIDE = {
    "session": "number",
    "number": "number",
    "fiscal_year": "fiscal_year",
    "date": "held_on",
    "start": "starts_at",
    "end": "planned_end_at",
    "ended_at": "ended_at",
    "venue": "venue",
    "observer_count": "observer_count",
    "meeting_disclosure": "meeting_disclosure",
    "minutes_disclosure": "minutes_disclosure",
}


class HiddenText(forms.Textarea):
    """Carries a long text along: unlike a hidden input it keeps its lines."""

    input_type = "hidden"

    def __init__(self) -> None:
        """Not shown."""
        super().__init__(attrs={"hidden": True})


class IntakeForm(forms.Form):
    """A file or words, one of the two."""

    upload = UploadField(
        label="会議録のファイル", required=False, accepted=(FileKind.WORD, FileKind.PDF, FileKind.TEXT)
    )
    text = forms.CharField(
        label="または、会議録の文章",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="WordやPDFからコピーした文章、文字起こしの文章を貼り付けます。例：令和6年度第1回 会議録",
    )
    extracted: Extracted

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what ``forms.Form`` takes."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Read the words; say at the field why there are none."""
        cleaned = super().clean() or {}
        upload, text = cleaned.get("upload"), cleaned.get("text", "")
        if self.errors:
            return cleaned
        if bool(upload) == bool(text.strip()):
            raise ValidationError("ファイルを選ぶか、文章を貼り付けるか、どちらか一つにしてください。")
        try:
            content = b"".join(upload.chunks()) if upload else b""
            self.extracted = extract(content, upload.name) if upload else clean_text(text)
        except UnreadableFile as error:
            self.add_error("upload" if upload else "text", str(error))
        return cleaned


class ReviewForm(MeetingForm):
    """The head of the proposal, to be corrected; the rows go along as the words they were read from."""

    source = forms.CharField(strip=False, widget=HiddenText)
    aside = forms.CharField(strip=False, required=False, widget=HiddenText)
    confirmed = forms.MultipleChoiceField(
        label="対応事項として登録するもの",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="文章から拾った候補です。登録するものだけを選びます。",
    )
    agreed = forms.BooleanField(
        label="取り込む内容を原本と見比べた",
        error_messages={"required": "内容を見比べてから、ここに印を付けてください。"},
    )

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        """Take what ``MeetingForm`` takes, and what was read."""
        self.proposal = proposal
        super().__init__(*args, **kwargs)
        self.initial["held_on"] = proposal.date
        for name, words in self.doubts_beside().items():
            field = self.fields[name]
            field.help_text = f"要確認：{words}　{field.help_text}"
        confirmed: Any = self.fields["confirmed"]
        confirmed.choices = [
            (str(place), f"{CommitmentKind(each.kind).label}：{each.owner or '発言者なし'}「{each.text}」")
            for place, each in enumerate(proposal.commitments)
        ]
        if not proposal.commitments:
            del self.fields["confirmed"]

    def doubts_beside(self) -> dict[str, str]:
        """Field of the form → why it needs a look."""
        found: dict[str, str] = {}
        for doubt in self.proposal.doubts:
            if name := BESIDE.get(doubt.field):
                found[name] = found.get(name, "") + doubt.words
        for name in ("meeting_disclosure", "minutes_disclosure"):
            if getattr(self.proposal, name) is None and name not in found:
                found[name] = "会議録に記載がないため、会議体の初期値です。"
        return found

    @property
    def beside_values(self) -> set[str]:
        """What goes along is no value of the sitting."""
        return {*super().beside_values, "source", "aside", "confirmed", "agreed"}


def proposed(source: str, aside: str = "", remarks: tuple[str, ...] = ()) -> Proposal:
    """What is read from words that come back with the form: the same as was shown."""
    return read(clean_text(source).text, remarks=remarks, aside=tuple(filter(None, aside.split("\n"))))


def sitting_of(body: MeetingBody, proposal: Proposal) -> Meeting:
    """The unsaved sitting that the form starts from; what was not read keeps to what the body sets out."""
    day = proposal.date
    clocks = {
        name: moment(day, value) if day and value else None
        for name, value in (
            ("starts_at", proposal.start),
            ("planned_end_at", proposal.end),
            ("ended_at", proposal.ended_at),
        )
    }
    blank = Meeting(
        body=body,
        number=proposal.number,
        venue=(proposal.venue or "")[:200],
        meeting_disclosure=DISCLOSURES.get(proposal.meeting_disclosure or "", body.meeting_disclosure),
        minutes_disclosure=DISCLOSURES.get(proposal.minutes_disclosure or "", body.minutes_disclosure),
        meeting_closure_reason=proposal.meeting_reason or "",
        minutes_closure_reason=proposal.minutes_reason or "",
        observer_count=proposal.observer_count,
        state=MeetingState.ENDED if proposal.ended_at else MeetingState.HELD,
        **clocks,
    )
    if proposal.fiscal_year is not None:
        blank.fiscal_year = proposal.fiscal_year
    return blank
