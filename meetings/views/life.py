"""会議録の確認と公開: where a record stands, what is left to do, and the page of each step."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from meetings.actions import publishing as actions
from meetings.choices import SETTLED_STATES, CommentState, ConfirmationManner, MinutesState
from meetings.confirming import Wanted, text_number, wanted
from meetings.forms.life import ConfirmForm
from meetings.models import Comment, Edition, Meeting, MinutesStep
from meetings.models.publishing import with_steps
from meetings.models.scopes import seats_of
from meetings.publish_gate import before_finalising, before_publishing
from meetings.views.places import meeting_crumbs
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.site.pages import ConfirmPage, Crumb, FormPage, Page, RecordDetailPage, RecordPage
from portal.wareki import format_date

DRAFT, CIRCULATED, CONFIRMED = MinutesState.DRAFT, MinutesState.CIRCULATED, MinutesState.CONFIRMED
FINALISED, PUBLISHED, CLOSED = MinutesState.FINALISED, MinutesState.PUBLISHED, MinutesState.NOT_PUBLISHED


def life_url(meeting: Meeting, anchor: str = "") -> str:
    """The page of the life of a record."""
    url = reverse("meetings:minutes-life", args=[meeting.pk])
    return f"{url}#{anchor}" if anchor else url


@dataclass(frozen=True)
class Way:
    """A step that can be taken from some states by those who may do the verb."""

    label: str
    url_name: str
    verb: str
    states: tuple[str, ...]
    is_next: bool = False


WAYS = (
    Way("確認に回す", "minutes-circulate", Verb.WRITE, (DRAFT,), is_next=True),
    Way("自分の席として確認する", "minutes-confirm", Verb.CONFIRM, (CIRCULATED,), is_next=True),
    Way("紙の確認を登録する", "minutes-confirm-paper", Verb.WRITE, (CIRCULATED,), is_next=True),
    Way("確定する", "minutes-finalise", Verb.FINALISE, (CONFIRMED,), is_next=True),
    Way("公開する", "minutes-publish", Verb.PUBLISH, (FINALISED,), is_next=True),
    Way("公開しない", "minutes-close", Verb.PUBLISH, (FINALISED,)),
    Way("新しい公開用の版を出す", "minutes-publish", Verb.PUBLISH, (PUBLISHED,)),
    Way("差し戻す", "minutes-send-back", Verb.WRITE, (CIRCULATED, CONFIRMED)),
    Way("訂正を始める", "minutes-correct", Verb.CORRECT, (FINALISED, PUBLISHED, CLOSED)),
)


def ways_of(meeting: Meeting, user: User) -> list[Way]:
    """The steps this user may take now."""
    return [
        way
        for way in WAYS
        if meeting.minutes_state in way.states and user.may(way.verb, Noun.PUBLISHING, over=meeting)
    ]


def shown_steps(meeting: Any, *, tells: bool = True, due: str = "") -> list[dict[str, Any]]:
    """下書き → … → 公開: where the record of a sitting read ``with_steps`` is, and who brought it there."""
    state = MinutesState(meeting.minutes_state)
    steps = (DRAFT, CIRCULATED, CONFIRMED, FINALISED, CLOSED if state is CLOSED else PUBLISHED)
    at = steps.index(state)
    shown = []
    for place, step in enumerate(steps):
        taken = getattr(meeting, f"{step}_at") if tells and place <= at else None
        shown.append(
            {
                "label": step.label,
                "state": "done" if place < at else "current" if place == at else "coming",
                "when": format_date(timezone.localdate(taken)) if taken else "",
                "who": getattr(meeting, f"{step}_by") if taken else "",
                "due": due if step is PUBLISHED and place > at else "",
            }
        )
    return shown


def read_editions(page: Any, meeting: Meeting) -> list[Edition]:
    """The editions the reader may have, the newest of each kind first."""
    found = page.visible(Edition).filter(meeting=meeting)
    return list(found.select_related("file", "issued_by", "withdrawal", "superseded_by"))


class OfLife(RecordPage):
    """What the pages about the life of one record share."""

    noun = Noun.PUBLISHING
    model = Meeting
    record: Meeting

    def get_records(self) -> Any:
        """With what names the sitting."""
        return with_steps(Meeting.objects.select_related("body__organisation", "body__secretariat"))

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議 › the sitting › its life."""
        return [*meeting_crumbs(self.record), Crumb("確認と公開", life_url(self.record))]

    def get_success_url(self, record: Any) -> str:
        """The life of the record."""
        return life_url(self.record)


