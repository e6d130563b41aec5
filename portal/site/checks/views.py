"""食い違い: one of them, its acknowledgement, and the panel of the home page."""

from typing import Any

from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.rights import Noun
from portal.checks import actions
from portal.checks.models import Contradiction
from portal.site.checks.lists import STANDING
from portal.site.checks.shown import Shown, shown
from portal.site.pages import ConfirmPage, Crumb, RecordPage

TITLE = "食い違い"
ON_HOME = 3


class OneContradiction(RecordPage):
    """What the pages about one contradiction share."""

    noun = Noun.CHECKS
    model = Contradiction

    def found(self) -> Shown:
        """As every page shows it, with what the sources say."""
        itself = Contradiction.objects.filter(pk=self.record.pk)
        return shown(self.user, itself, with_sources=True)[0]

    def get_breadcrumbs(self) -> list[Crumb]:
        """食い違い."""
        return [Crumb(TITLE, f"{reverse('checks:contradictions')}?{STANDING}")]


class ContradictionDetail(OneContradiction):
    """One contradiction: both facts, their sources, the ways out, and what became of it."""

    template_name = "checks/contradiction.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """As every page shows it."""
        return super().get_context(found=self.found(), **extra)


class Acknowledge(OneContradiction, ConfirmPage):
    """食い違いを、理由を付けて了解する."""

    title = "理由を付けて了解する"
    submit_label = "了解する"
    success_message = "了解として記録しました。どちらかの記録が変わると、もう一度ここに出ます。"
    question = "両方の記録をこのままにします。理由は、この食い違いとともに残ります。"
    template_name = "checks/acknowledge.html"

    def get_breadcrumbs(self) -> list[Crumb]:
        """食い違い › the one."""
        return [*super().get_breadcrumbs(), Crumb(str(self.record), self.get_success_url(self.record))]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """What is acknowledged stands above the form."""
        return super().get_context(found=self.found(), **extra)

    def perform(self, record: Contradiction, *, reason: str) -> None:
        """Let it stand."""
        actions.acknowledge(by=self.user, reason=reason, contradiction=record)

    def get_success_url(self, record: Any) -> str:
        """The contradiction's own page."""
        return reverse("checks:contradiction", args=[record.pk])


def waiting_contradictions(user: User) -> dict[str, Any] | None:
    """The home page's panel: the nearest dates; left out when nothing waits."""
    waiting = Contradiction.objects.visible_to(user).waiting().urgent_first()
    nearest = shown(user, waiting[: ON_HOME + 1], with_ways=False)
    if not nearest:
        return None
    return {
        "count": waiting.count() if len(nearest) > ON_HOME else len(nearest),
        "level": "err" if any(each.level == "err" for each in nearest) else "warn",
        "note": "未対応",
        "more_url": f"{reverse('checks:contradictions')}?state=waiting",
        "more_label": "すべて見る",
        "contradictions": nearest[:ON_HOME],
    }
