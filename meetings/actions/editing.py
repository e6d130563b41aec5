"""Verbs of the editor: a row is cut in two, two are made one; what is marked keeps to its words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from meetings.actions.intake import seats_by_role
from meetings.actions.locking import refuse_locked
from meetings.actions.record import add_entry, edit_entry
from meetings.choices import EntryKind
from meetings.models import Meeting, MinutesEntry, Seat
from meetings.rows import cut, joined
from portal.accounts.rights import Actor, Noun, writing
from portal.audit.locking import held
from portal.audit.models import AuditedModel
from portal.audit.writing import added, changed, removed
from portal.disclosure.models import Substitution, Withholding
from portal.sources.models import Basis, Citation

TOUCHES_PASSAGE = (
    "非公開または公開用の書き換えの範囲（「{words}」）にかかる変更です。先にその範囲を解除してください。"
)
# What both halves of a row that is cut keep.
KEPT_BY_BOTH = ("kind", "item", "speaker", "speaker_label", "public_speaker_label")
NOT_WHOLE = "行の全体が非公開または公開用の書き換えになっているため、{verb}。先にその範囲を解除してください。"


def split_entry(*, by: Actor, reason: str, entry: MinutesEntry, at: int, **changes: Any) -> MinutesEntry:
    """Cut a row's (new) text at a place; the second half becomes a row of its own below, which comes back."""
    with writing(Noun.RECORD, by=by, reason=reason, over=entry, reason_optional=True):
        if changes:
            entry = edit_entry(by=by, reason=reason, entry=entry, **changes)
        upper, lower, begins = cut(entry.text, at)
        if not upper or not lower:
            raise ValidationError({"text": "前と後ろの両方に言葉が残るところで分けてください。"})
        passages = _passages(entry, "分けられません")
        row = {name: getattr(entry, name) for name in KEPT_BY_BOTH}
        below = add_entry(by=by, reason=reason, meeting=entry.meeting, after=entry, text=lower, **row)
        for passage in passages:
            _parted(passage, len(upper), begins, below)
        for commitment in entry.commitments.all():
            if commitment.words not in upper and commitment.words in lower:
                changed(commitment, entry=below)
        for citation in _citations(entry):
            added(_copied(citation, below))
        changed(entry, text=upper)
        return below


def merge_entry(
    *, by: Actor, reason: str, entry: MinutesEntry, above: MinutesEntry, **changes: Any
) -> MinutesEntry:
    """Join a row to the one above, which keeps its kind and its speaker and is returned."""
    with writing(Noun.RECORD, by=by, reason=reason, over=entry, reason_optional=True):
        refuse_locked(entry.meeting)
        held(MinutesEntry, {above.pk: above.version})
        if changes:
            entry = edit_entry(by=by, reason=reason, entry=entry, **changes)
        if entry.kind == EntryKind.SPEECH and entry.speaker_label != above.speaker_label:
            raise ValidationError("発言者が違う行とはつなげません。先に発言者をそろえてください。")
        text, begins = joined(above.text, entry.text)
        _passages(above, "つなげられません")
        for passage in reversed(_passages(entry, "つなげられません")):
            _moved(passage, above, begins)
        for commitment in entry.commitments.all():
            changed(commitment, entry=above)
        _join_citations(entry, above)
        removed(entry)
        return changed(above, text=text)


def write_rows(
    *,
    by: Actor,
    reason: str,
    meeting: Meeting,
    rows: Sequence[Mapping[str, Any]],
    after: MinutesEntry | None = None,
) -> list[MinutesEntry]:
    """Write many rows below ``after`` or at the end, all or none; a label that names one seat brings it."""
    with writing(Noun.RECORD, by=by, reason=reason, over=meeting, reason_optional=True):
        seats = seats_by_role(list(Seat.objects.filter(body=meeting.body)))
        written: list[MinutesEntry] = []
        for number, row in enumerate(rows, start=1):
            speaker = seats.get(row["speaker_label"]) if row["kind"] == EntryKind.SPEECH else None
            try:
                after = add_entry(by=by, reason=reason, meeting=meeting, after=after, speaker=speaker, **row)
            except ValidationError as error:
                raise ValidationError(f"{number}行目：{' '.join(error.messages)}") from error
            written.append(after)
        return written


def _passages(entry: MinutesEntry, verb: str) -> list[Any]:
    """What is marked in a row's text, in order; refused where all of it is."""
    of_entry = {"record_model": entry._meta.label_lower, "record_key": entry.pk, "field": "text"}
    marked = [*Withholding.objects.filter(**of_entry), *Substitution.objects.filter(**of_entry)]
    if any(passage.start is None for passage in marked):
        raise ValidationError({"text": NOT_WHOLE.format(verb=verb)})
    found: list[Any] = [*marked, *entry.annotations.all()]
    return sorted(found, key=lambda each: each.start)


def _parted(passage: Any, ends: int, begins: int, below: MinutesEntry) -> None:
    """A mark stays above the cut or goes below it; one across it stands in the way."""
    if passage.start >= begins:
        _moved(passage, below, -begins)
    elif passage.end > ends:
        raise ValidationError({"text": TOUCHES_PASSAGE.format(words=passage.words)})


def _moved(passage: Any, row: MinutesEntry, by: int) -> None:
    """A mark along with its words into another row."""
    place = {"start": passage.start + by, "end": passage.end + by}
    named = {"record_key": row.pk} if hasattr(passage, "record_key") else {"entry": row}
    changed(passage, **named, **place)


def _citations(entry: MinutesEntry) -> list[Citation]:
    """Where the row comes from, of what both halves keep."""
    return list(Citation.objects.filter(record_model=entry._meta.label_lower, record_key=entry.pk))


def _copied(citation: Citation, row: AuditedModel) -> Citation:
    names = ("source", "record_model", "field", "place", "quote", "basis", "note")
    return Citation(record_key=row.pk, **{name: getattr(citation, name) for name in names})


def _join_citations(entry: MinutesEntry, above: MinutesEntry) -> None:
    """The words of both come from where both came from, on the weaker of both grounds."""
    kept = {(each.source_id, each.field): each for each in _citations(above)}
    for citation in _citations(entry):
        twin = kept.get((citation.source_id, citation.field))
        if citation.field not in {"", "text"}:
            removed(citation)
        elif twin is None:
            changed(citation, record_key=above.pk)
        else:
            removed(citation)
            weaker = max(twin, citation, key=lambda each: Basis.values.index(each.basis))
            said = {name: _both(getattr(twin, name), getattr(citation, name)) for name in ("quote", "note")}
            changed(twin, basis=weaker.basis, **said)


def _both(first: str, second: str) -> str:
    return "\n".join(dict.fromkeys(filter(None, (first, second))))
