"""閉庁日と期限の決まり: one page that says how days are counted and words are read, and its forms."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from portal.accounts.rights import Noun
from portal.days import actions
from portal.days.models import ClosedDay, DueRule
from portal.site.days.forms import ClosedDayForm, DueRuleForm, NewDueRuleForm, WordsForm
from portal.site.pages import ConfirmPage, Crumb, Page, RecordCreatePage, RecordEditPage
from portal.stated_dates import conventions

TITLE = "閉庁日と期限の決まり"


class DaysPage(Page):
    """What every page counts days by, in one place."""

    noun = Noun.DAYS
    title = TITLE
    template_name = "days/days.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """Closed days from today on, rules, conventions, and words to try."""
        days = self.visible(ClosedDay).filter(day__gte=timezone.localdate())
        words = WordsForm(self.request.GET if "words" in self.request.GET else None)
        words.is_valid()
        return super().get_context(
            closed_days=days.order_by("day"),
            rules=self.visible(DueRule),
            conventions=conventions(),
            words_form=words,
            **extra,
        )


class BelowDays(Page):
    """A page reached from the page of days."""

    noun = Noun.DAYS

    def get_breadcrumbs(self) -> list[Crumb]:
        """閉庁日と期限の決まり."""
        return [Crumb(TITLE, reverse("days:days"))]

    def get_success_url(self, record: Any) -> str:
        """Back to the page of days."""
        return reverse("days:days")


class ClosedDayCreate(BelowDays, RecordCreatePage):
    """閉庁日を加える."""

    model = ClosedDay
    form_class = ClosedDayForm
    reason_required = True
    title = "閉庁日を加える"

    def perform(self, *, reason: str, **values: Any) -> ClosedDay:
        """Close the day."""
        return actions.close_day(by=self.user, reason=reason, **values)


class ClosedDayRemove(BelowDays, ConfirmPage):
    """閉庁日を取り消す."""

    model = ClosedDay
    title = "閉庁日を取り消す"
    question = "この日を閉庁日の一覧から外します。変更履歴は残ります。"
    submit_label = "一覧から外す"
    success_message = "閉庁日の一覧から外しました。"

    def perform(self, record: ClosedDay, *, reason: str) -> None:
        """Reopen the day."""
        actions.reopen_day(by=self.user, reason=reason, closed_day=record)


class DueRuleCreate(BelowDays, RecordCreatePage):
    """期限の決まりを加える."""

    model = DueRule
    form_class = NewDueRuleForm
    reason_required = True
    title = "期限の決まりを加える"

    def perform(self, *, reason: str, **values: Any) -> DueRule:
        """Register it."""
        return actions.add_due_rule(by=self.user, reason=reason, **values)


class DueRuleEdit(BelowDays, RecordEditPage):
    """期限の決まりを直す."""

    model = DueRule
    form_class = DueRuleForm

    def get_title(self) -> str:
        """Which limit it is stands in the heading."""
        return f"期限の決まりを直す：{self.record}"

    def perform(self, record: DueRule, *, reason: str, **changes: Any) -> DueRule:
        """Change it."""
        return actions.edit_due_rule(by=self.user, reason=reason, rule=record, **changes)
