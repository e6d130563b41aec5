"""The printed editions of the seed say what the database holds, and look as they should."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from meetings.documents import minutes_job, minutes_pdf
from meetings.models import Meeting, MinutesEntry
from portal.disclosure.models import Substitution, Withholding
from portal.documents import pdf
from portal.documents.choices import EditionAudience
from portal.documents.errors import MissingGlyph
from portal.documents.pdf import PrintJob, Variant
from portal.documents.renderer import render
from tests import golden
from tests.copies import Seeded
from tests.printed import body_of, difference, folded, page_texts, pictures_of

Printed = Callable[[EditionAudience], bytes]
SEED = {"fiscal_year": 2024, "number": 1}


@pytest.fixture
def printed(seeded: Seeded) -> Printed:
    """Prints an edition of the seed's meeting for the secretariat."""
    reader = seeded.user("secretariat")
    meeting = Meeting.objects.get(**SEED)
    return lambda audience: minutes_pdf(meeting, audience, reader=reader)


def _rows() -> Iterable[MinutesEntry]:
    return MinutesEntry.objects.filter(meeting__fiscal_year=2024, meeting__number=1)


def _assert_in_order(parts: Iterable[str], body: str) -> None:
    at = 0
    for part in map(folded, parts):
        found = body.find(part, at)
        assert found >= 0, f"Missing or out of order: {part}"
        at = found + len(part)


def test_internal_edition_prints_every_row_word_for_word_in_order(printed: Printed) -> None:
    body = body_of(printed(EditionAudience.INTERNAL))

    assert _rows().count() > 50
    _assert_in_order((text for row in _rows() for text in (row.speaker_label, row.text)), body)


def test_internal_edition_prints_header_attendance_and_handouts(printed: Printed) -> None:
    body = body_of(printed(EditionAudience.INTERNAL))
    meeting = Meeting.objects.get(**SEED)

    _assert_in_order(
        [
            meeting.printed_name,
            meeting.venue,
            *(item.title for item in meeting.items.all()),
            meeting.meeting_closure_reason,
            meeting.minutes_closure_reason,
        ],
        body,
    )
    for attendance in meeting.attendances.all():
        assert folded(attendance.seat.printed_name) in body
    _assert_in_order((handout.title for handout in meeting.handouts.all()), body)


def test_public_edition_prints_what_is_left_and_nothing_withheld(printed: Printed) -> None:
    body = body_of(printed(EditionAudience.PUBLIC))
    touched = set()
    for passage in [*Withholding.objects.all(), *Substitution.objects.all()]:
        if passage.field == "text":
            touched.add(passage.record_key)
            assert folded(passage.words) not in body
    for substitution in Substitution.objects.all():
        assert folded(substitution.public_words) in body

    assert len(touched) >= 7
    _assert_in_order((row.text for row in _rows() if row.pk not in touched), body)


def test_public_edition_numbers_each_withheld_place_in_text_and_list(printed: Printed) -> None:
    body = body_of(printed(EditionAudience.PUBLIC))
    in_text, _, in_list = body.partition("公開しない箇所の一覧")
    places = Withholding.objects.filter(state=Withholding.State.IN_FORCE).count()

    # The first mark of all explains the marks in the edition block.
    assert in_text.count("〔非公開") - 1 == places
    for number in range(1, places + 1):
        assert f"〔非公開{number}:" in in_text or f"〔非公開{number}：" in in_text
    assert "議案(2)" in in_list


def test_editions_read_the_same_to_two_libraries(printed: Printed) -> None:
    document = printed(EditionAudience.PUBLIC)
    other = folded("".join(page_texts(document)))

    for row in _rows():
        if not Withholding.objects.filter(record_key=row.pk).exists() and len(row.text) < 20:
            assert folded(row.text) in other


@pytest.mark.parametrize(
    ("audience", "number"), [(audience, n) for audience, pages in golden.PAGES.items() for n in pages]
)
def test_page_looks_like_its_reference_picture(
    printed: Printed, audience: EditionAudience, number: int
) -> None:
    page = pictures_of(printed(audience), dpi=golden.DPI)[number - 1]

    assert difference(page, golden.reference(audience, number)) <= golden.TOLERANCE


@pytest.fixture
def only_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The printer in this process has no font but the one of the form's boxes."""
    css = re.sub(r'@font-face {[^}]*"Noto[^}]*}', "", pdf.BASE_CSS.read_text(encoding="utf-8"))
    poor = tmp_path / "base.css"
    poor.write_text(css, encoding="utf-8")
    monkeypatch.setattr(pdf, "BASE_CSS", poor)
    pdf._font_config.cache_clear()
    pdf._stylesheet.cache_clear()
    yield
    pdf._font_config.cache_clear()
    pdf._stylesheet.cache_clear()


def _printed_unchecked(job: PrintJob) -> bytes:
    """What a printer without our checks would hand out: .notdef boxes for characters."""
    page = pdf.weasyprint().HTML(string=job.html, url_fetcher=pdf._fetcher())
    return page.write_pdf(stylesheets=pdf._stylesheets(job.css), font_config=pdf._font_config())


def test_page_of_boxes_is_refused_by_the_printer_and_unlike_the_reference(
    seeded: Seeded, only_marks: None
) -> None:
    meeting = Meeting.objects.get(**SEED)
    job = minutes_job(meeting, EditionAudience.INTERNAL, reader=seeded.user("secretariat"))
    # In this process the library would leave its colour profile open, which only archives need.
    job = replace(job, variant=Variant.ACCESSIBLE)

    with pytest.raises(MissingGlyph):
        pdf.render(job)
    boxes = pictures_of(_printed_unchecked(job), dpi=golden.DPI)[0]
    assert difference(boxes, golden.reference(EditionAudience.INTERNAL, 1)) > golden.TOLERANCE


def test_reference_picture_tells_a_line_that_moved(seeded: Seeded) -> None:
    meeting = Meeting.objects.get(**SEED)
    job = minutes_job(meeting, EditionAudience.INTERNAL, reader=seeded.user("secretariat"))
    moved = replace(job, css=job.css + "h1 { margin-bottom: 18pt }")

    page = pictures_of(render(moved), dpi=golden.DPI)[0]
    assert difference(page, golden.reference(EditionAudience.INTERNAL, 1)) > golden.TOLERANCE
