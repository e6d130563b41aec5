"""Search in the text of all minutes, on whichever database the suite runs."""

import re
from datetime import UTC, datetime
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client

from meetings.actions import record, sittings
from meetings.choices import EntryKind
from meetings.models import Meeting, MinutesEntry
from portal.accounts.rights import Noun, Verb
from portal.disclosure.choices import ReadingScope
from portal.history.actions import erase_values
from portal.search.actions import rebuild_index
from portal.search.models import SearchText
from portal.search.phrases import phrases_of, tokens
from portal.text import fold
from tests.doors import words_of
from tests.factories import meetings as make
from tests.factories.portal import user_who_may, user_who_may_everything
from tests.factories.writing import as_system
from tests.seeded import loaded_seed, seed

__all__ = ["loaded_seed", "seed"]

pytestmark = pytest.mark.django_db
BY, WHY = "system:tests", "試験の変更"


@pytest.fixture
def door(client: Client) -> Client:
    client.force_login(user_who_may_everything())
    return client


def search(client: Client, query: str, **conditions: Any) -> Any:
    return client.get("/entries/search/", {"q": query, **conditions})


def found(answer: Any) -> list[str]:
    return [re.search(r"/entries/(\d+)/", hit["url"])[1] for hit in answer.context["hits"]]  # type: ignore[index]


def row(text: str, **values: Any) -> MinutesEntry:
    values = {"kind": EntryKind.NARRATIVE, "speaker": None, "speaker_label": "", **values}
    return make.MinutesEntryFactory(text=text, **values)


@pytest.mark.parametrize(
    "query",
    [
        "タイムラグ",
        "たいむらぐ",
        "ﾀｲﾑﾗｸﾞ",
        "延期",
        "区",
        "秒",
        "電話 経費",
        "電話 -経費",
        "Word",
        "ｗｏｒｄ",
        "手つづき",
    ],
)
def test_seed_is_found_as_comparing_every_row_would_find_it(door: Client, seed: Meeting, query: str) -> None:
    def holds(text: str) -> bool:
        return all(
            any(spelling in fold(text) for spelling in each.spellings) != each.is_left_out
            for each in phrases_of(query)
        )

    wanted = [entry for entry in seed.entries.order_by("position") if holds(entry.text)]
    answer = search(door, query)

    assert wanted
    assert answer.context["count"].number == len(wanted)
    assert found(answer) == [str(entry.pk) for entry in wanted][:20]


def test_newest_sitting_comes_first(door: Client) -> None:
    days = [datetime(year, 6, 1, tzinfo=UTC) for year in (2023, 2025, 2024)]
    rows = [
        row("繰延する。", meeting=make.MeetingFactory(starts_at=day, planned_end_at=None)) for day in days
    ]
    assert found(search(door, "繰延")) == [str(rows[number].pk) for number in (1, 2, 0)]


def test_order_follows_the_day_of_a_sitting_and_the_place_of_a_row(door: Client) -> None:
    days = [datetime(2024, month, 1, tzinfo=UTC) for month in (5, 6)]
    first, second = (make.MeetingFactory(starts_at=day, planned_end_at=None) for day in days)
    one, two = row("繰延する。", meeting=first), row("繰延した。", meeting=first)
    other, undated = (
        row("繰延も。", meeting=second),
        row("繰延か。", meeting=make.MeetingFactory(starts_at=None)),
    )
    assert found(search(door, "繰延")) == [str(each.pk) for each in (other, one, two, undated)]

    record.shift_entry(by=BY, reason=WHY, entry=two, up=True)
    sittings.edit_meeting(by=BY, reason=WHY, meeting=second, starts_at=datetime(2024, 4, 1, tzinfo=UTC))
    wanted = [str(each.pk) for each in (two, one, other, undated)]
    assert found(search(door, "繰延")) == wanted
    rebuild_index()
    assert found(search(door, "繰延")) == wanted


