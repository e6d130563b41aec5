"""Verbs of the lists: keeping a view, and changing many rows at once."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError

from portal.accounts.models import User
from portal.accounts.rights import Verb, require_some
from portal.audit.errors import StaleWrite
from portal.audit.locking import held
from portal.audit.operations import operation
from portal.audit.writing import added, changed, removed
from portal.lists.models import SavedView
from portal.lists.nouns import Listed

MOST_AT_ONCE = 500
# Key of a record → what is to stand in its fields.
Values = Mapping[int, Mapping[str, Any]]
_TRIED = "変えられるかを確かめる（何も保存しない）"


def save_view(*, by: User, listed: Listed, reason: str = "", **values: Any) -> SavedView:
    """Keep a way of looking at a list; needs no right but that to read it."""
    require_some(by, Verb.READ, listed.noun)
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


class RowsRefused(ValidationError):
    """Some rows cannot be changed as asked, so none was; ``refused`` says by key what stands in the way."""

    def __init__(self, refused: Mapping[int, ValidationError]) -> None:
        """One sentence for the page; the rows say the rest."""
        super().__init__(f"変えられない行が{len(refused)}件あるため、何も変更していません。")
        self.refused = dict(refused)


class _TakenBack(Exception):
    """Ends a trial."""


def edit_rows(*, by: User, reason: str, listed: Listed, versions: Mapping[int, int], values: Values) -> UUID:
    """Change fields of many records of a list in one operation, or none of them; returns its number.

    ``versions`` are those that were read of the records that change. Raises ``StaleWrite`` with the keys of
    what others changed since or this user does not see, ``RowsRefused`` with what the records' rules say.
    """
    require_some(by, Verb.WRITE, listed.noun)
    with operation(by=by, reason=reason) as current:
        if refused := _each_changed(by, reason, listed, versions, values):
            raise RowsRefused(refused)
        return current.operation_id


def refusals(
    *, by: User, listed: Listed, versions: Mapping[int, int], values: Values
) -> dict[int, ValidationError]:
    """What would stand in the way of the same act, by key: it is tried and taken back."""
    found: dict[int, ValidationError] = {}
    require_some(by, Verb.WRITE, listed.noun)
    try:
        with operation(by=by, reason=_TRIED):
            found = _each_changed(by, _TRIED, listed, versions, values)
            raise _TakenBack
    except _TakenBack:
        return found


def _each_changed(
    by: User, reason: str, listed: Listed, versions: Mapping[int, int], values: Values
) -> dict[int, ValidationError]:
    """Hand every record to the list's own action; what that refuses comes back by key."""
    if len(values) > MOST_AT_ONCE:
        raise ValidationError(f"一度に変えられるのは{MOST_AT_ONCE}件までです。条件を足して分けてください。")
    visible = set(listed.visible(by).filter(pk__in=values.keys()).values_list("pk", flat=True))
    if beyond := sorted(values.keys() - visible):
        raise StaleWrite(keys=beyond)
    refused: dict[int, ValidationError] = {}
    for record in held(listed.model, {key: versions[key] for key in values}):
        try:
            _edit(by, reason, listed, record, values[record.pk])
        except ValidationError as error:
            refused[record.pk] = error
        except PermissionDenied as error:
            refused[record.pk] = ValidationError(str(error))
    return refused


def _edit(by: User, reason: str, listed: Listed, record: Any, values: Mapping[str, Any]) -> None:
    columns = {column.field: column for column in listed.editable}
    for name in values:
        if name not in columns:
            raise ValidationError("この項目は、一覧からは直せません。")
        if lock := columns[name].lock_of(record):
            raise ValidationError(lock)
    assert listed.edit is not None  # a list without one has no editable column
    listed.edit(by=by, reason=reason, record=record, **values)


def _own(by: User, view: SavedView) -> None:
    if view.owner_id != by.pk:
        raise PermissionDenied("保存した一覧は、持ち主だけが直せます。")


def _refuse_on_every_home(by: User, view: SavedView, listed: Listed | None) -> None:
    """What stands on everybody's home page is put there by those who write the records."""
    if view.is_shared and view.is_pinned and not (listed and by.reach(Verb.WRITE, listed.noun).everywhere):
        message = "みんなのホームに置けるのは、この記録を書ける人だけです。どちらかを外してください。"
        raise ValidationError({"is_pinned": message})
