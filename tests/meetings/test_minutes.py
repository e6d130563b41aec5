"""会議録 as composed for either audience, on plain data."""

from dataclasses import replace

import pytest

from meetings.minutes import Block, Minutes, compose
from meetings.minutes_form import FormLayout, LayoutError
from meetings.minutes_record import Attendee, Entry, Flag, Item, Paper, Sitting
from meetings.printed import Field, FullText, LedgerLine, PublicText, words_of
from portal.disclosure.public_text import PassageError, Substituted, Withheld
from tests.meetings.sample import example, fixture, seed_form, seed_sitting

COSTS = "契約・交渉情報"
PHONES = Item("議案", 2, Field("次期電話システムの選定について"))
SIMPLE = FormLayout.from_data(
    {"rows": [{"label": "名", "value": "name"}, {"label": "議題", "value": "agenda"}]}
)


def sitting(*entries: Entry, items: tuple[Item, ...] = (PHONES,), papers: tuple[Paper, ...] = ()) -> Sitting:
    flag = Flag("open", Field(""))
    return Sitting(
        name="令和6年度 第2回見本区本部",
        secretariat="情報管理課",
        held=Field("令和6年9月2日（月）10:00～11:00"),
        ended="",
        venue=Field("庁議室"),
        meeting_flag=flag,
        minutes_flag=flag,
        items=items,
        attendees=(),
        entries=entries,
        papers=papers,
    )


def speech(text: str, *hidden: str, label: str = "部員", item: Item | None = PHONES) -> Entry:
    """A speech, with the ``hidden`` words withheld under keys 1, 2, …"""
    spans = (
        Withheld(key, text.index(words), text.index(words) + len(words), words, COSTS)
        for key, words in enumerate(hidden, start=1)
    )
    return Entry("speech", Field(text, tuple(spans)), Field(label), item)


def public(*keys: int, period: str = "契約締結の日まで") -> PublicText:
    return PublicText({key: LedgerLine(COSTS, period) for key in keys})


def printed(block: Block) -> str:
    return words_of(block.label) + "／".join(words_of(paragraph) for paragraph in block.paragraphs)


def everything(minutes: Minutes) -> str:
    """All that the templates are handed."""
    return repr(minutes)


def test_seed_original_prints_every_row_of_the_record_in_order():
    minutes = compose(seed_sitting(), seed_form(), FullText())
    rows = fixture("seed000/record.json")["entries"]["records"]
    texts = ["／".join(row["text"]) if isinstance(row["text"], list) else row["text"] for row in rows]
    assert len(minutes.record) == len(texts)
    for block, text in zip(minutes.record, texts, strict=True):
        assert printed(block).endswith(text)


def test_seed_original_labels_speakers_and_summaries_and_lists_nothing():
    minutes = compose(seed_sitting(), seed_form(), FullText())
    assert printed(minutes.record[0]) == "本部長：令和6年度第1回行政情報化推進本部を開催します。"
    labels = {words_of(block.label) for block in minutes.record if block.kind in ("speech", "summary")}
    assert labels == {"本部長：", "副本部長：", "部員：", "事務局：", "要旨："}
    assert minutes.listed == ()


def test_seed_reports_stay_with_the_sentence_before_them():
    record = compose(seed_sitting(), seed_form(), FullText()).record
    small = [index for index, block in enumerate(record) if block.kind == "small_heading"]
    assert [words_of(record[index].label) for index in small] == ["報告（１）", "報告（２）", "報告（３）"]
    kept = [record[index].keeps_next for index in range(small[0] - 1, small[-1] + 1)]
    assert kept == [True, True, True, False]


def test_seed_form_ticks_the_chosen_boxes_and_groups_its_rows():
    minutes = compose(seed_sitting(), seed_form(), FullText())
    assert [(group.label, [row.label for row in group.rows]) for group in minutes.table][-2:] == [
        ("公開の\n可否", ["会議", "会議録"]),
        ("出席者", ["部員", "事務局"]),
    ]
    meeting, record = minutes.table[-2].rows
    assert ["".join((c.mark, c.word)) for c in meeting.cell.choices] == ["☐公開", "☑非公開", "☐一部非公開"]
    assert ["".join((c.mark, c.word)) for c in record.cell.choices] == ["☐公開", "☐非公開", "☑一部非公開"]
    assert words_of(meeting.cell.text) != words_of(record.cell.text)


