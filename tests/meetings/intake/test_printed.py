"""What the portal printed itself comes back from its PDF."""

import pytest
from django.template.loader import render_to_string

from meetings.documents import PROOFS
from meetings.intake.reading import read
from meetings.minutes import compose
from meetings.printed import FullText
from portal.documents.choices import EditionAudience
from portal.documents.extraction import extract
from portal.documents.pdf import PrintJob, Variant
from portal.documents.renderer import render
from tests.meetings.intake import scoring
from tests.meetings.sample import FIXTURES, seed_form, seed_sitting


@pytest.fixture(scope="module")
def found():
    minutes = compose(seed_sitting(), seed_form(), FullText())
    context = {"minutes": minutes, "edition": PROOFS[EditionAudience.INTERNAL], "created": ""}
    css = render_to_string("meetings/pdf/minutes.css")
    job = PrintJob(render_to_string("meetings/pdf/minutes.html", context), css, Variant.ACCESSIBLE)
    return extract(render(job), "会議録.pdf")


def test_printed_record_says_the_same_as_the_document_it_was_made_from(found):
    text = (FIXTURES / "seed000" / "document.txt").read_text(encoding="utf-8")
    printed, typed = read(found.text, aside=found.aside).as_json(), read(text).as_json()
    assert {key: printed[key] for key in scoring.SINGLE} == {key: typed[key] for key in scoring.SINGLE}
    for key in ("members", "secretariat", "agenda", "handouts", "entries", "decisions"):
        assert _words(printed[key]) == _words(typed[key])


def _words(values):
    return scoring.plain(repr(values)).replace("\\n", "")


def test_heads_and_feet_of_pages_are_no_part_of_what_was_said(found):
    record = read(found.text, aside=found.aside).as_json()
    assert not any("照合番号" in entry["text"] for entry in record["entries"])
    assert any("照合番号" in words for words in record["unplaced"])
