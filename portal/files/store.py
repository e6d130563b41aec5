"""The store: contents in files named by their SHA-256, written once, never overwritten.

``put`` is called before the row that names the content commits, so that no row is ever without its file.
What a rollback leaves behind, nobody refers to; ``portal.files.actions.collect_orphans`` takes it away once
it is older than ``GRACE``.
"""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import IO

from django.conf import settings

# Seconds in which a content may wait for the row that will name it.
GRACE = 60 * 60
BLOCK = 1024 * 1024
DIGEST_LENGTH = 64


class StoreDamaged(Exception):
    """A content that is missing or is not what its name says."""

    def __str__(self) -> str:
        return "ファイルの中身が保存場所にないか、登録したときと違います。管理者に知らせてください。"


@dataclass(frozen=True)
class Kept:
    """A content that is safely on disk."""

    sha256: str
    size: int


def put(chunks: Iterable[bytes]) -> Kept:
    """Keep a content: on disk and synced when this returns. The same content twice is kept once.

    Raises ``OSError`` when it cannot be written, ``StoreDamaged`` when another content has its place.
    """
    drafts = _folder("drafts")
    handle, name = tempfile.mkstemp(dir=drafts)
    try:
        with os.fdopen(handle, "wb") as draft:
            kept = _written(draft, chunks)
        _settle(Path(name), kept.sha256)
    finally:
        os.unlink(name)
    return kept


def path_of(sha256: str) -> Path:
    """Where a content is, or would be."""
    return Path(settings.FILES_DIR) / sha256[:2] / sha256[2:4] / sha256


def is_sound(sha256: str, size: int) -> bool:
    """Whether the content is there and is what its name says."""
    path = path_of(sha256)
    try:
        return path.stat().st_size == size and _digest(path) == sha256
    except FileNotFoundError:
        return False


def exists(sha256: str) -> bool:
    """Whether there is a content of this name, whatever it holds."""
    return path_of(sha256).is_file()


def opened(sha256: str, size: int) -> IO[bytes]:
    """The content, to be read. Raises ``StoreDamaged`` rather than hand out anything else."""
    if not is_sound(sha256, size):
        raise StoreDamaged
    return path_of(sha256).open("rb")


def settled() -> Iterator[str]:
    """Names of the contents that have been here longer than ``GRACE``."""
    root = Path(settings.FILES_DIR)
    for path in sorted(root.glob("??/??/*")):
        if len(path.name) == DIGEST_LENGTH and _is_old(path):
            yield path.name


def discard(sha256: str) -> bool:
    """Take a content away unless somebody kept it anew within ``GRACE``; whether it was taken."""
    path = path_of(sha256)
    with _alone():
        if not _is_old(path):
            return False
        path.unlink()
        return True


def destroy(sha256: str) -> None:
    """Take a content away at once, as the law asks; nothing happens when it is gone already."""
    with _alone():
        path_of(sha256).unlink(missing_ok=True)


def discard_drafts() -> int:
    """Take away what writers left unfinished who were killed; returns how many."""
    old = [path for path in _folder("drafts").iterdir() if _is_old(path)]
    for path in old:
        path.unlink()
    return len(old)


def _written(draft: IO[bytes], chunks: Iterable[bytes]) -> Kept:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        draft.write(chunk)
        digest.update(chunk)
        size += len(chunk)
    draft.flush()
    os.fchmod(draft.fileno(), 0o440)
    os.fsync(draft.fileno())
    return Kept(digest.hexdigest(), size)


def _settle(draft: Path, sha256: str) -> None:
    """Give a finished content its name. One that is there already is looked at, and is young again."""
    place = path_of(sha256)
    folder = _folder(*place.parts[-3:-1])
    with _alone():
        try:
            os.link(draft, place)
        except FileExistsError:
            if _digest(place) != sha256:
                raise StoreDamaged from None
            os.utime(place)
    _sync(folder)


def _folder(*parts: str) -> Path:
    """A folder of the store, made and synced where it is missing."""
    folder = Path(settings.FILES_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    for part in parts:
        above, folder = folder, folder / part
        if not folder.is_dir():
            folder.mkdir(exist_ok=True)
            _sync(above)
    return folder


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time decides which names there are: a collector never meets a writer half way."""
    with (_folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _is_old(path: Path) -> bool:
    try:
        return time() - path.stat().st_mtime > GRACE
    except FileNotFoundError:
        return False
