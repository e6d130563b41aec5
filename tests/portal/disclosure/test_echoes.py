"""What of a withheld passage is said again in words about to become public."""

import pytest

from portal.disclosure.echoes import echoes
from portal.disclosure.leaks import Hidden, Level, PublicPiece, Rule


def told(texts: list[str], hidden: str, *titles: str) -> list[tuple[object, str]]:
    pieces = [PublicPiece(number, text) for number, text in enumerate(texts)]
    return [(each.key, each.said) for each in echoes(pieces, [Hidden("h", hidden)], (), titles)]


def shared(text: str, hidden: str, *labels: str) -> tuple[str, ...]:
    told = echoes([PublicPiece(1, text)], [Hidden(2, hidden)], labels)
    assert all(each.level == Level.WARNING and each.rule == Rule.ECHO for each in told)
    return told[0].evidence if told else ()


@pytest.mark.parametrize(
    ("text", "hidden", "evidence"),
    [
        ("経費の面ではB社が良いのでは。", "B 社は A 社より価格が安い。", ("B社と「経費」",)),
        ("B社のコスト", "B社の経費。C社の費用。", ("B社と「コスト」",)),
        ("経費の面ではC社が良いのでは。", "B社は価格が安い。", ()),
        ("B社が良いのでは。", "B社は価格が安い。", ()),
        ("経費が要る。", "B社は価格が安い。", ()),
        ("19億かかる", "約19億円と見込む", ("19億",)),
        ("19億人", "約19億円と見込む", ()),
        ("1,900円", "1900円を要する", ("1,900円",)),
        ("5秒は長い", "遅れは５秒", ("5秒",)),
        ("入札は9月。", "9月に入札", ("9月",)),
        ("入札は8月。", "9月に入札", ()),
        ("令和6年6月27日に", "令和６年６月２７日", ("6年6月27日", "「令和6年6月27日」")),
        ("政経部で練って判断", "もう一度政経部で練って判断する", ("「政経部で練って判断」",)),
        ("第1回を開く", "あと1か月で決めたい", ()),
        ("第3案がよい", "第３案とする", ("第3",)),
        ("(1)について", "1台を置く", ()),
        ("1か月で", "１ヶ月では", ("1か月",)),
        ("政経部で練", "もう一度政経部で練って判断する", ()),
    ],
)
def test_echo_is_the_same_pseudonym_with_a_synonym_or_the_same_figure_date_or_run(
    text: str, hidden: str, evidence: tuple[str, ...]
):
    assert shared(text, hidden) == evidence


def test_label_of_the_register_is_a_pseudonym_too():
    assert shared("甲案の費用", "甲案は価格が高い") == ()
    assert shared("甲案の費用", "甲案は価格が高い", "甲案", "") == ("甲案と「費用」",)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("今年度後半から進めたいと考えている。", "区長にも確認が取りたいと考えている。"),
        ("早く対応しなければいけない。", "一人一台にしなければいけない。"),
        ("A社が良いのでは。", "B社が良いのでは。"),
        ("設置されている。", "比較されている。"),
        ("A社については、", "A社については以上。"),
    ],
)
def test_grammar_and_a_pseudonym_by_itself_say_nothing(text: str, hidden: str):
    assert shared(text, hidden) == ()


@pytest.mark.parametrize(
    ("text", "hidden", "evidence"),
    [
        # Written without kanji, and between empty words: still said again.
        (
            "さくらがいのうらにあると考えている。",
            "鍵はさくらがいのうらにある。",
            "「さくらがいのうらにある」",
        ),
        ("そこで汚職があるとされている。", "担当に汚職があるとされている。", "「汚職があるとされている。」"),
        ("クラウドを選ぶとは言えない", "やはりクラウドを選ぶ", "「クラウドを選ぶ」"),
    ],
)
def test_run_that_says_something_is_told_whatever_stands_around_it(text: str, hidden: str, evidence: str):
    assert shared(text, hidden) == (evidence,)


def test_short_run_after_a_longer_one_of_grammar_is_told_too():
    hidden = "三者で談合したと聞いた。そのように進めていきたいと考えている。"
    assert shared("そのように進めていきたいと考えている。三者で談合したと言う。", hidden)
    assert "「三者で談合したと」" in shared(
        "引き続き検討していきたいと考えている。三者で談合したと言う。", hidden
    )


def test_words_of_a_published_title_are_no_echo_but_more_than_they_are():
    title, hidden = "次期電話システムの選定について", "次期電話システムの落札者は架空電機"
    assert told(["次期電話システムの選定を行う"], hidden, title) == []
    assert told(["次期電話システムの落札者は未定"], hidden, title) == [(0, "「次期電話システムの落札者は」")]


def test_what_many_places_share_is_told_once_with_its_count_and_anew_when_there_are_more():
    hidden = "IP電話システムを年間2600万で買う"
    texts = ["IP電話システムの話", "IP電話システムが遅い", "B社のIP電話システムを使う", "関係のない行"]
    assert told(texts, hidden) == [(0, "「IP電話システムの」（ほか2か所）".replace("の」", "」"))]
    assert told([*texts, "IP電話システムは要る"], hidden)[0][1].endswith("（ほか3か所）")
    assert [key for key, _ in told(texts[:2], hidden)] == [0, 1]


def test_figure_beside_a_run_of_many_places_is_told_where_it_stands():
    hidden = "IP電話システムを年間2600万で買う"
    texts = ["IP電話システムの話", "IP電話システムが遅い", "IP電話システムは年2600万"]
    assert told(texts, hidden)[1] == (2, "2600万")


def test_echo_says_what_it_goes_by():
    assert told(["入札は9月。"], "9月に入札") == [(0, "9月")]