class MinutesLife(OfLife):
    """会議録の確認と公開: the state, the next step, what is left to do, confirmations and editions."""

    template_name = "meetings/life.html"

    def get_title(self) -> str:
        """Of the sitting."""
        return f"会議録の確認と公開　{self.record}"

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議 › the sitting."""
        return meeting_crumbs(self.record)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """Everything about it."""
        taken = self.visible(MinutesStep).filter(meeting=self.record).select_related("taken_by")
        ways = ways_of(self.record, self.user)
        return super().get_context(
            steps=shown_steps(self.record),
            taken=list(reversed(taken)),
            next_ways=[way for way in ways if way.is_next],
            other_ways=[way for way in ways if not way.is_next],
            may_step=may_step(self),
            wanted=wanted(self.record) if self.record.minutes_state != DRAFT else [],
            editions=read_editions(self, self.record),
            may_export=self.may(Verb.EXPORT, Noun.RECORD),
            comments=self.comments(),
            **extra,
        )

    def comments(self) -> list[Comment]:
        """What those who were there said, first what waits for an answer."""
        found = self.visible(Comment).filter(entry__meeting=self.record)
        named = found.select_related("entry", "seat__office", "seat__department__parent__parent")
        return sorted(named, key=lambda each: each.state != CommentState.OPEN)


def may_step(page: Page) -> bool:
    """Whether somebody may take the record to its next edition, and so hears what is left to do."""
    return any(page.may(verb, Noun.PUBLISHING) for verb in (Verb.WRITE, Verb.FINALISE, Verb.PUBLISH))


class PublishGate(OfLife):
    """公開までに残っていること: each check, and what to do about it."""

    template_name = "meetings/gate.html"

    def load(self) -> None:
        """The sitting, for those who may take a step."""
        super().load()
        if not may_step(self):
            raise PermissionDenied("このページを見る権限がありません。")

    def get_title(self) -> str:
        """Of the sitting."""
        return f"公開までに残っていること　{self.record}"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """What stands before the next edition."""
        is_final = self.record.minutes_state in SETTLED_STATES
        checks = before_publishing(self.record, self.user) if is_final else before_finalising(self.record)
        return super().get_context(checks=checks, left=sum(not each.is_met for each in checks), **extra)


class StepPage(OfLife, ConfirmPage):
    """Asks for the reason of one step, and takes it."""

    def get_success_url(self, record: Any) -> str:
        """The life of the record."""
        return life_url(self.record)


class Circulate(StepPage):
    """確認に回す."""

    title = submit_label = "確認に回す"
    success_message = "確認に回しました。"
    question = "この会議録を、出席者の確認に回します。回したあとも、確認済になるまでは直せます。"

    def perform(self, record: Meeting, *, reason: str) -> None:
        """Hand it out."""
        actions.circulate_minutes(by=self.user, reason=reason, meeting=record)


class SendBack(StepPage):
    """差し戻す."""

    title = submit_label = "差し戻す"
    success_message = "差し戻しました。"
    question = "会議録を一つ前の段階に差し戻します。理由は経過に残ります。"

    def perform(self, record: Meeting, *, reason: str) -> None:
        """One step back."""
        actions.send_back(by=self.user, reason=reason, meeting=record)


class Finalise(StepPage):
    """確定する."""

    verb = Verb.FINALISE
    title = submit_label = "確定する"
    success_message = "確定し、原本を発行しました。"
    question = "会議録を確定し、原本を発行します。確定した会議録は、訂正（新しい版）のほかでは直せません。"

    def perform(self, record: Meeting, *, reason: str) -> None:
        """Issue the 原本."""
        actions.finalise_minutes(by=self.user, reason=reason, meeting=record)


class Publish(StepPage):
    """公開する."""

    verb = Verb.PUBLISH
    title = submit_label = "公開する"
    success_message = "公開用の版を発行し、公開しました。"
    question = "公開用の版を発行し、公開します。理由は、第2版からは新しい版に印刷されます。"

    def perform(self, record: Meeting, *, reason: str) -> None:
        """Issue the public edition."""
        actions.publish_minutes(by=self.user, reason=reason, meeting=record)


class KeepFromThePublic(StepPage):
    """公開しない."""

    verb = Verb.PUBLISH
    title = submit_label = "公開しない"
    success_message = "公開しないことを記録しました。"
    question = "この会議録を公開しないことを記録します。"

    def perform(self, record: Meeting, *, reason: str) -> None:
        """Settle it."""
        actions.keep_from_the_public(by=self.user, reason=reason, meeting=record)


class Correct(StepPage):
    """訂正を始める."""

    verb = Verb.CORRECT
    title = submit_label = "訂正を始める"
    success_message = "訂正のために開きました。直したら、もう一度確認・確定してください。"
    question = (
        "確定した会議録を、訂正のために開き直します。発行した版は残ります。"
        "ここに書く理由は、次の版に「訂正の理由」として印刷されます。"
    )

    def perform(self, record: Meeting, *, reason: str) -> None:
        """Open it anew."""
        actions.open_for_correction(by=self.user, reason=reason, meeting=record)


class Confirm(OfLife, FormPage):
    """会議録を確認する, from the seat one holds."""

    verb = Verb.CONFIRM
    template_name = "meetings/confirm_minutes.html"
    title = "会議録を確認する"
    submit_label = "この会議録でよいと確認する"
    success_message = "確認を記録しました。"
    manner: ClassVar[str] = ConfirmationManner.SYSTEM

    def seats(self) -> list[Wanted]:
        """Those that still have to confirm and are this user's."""
        own = seats_of(self.user.standing).seats
        return [each for each in wanted(self.record) if not each.is_given and each.seat.pk in own]

    def get_form(self, data: Any = None) -> ConfirmForm:
        """Offers the seats."""
        return ConfirmForm(
            data,
            seats=[each.seat for each in self.seats()],
            text=text_number(self.record),
            on_paper=self.manner == ConfirmationManner.PAPER,
        )

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """Says so where there is nobody to confirm."""
        return super().get_context(has_seats=bool(extra["form"].seats), **extra)

    def act(self, form: ConfirmForm) -> Any:
        """Record it."""
        typed = form.cleaned_data
        return actions.confirm_minutes(
            by=self.user,
            reason=typed["reason"],
            meeting=self.as_read(typed["version"]),
            seat=form.seats[typed["seat"]],
            manner=self.manner,
            confirmed_on=typed.get("confirmed_on") or timezone.localdate(),
            text=typed["text"],
        )


