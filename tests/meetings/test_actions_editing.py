"""Verbs of the editor: cut, join, move, take back; marks keep to their words, nothing is half done."""

import pytest
from django.core.exceptions import ValidationError

from meetings.actions import editing, record, undoing
from meetings.actions.sittings import edit_meeting
from meetings.models import Annotation, MinutesEntry
from meetings.rows import cut, joined
from portal.accounts.models import User
from portal.audit.errors import StaleWrite
from portal.audit.operations import operation
from portal.disclosure import actions as disclosure
from portal.disclosure.models import Withholding
from portal.sources.models import Basis, Citation, Source
from tests.factories import meetings as make
from tests.factories.portal import DisclosureGroundFactory, user_who_may_everything
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db

WHO = {"by": "system:tests", "reason": "試験"}


def row(text: str, **values: object) -> MinutesEntry:
    entry: MinutesEntry = make.MinutesEntryFactory(text=text, **values)
    return entry


def below(entry: MinutesEntry, text: str, **values: object) -> MinutesEntry:
    same = {"kind": entry.kind, "speaker_label": entry.speaker_label}
    return record.add_entry(meeting=entry.meeting, after=entry, text=text, **same | values, **WHO)


def withhold(entry: MinutesEntry, words: str = "") -> Withholding:
    start = entry.text.index(words)
    return disclosure.withhold_passage(
        record=entry,
        field="text",
        span=(start, start + len(words)) if words else None,
        ground=DisclosureGroundFactory(),
        end_trigger="none",
        **WHO,
    )


def source_of(title: str) -> Source:
    with as_system():
        found = Source(title=title, kind=Source.Kind.values[0])
        found.save()
    return found


def cite(
    entry: MinutesEntry, field: str, quote: str, basis: str = Basis.QUOTED, source: Source | None = None
) -> Citation:
    with as_system():
        found = Citation(
            source=source or source_of(f"出典{Source.objects.count()}"),
            record_model="meetings.minutesentry",
            record_key=entry.pk,
            field=field,
            place="本文",
            quote=quote,
            basis=basis,
            note="" if basis == Basis.QUOTED else "推して知る",
        )
        found.save()
    return found


def texts(entry: MinutesEntry) -> list[str]:
    return list(entry.meeting.entries.values_list("text", flat=True))


@pytest.mark.parametrize(
    ("text", "at", "halves"),
    [
        ("前。後。", 2, ("前。", "後。", 2)),
        ("前。\n　後。", 2, ("前。", "後。", 4)),
        ("前。 \n後", 4, ("前。", "後", 4)),
    ],
)
def test_cut_leaves_no_white_space_at_the_cut(text: str, at: int, halves: tuple[str, str, int]) -> None:
    assert cut(text, at) == halves


@pytest.mark.parametrize(
    ("upper", "lower", "text"), [("終わる。", "次", "終わる。\n次"), ("途中で", "切れた", "途中で切れた")]
)
def test_joined_texts_become_paragraphs_unless_the_first_broke_off(upper: str, lower: str, text: str) -> None:
    assert joined(upper, lower) == (text, text.index(lower))


def test_split_row_keeps_marks_commitments_and_sources_with_their_words() -> None:
    entry = row("前の秘密。後の秘密を約束する。")
    first, second = withhold(entry, "前の秘密"), withhold(entry, "後の秘密")
    note = record.annotate(entry=entry, kind="sic", words="約束", **WHO)
    promise = make.CommitmentFactory(meeting=entry.meeting, entry=entry, words="約束する")
    earlier = make.CommitmentFactory(meeting=entry.meeting, entry=entry, words="前の")
    cite(entry, "text", "前の秘密。後の秘密を約束する。")

    new = editing.split_entry(entry=entry, at=5, **WHO)

    assert texts(entry) == ["前の秘密。", "後の秘密を約束する。"]
    for mark, holder in ((first, entry), (second, new)):
        mark.refresh_from_db()
        assert (mark.record_key, holder.text[mark.start : mark.end]) == (holder.pk, mark.words)
    note.refresh_from_db()
    assert (note.entry, new.text[note.start : note.end]) == (new, "約束")
    promise.refresh_from_db()
    earlier.refresh_from_db()
    assert (promise.entry, earlier.entry) == (new, entry)
    assert set(Citation.objects.values_list("record_key", flat=True)) == {entry.pk, new.pk}


