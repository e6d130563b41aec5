"""What is read at a day, counted, changed by a decision, issued and checked."""

from datetime import datetime
from types import SimpleNamespace
from uuid import UUID

from django import forms
from django.utils import timezone

from portal.site.fields import WarekiDateField
from portal.site.gallery.part import Part, State

HERE = "#gallery"
_ISSUED = {"issued": "令和6年7月26日（金） 14:05　豊島 花子", "url": HERE, "pages": 6, "size": "412KB"}
_ACT = UUID("3f9a0801-0000-4000-8000-000000000000")


class SampleDay(forms.Form):
    """The day at which a page is read."""

    as_of = WarekiDateField(label="時点")


def _version(number: int, kind: str) -> SimpleNamespace:
    return SimpleNamespace(
        history_id=number,
        number=number,
        kind=kind,
        at=timezone.make_aware(datetime(2024, 7, 9, 10, 42)),
        reason="会議録の記載に合わせる" if kind == "~" else "",
        operation_id=_ACT,
    )


def _told(number: int, kind: str, sentence: str) -> dict[str, object]:
    """One version of a record as its history tells it."""
    changes = [{"label": "開催場所", "old": "第一委員会室", "new": "庁議室"}] if kind == "~" else []
    return {
        "entry": SimpleNamespace(
            version=_version(number, kind), sentence=sentence, staff_number="012345", changes=changes
        ),
        "subject": SimpleNamespace(label="meetings.meeting", key=1),
        "newest": SimpleNamespace(history_id=3),
        "may_restore": True,
    }


EFFECTS = (
    Part(
        "as_of_bar",
        "時点",
        "どの日の内容を見るか。日はアドレスに入る。",
        (
            State(
                "いまの内容",
                {"form": SampleDay(label_suffix="", auto_id="as_of1_%s"), "label": "見本の時点 1"},
            ),
            State(
                "時点を選んだ後",
                {
                    "form": SampleDay({"as_of": "令和6年7月1日（月）"}, label_suffix="", auto_id="as_of2_%s"),
                    "url": HERE,
                    "is_set": True,
                    "reset_url": HERE,
                    "label": "見本の時点 2",
                },
            ),
        ),
    ),
    Part(
        "edition",
        "版",
        "発行した文書。だれのための何版か、ファイルが発行した時のままか。",
        (
            State(
                "発行済み",
                {
                    "audience": "原本（職員用）",
                    "number": 1,
                    **_ISSUED,
                    "check_number": "9f2c 41d8",
                    "verified": True,
                },
            ),
            State(
                "ファイルが違う",
                {
                    "audience": "公開用",
                    "number": 1,
                    **_ISSUED,
                    "check_number": "c10b 7e55",
                    "verified": False,
                },
            ),
            State("発行前", {"audience": "公開用", "state": "公開待ち"}),
        ),
        small=True,
    ),
    Part(
        "finding",
        "検査の指摘",
        "何が起きるか、なぜか、どうするか。安全なものから並べる。",
        (
            State(
                "漏れ",
                {
                    "level": "err",
                    "label": "漏れ",
                    "heading": "このままでは、公開用に事業者名が載ります",
                    "why": "会議録 18行目　同じ言葉を、13行目で非公開にしています。",
                    "before": "導入した実績は",
                    "words": "架空通信",
                    "after": "が多い。",
                    "actions": [("公開用だけ一般名で書く", HERE), ("この語を非公開にする", HERE)],
                    "about": "18行目 架空通信",
                },
            ),
            State(
                "注意",
                {
                    "label": "注意",
                    "heading": "人の名前かもしれません",
                    "actions": [("問題なしと記録（要理由）", HERE)],
                },
            ),
        ),
    ),
    Part(
        "history_entry",
        "変更の1件",
        "だれが何をしたかを1文で。次に理由、その下に違い。",
        (
            State("変更", _told(2, "~", "事務局 豊島 花子が「開催場所」を変えました。")),
            State("登録、いまの内容", _told(3, "+", "事務局 豊島 花子が登録しました。")),
        ),
        "items",
    ),
)
