"""変更履歴: what the audited layer wrote about one record, as sentences."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.apps import apps
from django.core.paginator import Paginator
from django.http import Http404

from portal.accounts.rights import Noun
from portal.audit.models import AuditedModel
from portal.audit.reading import FieldChange, Version, history_of
from portal.site.actors import actor
from portal.site.pages import Crumb, Page
from portal.site.registry import record_url

# Shorter values are read faster side by side than as marks within one text.
WORTH_COMPARING = 16
FIELDS_NAMED = 3
PAGE_SIZE = 50


@dataclass(frozen=True)
class Segment:
    """A run of text: ``kind`` is same, old (struck out) or new (put in)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One field of one version: old and new, or for long texts one text with marks."""

    label: str
    old: str
    new: str
    segments: list[Segment]


@dataclass(frozen=True)
class Entry:
    """One version as the page tells it."""

    version: Version
    who: str
    staff_number: str
    sentence: str
    changes: list[Change]


def entry(version: Version) -> Entry:
    """Tell one version."""
    staff_number, who = actor(version.actor)
    return Entry(version, who, staff_number, f"{who}が{_did(version)}", [_change(c) for c in version.changes])


def segments(old: str, new: str) -> list[Segment]:
    """Character by character what went and what came; a lone common character does not split a change."""
    runs: list[tuple[str, str, str]] = []
    for tag, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, False).get_opcodes():
        before, after = old[old_start:old_end], new[new_start:new_end]
        short = tag == "equal" and len(before) == 1 and old_start > 0 and old_end < len(old)
        if runs and (tag != "equal" or short) and runs[-1][0] == "change":
            _, earlier_old, earlier_new = runs.pop()
            runs.append(("change", earlier_old + before, earlier_new + after))
        else:
            runs.append(("equal" if tag == "equal" else "change", before, after))
    return [segment for run in runs for segment in _marked(*run)]


def _marked(tag: str, before: str, after: str) -> list[Segment]:
    if tag == "equal":
        return [Segment("same", before)]
    found = [Segment("old", before), Segment("new", after)]
    return [segment for segment in found if segment.text]


def _change(change: FieldChange) -> Change:
    long = change.old and change.new and max(len(change.old), len(change.new)) >= WORTH_COMPARING
    marks = segments(change.old, change.new) if long else []
    return Change(change.label, change.old, change.new, marks)


def _did(version: Version) -> str:
    if version.kind == "+":
        return "登録しました。"
    if version.kind == "-":
        return "削除しました。"
    labels = [change.label for change in version.changes]
    if not labels:
        return "保存しました（項目の変更はありません）。"
    named = "、".join(labels[:FIELDS_NAMED])
    more = f"など{len(labels)}項目" if len(labels) > FIELDS_NAMED else ""
    return f"{named}{more}を変更しました。"


class HistoryPage(Page):
    """The history of any audited record this user may read."""

    noun = Noun.HISTORY
    template_name = "site/history.html"
    record: Any

    def load(self) -> None:
        self.record = self.visible_or_404(_model(self.kwargs["model_label"]), pk=self.kwargs["pk"])

    def get_title(self) -> str:
        return f"変更履歴：{self.record}"

    def get_breadcrumbs(self) -> list[Crumb]:
        url = record_url(self.record)
        return [Crumb(str(self.record), url)] if url else []

    def get_context(self, **extra: Any) -> dict[str, Any]:
        page = Paginator(history_of(self.record), PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context(
            entries=[entry(version) for version in page.object_list],
            count=page.paginator.count,
            pagination=page,
            kind=self.record._meta.verbose_name,
            **extra,
        )


def _model(label: str) -> type[AuditedModel]:
    """The audited model behind a label of the URL; anything else is not found."""
    if not re.fullmatch(r"[a-z_]+\.[a-z_]+", label):
        raise Http404
    try:
        model = apps.get_model(label)
    except LookupError as error:
        raise Http404 from error
    if not issubclass(model, AuditedModel) or not hasattr(model._default_manager, "visible_to"):
        raise Http404
    return model