def test_split_takes_what_was_typed_along_in_one_operation() -> None:
    entry = row("前。後。")

    new = editing.split_entry(entry=entry, at=3, text="前に。後。", **WHO)

    assert texts(entry) == ["前に。", "後。"]
    assert (new.kind, new.speaker_label) == (entry.kind, entry.speaker_label)
    assert entry.history.latest("history_id").operation_id == new.history.get().operation_id


@pytest.mark.parametrize("at", [0, 2, 99])
def test_split_with_nothing_on_one_side_is_refused(at: int) -> None:
    entry = row("前後")

    with pytest.raises(ValidationError, match="両方に言葉が残る"):
        editing.split_entry(entry=entry, at=at, **WHO)
    assert texts(entry) == ["前後"]


@pytest.mark.parametrize(("marked", "said"), [("前の秘密", "にかかる変更"), ("", "行の全体が非公開")])
def test_split_across_what_is_withheld_is_refused(marked: str, said: str) -> None:
    entry = row("前の秘密。")
    withhold(entry, marked)

    with pytest.raises(ValidationError, match=said):
        editing.split_entry(entry=entry, at=2, **WHO)
    assert texts(entry) == ["前の秘密。"]


def test_merged_row_brings_its_marks_and_commitments_into_the_one_above() -> None:
    upper = row("上の秘密。")
    lower = below(upper, "下の秘密。")
    first, second = withhold(upper, "上の秘密"), withhold(lower, "下の秘密")
    promise = make.CommitmentFactory(meeting=upper.meeting, entry=lower, words="下の秘密")

    stored = editing.merge_entry(entry=lower, above=upper, text="下の秘密。と。", **WHO)

    assert texts(upper) == ["上の秘密。\n下の秘密。と。"]
    for mark in (first, second):
        mark.refresh_from_db()
        assert (mark.record_key, stored.text[mark.start : mark.end]) == (upper.pk, mark.words)
    promise.refresh_from_db()
    assert promise.entry == upper


def test_merged_row_keeps_both_sources_and_the_weaker_ground() -> None:
    upper = row("上。")
    lower = below(upper, "下。")
    source = source_of("会議録")
    cite(upper, "text", "上。", source=source)
    cite(lower, "text", "下。", Basis.INFERRED, source=source)
    cite(lower, "", "下。")
    cite(lower, "speaker", "本部長")

    editing.merge_entry(entry=lower, above=upper, **WHO)

    found = {each.field: each for each in Citation.objects.filter(record_key=upper.pk)}
    assert (found["text"].quote, found["text"].basis) == ("上。\n下。", Basis.INFERRED)
    assert found.keys() == {"text", ""}
    assert not Citation.objects.filter(record_key=lower.pk).exists()


def test_rows_of_two_speakers_are_not_merged() -> None:
    upper = row("上。", speaker_label="本部長")
    lower = below(upper, "下。", speaker_label="部員")

    with pytest.raises(ValidationError, match="発言者が違う"):
        editing.merge_entry(entry=lower, above=upper, **WHO)
    assert texts(upper) == ["上。", "下。"]


def test_merge_over_a_row_above_that_changed_is_stale() -> None:
    upper = row("上。")
    lower = below(upper, "下。")
    record.edit_entry(entry=MinutesEntry.objects.get(pk=upper.pk), text="別。", **WHO)

    with pytest.raises(StaleWrite):
        editing.merge_entry(entry=lower, above=upper, **WHO)


