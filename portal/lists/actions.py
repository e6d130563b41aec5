"""Verbs of the lists: keeping a view."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from portal.accounts.models import User
from portal.accounts.rights import Verb, require
from portal.audit.operations import operation
from portal.audit.writing import added, changed, removed
from portal.lists.models import SavedView
from portal.lists.nouns import Listed


def save_view(*, by: User, listed: Listed, reason: str = "", **values: Any) -> SavedView:
    """Keep a way of looking at a list; needs no right but that to read it."""
    require(by, Verb.READ, listed.noun)
    with operation(by=by, reason=reason, reason_optional=True):
        view = added(SavedView(owner=by, list_key=listed.key, **values))
        _refuse_on_every_home(by, view, listed)
        return view


def edit_view(*, by: User, view: SavedView, reason: str = "", **changes: Any) -> SavedView:
    """Change one's own saved view."""
    with operation(by=by, reason=reason, reason_optional=True):
        _own(by, view)
        view = changed(view, **changes)
        _refuse_on_every_home(by, view, view.listed)
        return view


def remove_view(*, by: User, view: SavedView, reason: str = "") -> None:
    """Take one's own saved view away; its history stays."""
    with operation(by=by, reason=reason, reason_optional=True):
        _own(by, view)
        removed(view)


def _own(by: User, view: SavedView) -> None:
    if view.owner_id != by.pk:
        raise PermissionDenied("保存した一覧は、持ち主だけが直せます。")


def _refuse_on_every_home(by: User, view: SavedView, listed: Listed | None) -> None:
    """What stands on everybody's home page is put there by those who write the records."""
    if view.is_shared and view.is_pinned and not (listed and by.may(Verb.WRITE, listed.noun)):
        message = "みんなのホームに置けるのは、この記録を書ける人だけです。どちらかを外してください。"
        raise ValidationError({"is_pinned": message})