def test_seed_public_edition_holds_no_withheld_word_and_lists_the_places():
    _, _, ledger = example()
    minutes = compose(seed_sitting(with_example=True), seed_form(), PublicText(ledger))
    told = everything(minutes)
    for given in fixture("example_withholding.json")["withholdings"]["records"]:
        assert given.get("words", "19 億かかる") not in told
    assert "マイクロソフト" not in told
    assert "Word" not in told
    assert [(one.number, one.place) for one in minutes.listed] == [
        (1, "議案（2）要旨 第4段落"),
        (2, "議案（2）本部長の発言"),
        (3, "議案（2）事務局の発言"),
        (4, "議案（2）本部長の発言"),
        (5, "議案（2）本部長の発言"),
        (6, "議案（2）事務局の発言"),
        (7, "議案（2）事務局の発言"),
        (8, "資料3-3 各システムの運用経費内訳（全部）"),
    ]
    assert minutes.pseudonyms == "A社・D区・F市・G県"
    assert minutes.has_substitutions
    assert minutes.has_examples


def test_public_mark_has_number_and_ground_and_keeps_the_speaker():
    minutes = compose(sitting(speech("年間2600万。", "年間2600万。")), SIMPLE, public(1))
    assert printed(minutes.record[-1]) == f"部員：〔非公開1：{COSTS}〕"


def test_public_adjoining_passages_share_one_number():
    minutes = compose(sitting(speech("年間2600万。以上。", "年間", "2600万。")), SIMPLE, public(1, 2))
    assert printed(minutes.record[-1]) == f"部員：〔非公開1：{COSTS}〕以上。"
    assert [one.number for one in minutes.listed] == [1]


def test_public_title_withheld_is_one_number_in_table_and_record_whatever_the_heading_says():
    hidden = replace(PHONES, title=Field("次期電話", (Withheld(1, None, None, "次期電話", COSTS),)))
    heading = Entry("heading", Field("議案（2）次期電話"), item=hidden)
    minutes = compose(sitting(heading, items=(hidden,)), SIMPLE, public(1))
    assert "次期電話" not in everything(minutes)
    assert printed(minutes.record[0]) == f"議案（2）〔非公開1：{COSTS}〕"
    assert [one.place for one in minutes.listed] == ["議案（2）の題名"]


def test_public_closed_item_prints_its_heading_and_one_mark():
    closed = replace(PHONES, closed=1)
    entries = (speech("一つ目", item=closed), speech("二つ目", item=closed))
    minutes = compose(sitting(*entries, items=(closed,)), SIMPLE, public(1))
    assert [printed(block) for block in minutes.record] == [
        "議案（2）次期電話システムの選定について",
        f"〔非公開1：{COSTS}〕",
    ]
    original = compose(sitting(*entries, items=(closed,)), SIMPLE, FullText())
    assert [printed(block) for block in original.record][1:] == ["部員：一つ目", "部員：二つ目"]


def test_public_paper_withheld_keeps_its_title_and_a_withheld_title_goes():
    papers = (
        Paper("3-2", "資料 3 - 2", Field("比較一覧", (Withheld(2, None, None, "比較一覧", COSTS),))),
        Paper("3-3", "", Field("経費内訳"), closed=1),
    )
    minutes = compose(sitting(papers=papers), SIMPLE, public(1, 2))
    assert [(row.number, words_of(row.title)) for row in minutes.papers] == [
        ("資料 3 - 2", f"〔非公開1：{COSTS}〕"),
        ("資料3-3", f"経費内訳〔非公開2：{COSTS}〕"),
    ]


def test_public_reworded_words_are_marked_and_the_original_keeps_its_own():
    text = "マイクロソフトに依存する。"
    entry = Entry(
        "speech", Field(text, (), (Substituted(7, 0, 7, "マイクロソフト", "提供元"),)), Field("部員")
    )
    minutes = compose(sitting(entry), SIMPLE, PublicText({7: LedgerLine("", "")}))
    (paragraph,) = minutes.record[0].paragraphs
    assert [(piece.words, piece.manner) for piece in paragraph] == [
        ("提供元", "reworded"),
        ("に依存する。", "plain"),
    ]
    assert printed(compose(sitting(entry), SIMPLE, FullText()).record[0]) == f"部員：{text}"


