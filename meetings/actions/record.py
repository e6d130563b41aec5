"""Verbs of the record: rows are added, edited, moved and annotated, never lost."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Max

from meetings.models import Annotation, Meeting, MinutesEntry
from portal.accounts.rights import Actor, Noun, writing
from portal.audit.writing import added, changed, removed
from portal.disclosure.models import Substitution, Withholding
from portal.disclosure.public_text import moved_span

TOUCHES_PASSAGE = (
    "非公開または公開用の書き換えの範囲（「{words}」）にかかる変更です。先にその範囲を解除してください。"
)


def add_entry(
    *, by: Actor, reason: str, meeting: Meeting, position: int | None = None, **values: Any
) -> MinutesEntry:
    """Write a row: at ``position`` (later rows move down by one) or, without one, at the end."""
    with writing(Noun.RECORD, by=by, reason=reason, reason_optional=True):
        last = meeting.entries.aggregate(last=Max("position"))["last"] or 0
        if position is None or position > last:
            return added(MinutesEntry(meeting=meeting, position=position or last + 1, **values))
        _shift(meeting, first=position, by=1)
        return added(MinutesEntry(meeting=meeting, position=position, **values))


def _shift(meeting: Meeting, *, first: int, by: int) -> None:
    """Move all rows from ``first`` on, in two steps: no two rows may share a number even for a moment."""
    rows = meeting.entries.filter(position__gte=first)
    far = 1_000_000
    rows.update(position=F("position") + far)
    meeting.entries.filter(position__gte=far).update(position=F("position") - far + by)


def edit_entry(*, by: Actor, reason: str, entry: MinutesEntry, **changes: Any) -> MinutesEntry:
    """Change a row; passages marked in its text keep to their words, or the edit is refused."""
    old = MinutesEntry.objects.get(pk=entry.pk).text
    new = changes.get("text", old)
    with writing(Noun.RECORD, by=by, reason=reason, reason_optional=True):
        stored = changed(entry, **changes)
        if new != old:
            _keep_passages(stored, old, new)
    return stored


def _keep_passages(entry: MinutesEntry, old: str, new: str) -> None:
    """Move the spans of an edited row along with their words."""
    of_entry = {"record_model": entry._meta.label_lower, "record_key": entry.pk, "field": "text"}
    passages: list[Any] = [
        *Withholding.objects.filter(**of_entry, state=Withholding.State.IN_FORCE, start__isnull=False),
        *Substitution.objects.filter(**of_entry, start__isnull=False),
        *entry.annotations.all(),
    ]
    for passage in passages:
        span = moved_span(old, new, passage.start, passage.end)
        if span is None:
            raise ValidationError({"text": TOUCHES_PASSAGE.format(words=passage.words)})
        if span != (passage.start, passage.end):
            changed(passage, start=span[0], end=span[1])
    for whole in Withholding.objects.filter(**of_entry, state=Withholding.State.IN_FORCE, start=None):
        changed(whole, words=new)


def remove_entry(*, by: Actor, reason: str, entry: MinutesEntry) -> None:
    """Take a row out; the rows below move up. Refused while a passage or a commitment hangs on it."""
    marked = {"record_model": entry._meta.label_lower, "record_key": entry.pk}
    with writing(Noun.RECORD, by=by, reason=reason):
        if Withholding.objects.filter(**marked).exists() or Substitution.objects.filter(**marked).exists():
            raise ValidationError("この行には非公開または公開用の書き換えの範囲があるため、削除できません。")
        meeting, position = entry.meeting, entry.position
        removed(entry)
        _shift(meeting, first=position + 1, by=-1)


def annotate(
    *, by: Actor, reason: str, entry: MinutesEntry, kind: str, words: str, note: str = ""
) -> Annotation:
    """Remark on the first place where ``words`` stand in the row."""
    start = entry.text.find(words)
    if start < 0:
        raise ValidationError("この行に、その言葉はありません。")
    with writing(Noun.RECORD, by=by, reason=reason, reason_optional=True):
        return added(
            Annotation(entry=entry, kind=kind, words=words, note=note, start=start, end=start + len(words))
        )
