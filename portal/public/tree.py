"""The public site as a tree of files: a path in, the bytes of its file out.

Every link is relative, so that the same file is right under the portal's address and on a medium.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from portal.files import store
from portal.public.feed import atom
from portal.public.publications import ENOUGH, Publication, Publications, kind_of, kinds
from portal.search.phrases import LONGEST_QUERY, Phrase, excerpt, phrases_of, pieces
from portal.text import fold

HTML, JSON, PDF = "text/html; charset=utf-8", "application/json", "application/pdf"
CSS, ATOM, TEXT = (
    "text/css; charset=utf-8",
    "application/atom+xml; charset=utf-8",
    "text/plain; charset=utf-8",
)
SCRIPT = "text/javascript; charset=utf-8"
OWN_ASSETS = Path(__file__).parent / "assets"
# Name → where it is among the static files; all else of a page is of this room.
SHARED_ASSETS = {
    "icon.svg": "portal/icon.svg",
    "tokens.css": "portal/vendor/design-tokens/tokens.css",
    "tokens-license.txt": "portal/vendor/design-tokens/LICENSE",
    "variables.css": "portal/variables.css",
}
ASSET_KINDS = {".css": CSS, ".txt": TEXT, ".js": SCRIPT, ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Leaf:
    """One file of the tree."""

    body: bytes
    kind: str = HTML
    status: int = HTTPStatus.OK


@dataclass(frozen=True)
class Asked:
    """What is wanted: a path and, of the search page, the words; carried: no server will answer."""

    path: str
    query: str = ""
    parts: tuple[str, ...] = field(default=())
    is_carried: bool = False

    @property
    def root(self) -> str:
        """The way from this file to the top."""
        return "../" * self.path.count("/")

    @property
    def publications(self) -> Publications | None:
        """The kind the path begins with."""
        return kind_of(self.parts[0])


def leaf(path: str, query: str = "", *, is_carried: bool = False) -> Leaf:
    """The file of this path; where there is none, a page that says so."""
    for pattern, make in _FILES:
        if match := pattern.fullmatch(path):
            return make(Asked(path, query, match.groups(), is_carried)) or missing(path)
    return missing(path)


def is_path(path: str) -> bool:
    """Whether a file of the site could have this name."""
    return any(pattern.fullmatch(path) for pattern, _ in _FILES)


def paths() -> Iterator[str]:
    """Every file of the site as it is carried out; of what is public no more, the page that says so."""
    yield from ("index.html", "search.html", "search-index.js", "feed.xml", "records.json")
    yield from (f"assets/{name}" for name in sorted({*SHARED_ASSETS, *_own_assets()}))
    for kind in kinds():
        yield from (f"{kind.code}/{shelf.key}-{shelf.fiscal_year}.html" for shelf in kind.shelves())
        for record in kind.newest():
            yield from (f"{kind.code}/{record.key}.{name}" for name in _RECORD)
        yield from (f"{kind.code}/{gone.key}.html" for gone in kind.gone())


def missing(path: str) -> Leaf:
    """404."""
    context = {"title": "ページが見つかりません"}
    return _page(Asked(path), "public/missing.html", HTTPStatus.NOT_FOUND, **context)


def _page(asked: Asked, template: str, status: int = HTTPStatus.OK, **context: Any) -> Leaf:
    shell = {"root": asked.root, "organisation": settings.PORTAL_ORGANISATION}
    return Leaf(render_to_string(template, {**shell, **context}).encode(), status=status)


def _json(told: Any) -> Leaf:
    words = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    return Leaf(f"{words}\n".encode(), JSON)


def _index(asked: Asked) -> Leaf:
    shown = [{"kind": kind, "shelves": kind.shelves(), "newest": kind.newest(ENOUGH)} for kind in kinds()]
    return _page(asked, "public/index.html", title="公開している会議録", kinds=shown)


def _shelf(asked: Asked) -> Leaf | None:
    kind, key, year = asked.publications, int(asked.parts[1]), int(asked.parts[2])
    shelves = kind.shelves() if kind else []
    shelf = next((each for each in shelves if (each.key, each.fiscal_year) == (key, year)), None)
    if kind is None or shelf is None:
        return None
    return _page(
        asked,
        "public/shelf.html",
        title=f"{shelf.name}　{shelf.year}の{kind.label}",
        records=kind.on(key, year),
        closed=kind.closed(key, year),
    )


def _record(asked: Asked) -> Leaf | None:
    kind, key = asked.publications, int(asked.parts[1])
    if kind is None:
        return None
    record = kind.one(key)
    if record is None:
        return _gone(asked, kind, key)
    return _RECORD[asked.parts[2]](asked, kind, record)


def _record_page(asked: Asked, kind: Publications, record: Publication) -> Leaf:
    content = kind.content(record.key)
    return _page(asked, kind.template_name, title=record.title, record=record, content=content)


def _record_json(asked: Asked, kind: Publications, record: Publication) -> Leaf:
    return _json({**_told(kind, record, beside=True), "content": kind.content(record.key)})


def _record_pdf(asked: Asked, kind: Publications, record: Publication) -> Leaf:
    with store.opened(record.sha256, record.size) as content:
        return Leaf(content.read(), PDF)


def _gone(asked: Asked, kind: Publications, key: int) -> Leaf | None:
    found = kind.gone(key)
    if not found:
        return None
    context = {"title": f"この{kind.label}は、いま公開していません", "gone": found[0]}
    return _page(asked, "public/gone.html", HTTPStatus.GONE, **context)


def _told(kind: Publications, record: Publication, *, beside: bool = False) -> dict[str, Any]:
    """What the data say of one record; ``beside``: its files are in the same folder."""
    place = str(record.key) if beside else f"{kind.code}/{record.key}"
    told = asdict(record) | {name: f"{place}.{name}" for name in _RECORD}
    dated = {"held_on": record.held_on, "issued_at": record.issued_at}
    return told | {name: day.isoformat() if day else None for name, day in dated.items()}


def _records_json(asked: Asked) -> Leaf:
    return _json({kind.code: [_told(kind, record) for record in kind.newest()] for kind in kinds()})


def _feed(asked: Asked) -> Leaf:
    return Leaf(atom((kind, record) for kind in kinds() for record in kind.newest(ENOUGH)), ATOM)


def _search_index(asked: Asked) -> Leaf | None:
    """A script, since a page that was opened from disk may fetch no data."""
    if not asked.is_carried:
        return None
    told = {
        f"{kind.code}/{key}.html": "\n".join(lines)
        for kind in kinds()
        for key, lines in kind.lines(record.key for record in kind.newest()).items()
    }
    words = json.dumps(told, ensure_ascii=False, indent=0, sort_keys=True)
    return Leaf(f"const publicIndex = {words};\n".encode(), SCRIPT)


def _carried_search(asked: Asked) -> Leaf:
    shown = [{"kind": kind, "newest": kind.newest()} for kind in kinds()]
    return _page(asked, "public/carried_search.html", title="会議録を探す", kinds=shown)


def _search(asked: Asked) -> Leaf:
    if asked.is_carried:
        return _carried_search(asked)
    query = asked.query[:LONGEST_QUERY]
    phrases = phrases_of(query)
    hits = [(kind, record) for kind in kinds() for record in kind.found(phrases)] if phrases else []
    shown = [
        {"kind": kind, "record": record, "excerpt": _excerpt(kind, record, phrases)}
        for kind, record in hits[:ENOUGH]
    ]
    title = f"「{query}」の検索結果" if phrases else "会議録を探す"
    return _page(
        asked,
        "public/search.html",
        title=title,
        query=query,
        has_asked=bool(phrases),
        hits=shown,
        count=len(hits),
    )


def _excerpt(kind: Publications, record: Publication, phrases: list[Phrase]) -> list[Any]:
    """Where the first word stands."""
    wanted = [spelling for phrase in phrases if not phrase.is_left_out for spelling in phrase.spellings]
    lines = kind.lines([record.key])[record.key]
    line = next((line for line in lines if any(each in fold(line) for each in wanted)), "")
    return list(excerpt(pieces(line, phrases)))


def _own_assets() -> dict[str, Path]:
    return {path.name: path for path in OWN_ASSETS.iterdir()}


def _asset(asked: Asked) -> Leaf | None:
    name = asked.parts[0]
    found = finders.find(SHARED_ASSETS[name]) if name in SHARED_ASSETS else _own_assets().get(name)
    return Leaf(Path(found).read_bytes(), ASSET_KINDS[Path(name).suffix]) if found else None


_RECORD = {"html": _record_page, "json": _record_json, "pdf": _record_pdf}
_NUMBER = "([1-9][0-9]{0,15})"
_FILES: tuple[tuple[re.Pattern[str], Callable[[Asked], Leaf | None]], ...] = (
    (re.compile(r"index\.html"), _index),
    (re.compile(r"search\.html"), _search),
    (re.compile(r"search-index\.js"), _search_index),
    (re.compile(r"feed\.xml"), _feed),
    (re.compile(r"records\.json"), _records_json),
    (re.compile(r"assets/([a-z-]+\.[a-z]+)"), _asset),
    (re.compile(rf"([a-z]+)/{_NUMBER}-([0-9]{{4}})\.html"), _shelf),
    (re.compile(rf"([a-z]+)/{_NUMBER}\.(html|json|pdf)"), _record),
)
