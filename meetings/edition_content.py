"""What a public edition prints, as plain data: kept with the edition, shown and searched by the public pages.

Pure. It is taken from the very composition that was printed, so it holds nothing that the file does not.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from difflib import SequenceMatcher
from typing import Any

from meetings.minutes import Minutes

Content = dict[str, Any]
MARK = re.compile("〔非公開[0-9]+：[^〕]*〕")


def content_of(minutes: Minutes, **about: Any) -> Content:
    """The composition as JSON takes it; ``about`` adds what names the sitting."""
    told = {
        **about,
        "name": minutes.name,
        "title": minutes.layout.title,
        "table": [asdict(group) for group in minutes.table],
        "record": [asdict(block) for block in minutes.record],
        "papers": [asdict(paper) for paper in minutes.papers],
        "handouts_label": minutes.layout.handouts_label,
        "withheld": _withheld(minutes),
        "has_substitutions": minutes.has_substitutions,
        "has_examples": minutes.has_examples,
        "pseudonyms": minutes.pseudonyms,
    }
    kept: Content = json.loads(json.dumps(told, ensure_ascii=False))
    return kept


def _withheld(minutes: Minutes) -> list[Content]:
    return [
        {
            "number": one.number,
            "place": one.place,
            "ground": one.line.ground,
            "article": one.line.article,
            "period": one.line.period,
            "is_example": one.line.is_example,
        }
        for one in minutes.listed
    ]


def opened_in_words(before: Minutes, passage: int, previous: Content, edition: str) -> str:
    """What an edition without one withheld passage changes, in words that are public; empty if nothing.

    ``before`` is the record with the passage still withheld, ``previous`` what the edition in force prints,
    ``edition`` how that one is called. Its number of the place is told where it still stands for the same.
    """
    one = next((each for each in before.listed if passage in each.line.passages), None)
    if one is None:
        return ""
    is_numbered_so = _withheld(before) == previous.get("withheld")
    mark = f"{edition}の〔非公開{one.number}〕" if is_numbered_so else "非公開の箇所"
    part = "の一部" if len(one.line.passages) > 1 else ""
    said = f"{mark}（{one.place}、{one.line.ground}）{part}を公開。"
    others = changed_lines(previous, content_of(before))
    return said + (f"ほかに{others}行の変更があります。" if others else "")


def changed_lines(old: Content, new: Content) -> int:
    """How many lines the public reads otherwise; the numbers and grounds of what is withheld do not count."""
    before, after = ([MARK.sub("〔非公開〕", line) for line in lines_of(each)] for each in (old, new))
    if len(before) == len(after):
        return sum(was != now for was, now in zip(before, after, strict=True))
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return sum(max(b - a, d - c) for tag, a, b, c, d in steps if tag != "equal")


def words_in(content: Any) -> Iterator[str]:
    """Every text of it, in order; what a check or an index reads."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for value in content.values():
            yield from words_in(value)
    elif isinstance(content, list):
        for value in content:
            yield from words_in(value)


def as_read(content: Content) -> Content:
    """The same for a page: labels in one line, the items of an agenda by a name that templates reach."""
    told: Content = json.loads(json.dumps(content))
    for group in told["table"]:
        group["label"] = _in_one_line(group["label"])
        for row in group["rows"]:
            row["label"] = _in_one_line(row["label"])
            for agenda in row["cell"]["agenda"]:
                agenda["items_told"] = agenda.pop("items")
    told["handouts_label"] = _in_one_line(told["handouts_label"])
    return told


def lines_of(content: Content) -> Iterator[str]:
    """What residents may look for, line by line: words run on over marks and changed words."""
    yield content.get("name", "")
    for cell in (row["cell"] for group in content.get("table", ()) for row in group["rows"]):
        yield _joined(cell["text"])
        yield "".join(cell["names"])
        yield from (_joined(title) for agenda in cell["agenda"] for _, title in agenda["items"])
    for block in content.get("record", ()):
        first, *others = [_joined(paragraph) for paragraph in block["paragraphs"]] or [""]
        yield _joined(block["label"]) + first
        yield from others
    yield from (f"{paper['number']} {_joined(paper['title'])}" for paper in content.get("papers", ()))


def _in_one_line(label: str) -> str:
    return label.replace("\n", "")


def _joined(pieces: list[dict[str, str]]) -> str:
    return "".join(piece["words"] for piece in pieces)