def test_shifted_row_takes_what_was_typed_along_and_stops_at_the_ends() -> None:
    first = row("一", position=0)
    second = below(first, "二")

    record.shift_entry(entry=second, up=True, text="弐", **WHO)
    assert texts(first) == ["弐", "一"]
    with pytest.raises(ValidationError, match="いちばん上"):
        record.shift_entry(entry=second, up=True, **WHO)
    record.shift_entry(entry=second, up=False, **WHO)
    assert texts(first) == ["一", "弐"]
    with pytest.raises(ValidationError, match="いちばん下"):
        record.shift_entry(entry=second, up=False, **WHO)


def test_row_is_written_above_another() -> None:
    first = row("一", position=8)
    second = below(first, "二")

    record.add_entry(meeting=first.meeting, before=second, kind="narrative", text="間", **WHO)
    record.add_entry(meeting=first.meeting, before=first, kind="narrative", text="頭", **WHO)

    assert texts(first) == ["頭", "一", "間", "二"]


@pytest.fixture
def writer() -> User:
    return user_who_may_everything()


def last_act(entry: MinutesEntry) -> object:
    rows = MinutesEntry.history.filter(meeting_id=entry.meeting_id)
    return rows.latest("history_id").operation_id


def undo(entry: MinutesEntry, by: User) -> None:
    undoing.undo_act(by=by, reason="戻す", meeting=entry.meeting, operation_id=last_act(entry))


def test_undone_merge_and_split_bring_rows_and_marks_back_and_once_more_forth(writer: User) -> None:
    upper = row("上の秘密。")
    lower = below(upper, "下の秘密。後。")
    mark, note = withhold(lower, "下の秘密"), record.annotate(entry=lower, kind="sic", words="後", **WHO)
    who, key = {"by": writer, "reason": "試す"}, lower.pk

    editing.merge_entry(entry=lower, above=upper, **who)
    undo(upper, writer)
    assert texts(upper) == ["上の秘密。", "下の秘密。後。"]
    mark.refresh_from_db()
    assert (mark.record_key, mark.start) == (key, 0)
    assert Annotation.objects.get(pk=note.pk).entry_id == key
    undo(upper, writer)
    assert texts(upper) == ["上の秘密。\n下の秘密。後。"]
    undo(upper, writer)

    editing.split_entry(entry=MinutesEntry.objects.get(pk=key), at=5, **who)
    assert len(texts(upper)) == 3
    undo(upper, writer)
    assert texts(upper) == ["上の秘密。", "下の秘密。後。"]


def test_act_is_not_undone_once_somebody_went_on(writer: User) -> None:
    entry = row("一")
    record.edit_entry(entry=entry, text="二", by=writer, reason="試す")
    act = last_act(entry)
    record.edit_entry(entry=MinutesEntry.objects.get(pk=entry.pk), text="三", **WHO)

    for operation_id in (act, last_act(entry)):  # one's own that is overtaken, and somebody else's
        with pytest.raises(ValidationError, match="ほかの変更"):
            undoing.undo_act(by=writer, reason="戻す", meeting=entry.meeting, operation_id=operation_id)
    assert texts(entry) == ["三"]


def test_act_that_wrote_more_than_the_record_is_not_undone(writer: User) -> None:
    meeting = make.MeetingFactory()
    both = {"by": writer, "reason": "両方"}
    with operation(**both):
        written = record.add_entry(meeting=meeting, kind="narrative", text="行", **both)
        edit_meeting(meeting=meeting, venue="別の部屋", **both)

    with pytest.raises(ValidationError, match="ほかも変えている"):
        undo(written, writer)
    assert texts(written) == ["行"]


def test_rows_are_written_all_or_none() -> None:
    meeting = make.MeetingFactory()
    rows = [{"kind": "speech", "speaker_label": name, "text": "はい。"} for name in ("本部長", "")]

    with pytest.raises(ValidationError, match="2行目"):
        editing.write_rows(meeting=meeting, rows=rows, **WHO)
    assert not meeting.entries.exists()
