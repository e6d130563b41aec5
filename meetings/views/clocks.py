"""A sitting as it stood: by the day its decisions held (``?as_of=``), by its history (``?recorded_at=``)."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from meetings.forms.clocks import ClockForm, end_of
from meetings.models import AgendaItem, Commitment, Decision, Deferral, Handout, Meeting, Motion
from portal.accounts.rights import Noun, Verb
from portal.audit.snapshots import Snapshot, entered_after
from portal.site.history_access import Subject, subject_or_404
from portal.site.history_rule import HistoryRule
from portal.site.pages import Crumb, Page

CLOCKS = {"as_of", "recorded_at"}


def is_asked(request: HttpRequest) -> bool:
    """Whether the address names a clock."""
    return bool(CLOCKS & request.GET.keys())


class MeetingThen(Page):
    """会議 at a day; a sitting that was deleted since is shown to those who may read histories."""

    noun = Noun.SITTINGS
    template_name = "meetings/then.html"
    subject: Subject
    meeting: Meeting | None

    def load(self) -> None:
        """The sitting's address; the second clock is history."""
        may_read_history = self.may(Verb.READ, Noun.HISTORY)
        if "recorded_at" in self.request.GET and not may_read_history:
            raise PermissionDenied("記録時点を指定して見る権限がありません。")
        self.subject = subject_or_404(HistoryRule(self.user), Meeting._meta.label_lower, self.kwargs["pk"])
        if self.subject.record is None and not may_read_history:
            raise Http404
        self.form = ClockForm(self.request.GET, may_read_history=may_read_history)

    def get_title(self) -> str:
        """The sitting's name."""
        return self.subject.name

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議 › the sitting as it is."""
        crumbs = [Crumb("会議", reverse("meetings:meetings"))]
        return [*crumbs, Crumb(self.subject.name, self.request.path)] if self.subject.record else crumbs

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The page as it stood; what is no day is told beside its field."""
        if not self.form.is_valid():
            return self.answer(status=HTTPStatus.UNPROCESSABLE_ENTITY, clock_form=self.form, invalid=True)
        if self.form.day is None and self.form.recorded_day is None:
            return HttpResponseRedirect(request.path)
        return self.answer(clock_form=self.form, **self.as_it_stood())

    def as_it_stood(self) -> dict[str, Any]:
        """The sitting and its parts, in a constant number of queries."""
        then = Snapshot(self.form.moment)
        found = then.records(Meeting, id=self.subject.key)
        context: dict[str, Any] = {
            "meeting": found[0] if found else None,
            "as_of": self.form.day,
            "recorded_day": self.form.recorded_day,
        }
        if not found:
            return context
        then.relate("body", found)
        then.relate("held_when", found)
        items = sorted(
            then.records(AgendaItem, meeting_id=found[0].pk), key=lambda item: (item.position, item.pk)
        )
        handouts = then.records(Handout, meeting_id=found[0].pk)
        context |= {"items": items, "handouts": sorted(handouts, key=lambda each: (each.position, each.pk))}
        if self.may(Verb.READ, Noun.DECISIONS):
            context |= {"may_read_decisions": True, **self.outcomes(then, found[0], items)}
        return context

    def outcomes(self, then: Snapshot, meeting: Meeting, items: list[AgendaItem]) -> dict[str, Any]:
        """What was decided, put off and promised by that day; each item gets its motions and deferrals."""
        keys = [item.pk for item in items]
        motions = sorted(then.records(Motion, item_id__in=keys), key=lambda motion: motion.number)
        decided = then.records(Decision, motion_id__in=[motion.pk for motion in motions])
        decisions = {each.motion_id: each for each in decided if self.held(each.effective_on)}
        sat = meeting.starts_at is not None and self.held(timezone.localdate(meeting.starts_at))
        deferrals = then.records(Deferral, item_id__in=keys) if sat else []
        commitments = then.records(Commitment, meeting_id=meeting.pk) if sat else []
        then.relate("due", deferrals, commitments)
        for motion in motions:
            motion.then_decided = decisions.get(motion.pk)  # type: ignore[attr-defined]
        for item in items:
            item.then_motions = [each for each in motions if each.item_id == item.pk]  # type: ignore[attr-defined]
            item.then_deferrals = [each for each in deferrals if each.item_id == item.pk]  # type: ignore[attr-defined]
        return {
            "commitments": sorted(commitments, key=lambda each: each.number),
            "late": self.late(decisions.values()),
            "not_yet": len(decided) - len(decisions),
        }

    def held(self, day: Any) -> bool:
        """Whether something of this day held by the day asked for."""
        return self.form.day is None or day <= self.form.day

    def late(self, decisions: Any) -> int:
        """How many of the decisions that held by then were entered only afterwards."""
        if self.form.day is None:
            return 0
        return entered_after(Decision, [each.pk for each in decisions], end_of(self.form.day))
