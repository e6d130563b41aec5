"""Text folded for search, put in order, checked at entry and made safe for a spreadsheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.text import (
    UnfitText,
    fold,
    formula_plain,
    formula_safe,
    kana_key,
    refuse_unfit,
    unfit_characters,
)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("govtech東京", "GovTech 東京"),
        ("Ａ社", "A 社"),
        ("ﾀｲﾑﾗｸﾞ", "タイムラグ"),
        ("でんわ", "デンワ"),
        ("サ－バ", "サーバ"),
        ("高崎", "髙﨑"),
        ("渡辺", "渡邉"),
        ("葛飾区", "葛\U000e0100飾区"),
        ("吉野家", "𠮷野家"),
        ("㈱", "(株)"),
        ("３－１", "3-1"),
    ],
)
def test_fold_of_two_spellings_is_the_same(typed, stored):
    assert fold(typed) == fold(stored)


def test_fold_of_different_words_differs():
    assert fold("A社") != fold("B社")
    assert fold("はか") != fold("ばか")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("辻\ue000", "U+E000"),
        ("a\x0bb", "U+000B"),
        ("\u202eてきぎ", "U+202E"),
        ("?\ufffd", "U+FFFD"),
        ("\U000f0000", "U+F0000"),
        ("\ud800", "U+D800"),
        ("\x85", "U+0085"),
    ],
)
def test_unfit_character_is_found_and_refused_by_its_code(text, code):
    assert [found.code for found in unfit_characters(text)] == [code]
    with pytest.raises(UnfitText, match=code.replace("+", r"\+")):
        refuse_unfit(text)


def test_unfit_character_is_refused_with_its_line_and_column():
    with pytest.raises(UnfitText) as refusal:
        refuse_unfit("一行目\n髙\ue001と\ue002")
    assert str(refusal.value) == (
        "2行目の2文字目に、外字（この機器でしか表示できない文字）（U+E001）があります（ほかに1字）。"
        "別の文字に直してください。"
    )


def test_text_of_every_plane_with_line_ends_is_welcome():
    refuse_unfit("髙﨑𠮷野家葛\U000e0100飾区\r\n\t〔…を説明〕—☑👩\u200d💻\n")


@given(st.text())
def test_fold_of_folded_text_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "typed", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠a", " =1", "　＋1", "'=1"]
)
def test_cell_that_begins_like_a_formula_is_text(typed):
    assert formula_safe(typed) == f"'{typed}"


def test_cell_of_ordinary_words_stays_as_it_is():
    assert formula_safe("B社のIP電話システム=案1") == "B社のIP電話システム=案1"
    assert formula_plain("'90年代の調査") == "'90年代の調査"


@given(st.text(alphabet="'=+＝ 　\t\n-字a"))
def test_cell_made_safe_can_be_read_back(text):
    assert formula_plain(formula_safe(text)) == text


def test_readings_are_sorted_in_kana_order():
    read = ["がっこう", "カイ", "かき", "がい", "かっこ", "かつこ", "ｶｰﾄﾞ", "かあと", "あ", ""]
    assert sorted(read, key=kana_key) == [
        *("", "あ", "かあと", "ｶｰﾄﾞ", "カイ", "がい", "かき", "かっこ", "かつこ", "がっこう"),
    ]


def test_long_stroke_without_a_kana_before_it_is_sorted_as_itself():
    assert kana_key("ーあ")[0] == "ーあ"
