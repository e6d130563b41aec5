"""What a leak check finds in plain text."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from portal.disclosure.leaks import Hidden, Level, PublicPiece, Rule, Watch, named, repeated

MICROSOFT = Watch("マイクロソフト", Rule.VENDOR)
WORD = Watch("Word", Rule.PRODUCT)


def found(text: str, *watches: Watch) -> list[tuple[str, str]]:
    return [(each.level, each.words) for each in named([PublicPiece(1, text)], watches)]


@pytest.mark.parametrize(
    "text",
    ["ﾏｲｸﾛｿﾌﾄに依存", "マイク\nロソフトに依存", "マイ　クロ ソフトに依存", "マイクロ\u200bソフトに依存"],
)
def test_name_is_found_whatever_its_width_and_the_white_space_within(text: str):
    assert [level for level, _ in found(text, MICROSOFT)] == [Level.WARNING]


def test_half_width_sound_mark_is_part_of_its_character():
    (finding,) = named([PublicPiece(1, "次はｸﾞｰｸﾞﾙの案")], [Watch("グーグル", Rule.VENDOR)])
    assert (finding.words, finding.start, finding.end) == ("ｸﾞｰｸﾞﾙ", 2, 8)


def test_vendor_beside_a_pseudonym_leaks_wherever_in_the_text_that_stands():
    pieces = [PublicPiece(1, "障害時はマイクロソフトに依存する。"), PublicPiece(2, "A 社の案がよい。")]
    (finding,) = named(pieces, [MICROSOFT])
    assert (finding.key, finding.level, finding.words) == (1, Level.LEAK, "マイクロソフト")
    assert [each.level for each in named(pieces[:1], [MICROSOFT])] == [Level.WARNING]


def test_product_warns_as_a_whole_word_only():
    assert found("アプリ内でWord等を編集、ｗｏｒｄ も可", WORD) == [
        (Level.WARNING, "Word"),
        (Level.WARNING, "ｗｏｒｄ"),
    ]
    assert found("passwordとWordPress", WORD) == []
    assert found("リコール", Watch("リコー", Rule.VENDOR)) == []


def test_word_within_an_excepted_longer_one_is_none():
    hitachi = Watch("日立", Rule.VENDOR, unless=("今日立",))
    assert found("今日立ち上げた", hitachi) == []
    assert found("今日、日立が来た", hitachi) == [(Level.WARNING, "日立")]


def test_sealed_name_always_leaks_and_hints_leak_beside_their_label():
    sealed, hint = Watch("架空電機", Rule.SEALED, "A社"), Watch("カクウフォン", Rule.UNMASKING, "A社")
    assert found("架空電機の提案", sealed, hint) == [(Level.LEAK, "架空電機")]
    assert found("カクウフォンを使う", sealed, hint) == [(Level.WARNING, "カクウフォン")]
    assert found("A社のカクウフォンを使う", sealed, hint) == [(Level.LEAK, "カクウフォン")]


def test_name_within_a_longer_one_is_one_finding():
    watches = [MICROSOFT, Watch("マイクロソフトワード", Rule.PRODUCT), Watch("", Rule.PRODUCT)]
    assert found("マイクロソフトワードで", *watches) == [(Level.WARNING, "マイクロソフトワード")]


def test_withheld_words_in_a_file_leak():
    hidden = [Hidden("h", "年間2600万ほど上がる"), Hidden("short", "B社")]
    (finding,) = repeated([PublicPiece("本文", "経費は年間\n２６００万ほど上がる。B社")], hidden)
    assert (finding.level, finding.rule, finding.source) == (Level.LEAK, Rule.WITHHELD, "h")


def test_finding_says_what_it_goes_by():
    (name,) = named([PublicPiece(1, "Wordで")], [WORD])
    assert name.said == "Word"


def test_shipped_list_holds_at_least_200_names_each_once_and_says_its_source():
    shipped = json.loads((Path(settings.BASE_DIR) / "fixtures" / "watch_words.json").read_text("utf-8"))
    words = [each["word"] for each in shipped["words"]]
    assert len(words) >= 200
    assert len(set(words)) == len(words)
    assert {each["kind"] for each in shipped["words"]} == {"vendor", "product"}
    assert "2026年11月" in shipped["source"]
    assert {"マイクロソフト", "Word", "富士通"} <= set(words)
