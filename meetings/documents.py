"""The printed documents of a sitting: models → composition → PDF."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.utils import timezone

from meetings.choices import LetterKind, MeetingState
from meetings.decision_list import compose as compose_decisions
from meetings.decision_reading import proceedings_of
from meetings.letters import compose as compose_letter
from meetings.letters_reading import call_of
from meetings.minutes import Minutes, compose
from meetings.minutes_form import FormLayout
from meetings.minutes_reading import sitting_of
from meetings.minutes_word import confirmation_word, minutes_word
from meetings.models import Meeting
from meetings.printed import FullText, PublicText
from portal.disclosure.choices import Disclosure
from portal.disclosure.visibility import Noun, Reader, may_read
from portal.documents.choices import EditionAudience
from portal.documents.errors import DocumentError
from portal.documents.pdf import PrintJob, Variant
from portal.documents.renderer import printed
from portal.files.choices import FileKind
from portal.wareki import format_date


class NotForThePublic(DocumentError):
    """The minutes are closed, or nobody has decided yet: there is no public edition to make."""

    def __str__(self) -> str:
        return "会議録の公開区分が「公開」か「一部非公開」ではないため、公開用は作成できません。"


class SittingNotOpen(DocumentError):
    """The sitting is closed, or nobody has decided yet: its letters have no public copy."""

    def __str__(self) -> str:
        return "会議の公開区分が「公開」か「一部非公開」ではないため、公開用は作成できません。"


class SittingCancelled(DocumentError):
    """Nobody is called to a sitting that is not held."""

    def __str__(self) -> str:
        return "この会議は中止のため、招集通知と次第は作成できません。"


@dataclass(frozen=True)
class EditionLabel:
    """How an edition calls itself; without more it is a proof. ``ledger``: lines for the foot of a 原本."""

    tag: str
    caution: str = ""
    dated: str = "見本　未発行"
    issued: str = "未発行"
    previous: str = "なし（初版）"
    ledger: tuple[str, ...] = ()


@dataclass(frozen=True)
class Composed:
    """A record composed for one audience, not yet printed."""

    meeting: Meeting
    audience: EditionAudience
    minutes: Minutes

    def job(self, label: EditionLabel | None = None) -> PrintJob:
        """What the printer gets; without a label a proof."""
        context = {
            "minutes": self.minutes,
            "edition": label or PROOFS[self.audience],
            "created": record_date(self.meeting),
        }
        return PrintJob(
            html=render_to_string("meetings/pdf/minutes.html", context),
            css=render_to_string("meetings/pdf/minutes.css"),
            variant=VARIANTS[self.audience],
        )


# What may have an edition for the public.
OPEN = (Disclosure.OPEN, Disclosure.PARTLY_CLOSED)
PROOFS = {
    EditionAudience.INTERNAL: EditionLabel("原本・庁内限り 見本", caution="非公開情報を含む"),
    EditionAudience.PUBLIC: EditionLabel("公開用 見本"),
}
VARIANTS = {
    EditionAudience.INTERNAL: Variant.ARCHIVE,
    EditionAudience.PUBLIC: Variant.ACCESSIBLE,
}


def minutes_pdf(meeting: Meeting, audience: EditionAudience, *, reader: Reader) -> bytes:
    """A proof of the 会議録 for this audience, as this reader may read the record.

    Raises ``PermissionDenied``, ``Meeting.DoesNotExist``, ``PassageError`` or a ``DocumentError``.
    """
    return printed(minutes_job(meeting, audience, reader=reader))


def minutes_job(meeting: Meeting, audience: EditionAudience, *, reader: Reader) -> PrintJob:
    """The proof as the printer gets it."""
    return composed(meeting, audience, reader=reader).job()


def composed(meeting: Meeting, audience: EditionAudience, *, reader: Reader) -> Composed:
    """The record for this audience, composed but not yet printed; proof and edition come from this alone."""
    read = _readable(meeting, reader, Noun.SITTINGS, Noun.RECORD)
    is_open = read.minutes_disclosure in OPEN
    if audience == EditionAudience.PUBLIC and not is_open:
        raise NotForThePublic
    sitting, ledger = sitting_of(read, reader)
    text = PublicText(ledger) if audience == EditionAudience.PUBLIC else FullText()
    minutes = compose(sitting, FormLayout.from_data(read.body.minutes_form.layout), text)
    return Composed(read, audience, minutes)


def minutes_docx(meeting: Meeting, audience: EditionAudience, *, reader: Reader) -> bytes:
    """The same record for those who go on in Word; raises what ``composed`` raises."""
    label = PROOFS[audience]
    return minutes_word(composed(meeting, audience, reader=reader).minutes, label.tag, label.caution)


def confirmation_docx(meeting: Meeting, *, reader: Reader) -> bytes:
    """The copy that is confirmed row by row, for the house only."""
    read = _readable(meeting, reader, Noun.SITTINGS, Noun.RECORD)
    sitting, _ = sitting_of(read, reader)
    return confirmation_word(sitting, FormLayout.from_data(read.body.minutes_form.layout).title)


def decision_list_pdf(meeting: Meeting, *, reader: Reader) -> bytes:
    """The 決定事項一覧 of a sitting, for the house only; raises what ``minutes_pdf`` raises."""
    read = _readable(meeting, reader, Noun.SITTINGS, Noun.DECISIONS)
    decisions = compose_decisions(proceedings_of(read, reader))
    context = {"decisions": decisions, "created": record_date(read)}
    return printed(
        PrintJob(
            html=render_to_string("meetings/pdf/decision_list.html", context),
            css=render_to_string("meetings/pdf/decision_list.css"),
            variant=Variant.ACCESSIBLE,
        )
    )


def letter_pdf(meeting: Meeting, kind: LetterKind, audience: EditionAudience, *, reader: Reader) -> bytes:
    """招集通知 or 次第: for those who have a seat, or for those who may read only what the public may.

    Raises what ``minutes_pdf`` raises.
    """
    return printed(letter_job(meeting, kind, audience, reader=reader))


def letter_job(meeting: Meeting, kind: LetterKind, audience: EditionAudience, *, reader: Reader) -> PrintJob:
    """The letter as the printer gets it."""
    read = _readable(meeting, reader, Noun.SITTINGS)
    is_public = audience == EditionAudience.PUBLIC
    if read.state == MeetingState.CANCELLED:
        raise SittingCancelled
    if is_public and read.meeting_disclosure not in OPEN:
        raise SittingNotOpen
    call, ledger = call_of(read, reader)
    letter = compose_letter(call, kind, PublicText(ledger) if is_public else FullText())
    context = {"letter": letter, "created": record_date(read)}
    return PrintJob(
        html=render_to_string(f"meetings/pdf/{kind.value}.html", context),
        css=render_to_string("meetings/pdf/letter.css"),
        variant=Variant.ACCESSIBLE,
    )


def file_name(meeting: Meeting, document: str, *, kind: FileKind = FileKind.PDF) -> str:
    """令和6年6月27日_豊島区行政情報化推進本部_会議録（原本・見本）.pdf."""
    starts_at = meeting.starts_at
    day = format_date(timezone.localdate(starts_at), weekday=False) if starts_at else "日程未定"
    return f"{day}_{meeting.body}_{document}.{kind}"


def record_date(meeting: Meeting) -> str:
    """The date a file carries: when the sitting ended or was to begin, never the clock."""
    moment = meeting.ended_at or meeting.starts_at
    return timezone.localtime(moment).isoformat() if moment else ""


def _readable(meeting: Meeting, reader: Reader, *nouns: str) -> Meeting:
    """The sitting with what names it; a reader without the right to all of it gets no part of it."""
    if not all(may_read(reader, noun) for noun in nouns):
        raise PermissionDenied("この会議の記録を読む権限がありません。")
    return (
        Meeting.objects.visible_to(reader)
        .select_related("body__minutes_form", "body__secretariat__parent", "held_when")
        .get(pk=meeting.pk)
    )
