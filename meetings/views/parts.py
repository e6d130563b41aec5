"""The own page of one record of a sitting: its facts, on what basis, where they come from, and its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.urls import reverse

from meetings.forms.sittings import ground_label
from meetings.views.places import PartOfMeeting, is_markable, mark_url, meeting_url
from portal.accounts.rights import Noun, Verb
from portal.audit.models import AuditedModel
from portal.site.pages import RecordDetailPage
from portal.site.registry import record_url
from portal.sources.citing import tell_bases

UNSTATED = "記載なし"


@dataclass(frozen=True)
class Fact:
    """One fact: ``words`` or, with ``disclosure``, a badge; with ``field`` the basis of its value is told.

    ``record`` has the field where it is not the page's own.
    """

    label: str
    words: str = ""
    field: str = ""
    url: str = ""
    disclosure: str = ""
    record: Any = None


def page_of(record: AuditedModel | None) -> str:
    """The page of a record that may be missing."""
    return record_url(record) if record else ""


def disclosed(scope: str, record: Any) -> Iterable[Fact]:
    """公開区分 with its reason and ground, as far as they were given."""
    if not record.disclosure:
        yield Fact("公開区分", "会議と同じ", "disclosure")
        return
    yield Fact("公開区分", scope, "disclosure", disclosure=record.disclosure)
    if record.closure_reason:
        yield Fact("非公開理由", record.closure_reason, "closure_reason")
    if record.ground:
        yield Fact("非公開根拠", ground_label(record.ground), "ground")


class PartDetail(PartOfMeeting, RecordDetailPage):
    """The own page of one record of a sitting."""

    template_name = "meetings/part.html"
    edit_url_name: ClassVar[str] = ""
    edit_label: ClassVar[str] = "直す"

    def facts(self) -> Iterable[Fact]:
        """What is recorded, in the order in which people ask."""
        raise NotImplementedError

    def load(self) -> None:
        """The record, and on what basis its values and those of its parts stand."""
        super().load()
        tell_bases(self.told())

    def told(self) -> list[Any]:
        """The records whose facts the page tells."""
        return [self.record]

    def cited(self) -> list[Any]:
        """The records whose sources the page shows."""
        return self.told()

    def get_place(self) -> str:
        """Where the record stands on the sitting's page."""
        return meeting_url(self.meeting, f"{self.anchor}-{self.record.pk}")

    def get_place_label(self) -> str:
        """How the link there is called."""
        return "会議のページで見る"

    def get_edit_url(self) -> str:
        """Where the record is mended."""
        return reverse(self.edit_url_name, args=[self.record.pk])

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """Each fact with its basis in words, where no document says it word for word."""
        facts = [(fact, self.basis(fact)) for fact in self.facts()]
        return super().get_context(
            facts=facts,
            told=self.cited(),
            place=self.get_place(),
            place_label=self.get_place_label(),
            edit_url=self.get_edit_url() if self.may(Verb.WRITE) else "",
            may_read_sources=self.may(Verb.READ, Noun.SOURCES),
            may_mark=self.may(Verb.WRITE, Noun.DISCLOSURE),
            withhold_url=mark_url("withhold", self.record) if is_markable(self.record) else "",
            substitute_url=mark_url("substitute", self.record) if is_markable(self.record) else "",
            **extra,
        )

    def basis(self, fact: Fact) -> str:
        """The basis of the field, or of the whole record; nothing where the value is quoted."""
        bases = (fact.record or self.record).bases
        return bases.get(fact.field, bases.get("whole", "")) if fact.field else ""
