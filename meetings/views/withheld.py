"""One withheld place: what the ledger says of it, its reviews and their answers."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Model
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from meetings.actions.publishing import release_passage
from meetings.choices import MinutesState
from meetings.forms.marking import PlaceForm
from meetings.forms.sittings import ground_label
from meetings.forms.withheld import AnswerForm, ReviewForm, WithholdingForm
from meetings.lists.withheld import LOST, WITHHOLDINGS, end_of
from meetings.models import Meeting
from meetings.publish_gate import finaliser_of
from meetings.views.parts import Fact
from meetings.withheld import ended, sitting_of_passage, tell_places
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.disclosure import actions
from portal.disclosure.choices import ReviewAnswer
from portal.disclosure.models import Withholding, WithholdingReview
from portal.site.pages import Crumb, FormPage, RecordCreatePage, RecordDetailPage, RecordEditPage, RecordPage
from portal.site.registry import record_url
from portal.wareki import format_date

NOT_YOURS = (
    "公開している会議録の箇所です。解除すると公開用の新しい版が出るため、"
    "会議録を公開する権限のある人が記録してください。"
)
FINALISED_IT = "会議録を確定した人は、解除して公開できません。ほかの公開する権限のある人が記録してください。"
SAME_TEXT = "公開用の本文は変わらないため、新しい版は出していません。"


class OneWithholding(RecordPage):
    """What the pages about one withheld place share."""

    noun = Noun.DISCLOSURE
    model: ClassVar[type[Model]] = Withholding

    def get_records(self) -> Any:
        """With its ground and who decided."""
        return super().get_records().select_related("ground", "decided_by")

    def load(self) -> None:
        """The place, and where it is."""
        super().load()
        tell_places(self.user, [self.record])

    def get_breadcrumbs(self) -> list[Crumb]:
        """非公開箇所台帳."""
        return [Crumb(WITHHOLDINGS.title, WITHHOLDINGS.url)]

    def get_success_url(self, record: Any) -> str:
        """The place's own page."""
        return reverse("meetings:withholding", args=[self.record.pk])


class WithholdingDetail(OneWithholding, RecordDetailPage):
    """非公開箇所: its words, ground and end, and what reviews made of it."""

    template_name = "meetings/withholding.html"

    def get_title(self) -> str:
        """非公開箇所：議案（2） 副本部長 本文."""
        return f"非公開箇所：{self.record.place.words}"

    def facts(self) -> Iterable[Fact]:
        """What the ledger says."""
        record = self.record
        yield Fact("もとの言葉", record.words)
        yield Fact(
            "箇所", record.place.words, url=record_url(record.place.record) if record.place.record else ""
        )
        if record.place.meeting:
            yield Fact("会議", str(record.place.meeting), url=record_url(record.place.meeting))
        yield Fact("根拠", ground_label(record.ground))
        yield Fact("理由", record.reason)
        yield Fact("決めた人", str(record.decided_by or "記載なし"))
        yield Fact("決めた日", format_date(record.decided_on) if record.decided_on else "記載なし")
        yield Fact("非公開の終わり", end_of(record))
        yield Fact("状態", record.get_state_display())

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """With its reviews, and whether its end has come."""
        reviews = self.visible(self.record.reviews).select_related("answered_by")
        return super().get_context(
            facts=[(fact, "") for fact in self.facts()],
            reviews=list(reviews),
            is_ended=is_ended(self.user, self.record),
            lost=LOST if not self.record.place.fits else "",
            **extra,
        )


def is_ended(user: User, withholding: Withholding) -> bool:
    """Whether the end of a withholding has come."""
    reads: Any = Withholding.objects.visible_to(user)
    return bool(reads.filter(ended(timezone.localdate()), pk=withholding.pk).exists())


class WithholdingEdit(OneWithholding, RecordEditPage):
    """根拠と終わりを直す."""

    form_class = WithholdingForm
    title = "非公開箇所の根拠と終わりを直す"

    def perform(self, record: Withholding, *, reason: str, **changes: Any) -> Withholding:
        """Change it."""
        return actions.edit_withholding(by=self.user, reason=reason, withholding=record, **changes)