def test_public_passage_that_no_longer_fits_is_refused_with_its_place():
    entry = Entry("speech", Field("直した文。", (Withheld(1, 0, 3, "前の文", COSTS),)), Field("部員"), PHONES)
    with pytest.raises(PassageError, match="議案（2）部員の発言"):
        compose(sitting(entry), SIMPLE, public(1))


def test_check_number_changes_with_public_words_but_never_with_withheld_ones():
    def number(costs: str, rest: str) -> str:
        return compose(sitting(speech(costs + rest, costs)), SIMPLE, public(1)).check_number

    assert number("A社", "が高い。") == number("B社のほう", "が高い。")
    assert number("A社", "が高い。") != number("A社", "が安い。")


def test_item_without_a_heading_row_gets_one_once():
    entries = (speech("前"), Entry("time", Field("[10:30 休憩]")), speech("後"))
    kinds = [block.kind for block in compose(sitting(*entries), SIMPLE, FullText()).record]
    assert kinds == ["heading", "speech", "time", "speech"]


def test_inferred_value_says_so_in_words():
    record = replace(sitting(), venue=Field("庁議室", basis="推定"))
    layout = FormLayout.from_data({"rows": [{"label": "場所", "value": "venue"}]})
    (group,) = compose(record, layout, FullText()).table
    assert words_of(group.rows[0].cell.text) == "庁議室（推定）"


def test_meeting_not_yet_decided_ticks_no_box():
    record = replace(sitting(), meeting_flag=Flag("on_the_day", Field("")))
    layout = FormLayout.from_data({"rows": [{"label": "会議", "value": "meeting_disclosure"}]})
    cell = compose(record, layout, FullText()).table[0].rows[0].cell
    assert not any(choice.is_chosen for choice in cell.choices)
    assert words_of(cell.text) == "当日決定"


def test_second_form_lists_present_absent_and_observers_from_its_layout_alone():
    layout = FormLayout.from_data(
        {
            "title": "議事録",
            "rows": [
                {"label": "名", "value": "name"},
                {"label": "出席", "value": "attendance"},
                {"label": "欠席", "value": "attendance", "statuses": ["absent"]},
                {"label": "傍聴者数", "value": "observer_count"},
            ],
            "parts": ["table", "record", "signatures"],
            "speaker_mark": "　",
            "signatures": ["会長署名", "委員署名"],
        }
    )
    attendees = (
        Attendee("会長", "members"),
        Attendee("委員", "members", "deputy", "代理：職務代理"),
        Attendee("財政課長", "members", "absent"),
    )
    record = replace(sitting(speech("よい。")), attendees=attendees, observer_count=3)
    minutes = compose(record, layout, FullText())
    cells = {row.label: row.cell for group in minutes.table for row in group.rows}
    assert "".join(cells["出席"].names) == "会長、委員（代理：職務代理）"
    assert "".join(cells["欠席"].names) == "財政課長"
    assert words_of(cells["傍聴者数"].text) == "3人"
    assert printed(minutes.record[-1]) == "部員　よい。"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "様式の書き方"),
        ({}, "行（rows）がありません"),
        ({"rows": [{"value": "name"}]}, "見出し（label）がありません"),
        ({"rows": [{"label": "名", "value": "weather"}]}, "「weather」は使えません"),
        ({"rows": [{"label": "名", "value": "name", "colour": "red"}]}, "「colour」という項目はありません"),
        ({"rows": [{"label": "名", "value": "attendance", "statuses": ["late"]}]}, "「late」"),
        ({"rows": [{"label": "名", "value": "attendance", "attendance_group": "x"}]}, "「x」"),
        ({"rows": [{"label": "名", "value": "name", "spread": "huge"}]}, "「huge」"),
        ({"rows": [{"label": "名", "value": "name"}], "parts": ["cover"]}, "「cover」"),
        ({"rows": [{"label": "名", "value": "name"}], "footer": "x"}, "「footer」という項目はありません"),
        ({"rows": ["名"]}, "行の書き方"),
    ],
)
def test_layout_with_something_unknown_is_refused_by_name(data, message):
    with pytest.raises(LayoutError, match=message):
        FormLayout.from_data(data)
