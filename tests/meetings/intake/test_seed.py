"""The first meeting's published text, from the file to the proposal."""

import time
from collections import Counter

import pytest

from meetings.intake.reading import read
from tests.meetings.intake import scoring
from tests.meetings.sample import FIXTURES, fixture

SEED = FIXTURES / "seed000" / "document.txt"


@pytest.fixture(scope="module")
def text():
    return SEED.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def record(text):
    return read(text).as_json()


def test_head_is_read_as_it_is_printed(record):
    single = {key: record[key] for key in scoring.SINGLE}
    assert single == {
        "body": "豊島区行政情報化推進本部",
        "session": "第1回",
        "fiscal_year": 2024,
        "number": 1,
        "date": "2024-06-27",
        "start": "11:00",
        "end": "12:00",
        "ended_at": "11:58",
        "venue": "庁議室（本庁舎5階）",
        "meeting_disclosure": "非公開",
        "minutes_disclosure": "一部非公開",
        "observer_count": None,
    }
    assert record["closure_reason"] == {
        "meeting": "行政機関における政策意思決定過程途上に位置付けられる会議であるため",
        "minutes": "行政機関における政策意思決定過程途上に位置づけられる内容を含むため",
    }


def test_attendees_items_and_handouts_are_all_there(record):
    assert (len(record["members"]), len(record["secretariat"])) == (10, 6)
    assert [(item["category"], item["number"]) for item in record["agenda"]] == [
        *(("確認事項", 1), ("議案", 1), ("議案", 2), ("報告事項", 1), ("報告事項", 2), ("報告事項", 3))
    ]
    assert [paper["number"] for paper in record["handouts"]] == (
        ["1", "2", "3-1", "3-2", "3-3", "4-1", "4-2", "4-3", "5-1", "5-2", "6"]
    )


def test_turns_have_their_speakers_and_words(record):
    rows = [
        entry for entry in fixture("seed000/record.json")["entries"]["records"] if entry["kind"] == "speech"
    ]
    wanted = [(row["speaker_label"], scoring.plain("".join(row["text"]))) for row in rows]
    turns = [
        (row["speaker"], scoring.plain(row["text"])) for row in record["entries"] if row["kind"] == "speech"
    ]
    assert turns == wanted
    assert Counter(speaker for speaker, _ in turns) == {"事務局": 18, "本部長": 13, "部員": 9, "副本部長": 5}


def test_outcomes_stand_under_their_items(record):
    assert [(each["category"], each["number"], each["outcome"]) for each in record["decisions"]] == [
        ("議案", 1, "案のとおり承認"),
        ("議案", 2, "再検討"),
    ]


def test_commitments_are_proposed_with_few_others(record):
    known = [
        scoring.plain("".join(each["words"]))
        for each in fixture("seed000/decisions.json")["commitments"]["records"]
    ]
    proposed = [scoring.plain(each["text"]) for each in record["commitments"]]
    met = {words for words in known if any(_overlap(words, each) for each in proposed)}
    others = [each for each in proposed if not any(_overlap(words, each) for words in known)]
    assert len(known) == 18
    assert len(met) >= 15
    assert len(others) <= 6


def _overlap(words, proposed):
    return proposed.rstrip("。") in words or words.rstrip("。") in proposed


def test_nothing_is_lost_in_less_than_a_second(text):
    before = time.perf_counter()
    record = read(text).as_json()
    assert time.perf_counter() - before < 1
    assert list(scoring.lost(text, record)) == []
    assert record["unplaced"] == ["事務局（担当課）\t\t政策経営部情報管理課"]
    assert record["warnings"] == []
