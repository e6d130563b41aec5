"""Tables and what stands around them: filters, views, chosen rows, differences, work in hand."""

from dataclasses import replace
from typing import Any

from django import forms

from portal.site.gallery.part import Part, State
from portal.site.tables import Cell, Row

HERE = "#gallery"
SEGMENTS = [
    {"kind": "same", "text": "技術的な課題が見つかり検証"},
    {"kind": "old", "text": "機関"},
    {"kind": "new", "text": "期間"},
    {"kind": "same", "text": "が延びている"},
]
HEADS = [
    {"label": "手続", "sort_url": HERE, "direction": "ascending"},
    {"label": "主管", "sort_url": HERE},
    {"label": "年間件数", "number": True},
]
ROWS = [
    Row(key, name, [Cell("手続", name, HERE), Cell("主管", owner), Cell("年間件数", cases, number=True)])
    for key, (name, owner, cases) in enumerate(
        (("転居届", "区民部", "2,372,996"), ("埋葬の許可の申請", "健康部", "1,622,009"))
    )
]


def _editable(row: Row) -> Row:
    """The row with one cell that can be edited in place."""
    return replace(
        row, cells=[row.cells[0], replace(row.cells[1], edit_url=HERE, id="sample-cell"), row.cells[2]]
    )


def _framed(row: Row) -> Row:
    """The row with one cell that is a state."""
    return replace(row, cells=[row.cells[0], Cell("主管", "未定", level="warn"), row.cells[2]])


class SampleFilter(forms.Form):
    """Two filters."""

    status = forms.ChoiceField(
        label="オンライン化", required=False, choices=[("", "すべて"), ("no", "未実施")]
    )
    word = forms.CharField(label="言葉", required=False)


class SampleBulk(forms.Form):
    """Which column of the chosen rows is changed."""

    field = forms.ChoiceField(label="直す項目", required=False, choices=[("due", "期限")])


CHANGES: list[dict[str, Any]] = [
    {"label": "開催場所", "old": "第一委員会室", "new": "庁議室"},
    {"label": "説明", "segments": SEGMENTS},
    {"label": "終了", "old": "", "new": "11:58"},
    {"label": "傍聴者", "old": "3人", "new": ""},
]
LISTS = (
    Part(
        "record_table",
        "記録の表",
        "幅360の画面では、1行が1枚の札になる。",
        (
            State("2行", {"columns": HEADS, "rows": ROWS, "caption": "手続の見本"}),
            State("表題なし", {"columns": HEADS, "rows": ROWS[:1]}),
            State("行を選べる", {"columns": HEADS, "rows": ROWS, "selects": True, "chosen": [1]}),
            State("欄を直せる", {"columns": HEADS, "rows": [_editable(ROWS[0])]}),
            State("状態は枠の中の言葉", {"columns": HEADS, "rows": [_framed(ROWS[1])]}),
        ),
    ),
    Part(
        "filter_bar",
        "絞り込み",
        "条件・並び・列はすべてアドレスに入る。",
        (
            State(
                "条件なし",
                {
                    "form": SampleFilter(label_suffix="", auto_id="filter1_%s"),
                    "label": "見本の絞り込み 1",
                },
            ),
            State(
                "条件と列の選択",
                {
                    "form": SampleFilter(label_suffix="", auto_id="filter2_%s"),
                    "label": "見本の絞り込み 2",
                    "kept": [("view", "3")],
                    "chips": [{"label": "未実施", "url": HERE}, {"label": "総務省", "url": HERE}],
                    "clear_url": HERE,
                    "columns": [
                        {"label": "手続名", "right_url": HERE, "remove_url": HERE},
                        {"label": "主管課", "left_url": HERE, "remove_url": HERE},
                    ],
                    "addable": [{"label": "処理期間", "url": HERE}],
                    "column_total": 3,
                    "columns_open": True,
                    "sorts": [("name", "名前の順", True), ("-cases", "件数の多い順", False)],
                    "shows_address": True,
                },
            ),
        ),
    ),
    Part(
        "saved_views",
        "保存した一覧",
        "条件と列に名前を付けたもの。",
        (
            State(
                "固定・共有・いまの一覧",
                {
                    "label": "見本の一覧",
                    "save_url": HERE,
                    "views": [
                        {"name": "すべて", "url": HERE, "count": 2809},
                        {
                            "name": "件数の多い未実施",
                            "url": HERE,
                            "count": 434,
                            "is_pinned": True,
                            "is_current": True,
                        },
                        {"name": "自分の課", "url": HERE, "is_shared": True},
                    ],
                },
            ),
        ),
    ),
    Part(
        "bulk_bar",
        "選んだ行の変更",
        "押した先で、値と理由を入れ、変更前と変更後を並べて確かめる。",
        (
            State(
                "3件を選択中",
                {
                    "count": 3,
                    "form": SampleBulk(prefix="bulk", label_suffix=""),
                    "note": "（ほかのページで選んだ行も含みます）",
                    "action": HERE,
                    "confirm_label": "選んだ行をまとめて直す",
                    "clear_url": HERE,
                },
            ),
            State(
                "まだ選んでいない",
                {"count": 0, "confirm_label": "選んだ行をまとめて直す", "links": [("すべて選ぶ", HERE)]},
            ),
        ),
    ),
    Part(
        "change",
        "値の変化",
        "短い値は前→後。長い文は、消した字と加えた字。",
        (
            *(State(change["label"], {"change": change}) for change in CHANGES),
            State("変更なし", {"change": {"old": "", "new": "そのまま"}}),
        ),
    ),
    Part("changes", "項目ごとの変化", "1つの版で変わった項目。", (State("4項目", {"changes": CHANGES}),)),
    Part(
        "field_diff",
        "変更前と変更後",
        "保存する前に、1項目ずつ確かめる行。",
        (
            State(
                "選べる",
                {
                    "record": "転居届",
                    "url": HERE,
                    "field": "オンライン化の時期",
                    "change": {"old": "令和7年度", "new": "令和8年度"},
                    "box": {"name": "pick", "value": "1", "is_checked": True},
                },
            ),
            State(
                "空欄になる",
                {
                    "record": "保護開始の申請",
                    "field": "オンライン化の時期",
                    "change": {"old": "令和7年度", "new": ""},
                    "box": {"name": "pick", "value": "2"},
                    "clears": True,
                },
            ),
        ),
        "rows",
        heads=("選ぶ", "記録", "項目", "変更"),
    ),
    Part(
        "job_progress",
        "進行中の仕事",
        "何件のうち何件か、残りの時間、やめる道。",
        (
            State(
                "進行中",
                {
                    "label": "保存しています",
                    "done": 17,
                    "total": 24,
                    "unit": "行",
                    "left": "約2秒",
                    "operation": "3f9a0801",
                    "cancel_url": HERE,
                    "cancel_label": "中止（1行も保存しない）",
                },
            ),
            State("待っている", {"label": "順番を待っています", "done": 0, "total": 24, "unit": "行"}),
        ),
    ),
)
