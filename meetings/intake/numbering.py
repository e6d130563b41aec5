"""How lines are numbered: (1), ①, 1., 第1号, and the numbers they give. Pure."""

import re

from portal import wareki

FIGURE = r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}|[①-⑳])"
_FRAMES = "<＜【［〔《≪"
# ＜議題１＞ on a line of its own.
NAMED_ALONE = re.compile(
    r"^\s*[<＜【［〔《≪■◆●]?\s*(?:議題|議案|案件|報告|協議)\s*第?\s*[（(]?([0-9０-９]{1,2}|[①-⑳]|[一二三四五六七八九十]{1,2})[)）]?\s*号?\s*[>＞】］〕》≫]?\s*$"
)
_FIRST_FIGURE = re.compile(rf"^\D{{0,6}}?({FIGURE})")


def without_frame(heading: str) -> str:
    """＜議題１＞ＤＸ計画について is 議題１　ＤＸ計画について."""
    found = re.match(
        r"^\s*[■◆●□▼○]?\s*[<＜【［〔《≪](?P<number>[^>＞】］〕》≫]{1,12})[>＞】］〕》≫]\s*(?P<title>\S.*)$",
        heading,
    )
    return f"{found['number']}　{found['title']}" if found else heading


def numbered(heading: str) -> tuple[str, int] | None:
    """How a heading is numbered, and with what number."""
    bare = heading.strip()
    found = _FIRST_FIGURE.match(bare)
    style = style_of(without_frame(bare) if bare[:1] in _FRAMES else bare) if bare else ""
    if not found or not style:
        return None
    return (f"{bare[0] if bare[0] in f'{_FRAMES}■◆●' else ''}{style}", figure_of(found[1]))


def figure_of(number: str) -> int:
    """② is 2, 十二 is 12."""
    typed = number.strip()
    if "①" <= typed <= "⑳":
        return ord(typed) - ord("①") + 1
    return int(re.sub(r"\D", "", wareki.plain(f"{typed}分")) or 0)


def style_of(words: str) -> str:
    """How a line is numbered: (1), ①, 1., 第1号; "" where it is not."""
    plain = words.strip()
    for style, pattern in (
        ("nth", r"^\D{0,4}第\s*(?:[\d０-９]|[一二三四五六七八九十])+\s*(?:号|[\s　])"),
        ("round", r"^\D{0,4}[（(]\s*(?:[0-9０-９]|[一二三四五六七八九十]){1,3}\s*[)）]"),
        ("circle", r"^[①-⑳]"),
        ("kanji", r"^[一二三四五六七八九十]{1,3}[、.．\s　]"),
        ("plain", r"^\D{0,4}[0-9０-９]{1,2}\s*(?:[.．、:：)）\s　]|\D)"),
    ):
        if re.match(pattern, plain):
            return style
    return ""
