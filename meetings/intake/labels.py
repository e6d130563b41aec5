"""What the rows of a record's head are called: the field each label stands for."""

import re
from itertools import pairwise
from typing import NamedTuple

from meetings.intake.source import Line, squeezed

_WORDS = {
    "name": "会議 開催回 回次 附属機関又は会議体の名称 附属機関等の名称 附属機関の名称 会議体の名称 審議会等の名称 会議等の名称 会議の名称 "
    "会議名称 会議名 会議体名 審議会名 委員会名 会合名 名称 件名",
    "office": "事務局(担当課) 事務局(担当部署) 事務局担当課 会議主管課 主管課 担当課 担当部署 担当部課 所管課 所管部署 所管 庶務 "
    "問い合わせ先 問合せ先 お問い合わせ先 連絡先 担当課名",
    "held": "開催日時 会議日時 日時 とき 開催年月日時 開催年月日 開催日 会議開催日 年月日 期日 日付 実施日 実施日時 開催日時等 日時及び場所 日時・場所 "
    "開催日時及び場所 開催日時・場所",
    "time": "開催時間 会議時間 時間 時刻",
    "start": "開会時刻 開会時間 開会日時 開始時刻 開始時間 開会",
    "ended": "閉会時刻 閉会時間 閉会日時 終了時刻 終了時間 散会時刻 閉会 散会 終了",
    "venue": "開催場所 会議場所 開催会場 会議会場 会議の場所 場所 会場 ところ",
    "agenda": "会議の議題 議題等 議題 議事日程 議事次第 会議次第 次第 議事 案件 審議案件 付議案件 会議に付した事件 会議事項 "
    "会議に付した案件 議題及び議事 日程",
    "category": "確認事項 議案 報告事項 協議事項 審議事項 報告 協議 審議 諮問事項 検討事項 決議事項",
    "disclosure": "公開の可否 公開・非公開の別 公開又は非公開の別 公開・非公開 公開非公開の別 公開区分 公開状況 公開の状況 公開/非公開 公開 議事の公開 議事の公開・非公開 議事の公開・非公開の別 公開の有無 公開の別",
    "meeting_disclosure": "会議の公開・非公開の別 会議の公開・非公開 会議の公開又は非公開の別 会議の公開又は非公開 会議の公開の可否 "
    "会議の公開区分 会議の公開状況 会議の公開 会議公開の可否 会議の公開/非公開",
    "minutes_disclosure": "会議録の公開・非公開の別 会議録の公開・非公開 会議録の公開又は非公開の別 会議録の公開の可否 会議録の公開区分 "
    "会議録の公開 議事録の公開・非公開の別 議事録の公開・非公開 議事録の公開の可否 議事録の公開",
    "reason": "非公開・一部非公開の場合は、その理由 非公開又は一部非公開の場合の理由 非公開の場合の理由 非公開の場合は、その理由 "
    "非公開の場合その理由 一部非公開の理由 非公開とした理由 非公開とする理由 公開しない理由 非公開の理由 非公開理由 一部非公開の場合の理由 "
    "会議を非公開とした理由 会議を非公開とする理由 会議の非公開の理由 会議の非公開理由 会議を公開しない理由 会議を公開しない場合の理由",
    "minutes_reason": "会議録の非公開の理由 会議録の非公開理由 会議録を非公開とする理由 会議録を一部非公開とする理由 "
    "会議録の一部非公開の理由",
    "attendees": "出席者 出席者等 参加 出席した者 出席した者の氏名 出席者の氏名 出席者の職氏名 出席者名 出席者氏名 出席者名簿 参加者 出席 会議出席者 出席状況",
    "members": "構成員出席状況 委員出席状況 委員の出席状況 構成員の出席状況 出席委員 出席部員 出席構成員 出席委員氏名 出席委員の氏名 委員 部員 部会員 構成員 本部員 委員等 出席議員 委員出席者 会員 幹事 出席した委員 参加メンバー メンバー",
    "secretariat": "事務局職員 事務局員 事務局出席者 事務局(職員) 事務局職員の職氏名 事務局職員の氏名 事務局職員職氏名 事務局の職氏名 事務局職氏名 事務局",
    "absent": "欠席委員 欠席部員 欠席者 欠席者氏名 欠席委員氏名 欠席委員の氏名 欠席者の氏名 欠席した委員 欠席した者 欠席部課長 欠席",
    "others": "説明員 説明者 説明のため出席した者 説明のために出席した者 説明のため出席した職員 説明のために出席した職員 説明のため出席した者の職氏名 実施機関 関係者 関係職員 関係課 オブザーバー オブザーバ その他出席者 その他の出席者 "
    "市側出席者 執行機関 講師 陪席 代理出席 代理出席者 出席職員 随行者 アドバイザー 開催方法 開催形式 開催形態 委託事業者 支援事業者 "
    "コンサルタント 傍聴の可否",
    "observers": "傍聴者の人数 傍聴人の人数 傍聴者数 傍聴人数 傍聴者の数 傍聴人の数 傍聴者 傍聴人 傍聴",
    "handouts": "会議に提出された資料の名称 会議に提出された資料 提出資料の名称 配布資料の名称 配付資料の名称 会議資料の名称 提出された資料等 提出された資料 提出資料 配布資料一覧 配付資料一覧 資料一覧 配布資料 配付資料 会議資料 添付資料 使用資料 "
    "当日配布資料 配布 配付 資料名 会議の資料 配布資料等 資料",
    "next": "次回開催予定 次回開催日程 次回開催日 次回の開催予定 次回の開催 次回予定 次回日程 次回会議 次回の予定 次回",
    "signers": "議長の氏名 議長氏名 会議録署名人 議事録署名人 会議録署名委員 議事録署名委員 署名委員 署名人 署名 議事録作成者 会議録作成者 作成者 記録者 記録 "
    "書記 会議録の作成方法 会議録作成方法 会議録の作成方針 会議録の作成形式 議事録の作成方法 作成日 作成年月日 公表日 公開日",
    "record": "議事の経過及び発言の要旨 議事の経過及び発言内容 議事の経過と発言の要旨 発言の要旨 議事の経過 会議の経過 会議経過 議事経過 議事内容 会議内容 会議の内容 発言内容 審議内容 審議経過 審議の経過 議事の概要 議事概要 "
    "議事要旨 会議の概要 会議概要 会議要旨 審議概要 審議の概要 発言要旨 主な意見 主な発言 質疑応答 協議内容 会議の結果 会議結果 内容 "
    "審議内容(発言者、発言内容、審議経過、結論等) 議事録 会議録 会議の記録 会議の要旨 質疑・意見 質疑応答・意見交換 議題及び審議の概要 議題及び議事の結果 議題及び会議の結果 審議の結果 協議の結果 会議の大要 会議の顛末 議事の大要 概要 議題及び審議内容 議題及び発言の要旨 審議の内容 審議の要旨 議事及び審議の概要 主な質疑 主な意見等 質疑・意見等 意見交換 議事の経過及び結果 議事の要旨",
}
# Under 公開の可否 and 出席者 short words stand for their row.
_WITHIN = {
    "disclosure": {
        "会議": "meeting_disclosure",
        "会議録": "minutes_disclosure",
        "議事録": "minutes_disclosure",
    },
}
# Words of everyday use: a label only where a colon or the edge of a cell sets them off.
_WITH_COLON = frozenset({"会議", "公開", "参加", "配布", "配付"})
_FIELD = {label: name for name, labels in _WORDS.items() for label in labels.split()}
# After the record has begun, only these rows still belong to the form; with a bare label only some.
TAIL = frozenset({"handouts", "next", "ended", "signers", "observers", "office", "absent"})
_SPACED = {
    label: r"\s*".join(map(re.escape, label))
    .replace(r"\(", "[(（]")
    .replace(r"\)", "[)）]")
    .replace("・", "[・･]")
    .replace("/", "[/／]")
    for label in _FIELD
}
_ANY = "|".join(_SPACED[label] for label in sorted(_FIELD, key=len, reverse=True))
# Below the members: who comes next works for the office.
SIDE = re.compile(
    r"^(?:[（(]?[0-9]{1,2}[)）.．]?|[①-⑳]|[○●・■])?(?:市|区|町|村|県|都|市側|区側|町側|村側|行政側|当局|執行部|市職員|区職員|町職員|職員|庁内)$"
)
_NUMBER = r"(?:[（(]?[0-9０-９一二三四五六七八九十①-⑳]{1,2}[)）]?[.．、]?\s*)?"
_OPEN, _CLOSE = "【\\[［〔<＜〈《（(", "】\\]］〕>＞〉》）)"
_LABEL = re.compile(
    rf"^\s*[○〇◎◆●◇■□▼▽・※]?\s*{_NUMBER}(?P<open>[{_OPEN}])?\s*(?P<label>{_ANY})\s*"
    rf"(?P<remark>[（(][^（）()]{{1,20}}[)）])?\s*(?P<close>[{_CLOSE}])?\s*"
    rf"(?P<sign>[：:]|\t|\s+|$|(?(close)|(?!)))\s*(?P<value>.*)$",
    re.DOTALL,
)
_SECOND = re.compile(rf"[\s　]+(?=(?:{_ANY})[：:])")


