"""The sitting's own page: everything about it on one long page with anchors."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.http import Http404

from meetings.choices import OUTCOME_LEVELS, AttendanceStatus, CommitmentState, Outcome
from meetings.contradictions import deferral_outlook
from meetings.dues import Calendar
from meetings.models import (
    AgendaItem,
    Attendance,
    Commitment,
    Consultation,
    Decision,
    Deferral,
    Handout,
    Meeting,
    MinutesEntry,
    Motion,
    PriorReference,
)
from meetings.models.publishing import with_steps
from meetings.views.clocks import MeetingThen
from meetings.views.life import read_editions, shown_steps, ways_of
from meetings.views.places import BelowMeeting, meeting_crumbs
from meetings.views.siblings import Siblings
from portal.accounts.rights import Noun, Verb
from portal.audit.models import AuditedModel
from portal.disclosure.models import Withholding
from portal.site.clocks import ClockForm
from portal.site.own.bookmarks import with_mark
from portal.site.pages import Crumb, RecordDetailPage
from portal.sources.citing import tell_bases
from portal.wareki import format_date

# What the printed name of an attendance is made of.
SEAT_NAME = ("seat__office", "seat__department__parent__parent")
PRESENT = AttendanceStatus.PRESENT


def grouped(records: Iterable[Any], label: Callable[[Any], str]) -> list[tuple[str, list[Any]]]:
    """Records in their order, under the label they share."""
    return [(name, list(each)) for name, each in groupby(records, label)]


class MeetingDetail(RecordDetailPage):
    """会議: one long page that prints and can be searched."""

    noun = Noun.SITTINGS
    model = Meeting
    template_name = "meetings/meeting.html"
    then_page = MeetingThen
    record: Meeting
    siblings: Siblings
    calendar: Calendar

    def get_records(self) -> Any:
        """With what the page names."""
        sittings = Meeting.objects.select_related(
            "body__organisation",
            "body__secretariat__parent__parent",
            "held_when",
            "meeting_ground",
            "minutes_ground",
        )
        return with_steps(sittings).annotate(
            entry_count=Count("entries"),
            has_lone_deferral=Exists(Deferral.objects.filter(item__meeting=OuterRef("pk"), decisions=None)),
            has_loose_past=Exists(PriorReference.objects.filter(meeting=OuterRef("pk"), item=None))
            | Exists(Consultation.objects.filter(meeting=OuterRef("pk"), motion=None)),
        )

    def load(self) -> None:
        """The sitting, and in the same query those of its body around it."""
        pk, year = self.kwargs["pk"], F("body__meetings__fiscal_year")
        around = with_mark(self.visible(self.get_records()), self.user).filter(
            body__meetings=pk, fiscal_year__gte=year - 1, fiscal_year__lte=year + 1
        )
        found = {meeting.pk: meeting for meeting in around}
        if pk not in found:
            raise Http404
        self.record = found.pop(pk)
        self.siblings = Siblings(self.record, list(found.values()))

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議."""
        return meeting_crumbs(self.record)[:1]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """All parts of the page, each as far as the user may read it."""
        self.calendar = Calendar.load()
        items, groups = self.items(), self.attendance_groups()
        parts = {
            "items": items,
            "groups": grouped(items, AgendaItem.get_category_display),
            "commitments": self.commitments(),
            "handouts": list(self.visible(self.record.handouts).select_related("item", "ground", "file")),
            "attendance_groups": groups,
            "all_present": bool(groups)
            and all(each.status == PRESENT for _, members in groups for each in members),
            **self.loose_past(),
            "siblings": self.siblings,
            "clock_form": ClockForm(may_read_history=self.may(Verb.READ, Noun.HISTORY)),
            "dues": self.calendar.of_sitting(self.record),
        }
        rights = {
            "may_read_decisions": self.may(Verb.READ, Noun.DECISIONS),
            "may_write_decisions": self.may(Verb.WRITE, Noun.DECISIONS),
            "may_read_record": self.may(Verb.READ, Noun.RECORD),
            "may_write_record": self.may(Verb.WRITE, Noun.RECORD),
            "may_export": self.may(Verb.EXPORT, Noun.RECORD),
            "may_export_sitting": self.may(Verb.EXPORT, Noun.SITTINGS),
            "may_export_decisions": self.may(Verb.EXPORT, Noun.DECISIONS),
            "may_read_sources": self.may(Verb.READ, Noun.SOURCES),
            "may_mark": self.may(Verb.WRITE, Noun.DISCLOSURE),
            "may_read_marks": self.may(Verb.READ, Noun.DISCLOSURE),
            "may_read_history": self.may(Verb.READ, Noun.HISTORY),
        }
        parts["withheld"] = self.withheld(parts["handouts"])
        told = [self.record, *self.cited(items), *parts["commitments"]]
        shown = [parts.get(name) for name in ("handouts", "prior_references", "consultations", "withheld")]
        tell_bases(told, shown, [each for _, members in groups for each in members])
        parts["withheld_examples"] = sum("whole" in passage.bases for passage in parts["withheld"])
        parts["unfiled"] = sum(handout.file_id is None for handout in parts["handouts"])
        return super().get_context(told=told, **parts, **rights, **self.life(), **extra)

    def life(self) -> dict[str, Any]:
        """Where the record stands, the next step, and what was issued; the state is known to all."""
        if not self.may(Verb.READ, Noun.PUBLISHING):
            return {"steps": shown_steps(self.record, tells=False)}
        due = self.calendar.publication(self.record)
        is_issued = self.record.finalised_at is not None  # type: ignore[attr-defined]
        return {
            "steps": shown_steps(self.record, due=f"期限 {format_date(due.on)}" if due else ""),
            "next_ways": [way for way in ways_of(self.record, self.user) if way.is_next],
            "editions": read_editions(self, self.record) if is_issued else [],
            "may_read_life": True,
        }

    def loose_past(self) -> dict[str, Any]:
        """What came before without belonging to an item; the items' own pages tell the rest."""
        if not self.record.has_loose_past:  # type: ignore[attr-defined]
            return {}
        return {
            "prior_references": list(
                self.visible(self.record.prior_references.filter(item=None)).select_related("when")
            ),
            "consultations": list(
                self.visible(self.record.consultations.filter(motion=None)).select_related("when")
            ),
        }

    def items(self) -> list[Any]:
        """The items in order, each with its motions, decisions and deferrals."""
        motions = self.visible(Motion).select_related(
            "decision__confirmed_by",
            "decision__deferral__due",
            "decision__deferral__worker__parent__parent",
        )
        items = list(
            self.visible(self.record.items)
            .select_related("explainer__parent__parent", "ground")
            .prefetch_related(Prefetch("motions", motions.order_by("number")))
        )
        lone = self.lone_deferrals()
        for item in items:
            decisions = [motion.decision for motion in item.motions.all() if hasattr(motion, "decision")]
            for decision in decisions:
                decision.outcome_level = OUTCOME_LEVELS.get(Outcome(decision.outcome), "plain")
            decided = {each.deferral_id: each.deferral for each in decisions if each.deferral}
            item.decided = decisions
            for motion in item.motions.all():
                motion.history_label = f"議決事項{motion.number}の変更履歴"
            item.shown_deferrals = [*decided.values(), *(each for each in lone if each.item_id == item.pk)]
            for deferral in item.shown_deferrals:
                deferral.item = item
                latest = deferral.due.latest if deferral.due else None
                deferral.last_day = self.calendar.last_day(latest).words if latest else ""
                deferral.outlook = deferral_outlook(deferral, self.siblings.to_come)
        return items

    def lone_deferrals(self) -> list[Deferral]:
        """Those no decision has put off."""
        if not self.record.has_lone_deferral:  # type: ignore[attr-defined]
            return []
        of_items = self.visible(Deferral).filter(item__meeting=self.record, decisions=None)
        return list(of_items.select_related("worker__parent__parent", "due"))

    def cited(self, items: Iterable[Any]) -> Iterable[AuditedModel]:
        """The records of the items' part whose values may be derived or inferred."""
        for item in items:
            yield item
            yield from item.shown_deferrals
            yield from item.motions.all()
            yield from item.decided

    def commitments(self) -> list[Commitment]:
        """What was promised, with the number a reader counts for the row it was said in."""
        above = MinutesEntry.objects.filter(
            meeting=OuterRef("meeting"), position__lte=OuterRef("entry__position")
        )
        count = above.order_by().values("meeting").annotate(count=Count("pk")).values("count")
        found = list(
            self.visible(self.record.commitments)
            .select_related("owner__parent__parent", "starts", "due")
            .annotate(entry_number=Subquery(count))
        )
        for commitment in found:
            latest = commitment.due.latest if commitment.due else None
            commitment.last_day = self.calendar.last_day(latest).words if latest else ""
            commitment.is_open = commitment.state == CommitmentState.OPEN
        return found

    def withheld(self, handouts: list[Any]) -> list[Withholding]:
        """What the public does not read of rows and papers; a paper that is withheld says so itself."""
        if not self.may(Verb.READ, Noun.DISCLOSURE):
            return []
        by_key = {handout.pk: handout for handout in handouts}
        rows = self.visible(self.record.entries).order_by().values("pk")
        of_rows = Q(record_model=MinutesEntry._meta.label_lower, record_key__in=rows)
        of_papers = Q(record_model=Handout._meta.label_lower, record_key__in=by_key)
        in_force = Withholding.objects.filter(of_rows | of_papers, state=Withholding.State.IN_FORCE)
        found = list(in_force.select_related("ground"))
        for passage in found:
            if passage.record_model == Handout._meta.label_lower:
                by_key[passage.record_key].withheld = passage
        return found

    def attendance_groups(self) -> list[tuple[str, list[Any]]]:
        """Who was there, by the groups of the printed form."""
        attendances = self.visible(self.record.attendances).select_related(*SEAT_NAME)
        return grouped(attendances, Attendance.get_group_display)


class MeetingSources(BelowMeeting):
    """出典: where the values of a sitting and of its parts come from."""

    noun = Noun.SOURCES
    template_name = "meetings/sources.html"

    def get_title(self) -> str:
        """出典 of the sitting."""
        return f"出典　{self.meeting}"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The records under the names of their kinds."""
        of_items = {"item__meeting": self.meeting}
        of_motions = {"motion__item__meeting": self.meeting}
        kinds: list[tuple[str, Any]] = [
            ("議題", self.visible(self.meeting.items)),
            ("議決事項", self.visible(Motion).filter(**of_items).select_related("item")),
            ("決定", self.visible(Decision).filter(**of_motions).select_related("motion__item")),
            ("再検討・継続の管理", self.visible(Deferral).filter(**of_items).select_related("item")),
            ("対応事項（宿題）", self.visible(self.meeting.commitments)),
            ("資料", self.visible(self.meeting.handouts)),
            (
                "出席",
                self.visible(self.meeting.attendances).select_related("seat__office", "seat__department"),
            ),
        ]
        groups = [("会議", [self.meeting]), *((name, list(records)) for name, records in kinds)]
        records = [record for _, members in groups for record in members]
        return super().get_context(groups=groups, all_records=records, **extra)
