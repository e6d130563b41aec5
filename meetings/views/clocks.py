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
    found: list[Meeting]
    items: list[AgendaItem]
    handouts: list[Handout]
    outcomes: dict[str, list[Any]]

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議 › the sitting as it is."""
        crumbs = [Crumb("会議", reverse("meetings:meetings"))]
        return [*crumbs, Crumb(self.subject.name, self.request.path)] if self.subject.record else crumbs

    def gather(self) -> None:
        """The sitting and its parts."""
        key = self.kwargs["pk"]
        then = self.then
        wanted: list[tuple[Any, dict[str, Any]]] = [
            (Meeting, {"id": key}),
            (AgendaItem, {"meeting_id": key}),
            (Handout, {"meeting_id": key}),
        ]
        if self.may(Verb.READ, Noun.DECISIONS):
            wanted.append((Commitment, {"meeting_id": key}))
        self.found, self.items, self.handouts, *commitments = then.records(*wanted)
        self.outcomes = self.outcomes_of(self.found, commitments[0]) if commitments else {}
        self.ask_of(self.items, self.handouts, *self.outcomes.values())

    def as_it_stood(self) -> dict[str, Any]:
        """The sitting and its parts, in a constant number of queries."""
        if not self.found:
            return {"meeting": None}
        items, handouts, outcomes = self.items, self.handouts, self.outcomes
        self.then.drop_hidden(items, handouts, *outcomes.values())
        dated = [*outcomes.get("deferrals", ()), *outcomes.get("commitments", ())]
        named = [(each, name) for each in self.found for name in ("body", "held_when")]
        self.then.snapshot.relate_all(
            (record, record._meta.get_field(name))
            for record, name in [*named, *((each, "due") for each in dated)]
        )
        items.sort(key=lambda item: (item.position, item.pk))
        handouts.sort(key=lambda each: (each.position, each.pk))
        context = {"meeting": self.found[0], "items": items, "handouts": handouts}
        if outcomes:
            context |= {"may_read_decisions": True, **self.told(items, **outcomes)}
        tell_bases(self.found, items, handouts, *outcomes.values())
        return context

    def outcomes_of(self, found: list[Meeting], commitments: list[Commitment]) -> dict[str, list[Any]]:
        """What was asked, decided, put off and promised there."""
        keys = [item.pk for item in self.items]
        starts_at = found[0].starts_at if found else None
        sat = starts_at is not None and self.held(timezone.localdate(starts_at))
        of_items = {"item_id__in": keys}
        motions, deferrals = self.then.records((Motion, of_items), (Deferral, of_items))
        [decided] = self.then.records((Decision, {"motion_id__in": [motion.pk for motion in motions]}))
        return {
            "motions": sorted(motions, key=lambda motion: motion.number),
            "decided": decided,
            "deferrals": deferrals if sat else [],
            "commitments": commitments if sat else [],
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
