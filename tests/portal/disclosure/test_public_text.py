"""What the public reads of one field."""

import pytest

from portal.disclosure.public_text import (
    Mark,
    Other,
    PassageError,
    Plain,
    Substituted,
    Withheld,
    moved_span,
    public_text,
)

TEXT = "A社は高い。B社は年間2600万ほど安い。以上。"
COSTS = "契約・交渉情報"


def withheld(words: str, *, key: int = 1, ground: str = COSTS, text: str = TEXT) -> Withheld:
    start = text.index(words)
    return Withheld(key, start, start + len(words), words, ground)


def substituted(words: str, public_words: str, *, key: int = 9, text: str = TEXT) -> Substituted:
    start = text.index(words)
    return Substituted(key, start, start + len(words), words, public_words)


def test_public_text_without_passages_is_the_text():
    assert public_text(TEXT) == (Plain(TEXT),)


def test_public_text_withheld_passage_leaves_a_mark_only():
    assert public_text(TEXT, [withheld("B社は年間2600万ほど安い。")]) == (
        Plain("A社は高い。"),
        Mark(COSTS, (1,)),
        Plain("以上。"),
    )


def test_public_text_whole_field_withheld_is_one_mark():
    assert public_text(TEXT, [Withheld(4, None, None, TEXT, COSTS)]) == (Mark(COSTS, (4,)),)


def test_public_text_adjoining_passages_of_one_ground_become_one_mark():
    runs = public_text(TEXT, [withheld("年間2600万", key=2), withheld("B社は", key=1)])
    assert [run for run in runs if isinstance(run, Mark)] == [Mark(COSTS, (1, 2))]


def test_public_text_adjoining_passages_of_two_grounds_stay_two_marks():
    runs = public_text(TEXT, [withheld("B社は"), withheld("年間2600万", key=2, ground="審議検討情報")])
    assert [run.ground for run in runs if isinstance(run, Mark)] == [COSTS, "審議検討情報"]


def test_public_text_parted_passages_of_one_ground_stay_two_marks():
    runs = public_text(TEXT, [withheld("A社は"), withheld("B社は", key=2)])
    assert [run.keys for run in runs if isinstance(run, Mark)] == [(1,), (2,)]


def test_public_text_substitution_shows_public_words():
    assert public_text(TEXT, substituted=[substituted("A社", "ある会社")])[:2] == (
        Other("ある会社", 9),
        Plain("は高い。B社は年間2600万ほど安い。以上。"),
    )


def test_public_text_substitution_inside_withheld_passage_vanishes_with_it():
    runs = public_text(TEXT, [withheld("B社は年間")], [substituted("B社", "ある会社")])
    assert runs == (Plain("A社は高い。"), Mark(COSTS, (1,)), Plain("2600万ほど安い。以上。"))


@pytest.mark.parametrize(
    ("hidden", "reworded"),
    [
        ([withheld("B社は年間"), withheld("年間2600万", key=2)], []),
        ([withheld("B社は年間")], [substituted("年間2600万", "ある額")]),
        ([withheld("B社は")], [substituted("高い。B社は年間", "略")]),
    ],
)
def test_public_text_overlapping_passages_are_refused(hidden, reworded):
    with pytest.raises(PassageError, match="重なって"):
        public_text(TEXT, hidden, reworded)


@pytest.mark.parametrize("bounds", [(0, 3), (900, 903), (None, None)])
def test_public_text_words_no_longer_at_their_place_are_refused(bounds):
    with pytest.raises(PassageError, match="本文と合いません"):
        public_text(TEXT, [Withheld(1, *bounds, "B社は", COSTS)])


@pytest.mark.parametrize(
    "new_text",
    [
        TEXT,
        "まず、" + TEXT,
        TEXT + "おわり",
        TEXT.replace("A社は", ""),
        "初めに" + TEXT.replace("安い", "割安である"),
        TEXT.replace("。B", "。\nB"),
    ],
)
def test_moved_span_edit_around_it_follows(new_text):
    start = TEXT.index("B社は")
    moved = moved_span(TEXT, new_text, start, start + 3)
    assert moved is not None
    assert new_text[slice(*moved)] == "B社は"


@pytest.mark.parametrize(
    "new_text", [TEXT.replace("B社は", "B社が"), TEXT.replace("B社は", "B二社は"), "全く別の文", ""]
)
def test_moved_span_edit_touching_it_gives_up(new_text):
    start = TEXT.index("B社は")
    assert moved_span(TEXT, new_text, start, start + 3) is None


def test_moved_span_same_words_twice_follows_the_right_one():
    old = "B社。B社。"
    assert moved_span(old, "新しいB社。B社。", 3, 5) == (6, 8)
    assert moved_span(old, "B社。新しいB社。", 0, 2) == (0, 2)
