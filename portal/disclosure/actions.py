"""Verbs of disclosure: the only code that writes grounds, withheld places and public wording."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError

from portal.accounts.models import User
from portal.accounts.rights import Actor, Noun, writing
from portal.audit.models import AuditedModel
from portal.audit.writing import added, changed
from portal.disclosure.choices import ReviewAnswer
from portal.disclosure.leaks import LeakFinding, Level
from portal.disclosure.models import (
    DisclosureGround,
    LeakAcknowledgement,
    Substitution,
    WatchWord,
    Withholding,
    WithholdingReview,
)
from portal.disclosure.public_text import carried_span
from portal.disclosure.register import Pseudonym

Span = tuple[int, int]
# What a passage takes along onto the same words of another record.
SPAN = ("field", "start", "end", "words", "reason")
OF_WITHHOLDING = (*SPAN, "ground", "decided_by", "decided_on", "end_trigger", "ends_on")
OF_SUBSTITUTION = (*SPAN, "public_words")
ACROSS_TWO = "2つの非公開箇所（または公開用の書き換え）にまたがる変更です。1つずつ直してください。"


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


def edit_withholding(*, by: Actor, reason: str, withholding: Withholding, **changes: Any) -> Withholding:
    """Change ground, reason or end of a withholding; its words stay withheld."""
    with writing(Noun.DISCLOSURE, by=by, reason=reason, over=withholding):
        return changed(withholding, **changes)


def place_anew(
    *, by: Actor, reason: str, passage: Withholding | Substitution, record: AuditedModel, span: Span | None
) -> Withholding | Substitution:
    """Say where a passage is that could no longer be found in its text."""
    with writing(Noun.DISCLOSURE, by=by, reason=reason, over=passage):
        place = _place(record, passage.field, span)
        return changed(passage, **{name: place[name] for name in ("start", "end", "words")})


def keep_passages(record: AuditedModel, before: AuditedModel) -> None:
    """Move the passages of a record that was stored just now; ``before`` is how it was.

    A passage never gets smaller by an edit of others: what is typed within it, or across one of its ends,
    belongs to it from then on. Where nothing of its words is left it stays as it was and no longer fits its
    text, which every page says and no public edition survives, until somebody has said where it is.
    """
    named = {"record_model": record._meta.label_lower, "record_key": record.pk}
    in_force = Withholding.objects.filter(**named, state=Withholding.State.IN_FORCE)
    passages: list[Any] = [*in_force, *Substitution.objects.filter(**named)]
    for name in {each.field for each in passages} - {""}:
        old, new = str(getattr(before, name)), str(getattr(record, name))
        if old != new:
            _carry(name, [each for each in passages if each.field == name], old, new)


def copy_passages(record: AuditedModel, onto: AuditedModel) -> None:
    """Withhold and reword on a record that was stored just now what it shares with another, word for word.

    Nobody decides anew: ground, end and who decided stay those of the passage that is followed.
    """
    named = {"record_model": record._meta.label_lower, "record_key": record.pk}
    place = {"record_model": onto._meta.label_lower, "record_key": onto.pk}
    in_force = Withholding.objects.filter(**named, state=Withholding.State.IN_FORCE)
    for kind, names, passages in (
        (Withholding, OF_WITHHOLDING, in_force),
        (Substitution, OF_SUBSTITUTION, Substitution.objects.filter(**named)),
    ):
        for passage in passages.exclude(field=""):
            if getattr(record, passage.field) == getattr(onto, passage.field):
                added(kind(**place, **{name: getattr(passage, name) for name in names}))


def _carry(name: str, passages: list[Any], old: str, new: str) -> None:
    partial = sorted((each for each in passages if not each.is_whole), key=lambda each: each.start)
    # What was lost before is nowhere; where it is, somebody has to say.
    found = [each for each in partial if old[each.start : each.end] == each.words]
    spans = [(each, carried_span(old, new, each.start, each.end)) for each in found]
    carried = [(each, span) for each, span in spans if span is not None]
    if any(span[1] > after[0] for (_, span), (_, after) in pairwise(carried)):
        raise ValidationError({name: ACROSS_TWO})
    # The one farthest along the way first: no two passages may share a start even for a moment.
    for passage, (start, end) in carried if len(new) < len(old) else reversed(carried):
        changed(passage, start=start, end=end, words=new[start:end])
    for passage in passages:
        if passage.is_whole:
            changed(passage, words=new)


def open_review(*, by: Actor, reason: str, withholding: Withholding, **values: Any) -> WithholdingReview:
    """Look at a withholding again, as after a disclosure request."""
    with writing(Noun.DISCLOSURE, by=by, reason=reason, over=withholding):
        if withholding.state != Withholding.State.IN_FORCE:
            raise ValidationError("この箇所は既に解除してあります。")
        return added(WithholdingReview(withholding=withholding, **values))


def answer_review(
    *, by: User, reason: str, review: WithholdingReview, answer: str, answered_on: date, **end: Any
) -> WithholdingReview:
    """Release the passage or keep it, with a new end where ``end`` says so; the next edition follows it."""
    with writing(Noun.DISCLOSURE, by=by, reason=reason, over=review):
        withholding = review.withholding
        if answer == ReviewAnswer.RELEASE:
            changed(withholding, state=Withholding.State.RELEASED)
        elif end:
            changed(withholding, **end)
        return changed(review, answer=answer, answer_reason=reason, answered_on=answered_on, answered_by=by)


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


def add_watch_word(*, by: Actor, reason: str, **values: Any) -> WatchWord:
    """Enter a word of the office's own into the common list."""
    with writing(Noun.DISCLOSURE, by=by, reason=reason):
        return added(WatchWord(**values))


def edit_watch_word(*, by: Actor, reason: str, watch_word: WatchWord, **changes: Any) -> WatchWord:
    """Change a word of the common list, or retire it (``is_retired``): it is looked for no more."""
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
