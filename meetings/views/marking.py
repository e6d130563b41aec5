"""漏れの点検 of a sitting, and the pages that mark words of its records."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from meetings.forms.marking import AcknowledgeForm, SubstituteForm, WithholdForm
from meetings.leaks import Found, findings, refuse_overlap
from meetings.minutes_reading import PRINTED_FIELDS
from meetings.models import Meeting, MinutesEntry
from meetings.views.places import BelowMeeting, mark_url, meeting_crumbs, record_row_url
from portal.accounts.rights import Noun, Verb
from portal.audit.models import AuditedModel
from portal.disclosure import actions
from portal.disclosure.models import DisclosureGround, LeakAcknowledgement
from portal.disclosure.public_text import PassageError
from portal.disclosure.watching import watched
from portal.site.pages import Crumb, NewPage


def leaks_url(meeting: Meeting) -> str:
    """The sitting's leak check."""
    return reverse("meetings:leaks", args=[meeting.pk])


class LeakPage(BelowMeeting):
    """漏れの点検: what stands in the way of the public edition, and the ways to answer each."""

    noun = Noun.DISCLOSURE
    template_name = "meetings/leaks.html"

    def get_title(self) -> str:
        """漏れの点検 of the sitting."""
        return f"漏れの点検　{self.meeting}"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The findings; where a passage does not fit its text, what to do first."""
        problem, found, looked_for = "", [], watched()
        try:
            found = findings(self.meeting, looked_for)
        except PassageError as error:
            problem = str(error)
        still_open = [each for each in found if each.is_open]
        return super().get_context(
            meeting=self.meeting,
            problem=problem,
            open_findings=[(each, self.ways(each)) for each in still_open],
            leak_count=sum(each.is_leak for each in still_open),
            warning_count=sum(not each.is_leak for each in still_open),
            acknowledged=[each for each in found if not each.is_open],
            word_count=looked_for.word_count,
            **extra,
        )

    def ways(self, found: Found) -> list[tuple[str, str]]:
        """The answers to a finding, the safest first."""
        record = found.shown.record
        if not self.may(Verb.WRITE):
            return []
        ways = []
        if found.span is not None:
            start, end = found.span
            query = f"field={found.shown.field}&start={start}&end={end}"
            ways = [
                ("公開用だけ一般名で書く", mark_url("substitute", record, query)),
                ("この語を非公開にする", mark_url("withhold", record, query)),
            ]
        if not found.is_leak:
            ways.append(
                ("問題なしと記録（要理由）", mark_url("acknowledge", record, f"finding={found.name}"))
            )
        return ways


class MarkPage(NewPage):
    """What the pages share that mark words of one record; ``marked`` comes from the URL."""

    noun = Noun.DISCLOSURE
    marked: type[AuditedModel] = MinutesEntry
    parts_only = True
    record: Any
    meeting: Meeting

    def load(self) -> None:
        """The record and its sitting."""
        self.record = self.visible_or_404(self.marked, pk=self.kwargs["pk"])
        sitting = self.record.pk if isinstance(self.record, Meeting) else self.record.meeting_id
        self.meeting = self.visible_or_404(Meeting.objects.select_related("body"), pk=sitting)

    def get_over(self) -> AuditedModel:
        """The record."""
        found: AuditedModel = self.record
        return found

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議 › the sitting › its leak check."""
        return [*meeting_crumbs(self.meeting), Crumb("漏れの点検", leaks_url(self.meeting))]

    def get_success_url(self, record: Any) -> str:
        """Back to the row the words were chosen in, or to the findings."""
        if self.request.GET.get("from") == "record" and isinstance(self.record, MinutesEntry):
            return record_row_url(self.meeting, self.record.pk)
        return leaks_url(self.meeting)

    def get_cancel_url(self) -> str:
        """The same."""
        return self.get_success_url(self.record)

    def names(self) -> list[str]:
        """The fields that can be marked, the longest text first."""
        names = PRINTED_FIELDS[self.record._meta.label_lower] - ({""} if self.parts_only else set())
        return sorted(names, key=lambda name: (name != "text", name == "", name))

    def get_initial(self) -> dict[str, Any]:
        """The words the address names by their place, as far as it names any."""
        name = self.request.GET.get("field", "")
        bounds = [self.request.GET.get(key, "") for key in ("start", "end")]
        if not name or name not in self.names():
            return {}
        if not all(each.isascii() and each.isdigit() for each in bounds):
            return {"field": name}
        text, (start, end) = getattr(self.record, name), (int(each[:9]) for each in bounds)
        words = text[start:end]
        before = [at for at in range(min(start, len(text))) if words and text.startswith(words, at)]
        return {"field": name, "words": words, "place": len(before) + 1}


