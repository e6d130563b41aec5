"""Verbs of disclosure: the only code that writes grounds, withheld places and public wording."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from portal.accounts.models import User
from portal.accounts.rights import Actor, Noun, writing
from portal.audit.models import AuditedModel
from portal.audit.writing import added, changed
from portal.disclosure.leaks import LeakFinding, Level
from portal.disclosure.models import (
    DisclosureGround,
    LeakAcknowledgement,
    Substitution,
    WatchWord,
    Withholding,
)
from portal.disclosure.register import Pseudonym

Span = tuple[int, int]


def add_ground(*, by: Actor, reason: str, **values: Any) -> DisclosureGround:
    """Register a 非公開根拠 of an ordinance."""
    with writing(Noun.DISCLOSURE, by=by, reason=reason):
        return added(DisclosureGround(**values))


def _place(record: AuditedModel, field: str, span: Span | None) -> dict[str, Any]:
    """Where the passage is, and the words that stand there now (the record's name where it is all of it)."""
    text = str(getattr(record, field) if field else record)
    start, end = span or (None, None)
    words = text[start:end]
    if not words or (end is not None and end > len(text)):
        raise ValidationError("選んだ範囲に言葉がありません。")
    return {
        "record_model": record._meta.label_lower,
        "record_key": record.pk,
        "field": field,
        "start": start,
        "end": end,
        "words": words,
    }


def withhold_passage(
    *,
    by: Actor,
    reason: str,
    record: AuditedModel,
    field: str,
    span: Span | None,
    ground: DisclosureGround,
    end_trigger: str,
    ends_on: date | None = None,
    decided_on: date | None = None,
) -> Withholding:
    """Enter a 非公開箇所; ``span`` in characters of the field, None for all of it.

    With ``field=""`` the record itself is withheld, such as a handout whose title may be read.
    """
    with writing(Noun.DISCLOSURE, by=by, reason=reason, over=record):
        return added(
            Withholding(
                **_place(record, field, span),
                ground=ground,
                reason=reason,
                decided_by=by if isinstance(by, User) else None,
                decided_on=decided_on,
                end_trigger=end_trigger,
                ends_on=ends_on,
            )
        )


def release_passage(*, by: Actor, reason: str, withholding: Withholding) -> Withholding:
    """End a withholding: the next public edition prints the words."""
    with writing(Noun.DISCLOSURE, by=by, reason=reason, over=withholding):
        return changed(withholding, state=Withholding.State.RELEASED)


def substitute_passage(
    *, by: Actor, reason: str, record: AuditedModel, field: str, span: Span, public_words: str
) -> Substitution:
    """Give a span its public wording; the original stays as it is."""
    with writing(Noun.DISCLOSURE, by=by, reason=reason, over=record):
        return added(Substitution(**_place(record, field, span), public_words=public_words, reason=reason))


def acknowledge_warning(
    *, by: User, reason: str, record: AuditedModel, field: str, finding: LeakFinding, digest: str
) -> LeakAcknowledgement:
    """Let a warning of the leak check stand, for a reason. A leak is answered by other words only."""
    with writing(Noun.DISCLOSURE, by=by, reason=reason, over=record) as opened:
        if finding.level == Level.LEAK:
            raise ValidationError(
                "漏れは了解できません。公開用の言葉に書き換えるか、この言葉を非公開にしてください。"
            )
        return added(
            LeakAcknowledgement(
                record_model=record._meta.label_lower,
                record_key=record.pk,
                field=field,
                rule=finding.rule,
                words=finding.said,
                digest=digest,
                reason=opened.reason,
                acknowledged_by=by,
            )
        )


def add_watch_words(*, by: Actor, reason: str, given: Sequence[dict[str, str]]) -> int:
    """Enter those words of a list that are not there yet; what somebody changed stays as it is."""
    with writing(Noun.DISCLOSURE, by=by, reason=reason):
        known = set(WatchWord.objects.values_list("word", flat=True))
        words = [WatchWord(**values) for values in given if values["word"] not in known]
        for word in words:
            word.clean_fields()
        WatchWord.objects.bulk_create(words)
        return len(words)


def edit_watch_word(*, by: Actor, reason: str, watch_word: WatchWord, **changes: Any) -> WatchWord:
    """Change a word of the common list."""
    with writing(Noun.DISCLOSURE, by=by, reason=reason):
        return changed(watch_word, **changes)


def add_pseudonym(*, by: Actor, reason: str, **values: Any) -> Pseudonym:
    """Enter a label into the register, with the name it stands for as far as it is registered."""
    with writing(Noun.REGISTER, by=by, reason=reason):
        return added(Pseudonym(**values))


def edit_pseudonym(*, by: Actor, reason: str, pseudonym: Pseudonym, **changes: Any) -> Pseudonym:
    """Change what stands behind a label."""
    with writing(Noun.REGISTER, by=by, reason=reason):
        return changed(pseudonym, **changes)
