"""Finding one's way: steps, jumps, search, what every page has."""

from django.utils.safestring import mark_safe

from portal.site.gallery.part import Part, State
from portal.site.page import Crumb
from portal.site.paging import AskedPaginator

STEPS = ("下書き", "確認中", "確認済", "確定", "公開")


def _steps(current: int) -> list[dict[str, str]]:
    states = ["done"] * current + ["current"] + ["coming"] * len(STEPS)
    return [{"label": label, "state": state} for label, state in zip(STEPS, states, strict=False)]


DATED = [dict(step) for step in _steps(3)]
DATED[0] |= {"when": "7月12日まで", "who": "豊島 花子"}
DATED[4] |= {"due": "期限 8月13日（火）あと8開庁日"}

WAYS = (
    Part(
        "site_shell",
        "ページの頭",
        "名前、検索、自分のメニュー、主なメニュー。",
        (State("このページの上"),),
        "page",
    ),
    Part(
        "site_footer",
        "ページの足",
        "だれのポータルか、画面の色、使い方。",
        (State("このページの下"),),
        "page",
    ),
    Part(
        "head_files",
        "読み込むファイル",
        "書式と動きのファイル。すべてこのサーバーから。",
        (State("このページの中"),),
        "page",
    ),
    Part(
        "look_switch",
        "画面の色",
        "自動・明るい・暗い。このブラウザに残す。",
        (State("このページの下"),),
        "page",
    ),
    Part("search_box", "検索の欄", "すべての記録を名前と番号で探す。", (State("このページの上"),), "page"),
    Part(
        "bell",
        "お知らせへの道",
        "未読の数。数がないときは言葉だけ。",
        (State("未読なし", {"count": 0}), State("3件", {"count": 3}), State("100件以上", {"count": 120})),
        small=True,
    ),
    Part(
        "ways",
        "操作",
        "欄ごとに1つ。できることを、静かな場所にまとめる。",
        (
            State(
                "2つの操作",
                {
                    "about": "議案（1）",
                    "label": "操作",
                    "content": mark_safe('<a href="#gallery">議題を直す</a><a href="#gallery">変更履歴</a>'),
                },
            ),
        ),
        small=True,
    ),
    Part(
        "breadcrumbs",
        "現在の場所",
        "上のページへの道。最後はこのページ。",
        (
            State(
                "2段",
                {
                    "items": [Crumb("会議", "#breadcrumbs"), Crumb("令和6年度 第1回")],
                    "label": "見本の場所",
                },
            ),
            State("1段は出さない", {"items": [Crumb("ホーム")]}),
        ),
    ),
    Part(
        "jump_list",
        "ページの中の移動",
        "長いページの見出しへの道。タブではなく、印刷でも検索でもすべて見える。",
        (
            State(
                "件数付き",
                {
                    "items": [
                        {"label": "議題と決定", "anchor": "jump_list", "count": 6},
                        {"label": "対応事項", "anchor": "jump_list", "count": 18},
                        {"label": "出席", "anchor": "jump_list"},
                    ],
                    "label": "見本の移動 1",
                },
            ),
            State(
                "枠付き",
                {
                    "items": [
                        {"label": "間に合わない期限", "anchor": "jump_list", "count": 1, "level": "warn"},
                        {"label": "漏れ", "anchor": "jump_list", "count": 2, "level": "err"},
                        {"label": "会議録", "url": "#jump_list", "count": 0},
                    ],
                    "label": "見本の移動 2",
                    "chips": True,
                },
            ),
        ),
    ),
    Part(
        "life_steps",
        "状態の移り変わり",
        "記録がいまどこにあるか。次の期限もここに書く。",
        (
            State("始め", {"steps": _steps(0), "label": "見本の状態 1"}),
            State("途中、人と日付き", {"steps": DATED, "label": "見本の状態 2"}),
            State("終わり", {"steps": _steps(4), "label": "見本の状態 3"}),
        ),
    ),
    Part(
        "pagination",
        "ページ送り",
        "長い一覧の前と次。",
        (
            State("途中", {"page": AskedPaginator(range(130), 50).page(2), "label": "見本のページ送り"}),
            State("ない番号を求められたとき", {"page": AskedPaginator(range(130), 50).asked("1000000000")}),
            State("1ページで足りるとき", {"page": AskedPaginator(range(3), 50).page(1)}),
        ),
    ),
    Part(
        "bookmark_button",
        "しおり",
        "記録を自分のしおりに加える。",
        (
            State("加える前", {"bookmark": {"url": "#bookmark_button", "is_marked": False}}),
            State("加えた後", {"bookmark": {"url": "#bookmark_button", "is_marked": True}}),
        ),
        small=True,
    ),
    Part(
        "history_link",
        "変更履歴への道",
        "履歴を読める人だけに出す。",
        (
            State("読める人", {"history_url": "#history_link", "label": "変更履歴を見る"}),
            State("読めない人", {"history_url": ""}),
        ),
        small=True,
    ),
    Part(
        "sources_link",
        "出典への道",
        "値の出どころを読める人だけに出す。",
        (
            State("読める人", {"sources_url": "#sources_link", "label": "出典を見る"}),
            State("読めない人", {"sources_url": ""}),
        ),
        small=True,
    ),
    Part(
        "basis",
        "原文にない値の印",
        "値のすぐ後に、根拠の種類を言葉で添える。原文のままの値には何も付けない。",
        (
            *(State(word, {"basis": word}) for word in ("導出", "推定", "例示")),
            State("原文", {"basis": ""}),
        ),
        small=True,
    ),
    Part(
        "facet",
        "種別で絞る",
        "選ぶと何件になるかを添える。0件も見せる。",
        (
            State(
                "件数の上限あり",
                {
                    "title": "種別",
                    "name": "kind",
                    "many": "1,000",
                    "options": [
                        {
                            "value": "a",
                            "label": "手続",
                            "count": 1000,
                            "is_many": True,
                            "is_chosen": True,
                        },
                        {"value": "b", "label": "議題", "count": 2},
                        {"value": "c", "label": "資料", "count": 0},
                    ],
                },
            ),
        ),
    ),
    Part(
        "hit",
        "見つかった記録",
        "種類・場所・公開区分を、題名より先に示す。",
        (
            State(
                "題名に一致",
                {
                    "hit": {
                        "kind": "資料",
                        "trail": "令和6年度 第1回 議案（1）",
                        "disclosure": "unset",
                        "scope": "資料",
                        "title": [("資料2　行政", False), ("手続き", True), ("のオンライン化", False)],
                        "url": "#hit",
                    }
                },
            ),
            State(
                "別の言葉に一致",
                {
                    "hit": {
                        "kind": "会議体",
                        "trail": "豊島区",
                        "title": [("システム標準化推進部会", False)],
                        "excerpt": [("別名：", False), ("両部会", True)],
                        "url": "#hit",
                    }
                },
            ),
        ),
        "items",
    ),
)
