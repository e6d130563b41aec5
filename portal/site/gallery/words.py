"""Words in frames, notices and panels."""

from types import SimpleNamespace
from typing import Any

from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.utils.safestring import mark_safe

from portal.disclosure.choices import Disclosure
from portal.site.gallery.part import Part, State
from portal.site.tags import disclosure_badge, status_tag

PROSE = mark_safe("<p>本部長が、次回までに資料を確かめます。</p>")
LEVELS = {"info": "知らせ", "ok": "済み", "warn": "注意", "err": "誤り"}


_LATE = "新電話への移行が、現行サービスの終了より後"
_CLASH: dict[str, Any] = {
    "title": _LATE,
    "facts": [
        {"label": "終了", "value": "2025年10月", "source": "要旨 29行目", "source_url": "#contradiction"},
        {
            "label": "移行案",
            "value": "12月",
            "note": "年の記載なし",
            "basis": "推定",
            "source": "要旨 38行目",
        },
    ],
    "said": "保証は切れるが、使えるため、支障はない",
    "actions": [{"label": "理由を付けて了解する", "url": "#contradiction"}],
}
_FOUND: dict[str, Any] = {
    **_CLASH,
    "level": "warn",
    "level_label": "食い違い",
    "about": "令和6年度 第1回　期日 令和7年10月31日（金）",
    "url": "#contradictions",
}

_LINE = [
    {"kind": "today", "label": "今日", "words": "7月8日（月）", "note": "あと13開庁日"},
    {"kind": "due", "label": "期限", "words": "7月27日（土）", "note": "閉庁日のため実際は7月26日（金）まで"},
    {"kind": "sitting", "label": "次の会議", "words": "9月（日程未定）", "is_late": True},
]

