"""Forms: fields, errors, what became of two people's texts, where values come from."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils import timezone

from portal.site.fields import CleanProseField, CleanTextField, ReasonField, WarekiDateField
from portal.site.gallery.part import Part, State
from portal.site.tags import form_field
from portal.sources.models import Basis


class SampleForm(forms.Form):
    """One field of each kind."""

    name = CleanTextField(label="名称", help_text="例：豊島区行政情報化推進本部")
    held_on = WarekiDateField(label="開催日")
    kind = forms.ChoiceField(label="種別", choices=[("", "選んでください"), ("pt", "部会")])
    note = CleanProseField(label="メモ", required=False)
    is_final = forms.BooleanField(label="本文を確かめた", required=False)
    marks = forms.MultipleChoiceField(
        label="付ける印", choices=[("a", "推定"), ("b", "例示")], widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, prefix: str, data: dict[str, Any] | None = None) -> None:
        super().__init__(data, prefix=prefix, label_suffix="", use_required_attribute=False)
        self.fields["reason"] = ReasonField(required=True)


def _citations() -> list[tuple[str, Any]]:
    cited = []
    for basis in Basis:
        citation = SimpleNamespace(
            source="令和6年度第1回 会議録",
            place="議案（1）",
            basis=basis.value,
            get_basis_display=basis.label,
            quote="令和7年4月から",
            note="",
        )
        cited.append(("運用開始", citation))
    return cited


def _fields() -> tuple[Part, ...]:
    blank, refused = SampleForm("blank"), SampleForm("refused", {"refused-held_on": "令和6年2月30日"})
    names = ("name", "held_on", "kind", "note", "is_final", "marks")
    wrong = ("held_on", "marks")
    return (
        Part(
            "form_field",
            "入力の欄",
            "名前、必須かどうか、実際の例、欄、誤り。",
            (
                *(State(f"{blank[name].label}（空）", form_field(blank[name])) for name in names),
                *(State(f"{refused[name].label}（誤り）", form_field(refused[name])) for name in wrong),
            ),
        ),
        Part(
            "field_notes",
            "欄の説明と誤り",
            "選ぶ欄のための、説明と誤り。",
            (State("誤りあり", {"field": SampleForm("notes", {"notes-x": "1"})["marks"]}),),
        ),
        Part(
            "form_body",
            "入力の欄すべて",
            "1つの入力のすべての欄。",
            (State("空", {"form": SampleForm("body")}),),
        ),
        Part(
            "error_summary",
            "誤りのまとめ",
            "入力の上に置き、それぞれの欄へ移れる。",
            (State("誤りあり", {"form": refused}), State("誤りなし", {"form": blank})),
        ),
        Part(
            "form_actions",
            "入力の終わり",
            "主なボタンは1つ。やめる道も置く。",
            (
                State("やめる道あり", {"submit_label": "保存する", "cancel_url": "#form_actions"}),
                State("ボタンだけ", {"submit_label": "変える"}),
            ),
        ),
    )


def entry() -> tuple[Part, ...]:
    """The parts of forms, and what became of the texts."""
    page = {"submit_label": "保存する"}
    newer = {"record": "第12行", "saved_by": "豊島 花子", "saved_at": timezone.now()}
    newer["changes"] = [{"label": "本文", "old": "はじめの文", "new": "先に保存した文"}]
    return (
        *_fields(),
        Part(
            "kept_input",
            "ログインの期限をこえた入力",
            "ログインし直した後、入力していた画面に戻す。保存はしない。",
            (
                State("入力だけ", {"kept": {"path": "/"}, "submit_label": "保存する"}),
                State("ファイルも", {"kept": {"path": "/", "had_files": True}, "submit_label": "保存する"}),
            ),
        ),
        Part(
            "conflict",
            "2人が同じ記録を直したとき",
            "両方の内容を並べる。何も上書きしない。",
            (
                State(
                    "違いあり",
                    {
                        "page": page,
                        "newer": [newer],
                        "differences": [
                            {"label": "本文", "old": "先に保存した文", "new": "後から保存しようとした文"},
                            {"label": "発言者", "old": "部員", "new": ""},
                        ],
                    },
                ),
                State("違いなし", {"page": page, "newer": [newer], "is_edit": True}),
                State("削除されていた", {"page": page, "newer": []}),
            ),
        ),
        Part(
            "file_link",
            "保存したファイル",
            "名前と、種類と大きさ。消去したものはそう書く。",
            (
                State(
                    "ある",
                    {"file": SimpleNamespace(name="資料2.pdf", pk=1, in_words="PDF 412KB", erased_at=None)},
                ),
                State("消去した", {"file": SimpleNamespace(name="資料2.pdf", erased_at=timezone.now())}),
            ),
        ),
        Part(
            "citation_list",
            "典拠の一覧",
            "値ごとに、どこから来たか。原文にない値はそう書く。",
            (State("4つの種類", {"items": _citations()}),),
        ),
    )
