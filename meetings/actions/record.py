"""Verbs of the record: rows are added, edited, moved and annotated, never lost."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, Min

from meetings.actions.locking import refuse_locked
from meetings.actions.sittings import refuse_strangers
from meetings.models import Annotation, Meeting, MinutesEntry
from portal.accounts.rights import Actor, Noun, writing
from portal.audit.locking import held
from portal.audit.writing import added, changed, removed
from portal.disclosure.actions import keep_passages
from portal.disclosure.models import Substitution, Withholding
from portal.disclosure.public_text import moved_span

TOUCHES_REMARK = "行の注がある言葉（「{words}」）を変えることはできません。先にその注を外してください。"
# Distance between two rows written one after the other: ten halvings before rows have to make room.
GAP = 1024


def add_entry(
    *,
    by: Actor,
    reason: str,
    meeting: Meeting,
    after: MinutesEntry | None = None,
    before: MinutesEntry | None = None,
    **values: Any,
) -> MinutesEntry:
    """Write a row below ``after``, above ``before`` or, without either, at the end."""
    with writing(Noun.RECORD, by=by, reason=reason, over=meeting, reason_optional=True):
        refuse_locked(meeting)
        refuse_strangers(meeting, entry=after or before, **values)
        position = _position_above(before) if before else _position_below(meeting, after)
        return added(MinutesEntry(meeting=meeting, position=position, **values))


def move_entry(*, by: Actor, reason: str, entry: MinutesEntry, after: MinutesEntry | None) -> MinutesEntry:
    """Move a row below ``after`` or, with None, to the end."""
    with writing(Noun.RECORD, by=by, reason=reason, over=entry, reason_optional=True):
        refuse_locked(entry.meeting)
        refuse_strangers(entry.meeting, entry=after)
        return _placed(entry, lambda: _position_below(entry.meeting, after))


def shift_entry(*, by: Actor, reason: str, entry: MinutesEntry, up: bool, **changes: Any) -> MinutesEntry:
    """Change a row and move it past its neighbour, in one operation."""
    with writing(Noun.RECORD, by=by, reason=reason, over=entry, reason_optional=True):
        refuse_locked(entry.meeting)
        if changes:
            entry = edit_entry(by=by, reason=reason, entry=entry, **changes)
        neighbour = neighbour_of(entry, up=up)
        if neighbour is None:
            raise ValidationError("いちばん上の行です。" if up else "いちばん下の行です。")
        if up:
            return _placed(entry, lambda: _position_above(neighbour))
        return _placed(entry, lambda: _position_below(entry.meeting, neighbour))


def neighbour_of(entry: MinutesEntry, *, up: bool) -> MinutesEntry | None:
    """The row above or below."""
    rows = entry.meeting.entries
    if up:
        return rows.filter(position__lt=entry.position).last()
    return rows.filter(position__gt=entry.position).first()


def _placed(entry: MinutesEntry, position: Callable[[], int]) -> MinutesEntry:
    """The row at another position; it may have been among those that made room for it."""
    held(MinutesEntry, {entry.pk: entry.version})
    free = position()
    entry.refresh_from_db(fields=["version", "position"])
    return changed(entry, position=free)


def _position_above(before: MinutesEntry) -> int:
    """A free position above a row; where it is the first one and stands at 0, all make room."""
    above = neighbour_of(before, up=True)
    if above is not None:
        return _position_below(before.meeting, above)
    if before.position:
        return before.position // 2
    for row in before.meeting.entries.order_by("-position"):
        changed(row, position=row.position + GAP)
    return GAP // 2


def _position_below(meeting: Meeting, after: MinutesEntry | None) -> int:
    """A free position below a row; when there is none, the rows below make room first."""
    if after is None:
        return (meeting.entries.aggregate(last=Max("position"))["last"] or 0) + GAP
    below = meeting.entries.filter(position__gt=after.position)
    following: int | None = below.aggregate(first=Min("position"))["first"]
    if following is None:
        return after.position + GAP
    if following - after.position < 2:
        # From the last one up: no two rows may share a position even for a moment.
        for row in below.order_by("-position"):
            changed(row, position=row.position + GAP)
        following += GAP
    return (after.position + following) // 2


def edit_entry(*, by: Actor, reason: str, entry: MinutesEntry, **changes: Any) -> MinutesEntry:
    """Change a row; what is marked in it goes along with its words."""
    before = MinutesEntry.objects.get(pk=entry.pk)
    with writing(Noun.RECORD, by=by, reason=reason, over=entry, reason_optional=True):
        refuse_locked(entry.meeting)
        refuse_strangers(entry.meeting, **changes)
        stored = changed(entry, **changes)
        keep_passages(stored, before)
        keep_remarks(stored, before.text)
    return stored


def keep_remarks(entry: MinutesEntry, old: str) -> None:
    """Remarks on a row move with their words; an edit of the words themselves is refused."""
    remarks = [] if entry.text == old else list(entry.annotations.all())
    # The one farthest along the way first: no two may share a start even for a moment.
    for remark in sorted(remarks, key=lambda each: each.start, reverse=len(entry.text) > len(old)):
        span = moved_span(old, entry.text, remark.start, remark.end)
        if span is None:
            raise ValidationError({"text": TOUCHES_REMARK.format(words=remark.words)})
        if span != (remark.start, remark.end):
            changed(remark, start=span[0], end=span[1])


def remove_entry(*, by: Actor, reason: str, entry: MinutesEntry) -> None:
    """Take a row out. Refused while a passage or a commitment hangs on it."""
    marked = {"record_model": entry._meta.label_lower, "record_key": entry.pk}
    with writing(Noun.RECORD, by=by, reason=reason, over=entry):
        refuse_locked(entry.meeting)
        if Withholding.objects.filter(**marked).exists() or Substitution.objects.filter(**marked).exists():
            raise ValidationError("この行には非公開または公開用の書き換えの範囲があるため、削除できません。")
        removed(entry)


def annotate(
    *, by: Actor, reason: str, entry: MinutesEntry, kind: str, words: str, note: str = ""
) -> Annotation:
    """Remark on the first place where ``words`` stand in the row."""
    start = entry.text.find(words)
    if start < 0:
        raise ValidationError("この行に、その言葉はありません。")
    with writing(Noun.RECORD, by=by, reason=reason, over=entry, reason_optional=True):
        refuse_locked(entry.meeting)
        return added(
            Annotation(entry=entry, kind=kind, words=words, note=note, start=start, end=start + len(words))
        )
