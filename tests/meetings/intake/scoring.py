"""Holds what was read against the truth: right, blank or wrong, and whether a wrong value was warned of."""

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from meetings.intake.labels import known_labels
from meetings.intake.reading import read

SAMPLES = Path(__file__).parent / "samples"
SINGLE = (
    *("body", "session", "fiscal_year", "number", "date", "start", "end", "ended_at", "venue"),
    *("meeting_disclosure", "minutes_disclosure", "observer_count"),
)
LISTS = ("secretariat", "members", "agenda", "entries", "decisions", "handouts")
# What a normalised value may be written with.
_VALUE_WORDS = (
    r"の?会議結果について|^会議$|一部非公開|令和|平成|昭和|西暦|元|年度?|月|日|[月火水木金土日]曜?|曜日|午前|午後|正午|時|分|半|から|まで|より|開会|閉会|散会|終了|年月|"
    r"[0-9一二三四五六七八九十①-⑳]+|一部|部分|非公開|公開|名|人|なし|無し|第|回|号|会議録|議事録|議事要旨|会議要旨|会議概要|議事概要|議事メモ|"
    r"全文|打合せ|説明|要点筆記|要点記録|メモ|参考資料|資料|議案|報告事項|報告|議題|案件|議事|傍聴者|傍聴人|傍聴|その理由|の場合は|の場合の理由|非公開・|定例会|[RHS]|一部非公開の場合は|次第|確認事項|協議事項|理由|会議(?=\||$)|要旨"
)


class Judged(NamedTuple):
    """One value of one sample."""

    field: str
    verdict: str
    wanted: Any
    found: Any
    is_warned: bool


def samples() -> list[str]:
    """The names of all samples."""
    return sorted(path.stem for path in SAMPLES.glob("*.txt"))


def source(name: str) -> str:
    """The text of a sample."""
    return (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")


def judged(name: str) -> list[Judged]:
    """Every field of a sample."""
    truth = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    found = read(source(name)).as_json()
    found["decisions"] = [each["outcome"] for each in found["decisions"]]
    verdicts = [_judge(key, truth.get(key), found[key], found["warnings"]) for key in (*SINGLE, *LISTS)]
    for which in ("meeting", "minutes"):
        wanted, value = truth.get(f"{which}_reason"), found["closure_reason"][which]
        verdicts.append(_judge("closure_reason", wanted, value, found["warnings"]))
    return verdicts


def _judge(key: str, wanted: Any, value: Any, warnings: list[str]) -> Judged:
    is_warned = any(warning.startswith(f"{key}:") for warning in warnings)
    if _same(key, wanted, value):
        return Judged(key, "right", wanted, value, is_warned)
    verdict = "blank" if value in (None, [], [None]) else "wrong"
    return Judged(key, verdict, wanted, value, is_warned)


def _same(key: str, wanted: Any, value: Any) -> bool:
    if key == "entries":
        return len(wanted or []) == len(value) and all(
            one["kind"] == other["kind"]
            and plain(one["speaker"] or "") == plain(other["speaker"] or "")
            and plain(other["text"]).startswith(plain(one["text"]))
            for one, other in zip(wanted or [], value, strict=True)
        )
    return plain(json.dumps(wanted or None if wanted != 0 else 0, ensure_ascii=False)) == plain(
        json.dumps(value or None if value != 0 else 0, ensure_ascii=False)
    )


def plain(text: str) -> str:
    """One width, no white space: how a person compares."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def lost(text: str, record: dict[str, Any]) -> Iterator[str]:
    """Words of the source that stand in no field and not in 未配置."""
    haystack = plain("".join(_texts({key: value for key, value in record.items() if key != "warnings"})))
    labels = sorted({*known_labels()} - {"会議"}, key=len, reverse=True)
    known = [re.escape(plain(label)) for label in labels]
    normalised = re.compile("|".join((*known, _VALUE_WORDS)))
    for line in text.splitlines():
        words = plain(re.sub(r"<[^>]*>|\t", "|", line) if "\t" in line else line).lstrip("〇")
        if all(part in haystack for part in _parts(words)):
            continue
        yield from (part for part in _parts(normalised.sub("|", words)) if part not in haystack)


def _parts(words: str) -> list[str]:
    return re.findall(r"[^\W_]+", words)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif value is not None:
        yield f"{value}\n"
