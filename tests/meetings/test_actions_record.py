"""Verbs of the record: order, and the passages that are marked in a row's text."""

import pytest
from django.core.exceptions import ValidationError

from meetings.actions import record
from meetings.models import Meeting, MinutesEntry
from portal.disclosure import actions as disclosure
from portal.disclosure.models import Withholding
from tests.factories import meetings as make
from tests.factories.portal import DisclosureGroundFactory

pytestmark = pytest.mark.django_db

WHO = {"by": "system:tests", "reason": "試験"}


@pytest.fixture
def meeting() -> Meeting:
    """A record of three rows: 一, 二, 三."""
    meeting = make.MeetingFactory()
    for text in "一二三":
        record.add_entry(meeting=meeting, kind="narrative", text=text, **WHO)
    return meeting


def texts(meeting: Meeting) -> str:
    return "".join(meeting.entries.values_list("text", flat=True))


def row(meeting: Meeting, text: str) -> MinutesEntry:
    return meeting.entries.get(text=text)


@pytest.mark.parametrize(
    ("moved", "after", "order"), [("三", "一", "一三二"), ("一", "三", "二三一"), ("一", None, "二三一")]
)
def test_moved_row_stands_below_the_row_it_was_put_after(
    meeting: Meeting, moved: str, after: str | None, order: str
) -> None:
    record.move_entry(entry=row(meeting, moved), after=row(meeting, after) if after else None, **WHO)

    assert texts(meeting) == order


def test_row_put_between_two_others_changes_neither(meeting: Meeting) -> None:
    record.add_entry(meeting=meeting, after=row(meeting, "一"), kind="narrative", text="間", **WHO)

    assert texts(meeting) == "一間二三"
    assert row(meeting, "二").history.count() == 1


def test_rows_make_room_when_no_place_is_left_between_two(meeting: Meeting) -> None:
    first = row(meeting, "一")
    record.edit_entry(entry=row(meeting, "二"), position=first.position + 1, **WHO)

    record.add_entry(meeting=meeting, after=first, kind="narrative", text="間", **WHO)

    assert texts(meeting) == "一間二三"


def marked(text: str, *words: str, annotated: str = "") -> MinutesEntry:
    """A row in which the words are withheld, and others noted as 原文ママ."""
    entry: MinutesEntry = make.MinutesEntryFactory(text=text)
    for each in words:
        start = text.index(each)
        disclosure.withhold_passage(
            record=entry,
            field="text",
            span=(start, start + len(each)),
            ground=DisclosureGroundFactory(),
            end_trigger="none",
            **WHO,
        )
    if annotated:
        record.annotate(entry=entry, kind="sic", words=annotated, note="誤り", **WHO)
    return entry


@pytest.mark.parametrize(
    "text", ["追加して、甲は乙に丙を渡す。", "は乙に丙を渡す。", "甲は乙に、そして丙を渡す。もう一文。"]
)
def test_marks_keep_to_their_words_when_the_text_around_them_changes(text: str) -> None:
    entry = marked("甲は乙に丙を渡す。", "乙", "丙", annotated="渡す")

    record.edit_entry(entry=entry, text=text, **WHO)

    for passage in [*Withholding.objects.all(), *entry.annotations.all()]:
        assert text[passage.start : passage.end] == passage.words


def test_edit_of_another_field_leaves_marks_alone() -> None:
    entry = marked("甲は乙に渡す。", "乙")

    record.edit_entry(entry=entry, speaker_label="本部長", **WHO)

    assert Withholding.objects.get().history.count() == 1


def test_edit_that_cuts_marked_words_changes_neither_text_nor_marks() -> None:
    entry = marked("甲は乙に丙を渡す。", "乙", "丙")

    with pytest.raises(ValidationError, match="先にその範囲を解除"):
        record.edit_entry(entry=entry, text="追加。甲は乙に渡す。", **WHO)

    entry.refresh_from_db()
    assert entry.text == "甲は乙に丙を渡す。"
    assert sorted(Withholding.objects.values_list("start", flat=True)) == [2, 4]


def test_row_withheld_as_a_whole_stays_withheld_in_its_new_words() -> None:
    entry = make.MinutesEntryFactory(text="全部が非公開の発言")
    disclosure.withhold_passage(
        record=entry, field="text", span=None, ground=DisclosureGroundFactory(), end_trigger="none", **WHO
    )

    record.edit_entry(entry=entry, text="書き直した発言", **WHO)

    assert Withholding.objects.get().words == "書き直した発言"


def test_remark_on_words_that_are_not_there_is_refused() -> None:
    entry = make.MinutesEntryFactory(text="決裁サイトに飛ぶ")

    with pytest.raises(ValidationError, match="その言葉はありません"):
        record.annotate(entry=entry, kind="sic", words="決済", **WHO)
