"""変更履歴: what the audited layer wrote about one record, and any two of its versions side by side."""

from typing import Any

from django.http import Http404
from django.urls import reverse

from portal.accounts.rights import Noun, Verb
from portal.audit.models import AuditedModel
from portal.audit.reading import Version, difference, versions_of
from portal.site.actors import actor
from portal.site.clocks import ClockForm
from portal.site.history_access import Subject, subject_or_404
from portal.site.history_filter import HistoryFilter
from portal.site.history_rule import HistoryRule, noun_of
from portal.site.history_words import Change, entry, told
from portal.site.pages import Crumb, Page
from portal.site.paging import AskedPaginator
from portal.site.registry import record_url

PAGE_SIZE = 50


class OfSubject(Page):
    """What the pages about one record's history share."""

    noun = Noun.HISTORY
    rule: HistoryRule
    subject: Subject

    def load(self) -> None:
        self.rule = HistoryRule(self.user)
        self.subject = subject_or_404(self.rule, self.kwargs["model_label"], self.kwargs["pk"])

    def get_over(self) -> AuditedModel | None:
        """The record, as long as it stands."""
        return self.subject.record

    def url_of(self, name: str, **more: Any) -> str:
        """A page about the same record."""
        return reverse(name, kwargs={"model_label": self.subject.label, "pk": self.subject.key, **more})

    def get_breadcrumbs(self) -> list[Crumb]:
        record = self.subject.record
        url = record_url(record) if record else ""
        return [Crumb(self.subject.name, url)] if url else []

    def versions(self) -> list[Version]:
        """Every version, the newest first."""
        return versions_of(self.subject.model, self.subject.key, hidden=self.rule.hidden_names)

    def changes(self, before: Any, after: Any) -> list[Change]:
        """How one state of the record differs from another, in words."""
        return told(difference(self.subject.model, before, after, hidden=self.rule.hidden_names))

    def may_restore(self) -> bool:
        """Whether this user may write records of the kind."""
        return self.may(Verb.WRITE, noun_of(self.subject.model))

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(subject=self.subject, kind=self.subject.kind, **extra)


class HistoryPage(OfSubject):
    """The history of any audited record this user may read, or of one that was deleted."""

    template_name = "site/history.html"

    def get_title(self) -> str:
        return f"変更履歴：{self.subject.name}"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        versions = self.versions()
        asked = HistoryFilter(self.request.GET, versions=versions)
        found = asked.apply(versions)
        page = AskedPaginator(found, PAGE_SIZE).asked(self.request.GET.get("page"))
        return super().get_context(
            entries=[entry(version) for version in page.object_list],
            count=len(versions),
            pagination=page,
            filter_form=asked,
            newest=versions[0],
            states=states(versions),
            may_restore=self.may_restore(),
            clock_form=ClockForm(may_read_history=True),
            then_url=self.url_of("history-then"),
            **extra,
        )


class ComparePage(OfSubject):
    """Two versions of a record, field by field; ``?old=`` and ``?new=`` name rows of its history.

    With neither named, the newest two.
    """

    template_name = "site/history_compare.html"

    def get_title(self) -> str:
        return f"版の比較：{self.subject.name}"

    def get_breadcrumbs(self) -> list[Crumb]:
        return [*super().get_breadcrumbs(), Crumb("変更履歴", self.url_of("history"))]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        asked = {"old", "new"} & self.request.GET.keys()
        old, new = (self._asked("old"), self._asked("new")) if asked else self._newest()
        return super().get_context(
            changes=self.changes(old, new),
            old=old,
            new=new,
            states=states(self.versions()),
            may_restore=self.may_restore(),
            **extra,
        )

    def _newest(self) -> tuple[Any, Any]:
        """The last two states; of a record that never changed, the one it has."""
        states = self.subject.rows().exclude(history_type="-").order_by("-history_id")[:2]
        return states[len(states) - 1], states[0]

    def _asked(self, name: str) -> Any:
        """The row of this record's history that the address names; anything else is not found."""
        asked = self.request.GET.get(name, "")
        rows = self.subject.rows()
        row = rows.filter(history_id=int(asked)).first() if asked.isascii() and asked.isdigit() else None
        if row is None:
            raise Http404
        return row


def states(versions: list[Version]) -> list[dict[str, Any]]:
    """The versions one can compare: every one that is a state, not an end."""
    return [
        {
            "history_id": version.history_id,
            "number": version.number,
            "at": version.at,
            "who": actor(version.actor)[1],
        }
        for version in versions
        if version.kind != "-"
    ]
