"""Who speaks: the many ways a line names its speaker. Only what is a person, an office or a numbered voice counts."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from meetings.intake.source import squeezed

_ROLE_WORDS = (
    "会長 副会長 会長代理 委員長 副委員長 職務代理 職務代理者 職務代行者 委員 議長 副議長 "
    "座長 副座長 部会長 副部会長 本部長 副本部長 本部員 部員 部長 次長 課長 係長 班長 "
    "主査 主任 主事 主幹 室長 局長 所長 参事 参与 理事 理事長 幹事 幹事長 市長 副市長 "
    "区長 副区長 町長 副町長 村長 副村長 知事 副知事 教育長 教育委員 校長 園長 館長 "
    "センター長 支所長 事務局 事務局長 事務局次長 事務局職員 司会 司会者 進行 説明員 説明者 "
    "説明課 担当者 担当課 担当 発表者 オブザーバー アドバイザー コーディネーター "
    "ファシリテーター 教授 准教授 弁護士 顧問 監事 監査委員 管理者 参加者 傍聴者 講師 "
    "事業者 委託事業者 受託者 受託事業者 支援事業者 提案者 コンサルタント 構成員 会員 議員 "
    "補佐 課長補佐 部会員 リーダー 専門官 専門員 統括監 政策監 審議監 調整監 理事者 協議員 "
    "評議員 調査員 館員 住民 町民 市民 区民 主席 主席主査 統括 所員 職員 代表 副代表 "
    "応募者 申請者 審査員 選定委員 書記 書記長 専門家 会計 理事者側 農業委員 推進委員 "
    "関係課"
)
ROLES = _ROLE_WORDS.split()
_SUFFIX = re.compile(
    rf"(?:{'|'.join(sorted(ROLES, key=len, reverse=True))})(?:代理|代行)?(?:[A-Z]|\d{{1,2}}|[①-⑳])?$"
)
_ADDRESS = re.compile(r"^[^\W\d_]{1,8}(?:氏|さん|様|君|先生)$")
_OFFICE = re.compile(r"^[^\W\d_]{1,12}(?:課|係|室|局|班|担当|支所)$")
_VOICE = re.compile(
    r"^[0-9一二三四五六七八九十]{1,3}番(?:委員|議員)?$|^(?:話者|発言者|スピーカー|Speaker|SPEAKER|speaker)[\s_]?[0-9A-Z]{1,2}$"
    r"|^(?:委員|構成員|部員|参加者|事業者)?[A-Z]$"
    r"|^[A-Z](?:委員|構成員|部員|氏|さん)$"
)
_NUMBERED_VOICE = re.compile(
    r"^[0-9０-９一二三四五六七八九十]{1,3}番(?:委員|議員)?$|^(?:話者|発言者|スピーカー)[\s_]?[0-9A-Z]{1,2}$"
)
_SIDES = re.compile(r"^(?:Q|A|問|答|質問|回答|質疑|答弁|意見|ご意見|Q\d{1,2}|A\d{1,2}|問\d{1,2}|答\d{1,2})$")
# Words inside a label that make it a sentence or a heading rather than a name.
_NO_NAME = re.compile(
    r"[はがをにもでへ、。！？!?「」『』]|より|から|について|として|された|説明$|報告$|挨拶$|紹介$|資料|議題|議案|次第|\d年|\d月"
)
_NOTHING = re.compile(r"^(?:特に)?(?:なし|無し|ありません|なかった)。?$")
_KEYS = "【】[]［］〔〕<>＜＞〈〉《》≪≫()（）"
_MARKS = "○〇◎◆●◇■□▼▽・→⇒➡－"
_COLON = re.compile(
    rf"^\s*(?P<mark>[{_MARKS}]?)\s*(?P<label>[^：:。、「『]{{1,24}}?)\s*[：:](?!\d\d)\s*(?P<text>.*)$",
    re.DOTALL,
)
_BRACKETED = re.compile(
    rf"^\s*(?P<mark>[{_MARKS}]?)\s*(?P<open>[【\[［〔<＜〈《≪(（])\s*(?P<label>[^【】\[\]［］〔〕<>＜＞〈〉《》≪≫]{{1,24}}?)\s*"
    r"(?P<close>[】\]］〕>＞〉》≫)）])\s*[：:]?\s*(?P<text>.*)$",
    re.DOTALL,
)
_MARKED = re.compile(
    r"^\s*(?P<mark>[○〇◎◆●◇■])\s*(?P<label>[^\s　。、「『：:]{1,16}(?:[ 　][^\s　。、「『：:]{1,8})??)(?:[\s　]+(?P<text>.+))?$",
    re.DOTALL,
)
_TAGGED = re.compile(
    r"^\s*<v(?:\.[\w.]+)?\s+(?P<label>[^>]{1,24})>(?P<text>.*?)(?P<end></v>)?\s*$", re.DOTALL
)
_DASHED = re.compile(
    r"^\s*[-‐－–*＊]\s+(?P<label>[^：:。、「『]{1,16}?)\s*[：:]\s*(?P<text>\S.*)$", re.DOTALL
)
_CHATTED = re.compile(r"^\s*(?P<label>[^\s<>＜＞。、：:]{1,12})\s*[>＞]\s*(?P<text>\S.*)$", re.DOTALL)
_TAILED = re.compile(
    r"^\s*[・•○〇●◆■-]\s*(?P<text>[^（(].*[。？])\s*[（(](?P<label>[^（）()。、]{2,12})[)）]\s*$", re.DOTALL
)
_WITH_NAME = re.compile(
    rf"^\s*(?P<mark>[{_MARKS}]?)\s*(?P<label>(?P<role>[^\s　（(。、：:「『]{{1,14}})\s*[（(](?P<name>[^（）()。、]{{1,16}})[)）])"
    r"\s*(?:(?P<colon>[：:])\s*|[\s　]+|$)(?P<text>.*)$",
    re.DOTALL,
)
_QUOTED = re.compile(
    r"^\s*(?P<mark>[○〇◎◆●・]?)\s*(?P<label>[^：:。、「『\s]{1,16})\s*(?P<text>「.*」[。]?)\s*$", re.DOTALL
)
_SPACED = re.compile(r"^\s*(?P<label>[^\s　。、「『：:（(]{1,14})[\s　]+(?P<text>\S.*)$", re.DOTALL)
_GAPPED = re.compile(r"^\s*(?P<label>[^\s　。、「『：:（(]{2,14})[\s　]+\S.*[。？]$", re.DOTALL)
_STAMP = re.compile(
    r"^\s*[\[［(（【]?(?P<stamp>(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)(?:\s*(?:-->|～|~|-|–)\s*(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)?[\]］)）】]?\s*[-–|]?\s*"
)
_NAMED = re.compile(r"^(?P<role>[^（(]+)[（(][^（）()]+[)）]$")
_STAMP_AT_END = re.compile(
    r"^\s*(?P<label>\S.{0,16}?)\s+[\[［(（]?(?P<stamp>(?:\d{1,2}:)?\d{1,2}:\d{2})[\]］)）]?\s*$"
)
_STAMP_BEHIND = re.compile(
    r"^(?P<label>[^：:。、]{1,16}?)\s*[\[［(（](?P<stamp>(?:\d{1,2}:)?\d{1,2}:\d{2})[\]］)）]\s*[：:]?\s*(?P<text>.*)$",
    re.DOTALL,
)


class Turn(NamedTuple):
    """A line that opens a turn: the speaker as printed, the first words (may be none), the words taken."""

    speaker: str
    text: str
    taken: tuple[str, ...] = ()
    is_sure: bool = True


@dataclass
class Speakers:
    """The speakers of one record: who is known from the list of those present, and who was met."""

    present: list[str] = field(default_factory=list)
    repeated: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)
    spaced: set[str] = field(default_factory=set)
    called: set[str] = field(default_factory=set)

    def learn(self, lines: Iterable[str]) -> None:
        """Look over the record: names that stand before a colon again and again speak too."""
        lines = list(lines)
        found = [match for line in lines if (match := _COLON.match(without_stamp(line)[0]))]
        counts = Counter(match["label"].strip() for match in found)
        self.repeated = {label for label, count in counts.items() if count > 1 and _may_be_name(label)}
        spaced = Counter(
            match["label"]
            for line in lines
            if (match := _SPACED.match(line)) and "。" in match["text"] and is_speaker(match["label"])
        )
        self.met = {label for label in counts if is_speaker(label)}
        gapped = Counter(match["label"] for line in lines if (match := _GAPPED.match(line)))
        self.spaced = {
            label
            for label, count in gapped.items()
            if count > 1 and _may_be_name(label) and not re.search(r"[ぁ-ん]", label) and len(label) > 1
        }
        self.met |= {label for label, count in spaced.items() if count > 1 and len(label) > 1}

    def turn(self, typed: str) -> Turn | None:
        """The turn a line opens."""
        line, stamp = without_stamp(typed)
        taken = (stamp,) if stamp else ()
        behind = _STAMP_BEHIND.match(line)
        if behind and self.speaks(behind["label"]):
            return self._met(Turn(behind["label"].strip(), behind["text"].strip(), (*taken, behind["stamp"])))
        at_end = _STAMP_AT_END.match(line)
        if at_end and self.speaks(at_end["label"]):
            return self._met(Turn(at_end["label"], "", (at_end["stamp"],)))
        for read in (
            self._by_tag,
            self._by_bracket,
            self._by_dash,
            self._by_angle,
            self._by_name,
            self._by_colon,
            self._by_quote,
            self._by_mark,
            self._by_space,
            self._by_letters,
            self._by_tail,
        ):
            if turn := read(line):
                return self._met(turn._replace(taken=(*taken, *turn.taken)))
        return None

    def speaks(self, label: str) -> bool:
        """Whether a label is a role, or a name of somebody present."""
        named = _NAMED.match(label.strip())
        role = named["role"] if named else label
        return is_speaker(role) or self.is_present(role)

    def hear(self, names: Iterable[str]) -> None:
        """Who was present: each is called by the whole name, and by each word of it."""
        names = [name for name in names if name]
        self.present = [squeezed(name) for name in names]
        words = {squeezed(word) for name in names for word in re.split(r"[\s（()）：:・、，,]+", name)}
        self.called = {word for word in words if 0 < len(word) <= 8 and not _NO_NAME.search(word)}

    def is_present(self, label: str) -> bool:
        """Whether somebody present is called so: by full name, by the family name alone, or with the office."""
        word = squeezed(label)
        title = _SUFFIX.search(word)
        name = word[: title.start()] if title else ""
        return len(word) > 1 and (
            word in self.called or name in self.called or any(each.startswith(word) for each in self.present)
        )

    def may_be_turn(self, line: str) -> bool:
        """Whether a line looks like a turn of somebody unknown: a short word, a gap, a sentence."""
        found = _SPACED.match(line)
        if found and found["text"].endswith(("。", "？")) and len(found["label"]) > 1:
            return _may_be_name(found["label"]) and not re.search(r"[ぁ-ん]", found["label"])
        colon = _COLON.match(line)
        return bool(colon and _may_be_name(colon["label"].strip()))

    def is_stamped_name(self, line: str) -> bool:
        """00:00:12 話者2, the words below it."""
        words, stamp = without_stamp(line)
        return bool(stamp) and self.speaks(words.strip().rstrip("：:"))

    def _met(self, turn: Turn) -> Turn:
        self.met.add(turn.speaker)
        return turn

    def _by_tag(self, line: str) -> Turn | None:
        """<v 司会>…</v> of a WebVTT file."""
        found = _TAGGED.match(line)
        if found is None:
            return None
        taken = (line[: found.start("text")], found["end"] or "")
        return Turn(found["label"].strip(), found["text"].strip(), tuple(filter(None, taken)))

    def _by_dash(self, line: str) -> Turn | None:
        """A list of what was said: the dash stands before a name of somebody present, or before a sentence."""
        found = _DASHED.match(line)
        if found is None:
            return None
        label, text = found["label"].strip(), found["text"].strip()
        is_said = self.speaks(label) and text.endswith(("。", "？"))
        return Turn(label, text) if squeezed(label) in self.called or is_said else None

    def _by_angle(self, line: str) -> Turn | None:
        """石塚> Ｘ as in a chat."""
        found = _CHATTED.match(line)
        if found is None or not (squeezed(found["label"]) in self.called or self.speaks(found["label"])):
            return None
        return Turn(found["label"], found["text"].strip())

    def _by_name(self, line: str) -> Turn | None:
        """○会長（村上 健） Ｘ: the name belongs to the label."""
        found = _WITH_NAME.match(line)
        if found is None or not self.speaks(found["role"]):
            return None
        text = found["text"].strip()
        is_sentence = bool(re.search(r"[。？！]", text))
        if found["colon"] or (text and found["mark"]) or is_sentence or (found["mark"] and not text):
            return Turn(found["label"], text)
        return None

    def _by_letters(self, line: str) -> Turn | None:
        """市　　長　Ｘ: a title spread over the width of the longer ones."""
        letters = re.match(r"^\s*((?:[一-龥々][ 　]+){2,5})(?=\S)", line)
        if letters is None:
            return None
        words = letters[1].split()
        for count in range(len(words), 1, -1):
            role = "".join(words[:count])
            rest = re.match(
                r"^\s*" + r"[ 　]+".join(words[:count]) + r"[ 　]+(?P<text>\S.*)$", line, re.DOTALL
            )
            if rest and (role in ROLES or role in self.called) and re.search(r"[。？！ぁ-ん]", rest["text"]):
                return Turn(role, rest["text"].strip())
        return None

    def _by_bracket(self, line: str) -> Turn | None:
        found = _BRACKETED.match(line)
        if found is None or not self.speaks(found["label"]) or _NOTHING.match(found["text"]):
            return None
        return Turn(found["label"].strip(), found["text"].strip())

    def _by_colon(self, line: str) -> Turn | None:
        found = _COLON.match(line)
        if found is None:
            return None
        label = found["label"].strip()
        if len(re.findall(r"[【\[［〔<＜〈《≪(（]", label)) != len(
            re.findall(r"[】\]］〕>＞〉》≫)）]", label)
        ):
            return None
        bare = label[1:-1].strip() if label[:1] in _KEYS and label[-1:] in _KEYS else label
        if self.speaks(bare):
            return Turn(bare, found["text"].strip())
        named = re.fullmatch(r"(?P<role>[^（(]+)[（(](?P<name>[^（）()]+)[)）]", label)
        if named and self.speaks(named["role"]):
            return Turn(label, found["text"].strip())
        if label in self.repeated:
            return Turn(label, found["text"].strip(), is_sure=False)
        return None

    def _by_quote(self, line: str) -> Turn | None:
        found = _QUOTED.match(line)
        return (
            Turn(found["label"], found["text"][1:].rstrip("。").removesuffix("」"))
            if found and self.speaks(found["label"])
            else None
        )

    def _by_mark(self, line: str) -> Turn | None:
        found = _MARKED.match(line)
        if found and self.speaks(found["label"]):
            return Turn(found["label"], (found["text"] or "").strip())
        glued = re.match(r"^\s*[○〇◎◆●]\s*(\S+)$", line) or re.match(r"^\s*[○〇◎◆●]\s*(\S.*)$", line)
        label = self._known_start(glued[1]) if glued else None
        if glued is None or label is None:
            return None
        return Turn(label, glued[1][len(label) :].strip(), is_sure=False)

    def _known_start(self, words: str) -> str | None:
        known = [each for each in {*self.met, *ROLES} if words.startswith(each) and len(words) > len(each)]
        return max(known, key=len, default=None)

    def _by_space(self, line: str) -> Turn | None:
        found = _SPACED.match(line)
        if found is None:
            return None
        label, text = found["label"], found["text"].strip()
        is_known = (
            (label in self.met and len(label) > 1)
            or label in ROLES
            or _NUMBERED_VOICE.match(label)
            or self.is_present(label)
        )
        if (label in self.spaced or self._is_office_speaking(label, text)) and not is_known:
            return Turn(label, text, is_sure=False)
        if not is_known or len(text) < 4 or not re.search(r"[。？！ぁ-ん]", text):
            return None
        return Turn(label, text)

    def _is_office_speaking(self, label: str, text: str) -> bool:
        """財政課長　Ｘ。 though nobody of that name is listed as present."""
        return len(label) > 2 and is_role(label) and is_speaker(label) and text.endswith(("。", "？"))

    def _by_tail(self, line: str) -> Turn | None:
        """・Ｘ。（柴田委員）: a list of opinions with the speaker behind each."""
        found = _TAILED.match(line)
        return Turn(found["label"], found["text"].strip()) if found and self.speaks(found["label"]) else None


def without_stamp(line: str) -> tuple[str, str]:
    """A line without the time stamp of a recording at its beginning, and the stamp."""
    found = _STAMP.match(line)
    if (
        found is None
        or re.match(r"^\s*\d{1,2}:\d{2}\s*(?:開|閉|終|散|[～~]|休|再)", line)
        or re.match(r"^\s*[\[［(（【]\d{1,2}:\d{2}\s*[^\]］)）】:：.,\d\s~～–-]", line)
    ):
        return line, ""
    return line[found.end() :], found[0].strip()


def is_speaker(label: str) -> bool:
    """Whether a label reads as a person by role, an office or a numbered voice."""
    word = squeezed(label)
    if not 0 < len(word) <= 18 or (_NO_NAME.search(word) and word not in ROLES):
        return False
    patterns = (_SUFFIX, _ADDRESS, _OFFICE, _VOICE, _SIDES)
    return any(pattern.search(word) for pattern in patterns)


def is_role(label: str) -> bool:
    """Whether a word ends like a title in an office."""
    return bool(_SUFFIX.search(squeezed(label)))


def _may_be_name(label: str) -> bool:
    return (
        bool(re.fullmatch(r"[一-龥々ァ-ヶーA-Za-zぁ-ん]{1,8}", label))
        and not _NO_NAME.search(label)
        and label not in _NEVER
    )


_NEVER = set(
    [
        "要旨",
        "説明",
        "概要",
        "結果",
        "決定",
        "結論",
        "日時",
        "場所",
        "時間",
        "議決",
        "内容",
        "備考",
        "注",
        "出席",
        "欠席",
        "経過",
        "理由",
        "目的",
        "補足",
        "別紙",
        "資料",
        "参考",
        "例",
        "議事",
        "その他",
        "期間",
        "対象",
        "方法",
        "主な",
    ]
)
