"""Japanese justification for WeasyPrint, which by itself only widens spaces.

One function of the layout is replaced: the slack of a full line goes evenly between all its
characters. It touches an inner function, so it is guarded: where the version or the signature is not
the tested one, nothing is replaced and the pages are set ragged (``text-align: start``).
"""

import inspect
import re
import unicodedata
from collections.abc import Iterator
from types import ModuleType
from typing import Any

TESTED_VERSIONS = ("70.0",)
SIGNATURE = ["context", "line", "extra_width"]
# Slack above this many em is a line broken by force; stretching it would leave holes.
MOST_EM = 3
JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def install(inline: ModuleType, version: str) -> bool:
    """Replace ``justify_line`` in ``weasyprint.layout.inline``; False when that is not to be trusted."""
    native = getattr(inline, "justify_line", None)
    if getattr(native, "is_japanese", False):
        return True
    if native is None or version not in TESTED_VERSIONS:
        return False
    if list(inspect.signature(native).parameters) != SIGNATURE:
        return False

    def justify_line(context: Any, line: Any, extra_width: float) -> None:
        """Spread ``extra_width`` (CSS px) over the gaps between the characters of the line."""
        texts = list(_text_boxes(inline, line))
        gaps = sum(_gaps(box.text) for box in texts)
        is_japanese = JAPANESE.search("".join(box.text for box in texts))
        if not gaps or not is_japanese or extra_width > MOST_EM * line.style["font_size"]:
            native(context, line, extra_width)
        else:
            _stretch(inline, context, line, extra_width / gaps, 0)

    justify_line.is_japanese = True  # type: ignore[attr-defined]
    inline.justify_line = justify_line  # type: ignore[attr-defined]
    return True


def _gaps(text: str) -> int:
    """Places inside the text that letter-spacing widens: between clusters, not inside one."""
    clusters = sum(not (unicodedata.combining(c) or unicodedata.category(c) == "Mn") for c in text)
    return max(clusters - 1, 0)


def _text_boxes(inline: ModuleType, box: Any) -> Iterator[Any]:
    if isinstance(box, inline.boxes.TextBox):
        yield box
    elif isinstance(box, (inline.boxes.LineBox, inline.boxes.InlineBox)):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _text_boxes(inline, child)


def _stretch(inline: ModuleType, context: Any, box: Any, spacing: float, shift: float) -> float:
    """Widen the texts in ``box`` by ``spacing`` a gap, move what follows; returns the new shift."""
    if isinstance(box, inline.boxes.TextBox):
        box.position_x += shift
        return shift + _widen(inline, context, box, spacing)
    if not isinstance(box, (inline.boxes.LineBox, inline.boxes.InlineBox)):
        box.translate(shift, 0)  # a box of its own, such as a speaker's label, moves as a whole
        return shift
    box.position_x += shift
    moved = shift
    for child in box.children:
        if child.is_in_normal_flow():
            moved = _stretch(inline, context, child, spacing, moved)
    box.width += moved - shift
    return moved


def _widen(inline: ModuleType, context: Any, box: Any, spacing: float) -> float:
    """Set one text with wider letter-spacing; returns by how much it grew."""
    if not (gaps := _gaps(box.text)):
        return 0
    own = box.style["letter_spacing"]
    box.style = box.style.copy()
    box.style["letter_spacing"] = (0 if own == "normal" else own) + spacing
    layout = inline.create_layout(box.text, box.style, context, None, box.justification_spacing)
    layout.deactivate()
    box.pango_layout = layout
    box.width += spacing * gaps
    return spacing * gaps