class Labelled(NamedTuple):
    """A line with a label: the field, the label and its remark as typed, how it was set off, and the rest."""

    field: str
    label: str
    remark: str
    sign: str
    value: str
    typed: str

    @property
    def is_plain(self) -> bool:
        """Whether only a space or nothing sets the label off."""
        return self.sign.strip() == "" and self.sign != "\t"


def labelled(text: str, within: str = "") -> Labelled | None:
    """The label a line begins with, if it is one we know."""
    found = _LABEL.match(text)
    if within in _WITHIN:
        word = re.sub(r"\s+", "", text.split("\t")[0])
        if word in _WITHIN[within]:
            return Labelled(
                _WITHIN[within][word], word, "", "\t", text.partition("\t")[2], text.partition("\t")[0]
            )
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    word = re.sub(r"\s+", "", found["label"]).translate(str.maketrans("（）･／", "()・/"))
    if word in _WITH_COLON and not (found["sign"].strip() or "\t" in found["sign"]):
        return None
    sign = "：" if found["open"] and not found["sign"].strip() else found["sign"]
    if sign and not sign.strip() and "\t" in sign:
        sign = "\t"
    return Labelled(
        _FIELD[word],
        found["label"],
        found["remark"] or "",
        sign,
        found["value"],
        text[: found.start("value")],
    )


