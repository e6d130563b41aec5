"""What was typed over a record that is no longer there: nothing is saved, nothing typed is lost."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse

from portal.accounts.rights import Noun, Verb
from portal.site.actors import actor
from portal.site.history_access import Subject, subject_or_404
from portal.site.history_rule import HistoryRule
from portal.site.page import Page, RecordPage

# What a page without a form of its own kind asks for.
REASON_ONLY = {"reason": "理由"}


def gone(page: Page, sent: Mapping[str, str]) -> TemplateResponse:
    """410 where the record was deleted, 404 where this user never saw one; with everything that was typed."""
    subject = _deleted(page)
    context: dict[str, Any] = {
        "title": "保存できませんでした",
        "subject": subject,
        "typed": list(_typed(page, sent)),
    }
    if subject is not None and page.may(Verb.READ, Noun.HISTORY):
        last = subject.rows().latest("history_id")
        context |= {
            "who": actor(last.history_actor)[1],
            "last": last,
            "history_url": reverse("history", args=[subject.label, subject.key]),
        }
    status = HTTPStatus.NOT_FOUND if subject is None else HTTPStatus.GONE
    return TemplateResponse(page.request, "site/gone.html", context, status=status)


def _deleted(page: Page) -> Subject | None:
    """The record of the address, if it was deleted and its reader may know of it."""
    if not isinstance(page, RecordPage):
        return None
    try:
        subject = subject_or_404(HistoryRule(page.user), page.model._meta.label_lower, page.kwargs["pk"])
    except Http404:
        return None
    return subject if subject.record is None else None


def _typed(page: Page, sent: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Label and text of every field that was typed into."""
    form_class = getattr(page, "form_class", None)
    labels = form_class.typed_labels() if form_class else REASON_ONLY
    for name, label in labels.items():
        if text := sent.get(name, "").strip():
            yield label, text
