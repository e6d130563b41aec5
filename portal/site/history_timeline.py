"""Pages of the timeline: the list, the same as a file, and one operation."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from portal.accounts.rights import Noun, Verb
from portal.audit.ledger import Change, Operation
from portal.jobs.actions.asking import request_job
from portal.jobs.models import Job
from portal.site.actors import actor
from portal.site.history_export import TimelineExport, newest_change
from portal.site.history_rule import HistoryRule
from portal.site.jobs.words import job_url
from portal.site.pages import Crumb, NewPage, Page
from portal.site.timeline import TimelineFilter, changes_of, cut, kinds_for, named, rows_of

PAGE_SIZE = 50
# An operation of more records than this says so instead of a number.
COUNTED = 1000


class OfTimeline(Page):
    """What the list and the file share: the filter, and the changes that fit."""

    noun = Noun.HISTORY
    title = "変更の一覧"

    def asked(self, rule: HistoryRule) -> TimelineFilter:
        """The filter of the address."""
        return TimelineFilter(self.request.GET, kinds=kinds_for(rule))


class TimelinePage(OfTimeline):
    """All changes, newest first. Pages follow the numbers of changes, since counting a ledger is slow."""

    template_name = "site/history_timeline.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        rule = HistoryRule(self.user)
        asked = self.asked(rule)
        changes = below(asked.apply(changes_of(rule)), self.request.GET.get("before", ""))
        page, more = cut(rule, changes, PAGE_SIZE)
        query = self.request.GET.copy()
        query.pop("before", None)
        return super().get_context(
            filter_form=asked,
            rows=rows_of(page),
            more=more,
            is_first="before" not in self.request.GET,
            export_url=f"{reverse('history-export')}?{query.urlencode()}",
            may_export=self.may(Verb.EXPORT),
            **extra,
        )


class OperationPage(Page):
    """One act: who, when, why, and every record it touched that this user may read."""

    noun = Noun.HISTORY
    template_name = "site/history_operation.html"
    rule: HistoryRule
    operation: Operation
    changes: QuerySet[Change]
    touched: list[Any]
    has_more: bool

    def load(self) -> None:
        self.rule = HistoryRule(self.user)
        found = Operation.objects.filter(operation_id=self.kwargs["operation_id"]).first()
        self.changes = changes_of(self.rule).filter(operation_id=self.kwargs["operation_id"])
        self.touched, beyond = cut(self.rule, named(self.changes), COUNTED)
        if found is None or not self.touched:
            raise Http404
        self.operation, self.has_more = found, beyond is not None

    def get_title(self) -> str:
        return f"操作 {str(self.operation.operation_id)[:8]}"

    def get_breadcrumbs(self) -> list[Crumb]:
        return [Crumb(OfTimeline.title, reverse("history-timeline"))]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        changes = below(self.changes, self.request.GET.get("before", ""))
        page, more = cut(self.rule, changes, PAGE_SIZE)
        staff_number, who = actor(self.operation.actor)
        return super().get_context(
            operation=self.operation,
            staff_number=staff_number,
            who=who,
            rows=rows_of(page),
            count=len(self.touched),
            has_more=self.has_more,
            more=more,
            is_first="before" not in self.request.GET,
            **extra,
        )


def below(changes: QuerySet[Change], before: str) -> QuerySet[Change]:
    """The changes before a number, where the address names one."""
    return changes.filter(pk__lt=int(before)) if before.isascii() and before.isdigit() else changes


class TimelineExportStart(OfTimeline, NewPage):
    """The same list as CSV, made by a worker, for those who may take histories out."""

    verb = Verb.EXPORT
    title = "変更の一覧をCSVで保存する"
    submit_label = "作成を始める"
    success_message = "作成を始めました。できあがると、このページに結果のファイルが出ます。"

    def load(self) -> None:
        """Whoever takes them out may read them too."""
        if not self.may(Verb.READ):
            raise PermissionDenied("変更履歴を見る権限がありません。")

    def get_breadcrumbs(self) -> list[Crumb]:
        return [Crumb(OfTimeline.title, reverse("history-timeline"))]

    def get_form(self, data: Any = None) -> forms.Form:
        """Nothing is asked: the address says what is wanted."""
        return forms.Form(data)

    def act(self, form: forms.Form) -> Job:
        """Ask for the file."""
        asked = self.asked(HistoryRule(self.user))
        if not asked.is_valid():
            raise ValidationError(
                "絞り込みの条件に誤りがあります。変更の一覧に戻って、条件を直してください。"
            )
        return request_job(
            by=self.user,
            kind=TimelineExport.code,
            title=f"変更の一覧{'（絞り込みあり）' if asked.narrows else ''}のCSV",
            parameters={"query": self.request.GET.urlencode(), "until": newest_change()},
        )

    def get_success_url(self, record: Job) -> str:
        """The page of the work."""
        return job_url(record)
