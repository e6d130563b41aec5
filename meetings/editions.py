"""An edition about to be issued: its number, what it says of itself, and the job for the printer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from meetings.choices import SETTLED_STATES
from meetings.documents import Composed, EditionLabel, composed, file_name
from meetings.edition_content import changed_lines, content_of, opened_in_words
from meetings.minutes import Minutes
from meetings.models import AgendaItem, Attendance, Edition, Handout, Meeting, MinutesEntry, MinutesStep
from portal.accounts.models import User
from portal.audit.verifying import Head
from portal.disclosure.models import Withholding
from portal.documents.choices import EditionAudience
from portal.documents.pdf import PrintJob
from portal.wareki import format_date

HALF = 32
NOT_ALL = (
    "この会議には、あなたが読めない議題・資料・行があります。すべてを読める人が発行してください。"
    "（庁内閲覧範囲を確かめてください。）"
)


@dataclass(frozen=True)
class Draft:
    """Everything about an edition but its file."""

    composed: Composed
    number: int
    previous: Edition | None
    reason: str
    issued_at: datetime
    head: Head
    changes: str = ""

    @property
    def audience(self) -> EditionAudience:
        """For whom."""
        return self.composed.audience

    @property
    def label(self) -> EditionLabel:
        """How it calls itself: 第n版, its day and what it follows; a 原本 also the ledger's head."""
        on = timezone.localdate(self.issued_at)
        day = format_date(on, weekday=False)
        if self.audience == EditionAudience.INTERNAL:
            seal = self.head.block_hash
            first = f"台帳の封 通番{self.head.sequence} {seal[:HALF]}"
            return EditionLabel(
                f"原本・庁内限り 第{self.number}版",
                caution="非公開情報を含む",
                dated=f"原本 第{self.number}版　{day}確定",
                ledger=(first, seal[HALF:]),
            )
        return EditionLabel(
            f"公開用 第{self.number}版",
            dated=f"公開用 第{self.number}版　{day}発行",
            issued=format_date(on),
            previous=self._previous_in_words(),
        )

    def _previous_in_words(self) -> str:
        if self.previous is None:
            return "なし（初版）"
        day = format_date(timezone.localdate(self.previous.issued_at), weekday=False)
        return f"第{self.previous.number}版（{day}発行）{self.reason}"

    @property
    def job(self) -> PrintJob:
        """For the printer."""
        return self.composed.job(self.label)

    @property
    def name(self) -> str:
        """Of the file."""
        return file_name(self.composed.meeting, f"会議録（{self.audience.label}第{self.number}版）")

    @property
    def content(self) -> dict[str, Any] | None:
        """What the public pages may show: what a public edition prints."""
        if self.audience == EditionAudience.INTERNAL:
            return None
        meeting = self.composed.meeting
        held_on = timezone.localdate(meeting.starts_at).isoformat() if meeting.starts_at else None
        return content_of(
            self.composed.minutes,
            body=str(meeting.body),
            fiscal_year=meeting.fiscal_year,
            number=meeting.number,
            held_on=held_on,
            edition=self.label.tag,
            previous=self.label.previous,
        )


def drafted(
    meeting: Meeting,
    audience: EditionAudience,
    *,
    by: User,
    reason: str,
    at: datetime,
    head: Head,
    changes: str = "",
) -> Draft:
    """The next edition as it stands now.

    A later one carries the reasons of the corrections since the one before it, or else this act's; where the
    act itself knows what it ``changes``, that is said before the reason.
    """
    refuse_partial_sight(meeting, by)
    previous = Edition.objects.filter(meeting=meeting, audience=audience).order_by("-number").first()
    return Draft(
        composed=composed(meeting, audience, reader=by),
        number=previous.number + 1 if previous else 1,
        previous=previous,
        reason=changes + (_corrections_since(previous) or reason) if previous else "",
        issued_at=at,
        head=head,
        changes=changes,
    )


@dataclass(frozen=True)
class Opening:
    """What a release opens, in public words (none where no edition withholds it); the record as it is yet."""

    said: str
    before: Minutes

    def shows_in(self, draft: Draft) -> bool:
        """Whether residents read anything there that they did not read before."""
        after = content_of(draft.composed.minutes)
        return bool(self.said) and changed_lines(content_of(self.before), after) > 0


def opened_by_release(meeting: Meeting, withholding: Withholding, by: User) -> Opening:
    """What the next public edition would no longer withhold."""
    previous = Edition.objects.filter(meeting=meeting, audience=EditionAudience.PUBLIC).latest("number")
    before = composed(meeting, EditionAudience.PUBLIC, reader=by).minutes
    name = f"第{previous.number}版"
    return Opening(opened_in_words(before, withholding.pk, previous.content or {}, name), before)


def refuse_partial_sight(meeting: Meeting, by: User) -> None:
    """An edition holds the whole record: refuse somebody from whom a part of it is kept."""
    for model in (AgendaItem, Attendance, Handout, MinutesEntry):
        every: Any = model._default_manager
        if every.filter(meeting=meeting).count() != every.visible_to(by).filter(meeting=meeting).count():
            raise ValidationError(NOT_ALL)


def _corrections_since(previous: Edition) -> str:
    steps = MinutesStep.objects.filter(
        meeting=previous.meeting_id,
        is_back=True,
        came_from__in=SETTLED_STATES,
        taken_at__gt=previous.issued_at,
    )
    return "、".join(dict.fromkeys(steps.values_list("reason", flat=True)))