class ConfirmOnPaper(Confirm):
    """紙の確認を登録する: the 事務局 enters who signed, and when."""

    verb = Verb.WRITE
    title = "紙の確認を登録する"
    submit_label = "確認を登録する"
    manner = ConfirmationManner.PAPER

    def seats(self) -> list[Wanted]:
        """All that still have to confirm."""
        return [each for each in wanted(self.record) if not each.is_given]


class OfEdition(RecordPage):
    """What the pages about one edition share."""

    noun = Noun.PUBLISHING
    model = Edition
    record: Edition

    def get_records(self) -> Any:
        """With its sitting, file, and what followed it."""
        return Edition.objects.select_related(
            "meeting__body__organisation",
            "file",
            "issued_by",
            "supersedes",
            "superseded_by",
            "withdrawal__withdrawn_by",
        )

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議 › the sitting › its life."""
        meeting = self.record.meeting
        return [*meeting_crumbs(meeting), Crumb("確認と公開", life_url(meeting))]


class EditionDetail(OfEdition, RecordDetailPage):
    """版: everything an issued file says of itself, and the file."""

    template_name = "meetings/edition.html"

    def get_title(self) -> str:
        """公開用 第1版."""
        return f"{self.record}　{self.record.meeting}"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """Whether it may be withdrawn here."""
        found = self.record
        is_in_force = not hasattr(found, "withdrawal") and not hasattr(found, "superseded_by")
        return super().get_context(
            may_withdraw=is_in_force and found.is_public and self.may(Verb.PUBLISH), **extra
        )


class EditionWithdraw(OfEdition, ConfirmPage):
    """版を取り下げる."""

    verb = Verb.PUBLISH
    title = submit_label = "公開を取り下げる"
    success_message = "公開を取り下げました。"
    question = "この版の公開を取り下げます。版は庁内に残り、取り下げたことが記録されます。"

    def perform(self, record: Edition, *, reason: str) -> None:
        """Take it back."""
        actions.withdraw_edition(by=self.user, reason=reason, edition=record)

    def get_success_url(self, record: Any) -> str:
        """The life of the record."""
        return life_url(self.record.meeting, "editions")