class WithholdPage(MarkPage):
    """選んだ箇所を非公開にする."""

    title = "選んだ箇所を非公開にする"
    parts_only = False
    submit_label = "非公開にする"
    success_message = "非公開箇所として登録しました。"

    def get_form(self, data: Any = None) -> WithholdForm:
        """With the grounds there are."""
        grounds = self.visible(DisclosureGround)
        return WithholdForm(
            data, record=self.record, names=self.names(), grounds=grounds, initial=self.get_initial()
        )

    def act(self, form: WithholdForm) -> Any:
        """Enter it."""
        typed, span = form.cleaned_data, None if form.is_whole else form.span
        if form.name:
            refuse_overlap(self.record, form.name, span, is_withheld=True)
        return actions.withhold_passage(
            by=self.user,
            record=self.record,
            field=form.name,
            span=span,
            decided_on=timezone.localdate(),
            **{name: typed[name] for name in ("reason", "ground", "end_trigger", "ends_on")},
        )


class SubstitutePage(MarkPage):
    """公開用だけ別の言葉にする."""

    title = "公開用だけ別の言葉にする"
    submit_label = "書き換える"
    success_message = "公開用の言葉を登録しました。もとの言葉はそのままです。"

    def get_form(self, data: Any = None) -> SubstituteForm:
        """Over the words the address names."""
        return SubstituteForm(data, record=self.record, names=self.names(), initial=self.get_initial())

    def act(self, form: SubstituteForm) -> Any:
        """Enter it."""
        typed = form.cleaned_data
        assert form.span is not None, "a form that is right has found its words"
        refuse_overlap(self.record, typed["field"], form.span, is_withheld=False)
        values = {name: typed[name] for name in ("reason", "field", "public_words")}
        return actions.substitute_passage(by=self.user, record=self.record, span=form.span, **values)


class AcknowledgeWarning(MarkPage):
    """注意を、理由を付けて了解する."""

    title = "注意を、理由を付けて了解する"
    submit_label = "問題なしと記録する"
    success_message = "了解として記録しました。この文が変わると、もう一度点検に出ます。"
    found: dict[str, Found]

    def load(self) -> None:
        """The record's open warnings."""
        super().load()
        try:
            found = findings(self.meeting)
        except PassageError:
            found = []  # the leak check says what to mend first
        mine = [each for each in found if each.shown.record == self.record]
        self.found = {each.name: each for each in mine if each.is_open and not each.is_leak}

    def get_form(self, data: Any = None) -> AcknowledgeForm:
        """Offers them."""
        told = {name: f"{each.rule}：{each.finding.said}" for name, each in self.found.items()}
        return AcknowledgeForm(data, warnings=told, initial={"finding": self.request.GET.get("finding", "")})

    def act(self, form: AcknowledgeForm) -> LeakAcknowledgement:
        """Let it stand."""
        found = self.found[form.cleaned_data["finding"]]
        return actions.acknowledge_warning(
            by=self.user,
            reason=form.cleaned_data["reason"],
            record=self.record,
            field=found.shown.field,
            finding=found.finding,
            digest=found.shown.digest,
        )
