"""The bookmark of one record, as its page shows it."""

from typing import Any

from django.urls import reverse

from portal.accounts.models import User
from portal.search.sources import source_of
from portal.site.own.models import Bookmark


def bookmark_of(user: User, record: Any) -> dict[str, Any] | None:
    """Where to send the wish, and whether the record is marked now; None where it cannot be."""
    label = record._meta.label_lower
    if source_of(label) is None:
        return None
    marked = Bookmark.objects.visible_to(user).filter(record_model=label, record_key=record.pk)
    return {"url": reverse("own:bookmark", args=(label, record.pk)), "is_marked": marked.exists()}
