"""The bookmark of one record, as its page shows it."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from portal.accounts.models import User
from portal.search.sources import source_of
from portal.site.own.models import Bookmark


def with_mark(records: Any, user: User) -> Any:
    """Each record with ``is_marked``: whether this user has a bookmark to it."""
    label = records.model._meta.label_lower
    marks = Bookmark.objects.visible_to(user).filter(record_model=label, record_key=OuterRef("pk"))
    return records.annotate(is_marked=Exists(marks))


def bookmark_of(record: Any) -> dict[str, Any] | None:
    """Where to send the wish, and whether the record, read with its mark, has one; None where it cannot."""
    label = record._meta.label_lower
    if source_of(label) is None:
        return None
    return {"url": reverse("own:bookmark", args=(label, record.pk)), "is_marked": record.is_marked}
