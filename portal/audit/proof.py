"""Verifies an exported record with Python alone: ``python3 記録.zip [head.json …]``.

This file is copied into every export as ``__main__.py``, with the module it imports beside it. It uses
nothing else of the portal, no database and no library.
"""

import hashlib
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from portal.audit.hashing import block_hash_of, change_digest_of, digest_of

STORED_FILE = "portal.storedfile"
Told = dict[str, Any]


def faults(root: Any, heads: Iterable[Told] = ()) -> Iterator[str]:
    """All that does not hold in an export, as sentences; ``root`` is a folder or the inside of a ZIP file."""
    told = json.loads((root / "records.json").read_text(encoding="utf-8"))
    blocks = {each["sequence"]: each for each in told["operations"]}
    yield from _chain_faults(root, blocks, told["changes"], [told["head"], *heads])
    for change in told["changes"]:
        if change["salt"] is not None and not _is_whole(change):
            yield f"{_named(change)}の記録文が書き換えられています。"
    for record in told["records"]:
        own = [each for each in told["changes"] if _key(each) == _key(record)]
        yield from _record_faults(record, own, blocks)
        if record["model"] == STORED_FILE and record["state"]:
            yield from _file_faults(root, record["state"])


def erased(root: Any) -> list[str]:
    """Texts that lost values on legal request: the chain holds them, their words it cannot prove."""
    told = json.loads((root / "records.json").read_text(encoding="utf-8"))
    return [_named(change) for change in told["changes"] if change["salt"] is None]


def _key(told: Told) -> tuple[str, int]:
    return told["model"], told["key"]


def _named(told: Told) -> str:
    return f"{told['model']} 番号{told['key']} 第{told['version']}版"


def _is_whole(change: Told) -> bool:
    names = ("salt", "model", "key", "version", "kind", "text")
    return bool(change_digest_of(*(change[name] for name in names)) == change["digest"])


def _lines(root: Any, name: str) -> Iterator[Told]:
    with (root / name).open("r", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _chain_faults(
    root: Any, blocks: dict[int, Told], changes: list[Told], heads: list[Told]
) -> Iterator[str]:
    """The blocks follow each other to the head, and hold the operations and changes of the records."""
    last: Told = {}
    expected = {head["sequence"]: head["block_hash"] for head in heads}
    wanted = {(each["sequence"], each["place"]): each for each in changes}
    for block in _lines(root, "chain.jsonl"):
        place = block["sequence"]
        if last and (place, block["previous_hash"]) != (last["sequence"] + 1, last["block_hash"]):
            yield f"操作{place}が、直前の操作の封につながっていません。"
        sealed = block_hash_of(place, block["previous_hash"], block["digest"], block["changes"])
        if sealed != block["block_hash"]:
            yield f"操作{place}の封が合いません。"
        if expected.pop(place, sealed) != block["block_hash"]:
            yield f"操作{place}の封が、書き出してあった封と違います。"
        if place in blocks and digest_of(blocks[place]["salt"], blocks[place]["text"]) != block["digest"]:
            yield f"操作{place}の記録（だれが、いつ、なぜ）が書き換えられています。"
        for number, digest in enumerate(block["changes"]):
            change = wanted.pop((place, number), None)
            if change and change["digest"] != digest:
                yield f"{_named(change)}が、操作{place}の封と合いません。"
        last = block
    yield from (f"{_named(change)}が、操作の連鎖にありません。" for change in wanted.values())
    yield from (f"通番{place}の封が、操作の連鎖にありません。" for place in sorted(expected))


def _record_faults(record: Told, changes: list[Told], blocks: dict[int, Told]) -> Iterator[str]:
    """History says what the sealed texts say, without a gap, and the record is as its newest row has it."""
    rows = record["history"]
    versions = [row["version"] for row in rows]
    if not rows or versions != list(range(1, len(rows) + 1)) or len(rows) != len(changes):
        yield f"{record['model']} 番号{record['key']}の履歴が、欠けているか、余っています。"
        return
    for row, change in zip(rows, sorted(changes, key=lambda each: each["version"]), strict=True):
        if not _agrees(row, change, blocks.get(change["sequence"])):
            yield f"{_named(change)}の履歴が、操作{change['sequence']}の記録と違います。"
    newest = None if rows[-1]["kind"] == "-" else rows[-1]["values"]
    if record["state"] != newest:
        yield f"{record['model']} 番号{record['key']}が、最新の履歴と違います。"


def _agrees(row: Told, change: Told, block: "Told | None") -> bool:
    """Whether a row of history says what was sealed; a text that cannot be read says nothing."""
    try:
        act, sealed = json.loads((block or {})["text"]), json.loads(change["text"])
        names = ("operation_id", "actor", "user_id", "reason")
        said = [
            row["version"],
            row["kind"],
            datetime.fromisoformat(row["at"]),
            *(row[name] for name in names),
        ]
        told = [datetime.fromisoformat(act["at"]), *(act[name] for name in names)]
        # A column that came later is empty in older rows of history.
        values = all(sealed.get(name) == value for name, value in row["values"].items())
    except (AttributeError, KeyError, TypeError, ValueError):
        return False
    return values and said == [change["version"], change["kind"], *told]


def _file_faults(root: Any, state: Told) -> Iterator[str]:
    content = root / "files" / state["sha256"]
    if state["erased_at"] is None and not content.is_file():
        yield f"ファイル「{state['name']}」の中身がありません。"
    elif content.is_file():
        sealed = hashlib.sha256()
        with content.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                sealed.update(chunk)
        if sealed.hexdigest() != state["sha256"]:
            yield f"ファイル「{state['name']}」の中身が、登録したときと違います。"


def main(place: str, heads: list[str]) -> int:
    """Print what was found; 1 when something does not hold."""
    root: Any = zipfile.Path(place) if zipfile.is_zipfile(place) else Path(place)
    found = list(faults(root, [json.loads(Path(name).read_text(encoding="utf-8")) for name in heads]))
    for sentence in found:
        print(sentence)
    for name in erased(root):
        print(f"{name}：法令により消去した値があります。")
    if not found:
        print("異常はありません。")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.path[0], sys.argv[1:]))
