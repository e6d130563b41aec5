"""The public site written to a folder, to be carried out of a closed network: the same state, the same bytes.

What is no longer public is taken out of the folder where the manifest knows it; nothing else is touched.
The manifest names a file before it is written, so that an export that was killed leaves nothing unknown.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.public.publications import kinds
from portal.public.tree import is_path, leaf, paths

MANIFEST = "manifest.json"
TRIES = 3


class NotExported(Exception):
    """Why the folder is not what it should be."""


@dataclass(frozen=True)
class Exported:
    """What an export did."""

    files: int
    withdrawn: list[str]
    strangers: list[str]


def export(folder: Path) -> Exported:
    """Write the site; begin anew where something was published or withdrawn meanwhile.

    Raises ``NotExported``, and ``StoreDamaged`` where a printed form is not what it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for _ in range(TRIES):
        before = _state()
        done = _write_all(folder)
        if _state() == before:
            return done
    raise NotExported("書き出している間に、公開と取下げが続きました。もう一度実行してください。")


def _state() -> list[Any]:
    return [(kind.newest(), kind.gone(), kind.shelves()) for kind in kinds()]


def _write_all(folder: Path) -> Exported:
    former = _former(folder)
    wanted = list(paths())
    unfinished = dict.fromkeys(wanted, "") | former["files"]
    _tell(folder, unfinished, former["withdrawn"])
    files = {path: _put(folder, path, leaf(path, is_carried=True).body) for path in wanted}
    dropped = {path: digest for path, digest in unfinished.items() if path not in files}
    for path in dropped:
        _inside(folder, path).unlink(missing_ok=True)
    gone = {path: digest for path, digest in (former["withdrawn"] | dropped).items() if path not in files}
    _tell(folder, files, gone)
    return Exported(len(files), sorted(dropped), sorted(_strangers(folder, files)))


def _former(folder: Path) -> dict[str, dict[str, str]]:
    """What the manifest in the folder knows; a path that is none of the site's makes it no manifest."""
    place = folder / MANIFEST
    if not place.exists():
        return {"files": {}, "withdrawn": {}}
    try:
        told = json.loads(place.read_text("utf-8"))
        former = {name: dict(told[name]) for name in ("files", "withdrawn")}
    except (ValueError, KeyError, TypeError) as problem:
        raise NotExported(f"{place} は、書き出しの一覧として読めません。") from problem
    if strange := [path for names in former.values() for path in names if not is_path(path)]:
        raise NotExported(f"{place} に、公開ページのものでない名前があります：{strange[0]}")
    return former


def _tell(folder: Path, files: Mapping[str, str], withdrawn: Mapping[str, str]) -> None:
    told = {"files": files, "withdrawn": withdrawn}
    words = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    _put(folder, MANIFEST, f"{words}\n".encode())


def _inside(folder: Path, path: str) -> Path:
    """Where a file is to stand; a link in the folder leads nowhere else."""
    place = folder / path
    if not place.resolve().is_relative_to(folder.resolve()):
        raise NotExported(f"{place} は、書き出すフォルダーの外にあります。")
    return place


def _put(folder: Path, path: str, body: bytes) -> str:
    """Write a file whole or not at all; its digest."""
    place = _inside(folder, path)
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f"{place.name}.part")
    draft.write_bytes(body)
    os.replace(draft, place)
    return hashlib.sha256(body).hexdigest()


def _strangers(folder: Path, files: Mapping[str, str]) -> Iterator[str]:
    """What else stands in the folder."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    yield from (path for path in found if path not in files and path != MANIFEST)
