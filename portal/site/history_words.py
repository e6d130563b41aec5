"""History in words: one version as a sentence, one difference as old, new and the characters between."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.apps import apps

from portal.audit.reading import FieldChange, Version
from portal.site.actors import actor

# Shorter values are read faster side by side than as marks within one text.
WORTH_COMPARING = 16
FIELDS_NAMED = 3
# Citations and withheld passages name their record by this field and a number.
NAMES_A_MODEL = "record_model"
# A pair at least this alike is compared by the character.
ALIKE = 0.5
# Runs of one script; a variation selector belongs to its character.
_RUN = re.compile(
    r"[々〆\u3400-\u9FFF\uF900-\uFAFF\U00020000-\U0003FFFF\uFE00-\uFE0F\U000E0100-\U000E01EF]+"
    r"|[ぁ-ゟ]+|[ァ-ヿ]+|[0-9０-９]+|[A-Za-zＡ-Ｚａ-ｚ]+|.",
    re.DOTALL,
)


@dataclass(frozen=True)
class Segment:
    """A run of text: ``kind`` is same, old (struck out) or new (put in)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One field of one version: old and new, or for long texts one text with marks."""

    label: str
    old: str
    new: str
    segments: list[Segment]

    @classmethod
    def between(cls, label: str, old: str, new: str) -> "Change":
        """Mark the characters where both are long enough to be read as one text."""
        long = old and new and max(len(old), len(new)) >= WORTH_COMPARING
        return cls(label, old, new, segments(old, new) if long else [])


@dataclass(frozen=True)
class Entry:
    """One version as the page tells it."""

    version: Version
    who: str
    staff_number: str
    sentence: str
    changes: list[Change]


def entry(version: Version) -> Entry:
    """Tell one version."""
    staff_number, who = actor(version.actor)
    return Entry(version, who, staff_number, f"{who}が{_did(version)}", told(version.changes))


def told(changes: Iterable[FieldChange]) -> list[Change]:
    """Differences of fields, long texts with their characters marked."""
    return [_change(change) for change in changes]


def segments(old: str, new: str) -> list[Segment]:
    """What went and what came, in two steps: by runs of one script, then by the character within a pair.

    Characters alone cut words apart (「機関が伸」→「期間が延」); runs alone strike out whole words for one
    character.
    """
    before, after = _RUN.findall(old), _RUN.findall(new)
    found: list[Segment] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, False).get_opcodes():
        gone, come = "".join(before[i:j]), "".join(after[k:m])
        alike = tag == "replace" and SequenceMatcher(None, gone, come, False).ratio() >= ALIKE
        found += _by_character(gone, come) if alike else _marked(tag, gone, come)
    return found


def _by_character(old: str, new: str) -> list[Segment]:
    """Character by character; a lone common character does not split a change."""
    runs: list[tuple[str, str, str]] = []
    for tag, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, False).get_opcodes():
        before, after = old[old_start:old_end], new[new_start:new_end]
        short = tag == "equal" and len(before) == 1 and old_start > 0 and old_end < len(old)
        if runs and (tag != "equal" or short) and runs[-1][0] == "change":
            _, earlier_old, earlier_new = runs.pop()
            runs.append(("change", earlier_old + before, earlier_new + after))
        else:
            runs.append(("equal" if tag == "equal" else "change", before, after))
    return [segment for run in runs for segment in _marked(*run)]


def _marked(tag: str, before: str, after: str) -> list[Segment]:
    if tag == "equal":
        return [Segment("same", before)]
    found = [Segment("old", before), Segment("new", after)]
    return [segment for segment in found if segment.text]


def _change(change: FieldChange) -> Change:
    if change.name == NAMES_A_MODEL:
        return Change(change.label, _noun(change.old), _noun(change.new), [])
    return Change.between(change.label, change.old, change.new)


def _noun(model_label: str) -> str:
    """The Japanese name of a model that a record points to by its label."""
    return str(apps.get_model(model_label)._meta.verbose_name) if model_label else ""


def _did(version: Version) -> str:
    if version.kind == "+":
        return "登録しました。"
    if version.kind == "-":
        return "削除しました。"
    labels = [change.label for change in version.changes]
    if not labels:
        return "保存しました（項目の変更はありません）。"
    named = "、".join(labels[:FIELDS_NAMED])
    more = f"など{len(labels)}項目" if len(labels) > FIELDS_NAMED else ""
    return f"{named}{more}を変更しました。"
