"""What was typed, as words and spellings."""

import pytest

from portal.search.words import LONGEST_QUERY, MOST_WORDS, pieces, words_of


@pytest.mark.parametrize(
    ("query", "typed"),
    [
        ("電話 選定", ["電話", "選定"]),
        ("　電話　　選定\n", ["電話", "選定"]),
        ("", []),
        ("\x00電話\x07", ["電話"]),
        ("あ い う え お か", ["あ", "い", "う", "え", "お"]),
    ],
)
def test_query_is_cut_at_any_white_space(query: str, typed: list[str]) -> None:
    assert [word.typed for word in words_of(query)] == typed
    assert len(typed) <= MOST_WORDS


def test_query_of_a_thousand_signs_is_cut() -> None:
    assert [len(word.typed) for word in words_of("あ" * 1000)] == [LONGEST_QUERY]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("資料３－１", "資料3-1"),
        ("資料3-1", "資料３－１"),
        ("でんわ", "デンワ"),
        ("システム", "しすてむ"),
        ("ｼｽﾃﾑ", "システム"),
        ("PT", "ＰＴ"),
    ],
)
def test_word_has_the_other_width_and_the_other_kana(typed: str, stored: str) -> None:
    assert stored in words_of(typed)[0].spellings


def test_pieces_mark_every_hit_and_lose_no_character() -> None:
    text = "次期電話システムの電話（Pt）"
    found = pieces(text, words_of("電話 pt"))
    assert "".join(piece for piece, _ in found) == text
    assert [piece for piece, is_hit in found if is_hit] == ["電話", "電話", "Pt"]
    assert pieces(text, []) == [(text, False)]
