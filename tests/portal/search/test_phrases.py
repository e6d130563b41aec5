"""Words of a query, their place in the index, and the hits in the original text."""

import pytest

from portal.search.phrases import excerpt, for_fts5, for_tsquery, phrases_of, pieces, tokens


def hits(text: str, query: str) -> list[str]:
    return [words for words, is_hit in pieces(text, phrases_of(query)) if is_hit]


def test_query_is_words_to_find_and_words_to_leave_out() -> None:
    found = phrases_of("電話　-経費 －価格 - \x00区")
    assert [(each.typed, each.is_left_out) for each in found] == [
        ("電話", False),
        ("経費", True),
        ("価格", True),
        ("-", False),
        ("区", False),
    ]


def test_query_has_an_end() -> None:
    assert len(phrases_of("あ " * 100)) == 10
    assert phrases_of("あ" * 500)[0].spellings == ("あ" * 200,)


def test_word_brings_those_of_the_same_meaning_unless_it_is_to_be_found_as_typed() -> None:
    assert phrases_of("手つづき")[0].spellings == ("手つづき", "手続", "手続き")
    assert phrases_of("ｺｽﾄ")[0].spellings == ("こすと", "経費", "費用", "価格")
    assert phrases_of("手つづき", as_typed=True)[0].spellings == ("手つづき",)


@pytest.mark.parametrize(
    ("text", "query", "hit"),
    [
        ("ＩＰ電話のﾀｲﾑﾗｸﾞは5秒", "たいむらぐ", "ﾀｲﾑﾗｸﾞ"),
        ("ＩＰ電話のﾀｲﾑﾗｸﾞは5秒", "ip", "ＩＰ"),
        ("山﨑課長と渡邊係長", "渡辺", "渡邊"),
        ("葛\U000e0100飾区", "葛飾", "葛\U000e0100飾"),
        ("か\u3099いと", "ガイ", "か\u3099い"),
        ("㈱の表記", "株", "㈱"),
        ("段落の\n切れ目", "落の切れ", "落の\n切れ"),
    ],
)
def test_hit_is_shown_as_the_original_writes_it(text: str, query: str, hit: str) -> None:
    assert hits(text, query) == [hit]
    assert "".join(words for words, _ in pieces(text, phrases_of(query))) == text


def test_word_left_out_is_no_hit() -> None:
    assert hits("電話と経費", "電話 -経費") == ["電話"]


def test_hits_that_overlap_are_one() -> None:
    assert hits("ああああ", "ああ") == ["ああああ"]


def test_excerpt_stands_around_the_first_hit() -> None:
    told = excerpt(pieces("前" * 100 + "延期" + "後" * 200, phrases_of("延期")), around=5)
    assert "".join(words for words, _ in told) == "…" + "前" * 5 + "延期" + "後" * 8 + "…"
    assert "".join(words for words, _ in excerpt(pieces("短い", phrases_of("延期")))) == "短い"


def test_index_has_pairs_the_last_character_alone_and_a_border_between_texts() -> None:
    assert tokens("区役", "所", "").split() == [
        "x00533a005f79",
        "x005f79",
        "z",
        "x006240",
    ]


def test_query_is_written_for_each_database() -> None:
    asked = phrases_of("延期後 -区", as_typed=True)
    assert for_fts5(asked) == '(("x005ef600671f x00671f005f8c")) NOT ((x00533a*))'
    assert for_tsquery(asked) == "(((x005ef600671f<->x00671f005f8c))) & ! ((x00533a:*))"
