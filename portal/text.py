"""Text as people type it: folded for search, put in order, checked at entry, made safe for a spreadsheet.

Stored text is never changed.
Of the names of real procedures about one in twelve changes under NFKC, so folding is for finding only:
both the stored text and the query go through ``fold`` and are compared there.
"""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

# 異体字 that staff type for one another in names of people and places: everyday form, then its variants.
_VARIANTS = (
    "高髙 崎﨑嵜 辺邊邉 斎齋 斉齊 沢澤 浜濵濱 広廣 国國 学學 島嶋嶌 竜龍 滝瀧 桜櫻 徳德 恵惠 真眞 "
    "吉𠮷 橋𣘺 館舘 曽曾 薮藪 瀬瀨 桧檜 寿壽 実實 会會 区區 県縣 応應 渕淵 浅淺 児兒 蔵藏 増增 豊豐 "
    "戸戶 青靑 条條 関關 総總 塩鹽 黒黑 緑綠 鉄鐵 栄榮 円圓 万萬 与與 来來 芦蘆 鴎鷗 桑桒 梅楳 柳栁 "
    "船舩 富冨 峰峯 松枩"
)
# The collation of readings, by the name PostgreSQL gives it.
KANA_ORDER = "ja-x-icu"
# Strokes between katakana that stand for the long vowel when typed carelessly (サ-バ, サ―バ).
_LONG_VOWELS = "-‐‑‒–—―−ｰ─━"
# A spreadsheet would calculate what begins like this, in either width.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_GUARD = "'"


def _variant_table() -> dict[int, str]:
    table = {ord(variant): group[0] for group in _VARIANTS.split() for variant in group[1:]}
    table |= {code: chr(code - 0x60) for code in range(ord("ァ"), ord("ヶ") + 1)}
    return table | {ord(stroke): "ー" for stroke in _LONG_VOWELS}


_FOLDED = _variant_table()
# 五十音順: small kana beside large ones; a long stroke is the vowel before it.
_LARGE = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_VOWELS = {
    "あ": "あかさたなはまやらわ",
    "い": "いきしちにひみりゐ",
    "う": "うくすつぬふむゆる",
    "え": "えけせてねへめれゑ",
    "お": "おこそとのほもよろを",
}
_VOWEL_OF = {kana: vowel for vowel, row in _VOWELS.items() for kana in row}


class UnfitCharacter(NamedTuple):
    """One character that may not be entered: where it stands (from 0), and what it is, in Japanese."""

    position: int
    character: str
    kind: str

    @property
    def code(self) -> str:
        """U+E000, as an administrator looks it up."""
        return f"U+{ord(self.character):04X}"


class UnfitText(ValueError):
    """A text holds characters that may not be entered. The message is Japanese and meant for the page."""


def fold(text: str) -> str:
    """The form in which texts are compared by search: width, case, kana, 異体字 and spaces set aside."""
    bare = "".join(character for character in text if not _is_variation_selector(character))
    widened = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", bare).casefold())
    # Composed once more: a space taken out may leave an accent beside its letter.
    return unicodedata.normalize("NFC", "".join(widened.translate(_FOLDED).split()))


def kana_key(reading: str) -> tuple[str, str]:
    """What readings are sorted by, in 五十音順: first without voice marks and sizes, then with them."""
    folded = fold(reading)
    bare = unicodedata.normalize("NFD", folded).replace("\u3099", "").replace("\u309a", "").translate(_LARGE)
    spoken: list[str] = []
    for kana in bare:
        spoken.append(_VOWEL_OF.get(spoken[-1], kana) if kana == "ー" and spoken else kana)
    return "".join(spoken), folded


def formula_safe(text: str) -> str:
    """A cell no spreadsheet calculates: an apostrophe goes in front of what begins like a formula."""
    return f"{_GUARD}{text}" if _needs_guard(text) else text


def formula_plain(text: str) -> str:
    """The text that ``formula_safe`` was given."""
    return text[1:] if text.startswith(_GUARD) and _needs_guard(text[1:]) else text


def _needs_guard(text: str) -> bool:
    # An apostrophe of the text's own is guarded too, or it would be taken for ours.
    return text.startswith(_FORMULA_STARTS) or text.lstrip().startswith((*_FORMULA_STARTS, _GUARD))


def unfit_characters(text: str) -> list[UnfitCharacter]:
    """Characters refused at entry, in reading order; line ends and tabs are welcome."""
    return list(_unfit(text))


def refuse_unfit(text: str) -> None:
    """Raise UnfitText, naming the first character, its code and its place, when a text holds any."""
    found = unfit_characters(text)
    if not found:
        return
    first = found[0]
    line = text.count("\n", 0, first.position) + 1
    column = first.position - text.rfind("\n", 0, first.position)
    more = f"（ほかに{len(found) - 1}字）" if len(found) > 1 else ""
    raise UnfitText(
        f"{line}行目の{column}文字目に、{first.kind}（{first.code}）があります{more}。別の文字に直してください。"
    )


def _is_variation_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _unfit(text: str) -> Iterator[UnfitCharacter]:
    for position, character in enumerate(text):
        if kind := _unfit_kind(character):
            yield UnfitCharacter(position, character, kind)


def _unfit_kind(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Co":
        return "外字（この機器でしか表示できない文字）"
    if category == "Cc" and character not in "\t\r\n":
        return "制御文字"
    if unicodedata.bidirectional(character) in {
        "LRE",
        "RLE",
        "LRO",
        "RLO",
        "PDF",
        "LRI",
        "RLI",
        "FSI",
        "PDI",
    }:
        return "文字の並びを変える見えない文字"
    if category == "Cs" or character == "\ufffd" or (ord(character) & 0xFFFE) == 0xFFFE:
        return "文字化けした文字"
    return ""
