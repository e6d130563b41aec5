"""The demo's example of withholding: marked 例示 throughout, and never part of a plain load."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from meetings.management.seeding.loading import Given, Loader
from portal.audit.models import AuditedModel
from portal.disclosure import actions as disclosure
from portal.disclosure.models import DisclosureGround, Passage, Substitution, Withholding

Put = Callable[..., Passage]


def load_example(loader: Loader, path: Path) -> None:
    """Place the withheld passages and the public wordings of the file on the records of the seed."""
    loader.load(path)
    content = json.loads(path.read_text(encoding="utf-8"))
    for model, name, put in (
        (Withholding, "withholdings", _withhold),
        (Substitution, "substitutions", _substitute),
    ):
        for given in content[name]["records"]:
            _place(loader, model, given, put, content[name]["cite"])


def _place(loader: Loader, model: type[Any], given: Given, put: Put, cite: Given) -> None:
    """Mark the passage, unless the record or the words have gone since."""
    field = "text" if "entry" in given else ""
    record = (
        loader.placed["entries"][given["entry"]]
        if "entry" in given
        else loader.placed["handouts"][given["handout"]]
    )
    if record is None:
        return
    words = given.get("words", str(getattr(record, field)) if field else str(record))
    key = {"record_model": record._meta.label_lower, "record_key": record.pk, "field": field, "words": words}

    def mark() -> Passage | None:
        span = _span(record, field, given.get("words"))
        return put(loader, given, record, field, span) if span != GONE else None

    passage = loader.placer.place(model, key=key, put=mark)
    if passage is not None:
        assert loader.source is not None
        loader.placer.cite(loader.source, passage, "", cite)


GONE = (-1, -1)


def _span(record: AuditedModel, field: str, words: str | None) -> tuple[int, int] | None:
    """Where the words stand in the field; None for all of it."""
    if words is None:
        return None
    start = str(getattr(record, field)).find(words)
    return (start, start + len(words)) if start >= 0 else GONE


def _withhold(loader: Loader, given: Given, record: AuditedModel, field: str, span: Any) -> Passage:
    ground = loader.placed["grounds"][given["ground"]]
    assert isinstance(ground, DisclosureGround)
    return disclosure.withhold_passage(
        by=loader.placer.by,
        reason=given["because"],
        record=record,
        field=field,
        span=span,
        ground=ground,
        end_trigger=given["end_trigger"],
    )


def _substitute(loader: Loader, given: Given, record: AuditedModel, field: str, span: Any) -> Passage:
    return disclosure.substitute_passage(
        by=loader.placer.by,
        reason=given["because"],
        record=record,
        field=field,
        span=span,
        public_words=given["public_words"],
    )
