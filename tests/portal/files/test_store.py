"""The store: written whole or not at all, never overwritten, cleared of what nobody refers to."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from portal.files import store

CONTENT = "令和6年度第1回の資料".encode()
SHA256 = hashlib.sha256(CONTENT).hexdigest()
LONG_AGO = time.time() - 2 * store.GRACE


def aged(sha256: str) -> Path:
    path = store.path_of(sha256)
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


def test_content_is_kept_under_its_digest_and_read_back(files_dir: Path) -> None:
    kept = store.put([CONTENT[:5], CONTENT[5:]])

    assert kept == store.Kept(SHA256, len(CONTENT))
    assert store.path_of(SHA256) == files_dir / SHA256[:2] / SHA256[2:4] / SHA256
    with store.opened(SHA256, len(CONTENT)) as content:
        assert content.read() == CONTENT
    assert list((files_dir / "drafts").iterdir()) == []


def test_same_content_twice_is_on_disk_once_and_is_not_written_again() -> None:
    store.put([CONTENT])
    before = store.path_of(SHA256).stat()
    aged(SHA256)
    store.put([CONTENT])

    after = store.path_of(SHA256).stat()
    assert after.st_ino == before.st_ino
    assert not list(store.settled()), "what is kept anew waits for its row like any other"


def test_place_taken_by_another_content_is_refused_and_left_alone() -> None:
    store.put([CONTENT])
    path = store.path_of(SHA256)
    path.chmod(0o600)
    path.write_bytes(b"forged")

    with pytest.raises(store.StoreDamaged):
        store.put([CONTENT])
    assert path.read_bytes() == b"forged"
    with pytest.raises(store.StoreDamaged):
        store.opened(SHA256, len(CONTENT))


def test_missing_content_is_not_opened() -> None:
    with pytest.raises(store.StoreDamaged):
        store.opened(SHA256, len(CONTENT))
    assert not store.exists(SHA256)


def test_writer_that_fails_half_way_leaves_nothing(files_dir: Path) -> None:
    def breaking() -> Any:
        yield CONTENT
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.put(breaking())
    assert [path for path in files_dir.rglob("*") if path.is_file()] == []


def test_discard_spares_what_was_kept_anew() -> None:
    store.put([CONTENT])
    assert list(store.settled()) == []
    assert not store.discard(SHA256)

    path = aged(SHA256)
    assert list(store.settled()) == [SHA256]
    store.put([CONTENT])
    assert not store.discard(SHA256)

    aged(SHA256)
    assert store.discard(SHA256)
    assert not path.exists()
    assert not store.discard(SHA256), "another collector was faster"


KILLED_WRITER = """
import sys, time
from django.conf import settings
settings.configure(FILES_DIR=sys.argv[1])
from portal.files import store
def slow():
    yield b"half"
    print("writing", flush=True)
    time.sleep(60)
store.put(slow())
"""


def test_writer_killed_half_way_leaves_a_draft_that_is_cleared_later(files_dir: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", KILLED_WRITER, str(files_dir)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=settings.BASE_DIR,
    )
    with writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
        writer.send_signal(signal.SIGKILL)
    drafts = list((files_dir / "drafts").iterdir())

    assert len(drafts) == 1
    assert list(files_dir.glob("??")) == [], "no content has a name yet"
    assert store.discard_drafts() == 0
    os.utime(drafts[0], (LONG_AGO, LONG_AGO))
    assert store.discard_drafts() == 1
