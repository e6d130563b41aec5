"""The fonts we ship, and the start-up check that they are there, whole, and hold Japanese."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

FONT_DIR = Path(__file__).parent / "fonts"
FONTCONFIG = FONT_DIR / "fonts.conf"
SERIF, SANS, MARKS = "NotoSerifJP-Regular.otf", "NotoSansJP-Regular.otf", "PortalMarks.otf"
SHA256 = {
    SERIF: "c1a54228a1f9a371c0392faf7499fda418ef13e2cd6278484f532900c9766c04",
    SANS: "be37e0044ba3c62469a59f231044790311d9704e5d72ebe5bd7d217e15189f8d",
    MARKS: "518efca4698ba3a4b0aba6149ce748578820c503181817a532da775f31e4bd77",
}
# What each font must be able to print: kana, kanji of names, 約物, and the boxes of the form.
PROBES = {
    SERIF: "令和会議録あいうアイウ髙﨑𠮷〔〕【】「」（）、。～〜―—①Ⅲ※",
    SANS: "令和会議録あいうアイウ髙﨑𠮷〔〕【】「」（）、。～〜―—：→＝",
    MARKS: " ☐☑",
}


def damaged_fonts(folder: Path = FONT_DIR) -> list[str]:
    """Names of the fonts that are missing or differ from the ones we ship."""
    return [
        name
        for name, digest in SHA256.items()
        if not (folder / name).is_file() or hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest
    ]


def missing_characters(folder: Path = FONT_DIR) -> dict[str, str]:
    """Font name → the characters of its probe that it cannot print."""
    from fontTools.ttLib import TTFont

    missing = {}
    for name, probe in PROBES.items():
        with TTFont(folder / name, lazy=True) as font:
            known = font.getBestCmap()
        if lacking := "".join(character for character in probe if ord(character) not in known):
            missing[name] = lacking
    return missing


def check_fonts(folder: Path = FONT_DIR, **_kwargs: Any) -> list[CheckMessage]:
    """Django system check: a portal that would print tofu does not start."""
    if damaged := damaged_fonts(folder):
        names = "、".join(damaged)
        return [Error(f"印刷用のフォントがないか、壊れています：{names}", id="documents.E001")]
    return [
        Error(f"{name}は「{characters}」を印刷できません。", id="documents.E002")
        for name, characters in missing_characters(folder).items()
    ]


def require_fonts() -> None:
    """Refuse to serve where the check fails: a server does not run Django's system checks by itself."""
    if found := check_fonts():
        raise ImproperlyConfigured("\n".join(str(message.msg) for message in found))