def test_index_that_was_numbered_as_it_came_is_numbered_by_its_places(door: Client) -> None:
    days = [datetime(year, 6, 1, tzinfo=UTC) for year in (2025, 2023, 2024)]
    rows = [row("繰延", meeting=make.MeetingFactory(starts_at=day, planned_end_at=None)) for day in days]
    standing = set(SearchText.objects.values_list("pk", "record_key"))
    for number, entry in enumerate(rows, start=1):
        SearchText.objects.filter(record_key=entry.pk).update(id=number)
    import_module("meetings.migrations.0012_index_newest_first").renumber(apps, None)
    assert set(SearchText.objects.values_list("pk", "record_key")) == standing
    assert found(search(door, "繰延")) == [str(rows[number].pk) for number in (0, 2, 1)]


def test_many_records_of_one_operation_are_taken_in_by_turns(door: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("portal.search.actions.BATCH", 2)
    meeting = make.MeetingFactory()
    with as_system():
        rows = [row("繰延", meeting=meeting) for _ in range(5)]
    record.edit_entry(by=BY, reason=WHY, entry=rows[0], kind=EntryKind.STAGE)
    assert found(search(door, "繰延")) == [str(each.pk) for each in rows]


def test_rows_that_want_one_place_are_all_found(door: Client) -> None:
    """Sittings of one minute whose numbers are as far apart as their place in the index tells them apart."""
    day = datetime(2024, 5, 1, tzinfo=UTC)
    keys = [5000 + 4096 * number for number in range(3)]
    meetings = [make.MeetingFactory(pk=pk, starts_at=day, planned_end_at=None) for pk in keys]
    rows = {str(row("繰延する。", meeting=meeting, position=7).pk) for meeting in meetings}
    assert set(found(search(door, "繰延"))) == rows
    record.edit_entry(by=BY, reason=WHY, entry=MinutesEntry.objects.first(), text="繰延した。")
    assert set(found(search(door, "繰延"))) == rows


def test_hit_is_coloured_in_the_original_text_and_markup_in_it_is_text(door: Client) -> None:
    row("<b>ﾀｲﾑﾗｸﾞ</b>は長い")
    page = search(door, "タイムラグ").content.decode()
    assert "&lt;b&gt;<mark>ﾀｲﾑﾗｸﾞ</mark>&lt;/b&gt;は長い" in page


def test_result_is_narrowed_by_body_year_speaker_and_kind(door: Client) -> None:
    here = make.MeetingFactory(fiscal_year=2024)
    chair = row("繰延する。", meeting=here, kind=EntryKind.SPEECH, speaker_label="本部長")
    plain = row("繰延した。", meeting=here)
    elsewhere = row("繰延も。", meeting=make.MeetingFactory(fiscal_year=2023))
    everything = {str(each.pk) for each in (chair, plain, elsewhere)}

    assert set(found(search(door, "繰延"))) == everything
    assert set(found(search(door, "繰延", body=here.body_id))) == {str(chair.pk), str(plain.pk)}
    assert set(found(search(door, "繰延", year=2023))) == {str(elsewhere.pk)}
    assert set(found(search(door, "繰延", year=[2023, 2024]))) == everything
    assert set(found(search(door, "繰延", speaker="本部長"))) == {str(chair.pk)}
    assert set(found(search(door, "繰延", kind="narrative", year=2024))) == {str(plain.pk)}
    refused = search(door, "繰延", kind="unknown")
    assert refused.context["hits"] == []
    assert "読めないもの" in words_of(refused)


def test_each_choice_says_how_many_of_the_hits_it_holds(door: Client, monkeypatch: Any) -> None:
    here = make.MeetingFactory(fiscal_year=2024)
    for _ in range(2):
        row("繰延する。", meeting=here, kind=EntryKind.SPEECH, speaker_label="本部長")
    row("繰延した。", meeting=make.MeetingFactory(fiscal_year=2023))
    told = words_of(search(door, "繰延"))
    assert "本部長（2件）" in told
    assert "令和6年度（2件）" in told
    assert "令和5年度（1件）" in told
    assert f"{EntryKind.NARRATIVE.label}（1件）" in told
    assert "この検索結果のうち" in told
    assert "令和6年度（0件）" in words_of(search(door, "繰延", year=2023))

    monkeypatch.setattr("meetings.views.search.MANY", 2)
    many = search(door, "繰延")
    assert str(many.context["count"]) == "2件以上"
    assert "新しい1,000件のうち" in words_of(many)


def test_index_follows_every_change_of_the_record(door: Client) -> None:
    entry = row("ありあまる言葉")
    record.edit_entry(by=BY, reason=WHY, entry=entry, text="移り変わる言葉")
    entry.refresh_from_db()
    assert found(search(door, "ありあまる")) == []
    assert found(search(door, "移り変わる")) == [str(entry.pk)]

    record.remove_entry(by=BY, reason=WHY, entry=entry)
    assert found(search(door, "移り変わる")) == []
    assert not SearchText.objects.filter(record_key=entry.pk).exists()


def test_index_is_made_anew_from_the_records(door: Client) -> None:
    entry = row("作り直す言葉")
    SearchText.objects.all().delete()
    assert found(search(door, "作り直す")) == []
    said = StringIO()
    call_command("rebuild_search", stdout=said)
    assert f"{MinutesEntry.objects.count()}件" in said.getvalue()
    assert found(search(door, "作り直す")) == [str(entry.pk)]


def test_erased_words_are_in_the_index_no_more(door: Client) -> None:
    entry = row("消えるべき氏名")
    erase_values(
        by=user_who_may_everything(),
        reason=WHY,
        model=MinutesEntry,
        key=entry.pk,
        fields=["text"],
        ground="個人情報の保護に関する法律第98条",
    )
    assert found(search(door, "消えるべき")) == []
    assert SearchText.objects.get(record_key=entry.pk).tokens == tokens("［消去］")


def test_what_the_reader_may_not_read_is_in_no_title_count_snippet_or_choice(client: Client) -> None:
    open_row = row("公開の繰延")
    body = make.MeetingBodyFactory(name="秘密の会議体", reading_scope=ReadingScope.NAMED)
    meeting = make.MeetingFactory(body=body, fiscal_year=1999)
    row("秘密の繰延", meeting=meeting, kind=EntryKind.SPEECH, speaker_label="秘密の人")
    item = make.AgendaItemFactory(meeting=open_row.meeting, reading_scope=ReadingScope.NAMED)
    row("議題の秘密の繰延", meeting=open_row.meeting, item=item, position=999)
    client.force_login(user_who_may((Verb.READ, Noun.RECORD), (Verb.READ, Noun.SITTINGS)))

    answer = search(client, "繰延")

    assert found(answer) == [str(open_row.pk)]
    assert answer.context["count"].number == 1
    assert "秘密" not in words_of(answer)
    assert {int(each) for each in re.findall(r"（(\d+)件）", words_of(answer))} == {0, 1}
    assert "平成11年度" not in words_of(answer)
    assert found(search(client, "繰延", body=body.pk)) == []


def test_reader_without_the_right_to_records_is_refused(client: Client) -> None:
    client.force_login(user_who_may((Verb.READ, Noun.SITTINGS)))
    assert search(client, "繰延").status_code == 403


def test_search_says_what_it_did_and_what_to_do(door: Client) -> None:
    row("手続きの申請")
    assert "同じ意味の言葉もまとめて探しました" in words_of(search(door, "手続"))
    as_typed = search(door, "手つづき", as_typed=1)
    assert found(as_typed) == []
    assert "「手つづき」は見つかりませんでした" in words_of(as_typed)
    assert "除く言葉だけでは探せません" in words_of(search(door, "-手続"))
    assert search(door, "").status_code == 200
    assert search(door, '" OR * (').status_code == 200


def test_long_result_is_shown_page_by_page_in_few_queries(
    door: Client, django_assert_max_num_queries: Any
) -> None:
    meeting = make.MeetingFactory()
    with as_system():
        rows = [row("繰延", meeting=meeting) for _ in range(21)]
    with django_assert_max_num_queries(12):
        first = search(door, "繰延")
    assert found(first) == [str(each.pk) for each in rows[:20]]
    assert found(search(door, "繰延", page=2)) == [str(rows[20].pk)]
    assert "21行目" in words_of(search(door, "繰延", page=2))
    beyond = search(door, "繰延", page=10**9)
    assert found(beyond) == [str(rows[20].pk)]
    assert "指定された番号のページはありません" in words_of(beyond)
