"""Verbs of disclosure: the only code that writes grounds, withheld places and public wording."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from portal.accounts.models import User
from portal.accounts.rights import Actor, Noun, writing
from portal.audit.models import AuditedModel
from portal.audit.writing import added, changed
from portal.disclosure.models import DisclosureGround, Substitution, Withholding

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
