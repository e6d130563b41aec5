"""The seed's sitting as plain data, straight from the fixtures: no database needed to compose a page."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from meetings.choices import ItemCategory, ItemState
from meetings.minutes_form import FormLayout
from meetings.minutes_record import Attendee, Entry, Flag, Item, Paper, Sitting
from meetings.printed import Field, LedgerLine
from portal.disclosure.public_text import Substituted, Withheld

FIXTURES = Path(__file__).parents[2] / "fixtures"


@cache
def fixture(name: str) -> dict[str, Any]:
    """One fixture file."""
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


def seed_form() -> FormLayout:
    """豊島区の会議録."""
    return FormLayout.from_data(fixture("minutes_forms.json")["minutes_forms"]["records"][0]["layout"])


def _text(given: Any) -> str:
    return "\n".join(given) if isinstance(given, list) else given


def example() -> tuple[dict[int, list[Withheld]], dict[int, list[Substituted]], dict[int, LedgerLine]]:
    """The demo's withheld passages and rewordings by row, and their ledger; the handout has key 99."""
    content = fixture("example_withholding.json")
    texts = {row["as"]: _text(row["text"]) for row in fixture("seed000/record.json")["entries"]["records"]}
    withheld: dict[int, list[Withheld]] = {}
    reworded: dict[int, list[Substituted]] = {}
    ledger = {99: LedgerLine("契約・交渉情報", "契約締結の日まで", is_example=True)}
    for key, given in enumerate(content["withholdings"]["records"]):
        if "entry" in given:
            words = given.get("words", texts[given["entry"]])
            start = texts[given["entry"]].index(words)
            passage = Withheld(key, start, start + len(words), words, given["ground"])
            withheld.setdefault(given["entry"], []).append(passage)
            ledger[key] = LedgerLine(given["ground"], "決定の日まで", is_example=True)
    for key, given in enumerate(content["substitutions"]["records"], start=100):
        start = texts[given["entry"]].index(given["words"])
        span = (key, start, start + len(given["words"]), given["words"])
        reworded.setdefault(given["entry"], []).append(Substituted(*span, given["public_words"]))
        ledger[key] = LedgerLine("", "", is_example=True)
    return withheld, reworded, ledger


def seed_sitting(*, with_example: bool = False) -> Sitting:
    """令和6年度第1回, with the example of withholding or without any."""
    meeting = fixture("seed000/sittings.json")["meetings"]["records"][0]
    withheld, reworded, _ = example() if with_example else ({}, {}, {})
    items = {given["as"]: _item(given) for given in fixture("seed000/sittings.json")["items"]["records"]}
    return Sitting(
        name="令和6年度 第1回豊島区行政情報化推進本部",
        secretariat="政策経営部情報管理課",
        held=Field("令和6年6月27日（木）11:00～12:00"),
        ended="11:58",
        venue=Field(meeting["venue"]),
        meeting_flag=Flag(meeting["meeting_disclosure"], Field(meeting["meeting_closure_reason"])),
        minutes_flag=Flag(meeting["minutes_disclosure"], Field(meeting["minutes_closure_reason"])),
        items=tuple(items.values()),
        attendees=tuple(_attendees()),
        entries=tuple(
            Entry(
                kind=row["kind"],
                text=Field(
                    _text(row["text"]),
                    tuple(withheld.get(row["as"], ())),
                    tuple(reworded.get(row["as"], ())),
                ),
                label=Field(row.get("speaker_label", "")),
                item=items.get(row.get("item", "")),
            )
            for row in fixture("seed000/record.json")["entries"]["records"]
        ),
        papers=tuple(_papers(with_example=with_example)),
    )


def _item(given: dict[str, Any]) -> Item:
    return Item(
        category=ItemCategory(given["category"]).label,
        number=given["number"],
        title=Field(given["title"]),
        is_papers_only=given["state"] == ItemState.PAPERS_ONLY,
    )


def _attendees() -> list[Attendee]:
    members = (
        "副区長（本部長）、政策経営部長（副本部長）、総務部長、区民部長、福祉部長、健康部長、子ども家庭部長、"
        "企画課長、行政経営課長、情報管理課長"
    )
    staff = (
        "行政経営課、情報担当係長（管理）、情報担当係長（システム第一）、情報担当係長（システム第二）、"
        "情報担当係長（デジタル化推進）、情報担当係長（情報システム標準化）"
    )
    return [Attendee(name, "members") for name in members.split("、")] + [
        Attendee(name, "secretariat") for name in staff.split("、")
    ]


def _papers(*, with_example: bool) -> list[Paper]:
    return [
        Paper(
            number=given["number"],
            printed_number=given["printed_number"],
            title=Field(given["title"]),
            closed=99 if with_example and given["number"] == "3-3" else None,
        )
        for given in fixture("seed000/sittings.json")["handouts"]["records"]
    ]
