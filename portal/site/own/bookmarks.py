"""The bookmark of one record, as its page shows it."""

from typing import Any

from django.urls import reverse

from portal.accounts.models import User
from portal.site.own.models import Bookmark


def bookmark_of(user: User, record: Any) -> dict[str, Any]:
    """Where to send the wish, and whether the record is marked now."""
    label = record._meta.label_lower
    marked = Bookmark.objects.visible_to(user).filter(record_model=label, record_key=record.pk)
    return {"url": reverse("own:bookmark", args=(label, record.pk)), "is_marked": marked.exists()}