WORDS = (
    Part(
        "disclosure_badge",
        "公開区分",
        "形と言葉で区分を示す。色だけでは示さない。",
        (
            *(State(value.label, disclosure_badge(value)) for value in Disclosure),
            State("何の区分かを添える", disclosure_badge(Disclosure.PARTLY_CLOSED, "会議録")),
        ),
        small=True,
    ),
    Part(
        "status_tag",
        "状態",
        "枠の中の言葉。注意は黄、期限を過ぎたものと漏れは赤。",
        tuple(
            State(words, status_tag(words, level))
            for words, level in (
                ("未完了", "plain"),
                ("確認中", "info"),
                ("案のとおり承認", "ok"),
                ("再検討", "warn"),
                ("期限超過", "err"),
            )
        ),
        small=True,
    ),
    Part(
        "due",
        "期限",
        "日と、あと何開庁日か。日のないものは、何を待つか。",
        (
            State("先の期限", {"date": "7月12日（金）", "left": "あと4開庁日"}),
            State(
                "近い期限",
                {"date": "7月10日（水）", "left": "あと2開庁日", "level": "warn", "words": "7月頭"},
            ),
            State("過ぎた期限", {"date": "7月8日（月）", "left": "2開庁日超過", "level": "err"}),
            State("条件を待つ", {"condition": "結論が出たとき", "words": "結論が出たら"}),
            State("何も決まっていない", {}),
        ),
        small=True,
    ),
    Part(
        "deferral_clock",
        "期限と次の会議",
        "戻ってくる議題の期限と、次の会議と、今日を、日の順に並べる。期限より後は破線。",
        (
            State("間に合わない", {"stations": _LINE, "label": "見本の期限 1"}),
            State(
                "期限を過ぎた",
                {
                    "stations": [
                        {
                            "kind": "due",
                            "label": "期限",
                            "words": "7月27日（土）",
                            "note": "期限を過ぎています",
                        },
                        {"kind": "today", "label": "今日", "words": "8月1日（木）", "is_late": True},
                        {"kind": "sitting", "label": "次の会議", "words": "予定の登録なし", "is_late": True},
                    ],
                    "label": "見本の期限 2",
                },
            ),
        ),
    ),
    Part(
        "derived_note",
        "導出の断り",
        "欄の値のうち原文から導いたものを、欄に1回だけ書く。推定と例示は、値のそばにも書く。",
        (
            State(
                "出典を見られる人", {"names": ["議決事項", "結果"], "url": "#gallery", "about": "議案（1）"}
            ),
            State("出典を見られない人", {"names": ["扱い"]}),
            State("導いた値がない", {"names": []}),
        ),
        small=True,
    ),
    Part(
        "icon",
        "印",
        "言葉に添える小さな絵。読み上げない。",
        tuple(
            State(words, {"name": name})
            for name, words in (
                ("search", "検索"),
                ("bell", "お知らせ"),
                ("person", "人"),
                ("open", "開く"),
                ("info", "知らせ"),
                ("ok", "済み"),
                ("warn", "注意"),
                ("err", "誤り"),
                ("star", "しおりなし"),
                ("star-full", "しおりあり"),
            )
        ),
        small=True,
    ),
    Part(
        "notice",
        "お知らせの枠",
        "ページに残る知らせ。何が起きているかを先に、することを後に書く。",
        (
            *(
                State(words, {"level": level, "heading": f"見出し（{words}）", "content": PROSE})
                for level, words in LEVELS.items()
            ),
            State("見出しなし", {"level": "info", "content": PROSE}),
        ),
    ),
    Part(
        "messages",
        "操作の結果",
        "直前の操作が言ったこと。1回だけ表示する。",
        (
            State(
                "4つの段階",
                {
                    "messages": [
                        Message(constants.SUCCESS, "保存しました。"),
                        Message(constants.INFO, "「R6.6.27」を令和6年6月27日（木）と読みました。"),
                        Message(constants.WARNING, "曜日が合いません。"),
                        Message(constants.ERROR, "保存していません。"),
                    ]
                },
            ),
            State("何もない", {"messages": []}),
        ),
    ),
    Part(
        "panel",
        "まとまり",
        "見出しの付いた枠。",
        (
            State(
                "件数と一覧への道",
                {
                    "title": "対応事項（宿題）",
                    "count": 4,
                    "note": "期限の近い順",
                    "more_url": "#panel",
                    "more_label": "18件すべて",
                    "content": PROSE,
                },
            ),
            State("見出しだけ", {"title": "版", "count": None, "anchor": "panel-2", "content": PROSE}),
            State("空", {"title": "資料", "count": 0, "content": mark_safe("<p>資料はまだありません。</p>")}),
        ),
    ),
    Part(
        "empty_state",
        "何もないとき",
        "何もないことと、次にすること。",
        (
            State(
                "することがある",
                {"text": "まだ会議はありません。", "url": "#empty_state", "label": "会議を登録する"},
            ),
            State("することがない", {"text": "今日が期限の仕事はありません。次は7月12日（金）です。"}),
        ),
    ),
    Part(
        "contradiction",
        "食い違い",
        "同時には成り立たない2つの事実と、それぞれの出典。",
        (
            State("欄の中", _CLASH),
            State("ページの上", {**_FOUND, "framed": True}),
            State("日を過ぎた", {**_FOUND, "framed": True, "level": "err"}),
            State(
                "了解済み",
                {
                    **_CLASH,
                    "actions": [],
                    "level": "plain",
                    "level_label": "注意（推定）",
                    "acknowledged": "「保証の範囲で使う」（事務局　7月9日（火） 10:42）",
                },
            ),
            State(
                "解消した",
                {**_CLASH, "actions": [], "gone": "7月10日（水） 9:15に、記録が変わって解消しました。"},
            ),
        ),
    ),
    Part(
        "contradictions",
        "そのページの食い違い",
        "記録のページの上に、いま成り立たないものを並べる。ないときは何も出さない。",
        (
            State("1件", {"found": [SimpleNamespace(**_FOUND)]}),
            State("ないとき", {"found": []}),
        ),
    ),
)
