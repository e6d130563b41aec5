"""What a public edition prints, as plain data: kept with the edition, shown and searched by the public pages.

Pure. It is taken from the very composition that was printed, so it holds nothing that the file does not.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from meetings.minutes import Minutes

Content = dict[str, Any]


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
        "withheld": [
            {
                "number": one.number,
                "place": one.place,
                "ground": one.line.ground,
                "article": one.line.article,
                "period": one.line.period,
                "is_example": one.line.is_example,
            }
            for one in minutes.listed
        ],
        "has_substitutions": minutes.has_substitutions,
        "has_examples": minutes.has_examples,
        "pseudonyms": minutes.pseudonyms,
    }
    kept: Content = json.loads(json.dumps(told, ensure_ascii=False))
    return kept


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
