"""Verb of the editor: one's own last act on a record is taken back, as an act of its own."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from meetings.actions.locking import refuse_locked
from meetings.models import Annotation, Commitment, Meeting, MinutesEntry
from portal.accounts.models import User
from portal.accounts.rights import Noun, writing
from portal.audit.ledger import Change
from portal.audit.models import AuditedModel
from portal.audit.restoring import restored
from portal.audit.writing import removed
from portal.disclosure.models import Substitution, Withholding
from portal.sources.models import Citation

# What the acts of the editor write; an act that wrote more is not the editor's to take back.
KINDS: dict[str, type[AuditedModel]] = {
    model._meta.label_lower: model
    for model in (MinutesEntry, Annotation, Commitment, Withholding, Substitution, Citation)
}
OVERTAKEN = "その後にほかの変更があるため、元に戻せません。変更履歴から確かめてください。"
BEYOND = "この操作は会議録の行のほかも変えているため、ここからは元に戻せません。"


def undo_act(*, by: User, reason: str, meeting: Meeting, operation_id: UUID) -> None:
    """Bring back what stood before an act of one's own on this record, unless somebody went on from it."""
    with writing(Noun.RECORD, by=by, reason=reason, over=meeting, reason_optional=True):
        refuse_locked(meeting)
        changes = list(Change.objects.filter(operation_id=operation_id).order_by("-pk"))
        if any(change.record_model not in KINDS for change in changes):
            raise ValidationError(BEYOND)
        if not _is_own(meeting, by, operation_id) or not _stand_as_left(changes):
            raise ValidationError(OVERTAKEN)
        for change in changes:
            _taken_back(change)


def _is_own(meeting: Meeting, user: User, operation_id: UUID) -> bool:
    history: Any = MinutesEntry.history
    acts = history.filter(operation_id=operation_id, meeting_id=meeting.pk, history_user_id=user.pk)
    return bool(acts.exists())


def _stand_as_left(changes: Iterable[Change]) -> bool:
    """Whether every record is as the act left it: at that version, or gone."""
    left: dict[tuple[str, int], int | None] = {}
    for change in changes:
        version = None if change.kind == "-" else change.record_version
        left.setdefault((change.record_model, change.record_key), version)
    for (label, key), version in left.items():
        found = KINDS[label]._base_manager.filter(pk=key).first()
        if (found.version if found else None) != version:
            return False
    return True


def _taken_back(change: Change) -> None:
    model = KINDS[change.record_model]
    record = model._base_manager.filter(pk=change.record_key).first()
    if change.kind == "+":
        assert record is not None, "the act left it there"
        removed(record)
    else:
        rows: Any = model.history
        before = rows.filter(id=change.record_key, history_id__lt=change.history_row)
        restored(model, before.exclude(history_type="-").latest("history_id").history_id)
