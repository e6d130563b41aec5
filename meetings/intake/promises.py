"""Words that bind somebody: what was promised, asked for, planned. Proposals only; a person confirms each."""

import re
from collections.abc import Iterator

from meetings.choices import CommitmentKind, EntryKind
from meetings.intake.proposal import Proposal, ProposedCommitment

_WHEN = (
    r"(?:令和(?:元|\d+)年度?|来年度?|今年度|本年度|次年度|年度)(?:の?(?:当初|前半|後半|上半期|下半期|末|中))?(?:\s*\d{1,2}\s*月)?(?:頭|初旬|上旬|中旬|下旬|末)?|"
    r"\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?(?:頭|初め|初旬|上旬|中旬|下旬|末)?|今月|来月|再来月|年内|年度内|次回|後日|今後|その前|早急|速やか|早くとも|長くても|あと\s*\d+\s*[かヶカケ]月"
)
_DUE = re.compile(rf"(?:早くとも|遅くとも|長くても)?(?:あと)?(?:{_WHEN})(?:\s*(?:まで|から|以降|中)?に?)")
_PLANNED = re.compile(
    rf"(?:{_WHEN}).*(?:予定(?:である|だ|です|としている)?|開催する|開く|開催し|実施し)[。]?$"
)
_WANTED = re.compile(
    r"(?:(?:し|進め|行い|行っ|て|取り|取|とり|決め|まで|求め|図り|伝え|設け|つなげ|努め|務め|合わせ|詰め|改め|続け)(?:が)?(?:い)?(?:きたい|たい|まいりたい)|したい|ストップしたい|(?:と)?(?:することにする|することとする|していく|してまいります|いたします|します))(?:と(?:考えて(?:いる|います|おります)|思(?:う|います)|存じます))?[。]?$"
)
_CONSIDERED = re.compile(
    r"(?:今後|引き続き|改めて|早急に|次回).{0,30}(?:検討|調整|確認|整理|対応|精査|報告|共有|周知|説明|反映)(?:(?:を)?(?:する|いたします|します|進める|行う|してい(?:く|きます))|していただく|したい)?"
)
_ASKED = re.compile(
    r"(?:していただく|してほしい|して欲しい|していただきたい|してもらいたい|されたい|お願いしたい|お願いします|お願いいたします|してください|願いたい)(?:が|と(?:考えている|思う))?[、。]?"
)
_INSTRUCTED = re.compile(
    r"(?:必要がある|必要だ|べきである|べきだ|(?:た)?方が(?:良|よ|い)い(?:のでは)?(?:ないか)?|ほうが(?:良|よ)い(?:のでは)?|すること|(?<!という)(?<!いう)(?<!との)(?<!ある)(?<!できる)(?<!ない)(?<!いる)(?<=[うくすつぬむるぐぶ])こと。)$"
)
_NEEDED = re.compile(
    r"(?:フィードバック|報告|説明|確認|調整|検討|周知|対応)は?(?:が)?必要だと(?:考えて|思って)(?:いる|おります)"
)
_ONGOING = re.compile(rf"(?:{_WHEN})\s*から.{{0,12}}(?:検討|準備|調整)して(?:いる|います|おります)")
_SCHEDULED = re.compile(rf"^(?:[^、。]{{1,14}})(?:が|は)\s*(?:{_WHEN})[。]?$")
_DECIDED_WORK = re.compile(
    r"(?:練って|検討して|精査して|持ち帰って|調整して).{0,8}(?:判断|決定|報告|提案|提示)する(?:こと(?:に|と)する)?"
)
# What only weighs, wishes for an answer, or proposes the matter itself, binds nobody.
_OPINION = re.compile(
    r"(?:意見を聞きたい|お聞きしたい|伺いたい|質問したい|知りたい|選定したい|方針を決定したい|見たい|感じ|いただければと思います|しては[。]?$|かもしれ)|[？?]$|でしょうか|(?:する|ある|ない|できる|できない|いる|のか|ことはある|うまい)か[。]?$|始めたい|開会|閉会|開催します|終わり|終了(?:いた)?します|ございます[。]?$|議題と(?:いた)?します|採決(?:いた|を行い)|お諮り|決定したい|決したい|異議(?:が|は|ござ|なし)|移り(?:たい|ます)|入り(?:たい|ます)|説明(?:を)?(?:お願い|いた|させ|し)|よろしく|進行|ご意見|ご質問|質疑"
)
_CONDITION = re.compile(r"([^、。]{2,30}(?:たら|なければ|となれば|であれば|場合(?:に)?は?))、?")


def read_commitments(proposal: Proposal) -> None:
    """Go through all that was said, sentence by sentence."""
    for place, entry in enumerate(proposal.entries):
        if entry.kind not in {EntryKind.SPEECH, EntryKind.SUMMARY, EntryKind.NARRATIVE}:
            continue
        for words in _clauses(entry.text):
            kind = _kind(words)
            if kind:
                proposal.commitments.append(
                    ProposedCommitment(kind, entry.speaker, words, _when(words), place)
                )


def _kind(words: str) -> str | None:
    if _OPINION.search(words):
        return None
    for kind, patterns in (
        (CommitmentKind.REQUEST, (_ASKED,)),
        (CommitmentKind.INSTRUCTION, (_INSTRUCTED, _DECIDED_WORK)),
        (CommitmentKind.REPORT, (_ONGOING,)),
        (CommitmentKind.POLICY, (_PLANNED, _SCHEDULED)),
        (CommitmentKind.PROMISE, (_WANTED, _CONSIDERED, _NEEDED)),
    ):
        if any(pattern.search(words) for pattern in patterns):
            return str(kind)
    return None


def _clauses(text: str) -> Iterator[str]:
    """Sentences; a sentence that plans two things with 、 is two."""
    for sentence in re.findall(r"[^。\n]+。?", text):
        yield from _halves(sentence.strip())


def _halves(sentence: str) -> Iterator[str]:
    cut = re.search(rf"(?:{_WHEN})に?[^、。]{{0,8}}(?:開催し|実施し|行い)、|していただくが、", sentence)
    if cut:
        yield sentence[: cut.end()].rstrip("、")
        yield sentence[cut.end() :]
    elif sentence:
        yield sentence


def _when(words: str) -> str | None:
    """The words of the day nearest to the verb; else the condition."""
    said = [found[0].strip() for found in _DUE.finditer(words)]
    dated = [each for each in said if re.search(r"\d|年|月|次回", each)]
    condition = _CONDITION.search(words)
    if dated:
        return str(dated[-1])
    if condition:
        return condition[1]
    return said[-1] if said else None
