"""A sitting as it stood, with its items and what came of them."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from meetings.models import AgendaItem, Commitment, Decision, Deferral, Handout, Meeting, Motion
from portal.accounts.rights import Noun, Verb
from portal.site.pages import Crumb
from portal.site.then import ThenPage
from portal.sources.citing import tell_bases


class MeetingThen(ThenPage):
    """会議 at a day."""

    noun = Noun.SITTINGS
    model = Meeting
    template_name = "meetings/then.html"

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議 › the sitting as it is."""
        crumbs = [Crumb("会議", reverse("meetings:meetings"))]
        return [*crumbs, Crumb(self.subject.name, self.request.path)] if self.subject.record else crumbs

    def as_it_stood(self) -> dict[str, Any]:
        """The sitting and its parts, in a constant number of queries."""
        then = self.then
        found = then.records(Meeting, id=self.subject.key)
        if not found:
            return {"meeting": None}
        then.snapshot.relate("body", found)
        then.snapshot.relate("held_when", found)
        items = then.records(AgendaItem, meeting_id=found[0].pk)
        handouts = then.records(Handout, meeting_id=found[0].pk)
        outcomes = self.outcomes(found[0], items) if self.may(Verb.READ, Noun.DECISIONS) else {}
        then.drop_hidden(items, handouts, *outcomes.values())
        items.sort(key=lambda item: (item.position, item.pk))
        handouts.sort(key=lambda each: (each.position, each.pk))
        context = {"meeting": found[0], "items": items, "handouts": handouts}
        if outcomes:
            context |= {"may_read_decisions": True, **self.told(items, **outcomes)}
        tell_bases(found, items, handouts, *outcomes.values())
        return context

    def outcomes(self, meeting: Meeting, items: list[AgendaItem]) -> dict[str, list[Any]]:
        """What was asked, decided, put off and promised there."""
        then, keys = self.then, [item.pk for item in items]
        motions = then.records(Motion, item_id__in=keys)
        sat = meeting.starts_at is not None and self.held(timezone.localdate(meeting.starts_at))
        return {
            "motions": sorted(motions, key=lambda motion: motion.number),
            "decided": then.records(Decision, motion_id__in=[motion.pk for motion in motions]),
            "deferrals": then.records(Deferral, item_id__in=keys) if sat else [],
            "commitments": then.records(Commitment, meeting_id=meeting.pk) if sat else [],
        }

    def told(
        self,
        items: list[AgendaItem],
        *,
        motions: list[Motion],
        decided: list[Decision],
        deferrals: list[Deferral],
        commitments: list[Commitment],
    ) -> dict[str, Any]:
        """What held by that day; each item gets its motions and deferrals."""
        decisions = {each.motion_id: each for each in decided if self.held(each.effective_on)}
        self.then.snapshot.relate("due", deferrals, commitments)
        for motion in motions:
            motion.then_decided = decisions.get(motion.pk)  # type: ignore[attr-defined]
        for item in items:
            item.then_motions = [each for each in motions if each.item_id == item.pk]  # type: ignore[attr-defined]
            item.then_deferrals = [each for each in deferrals if each.item_id == item.pk]  # type: ignore[attr-defined]
        return {
            "commitments": sorted(commitments, key=lambda each: each.number),
            "late": self.late(Decision, [each.pk for each in decisions.values()]),
            "not_yet": len(decided) - len(decisions),
        }