class WithholdingPlace(OneWithholding, FormPage):
    """箇所を指定し直す, where the text has changed so that the words are not found."""

    title = "非公開箇所を指定し直す"
    template_name = "meetings/withholding_place.html"
    submit_label = "ここを非公開にする"

    def get_form(self, data: Any = None) -> Any:
        """Asks for the words as they stand now."""
        return PlaceForm(data, record=self.record.place.record, name=self.record.field)

    def load(self) -> None:
        """A place that is a whole record has nothing to be found."""
        super().load()
        if not self.record.field or self.record.place.record is None:
            raise Http404

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """With the text as it stands."""
        text = getattr(self.record.place.record, self.record.field)
        return super().get_context(text=text, **extra)

    def act(self, form: Any) -> Any:
        """Put it there."""
        return actions.place_anew(
            by=self.user,
            reason=form.cleaned_data["reason"],
            passage=self.as_read(form.cleaned_data["version"]),
            record=self.record.place.record,
            span=form.span,
        )


class ReviewCreate(OneWithholding, RecordCreatePage):
    """見直しを始める: a disclosure request, or an end that has come."""

    model = WithholdingReview
    form_class = ReviewForm
    reason_required = True
    title = "非公開の見直しを始める"

    def get_records(self) -> Any:
        """The place."""
        return Withholding.objects.select_related("ground", "decided_by")

    def get_blank(self) -> WithholdingReview:
        """Of this place."""
        return WithholdingReview(withholding=self.record)

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"opened_on": timezone.localdate()}

    def perform(self, *, reason: str, **values: Any) -> WithholdingReview:
        """Open it."""
        return actions.open_review(by=self.user, reason=reason, withholding=self.record, **values)


class ReviewAnswerPage(RecordEditPage):
    """見直しに結論を出す: released or kept, never from a list."""

    noun = Noun.DISCLOSURE
    model = WithholdingReview
    form_class = AnswerForm
    title = "見直しの結論を記録する"
    template_name = "meetings/review_answer.html"
    success_message = "結論を記録しました。"
    published: Meeting | None = None

    def get_records(self) -> Any:
        """Those without an answer, with their place."""
        return super().get_records().open().select_related("withholding__ground")

    def load(self) -> None:
        """The review, where its place is, and the sitting when its record is public."""
        super().load()
        tell_places(self.user, [self.record.withholding])
        sitting = sitting_of_passage(self.record.withholding)
        is_public = sitting is not None and sitting.minutes_state == MinutesState.PUBLISHED
        self.published = sitting if is_public else None

    def no_release(self) -> str:
        """Why this user cannot publish what the release makes public."""
        if self.published is None:
            return ""
        if not self.user.may(Verb.PUBLISH, Noun.PUBLISHING, over=self.published):
            return NOT_YOURS
        return FINALISED_IT if finaliser_of(self.published) == self.user else ""

    def get_form(self, data: Any = None) -> AnswerForm:
        """Knows whether the end has come, and whether a release can be published."""
        return AnswerForm(
            data,
            instance=self.record,
            reader=self.user,
            initial={"answered_on": timezone.localdate()},
            is_ended=is_ended(self.user, self.record.withholding),
            no_release=self.no_release(),
        )

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """What a release sets off."""
        return super().get_context(published=self.published, no_release=self.no_release(), **extra)

    def get_breadcrumbs(self) -> list[Crumb]:
        """非公開箇所台帳 › the place."""
        place = Crumb(self.record.withholding.place.words, self.get_success_url(None))
        return [Crumb(WITHHOLDINGS.title, WITHHOLDINGS.url), place]

    def act(self, form: Any) -> Any:
        """Record it; a release of a published record brings its next edition along."""
        typed = form.cleaned_data
        how: dict[str, Any] = {
            "by": self.user,
            "reason": typed["reason"],
            "answered_on": typed["answered_on"],
        }
        review = self.as_read(typed["version"])
        if typed["answer"] == ReviewAnswer.KEEP:
            return actions.answer_review(review=review, answer=ReviewAnswer.KEEP, **how, **form.end)
        edition = release_passage(review=review, **how)
        if edition is not None:
            messages.info(self.request, f"{edition}を発行し、公開しました。")
        elif self.published is not None:
            messages.info(self.request, SAME_TEXT)
        return edition

    def get_success_url(self, record: Any) -> str:
        """The place's own page."""
        return reverse("meetings:withholding", args=[self.record.withholding_id])
