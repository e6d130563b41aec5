"""The item's own page: what was asked and decided, said, promised and handed in, and what came before."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q
from django.urls import reverse

from meetings.models import AgendaItem, Consultation, Deferral, Motion, PriorReference
from meetings.views.parts import UNSTATED, Fact, PartDetail, disclosed, page_of
from meetings.views.places import record_row_url
from meetings.views.scopes import readers_url, scope_words
from portal.accounts.rights import Noun, Verb
from portal.sources.citing import tell_bases


class ItemDetail(PartDetail):
    """議題 with everything that hangs on it, each as far as the user may read it."""

    noun = Noun.SITTINGS
    model = AgendaItem
    anchor = "item"
    template_name = "meetings/item.html"
    edit_url_name = "meetings:item-edit"
    edit_label = "議題を直す"

    def get_records(self) -> Any:
        """With its decisions and deferrals, their dates and workers."""
        motions = self.visible(Motion).select_related("decision__confirmed_by").order_by("number")
        deferrals = self.visible(Deferral).select_related("worker__parent__parent", "due")
        return (
            super()
            .get_records()
            .select_related("explainer__parent__parent", "ground")
            .prefetch_related(Prefetch("motions", motions), Prefetch("deferrals", deferrals))
        )

    def told(self) -> list[Any]:
        """The item with what was asked and what was put off."""
        return [self.record, *self.record.motions.all(), *self.record.deferrals.all()]

    def cited(self) -> list[Any]:
        """Decisions, papers and rows show their sources on their own pages."""
        return [self.record, *self.record.deferrals.all()]

    def facts(self) -> Iterable[Fact]:
        """How it was treated."""
        item = self.record
        yield Fact("扱い", item.get_state_display(), "state")
        yield Fact("説明", str(item.explainer or UNSTATED), "explainer" if item.explainer else "")
        yield Fact("議決の記載", item.outcome_line or UNSTATED, "outcome_line" if item.outcome_line else "")
        yield from disclosed("議題", item)
        yield Fact("庁内閲覧範囲", scope_words(item), url=readers_url(item))

    def deferral_facts(self, deferral: Deferral) -> Iterable[Fact]:
        """Who works on it, who decides, until when, and what is missing."""
        worker = str(deferral.worker or deferral.worker_words or UNSTATED)
        decider = "".join(
            (deferral.get_decider_kind_display(), f"（{deferral.decider}）" if deferral.decider else "")
        )
        yield Fact("検討する", worker, "worker", record=deferral)
        yield Fact("決める", decider, "decider_kind", record=deferral)
        yield Fact("期限", f"「{deferral.due}」{deferral.due.resolution}" if deferral.due else UNSTATED)
        yield Fact("必要なこと", deferral.needed_inputs or UNSTATED, "needed_inputs", record=deferral)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The parts of the page."""
        item = self.record
        links = self.visible(PriorReference).filter(Q(item=item) | Q(origin=item))
        came = ("when", "origin__meeting__body", "commitment__meeting__body", "meeting__body", "item")
        linked = list(links.select_related(*came).order_by("pk"))
        references = [each for each in linked if each.item_id == item.pk]
        consulted = Consultation.objects.filter(motion__item=item).select_related("when")
        consultations = list(self.visible(consulted))
        tell_bases(references, consultations)
        return super().get_context(
            motions=[(motion, page_of(getattr(motion, "decision", None))) for motion in item.motions.all()],
            deferrals=[
                (each, [(fact, self.basis(fact)) for fact in self.deferral_facts(each)])
                for each in item.deferrals.all()
            ],
            entries=self.visible(item.entries),
            commitments=self.visible(item.commitments).select_related("due"),
            handouts=self.visible(item.handouts),
            prior_references=references,
            consultations=consultations,
            continuations=[each for each in linked if each.origin_id == item.pk],
            record_url=record_row_url(self.meeting),
            may_read_decisions=self.may(Verb.READ, Noun.DECISIONS),
            may_read_record=self.may(Verb.READ, Noun.RECORD),
            may_write_decisions=self.may(Verb.WRITE, Noun.DECISIONS),
            motion_url=reverse("meetings:motion-new", args=[item.pk]),
            **extra,
        )