def row_of(line: Line, within: str = "") -> Labelled | None:
    """The label of a line, looking past empty cells at its left."""
    return labelled(line.text.lstrip("\t") if line.is_row else line.text, within)


def second_label(value: str) -> int | None:
    """Where in a value another labelled row begins: 日付：…　時間：…"""
    found = _SECOND.search(value)
    return found.end() if found else None


def with_whole_labels(lines: list[Line]) -> list[Line]:
    """A label that a narrow column broke in two (公開の／可否) is one line again."""
    whole: dict[int, Line] = dict(enumerate(lines))
    for place, (line, after) in enumerate(pairwise(lines)):
        begun = squeezed(line.text)
        if place not in whole or not 1 < len(begun) <= 9 or line.is_row or begun in _FIELD:
            continue
        rest = squeezed(after.text)
        ends = [
            label[len(begun) :] for label in _FIELD if label.startswith(begun) and len(label) > len(begun)
        ]
        if any(rest == end or re.match(rf"{re.escape(end)}(?:[：:]|\s)", after.text.strip()) for end in ends):
            whole[place] = Line(line.number, line.text.strip() + after.text.strip())
            del whole[place + 1]
    return list(whole.values())


def known_labels() -> list[str]:
    """Every label there is."""
    return list(_FIELD)
