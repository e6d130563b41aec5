"""A word hidden in every place that can be withheld: none may be in the public file, wherever one looks."""

from typing import Any

import pytest

from meetings.actions.record import annotate, edit_entry
from meetings.actions.sittings import edit_handout, edit_item, edit_meeting
from meetings.choices import AnnotationKind, EntryKind
from meetings.documents import minutes_pdf
from meetings.models import Meeting, MinutesEntry
from portal.audit.models import AuditedModel
from portal.disclosure.actions import substitute_passage, withhold_passage
from portal.disclosure.choices import Disclosure, EndTrigger
from portal.disclosure.models import DisclosureGround, Withholding
from portal.documents.choices import EditionAudience
from tests.copies import MAKER, WHY, Seeded
from tests.printed import everything_in, folded, text_of

ACT: dict[str, Any] = {"by": MAKER, "reason": WHY}
# Words of characters that nothing else in the record uses, so that even a font that holds one tells.
HIDDEN = {
    "part of a speech": "鸚鵡",
    "a whole speech": "鶺鴒",
    "a speaker": "鷦鷯",
    "a summary": "啄木鳥",
    "title of an item": "鴛鴦",
    "title of a handout": "鶉",
    "reason of a closed handout": "鵯",
    "a venue": "梟",
    "reason of a meeting": "鵲",
    "a name that is reworded": "翡翠",
}
OFFICE_ONLY = {"the reason of a withholding": "鷽", "a remark on a row": "鶫"}


def _withhold(record: AuditedModel, field: str, word: str | None) -> None:
    start = str(getattr(record, field)).find(word) if word else 0
    withhold_passage(
        by=MAKER,
        reason=f"庁内の理由{OFFICE_ONLY['the reason of a withholding']}",
        record=record,
        field=field,
        span=(start, start + len(word)) if word else None,
        ground=DisclosureGround.objects.all()[0],
        end_trigger=EndTrigger.DECISION,
    )


def _untouched(meeting: Meeting, kind: str) -> list[MinutesEntry]:
    """Rows of this kind, without those of the example."""
    marked = Withholding.objects.filter(record_model="meetings.minutesentry").values("record_key")
    return list(meeting.entries.filter(kind=kind).exclude(pk__in=marked))


def _hide_in_rows(meeting: Meeting) -> None:
    speeches = _untouched(meeting, EntryKind.SPEECH)
    summary = _untouched(meeting, EntryKind.SUMMARY)[0]
    part, whole, named, noted = speeches[:4]
    for row, place in ((part, "part of a speech"), (whole, "a whole speech"), (summary, "a summary")):
        edit_entry(**ACT, entry=row, text=f"{row.text}また{HIDDEN[place]}という。")
    edit_entry(**ACT, entry=named, speaker_label=HIDDEN["a speaker"])
    _withhold(part, "text", HIDDEN["part of a speech"])
    _withhold(whole, "text", None)
    _withhold(named, "speaker_label", None)
    _withhold(summary, "text", HIDDEN["a summary"])
    annotate(
        **ACT,
        entry=noted,
        kind=AnnotationKind.SIC,
        words=noted.text[:2],
        note=OFFICE_ONLY["a remark on a row"],
    )
    _reword(speeches[4])


def _reword(row: MinutesEntry) -> None:
    name = HIDDEN["a name that is reworded"]
    edit_entry(**ACT, entry=row, text=f"{name}は、{row.text}")
    substitute_passage(**ACT, record=row, field="text", span=(0, len(name)), public_words="ある事業者")


def _hide_in_sitting(meeting: Meeting) -> None:
    item = meeting.items.all()[0]
    edit_item(**ACT, item=item, title=f"{item.title}{HIDDEN['title of an item']}")
    _withhold(item, "title", HIDDEN["title of an item"])
    titled, closed = meeting.handouts.all()[:2]
    edit_handout(**ACT, handout=titled, title=f"{titled.title}{HIDDEN['title of a handout']}")
    _withhold(titled, "title", HIDDEN["title of a handout"])
    reason = HIDDEN["reason of a closed handout"]
    edit_handout(**ACT, handout=closed, disclosure=Disclosure.CLOSED, closure_reason=reason)
    edit_meeting(
        **ACT,
        meeting=meeting,
        venue=f"{meeting.venue}{HIDDEN['a venue']}",
        meeting_closure_reason=f"{meeting.meeting_closure_reason}{HIDDEN['reason of a meeting']}",
    )
    _withhold(meeting, "venue", HIDDEN["a venue"])
    _withhold(meeting, "meeting_closure_reason", HIDDEN["reason of a meeting"])


@pytest.fixture
def meeting(seeded: Seeded) -> Meeting:
    """The seed's sitting with a word hidden in every place."""
    meeting = Meeting.objects.get(fiscal_year=2024, number=1)
    _hide_in_rows(meeting)
    _hide_in_sitting(meeting)
    return meeting


def test_public_file_holds_no_hidden_word_anywhere(seeded: Seeded, meeting: Meeting) -> None:
    document = minutes_pdf(meeting, EditionAudience.PUBLIC, reader=seeded.user("secretariat"))
    words = {**HIDDEN, **OFFICE_ONLY}
    characters = set("".join(words.values())) - set("木鳥")

    found = set()
    places = 0
    for where, text in everything_in(document):
        places += 1
        found |= {(where, place) for place, word in words.items() if len(word) > 1 and folded(word) in text}
        if where.startswith("text layer") or where.endswith("characters of a font"):
            found |= {(where, character) for character in characters & set(text)}
    assert found == set()
    assert places > 1000


def test_original_shows_the_hidden_words_to_the_office(seeded: Seeded, meeting: Meeting) -> None:
    text = folded(text_of(minutes_pdf(meeting, EditionAudience.INTERNAL, reader=seeded.user("secretariat"))))

    shown = HIDDEN.keys() - {"reason of a closed handout"}
    assert [place for place in shown if HIDDEN[place] not in text] == []


def test_search_of_the_file_finds_a_word_that_is_there(seeded: Seeded, meeting: Meeting) -> None:
    document = minutes_pdf(meeting, EditionAudience.INTERNAL, reader=seeded.user("secretariat"))
    where = {where for where, text in everything_in(document) if HIDDEN["title of an item"] in text}

    assert any(place.startswith("object") for place in where), "outline"
    assert {"text layer", "text layer, second reader"} <= where
    fonts = (text for place, text in everything_in(document) if place.endswith("characters of a font"))
    assert any("鴛" in text for text in fonts)
