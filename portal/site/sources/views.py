"""出典: of any one record, value by value, which document says so, where, and on what basis."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from portal.accounts.rights import Noun
from portal.audit.models import AuditedModel
from portal.audit.wording import name_relations
from portal.site.history_rule import audited_models
from portal.site.pages import Crumb, Page
from portal.site.registry import record_url
from portal.sources.citing import Cites
from portal.sources.models import Citation, StatedDate

# Not typed by anybody and taken from nowhere.
OF_THE_PORTAL = {"id", "version", "position"}


class SourcesPage(Page):
    """出典 of the record an address names, and of the stated dates it points to."""

    noun = Noun.SOURCES
    template_name = "sources/record.html"
    record: Any

    def load(self) -> None:
        """The record, as far as this user may read it."""
        model = audited_models().get(self.kwargs["model_label"])
        if model is None:
            raise Http404
        reads = self.visible(model).select_related(*name_relations(model))
        self.record = get_object_or_404(reads, pk=self.kwargs["pk"])

    def get_title(self) -> str:
        """出典 of the record."""
        return f"出典：{self.record}"

    def get_breadcrumbs(self) -> list[Crumb]:
        """The record's own page, where it has one."""
        url = record_url(self.record)
        return [Crumb(str(self.record), url)] if url else []

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The citations, and the values for which nothing is cited."""
        record = self.record
        dates = stated_dates(record)
        cites = Cites.of([record, *dates.values()])
        return super().get_context(
            kind=record._meta.verbose_name,
            record=record,
            cited=cites.for_record(record),
            dates=[(label, date, cites.for_record(date)) for label, date in dates.items()],
            uncited=uncited(record, cites.of_record(record)),
            **extra,
        )


def stated_dates(record: AuditedModel) -> dict[str, StatedDate]:
    """The stated dates a record points to, by the names of their fields."""
    fields = [field for field in record._meta.concrete_fields if field.related_model is StatedDate]
    found = {str(field.verbose_name): getattr(record, field.name) for field in fields}
    return {label: date for label, date in found.items() if date is not None}


def uncited(record: AuditedModel, citations: Iterable[Citation]) -> list[str]:
    """The names of the filled fields for which no document is cited."""
    told = {citation.field for citation in citations}
    if "" in told:
        return []
    return [
        str(field.verbose_name)
        for field in record._meta.concrete_fields
        if field.name not in told | OF_THE_PORTAL and getattr(record, field.attname) not in (None, "")
    ]
