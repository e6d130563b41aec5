"""The text of rows cut in two and joined again, and where marked words stand afterwards. Pure functions."""

# Typed where a row is to be cut, by those whose browser runs no script.
CUT = "／／"
_SENTENCE_END = ("。", "？", "?", "！", "!", "」", "』", "）", ")", "〕", "］", "]", "…", "：", ":")


def cut(text: str, at: int) -> tuple[str, str, int]:
    """The words before and after a place, without white space at the cut, and where the second ones began."""
    upper, rest = text[:at].rstrip(), text[at:]
    lower = rest.lstrip()
    return upper, lower, at + len(rest) - len(lower)


def joined(upper: str, lower: str) -> tuple[str, int]:
    """Both texts as one, and where the second begins: a new paragraph, unless the first broke off."""
    between = "\n" if upper.endswith(_SENTENCE_END) else ""
    return f"{upper}{between}{lower}", len(upper) + len(between)
