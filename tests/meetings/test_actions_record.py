"""Verbs of the record: order, and the passages that are marked in a row's text."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from meetings.actions import record, sittings
from meetings.leaks import public_fields
from meetings.models import Meeting, MinutesEntry
from portal.disclosure import actions as disclosure
from portal.disclosure.models import Withholding
from portal.disclosure.public_text import PassageError
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


PRICED = "甲は年間2600万で渡す。"


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("甲は年間2700万で渡す。", "年間2700万"),
        ("甲は年26万で渡す。", "年26万"),
        ("甲は年間2600万円で渡す。", "年間2600万"),
        ("甲は年間2億円くらい渡す。", "年間2億円くらい"),
        ("甲も年俸2600万で渡す。", "年俸2600万"),
        ("まず甲は年間2600万余りで渡す。", "年間2600万"),
    ],
)
def test_what_is_typed_within_a_passage_or_across_its_end_belongs_to_it(text: str, held: str) -> None:
    entry = marked(PRICED, "年間2600万")

    record.edit_entry(entry=entry, text=text, **WHO)

    passage = Withholding.objects.get()
    assert text[passage.start : passage.end] == passage.words
    assert held in passage.words


def test_lost_passage_stays_lost_and_no_public_edition_is_made() -> None:
    entry = marked("甲は乙に渡す。", "乙に")

    record.edit_entry(entry=entry, text="甲が持つ。", **WHO)
    record.edit_entry(entry=entry, text="甲がまだ持っている。", **WHO)

    assert Withholding.objects.get().words == "乙に"
    with pytest.raises(PassageError):
        public_fields(entry.meeting)


def test_edit_across_two_passages_changes_neither_text_nor_marks() -> None:
    entry = marked("甲は乙社丙社に渡す。", "乙社", "丙社")

    with pytest.raises(ValidationError, match="またがる"):
        record.edit_entry(entry=entry, text="甲は乙会社に渡す。", **WHO)

    entry.refresh_from_db()
    assert entry.text == "甲は乙社丙社に渡す。"


@pytest.mark.parametrize(
    ("make_one", "field", "edit", "name"),
    [
        (make.MeetingFactory, "venue", sittings.edit_meeting, "meeting"),
        (make.AgendaItemFactory, "title", sittings.edit_item, "item"),
        (make.HandoutFactory, "title", sittings.edit_handout, "handout"),
        (make.MinutesEntryFactory, "speaker_label", record.edit_entry, "entry"),
    ],
)
def test_passage_in_any_field_moves_with_its_words(make_one: Any, field: str, edit: Any, name: str) -> None:
    one = make_one(**{field: "甲の秘密の場所"})
    how = {"ground": DisclosureGroundFactory(), "end_trigger": "none", **WHO}
    disclosure.withhold_passage(record=one, field=field, span=(2, 4), **how)

    edit(**{name: one}, **{field: "新しい甲の秘密の場所"}, **WHO)

    assert (Withholding.objects.get().start, Withholding.objects.get().words) == (5, "秘密")


def test_remarked_words_are_not_changed() -> None:
    entry = marked("甲は乙に渡す。", annotated="渡す")

    with pytest.raises(ValidationError, match="行の注がある言葉"):
        record.edit_entry(entry=entry, text="甲は乙にやる。", **WHO)


def test_remark_before_the_edited_words_stays_where_it_is() -> None:
    entry = marked("甲は乙に渡す。", annotated="甲は")

    record.edit_entry(entry=entry, text="甲は乙に渡した。", **WHO)

    note = entry.annotations.get()
    assert (note.start, entry.text[note.start : note.end], note.version) == (0, "甲は", 1)


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
