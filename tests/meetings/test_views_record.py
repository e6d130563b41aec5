"""The record as it reads, and its rows as they are written, changed and taken out."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.choices import AnnotationKind, EntryKind
from meetings.models import Meeting, MinutesEntry
from portal.accounts.rights import Noun, Verb
from portal.disclosure.models import Withholding
from tests.factories import meetings as make
from tests.factories.portal import DisclosureGroundFactory, user_who_may, user_who_may_everything
from tests.factories.writing import as_system
from tests.meetings.door import browser, errors, send

pytestmark = pytest.mark.django_db

ROW_READER = ((Verb.READ, Noun.SITTINGS), (Verb.READ, Noun.RECORD))


@pytest.fixture
def client() -> Client:
    return browser(user_who_may_everything())


@pytest.fixture
def meeting() -> Meeting:
    """A record of three speeches: 一, 二, 三."""
    meeting = make.MeetingFactory()
    for place, text in enumerate("一二三", start=1):
        make.MinutesEntryFactory(meeting=meeting, text=text, position=place * 1024)
    return meeting


def texts(meeting: Meeting) -> str:
    return "".join(meeting.entries.values_list("text", flat=True))


def page(client: Client, meeting: Meeting) -> str:
    return client.get(reverse("meetings:record", args=[meeting.pk])).content.decode()


def edit(entry: MinutesEntry) -> str:
    return reverse("meetings:entry-edit", args=[entry.pk])


def withhold(entry: MinutesEntry, words: str) -> None:
    start = entry.text.index(words)
    with as_system():
        Withholding(
            record_model="meetings.minutesentry",
            record_key=entry.pk,
            field="text",
            start=start,
            end=start + len(words),
            words=words,
            ground=DisclosureGroundFactory(label="審議検討情報"),
            reason="試験",
            end_trigger="none",
        ).save()


def test_row_is_written_below_the_row_that_was_chosen(client: Client, meeting: Meeting) -> None:
    first = meeting.entries.get(text="一")
    url = f"{reverse('meetings:entry-new', args=[meeting.pk])}?after={first.pk}"

    answer = send(client, url, kind="speech", speaker_label="本部長", text="間")

    assert texts(meeting) == "一間二三"
    assert answer["Location"].endswith(f"#row-{meeting.entries.get(text='間').pk}")


def test_row_without_a_chosen_place_is_written_at_the_end(client: Client, meeting: Meeting) -> None:
    send(client, reverse("meetings:entry-new", args=[meeting.pk]), kind="time", text="[11:58 終了]")

    assert texts(meeting) == "一二三[11:58 終了]"


def test_rows_between_two_rows_never_run_out_of_places(client: Client, meeting: Meeting) -> None:
    first = meeting.entries.get(text="一")
    url = f"{reverse('meetings:entry-new', args=[meeting.pk])}?after={first.pk}"

    for _ in range(12):
        send(client, url, kind="narrative", text="・")

    assert texts(meeting) == "一" + "・" * 12 + "二三"


@pytest.mark.parametrize("after", ["0", "999999", "いち", "-1"])
def test_place_of_no_row_is_not_found(client: Client, meeting: Meeting, after: str) -> None:
    assert client.get(reverse("meetings:entry-new", args=[meeting.pk]), {"after": after}).status_code == 404


def test_place_in_another_sittings_record_is_not_found(client: Client, meeting: Meeting) -> None:
    other = make.MinutesEntryFactory()
    url = reverse("meetings:entry-new", args=[meeting.pk])

    assert client.get(url, {"after": other.pk}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"kind": "speech", "speaker_label": "", "text": "発言"}, "speaker_label", "発言者を入力"),
        ({"kind": "speech", "speaker_label": "部員", "text": ""}, "text", "入力してください"),
        ({"kind": "speech", "speaker_label": "部員", "text": "　\n"}, "text", "入力してください"),
        ({"kind": "", "text": "発言"}, "kind", "選んでください"),
        ({"kind": "stage", "text": "\ue123を説明"}, "text", "U+E123"),
        ({"kind": "stage", "text": "説明\x07"}, "text", "制御文字"),
    ],
)
def test_row_that_cannot_be_is_refused_beside_its_field_and_what_was_typed_stays(
    client: Client, meeting: Meeting, typed: dict[str, str], field: str, words: str
) -> None:
    answer = send(client, reverse("meetings:entry-new", args=[meeting.pk]), **typed)

    assert answer.status_code == 422
    assert list(errors(answer)) == [field]
    assert words in errors(answer)[field][0]
    assert answer.context["form"]["text"].value() == typed["text"]
    assert texts(meeting) == "一二三"


def test_seat_of_a_row_that_is_no_speech_is_refused(client: Client, meeting: Meeting) -> None:
    seat = make.SeatFactory(body=meeting.body)

    answer = send(client, edit(meeting.entries.first()), kind="stage", speaker=seat.pk)

    assert list(errors(answer)) == ["speaker"]


@pytest.mark.parametrize(
    "text", [" 先頭の空白", "改行\n二段落", "𠮷野家の👍🏽", "葛\U000e0100飾区", "①㍻ｶﾅ", "<b>太字</b>"]
)
def test_text_is_kept_and_shown_exactly_as_typed(client: Client, meeting: Meeting, text: str) -> None:
    entry = meeting.entries.first()

    send(client, edit(entry), text=text.replace("\n", "\r\n"))

    entry.refresh_from_db()
    assert entry.text == text
    assert text.replace("<", "&lt;").replace(">", "&gt;") in page(client, meeting)


def test_edit_of_a_row_stands_in_the_history_with_who_and_why(client: Client, meeting: Meeting) -> None:
    entry = meeting.entries.first()

    send(client, edit(entry), text="壱", reason="聞き直したため")

    last = entry.history.latest("history_id")
    assert (last.text, last.history_change_reason) == ("壱", "聞き直したため")
    assert "豊島 花子" in last.history_actor


def test_withheld_passage_moves_with_its_words_and_takes_in_what_is_typed_within(client: Client) -> None:
    entry = make.MinutesEntryFactory(text="A社は、マイクロソフトに依存する。")
    withhold(entry, "マイクロソフト")

    for text, held in (
        ("A社のサービスは、マイクロソフトに依存する。", "マイクロソフト"),
        ("A社のサービスは、マイクロ・ソフトに依存する。", "マイクロ・ソフト"),
    ):
        assert send(client, edit(entry), text=text).status_code == 302
        passage = Withholding.objects.get()
        assert text[passage.start : passage.end] == passage.words == held


def test_row_with_a_withheld_passage_is_not_removed(client: Client) -> None:
    entry = make.MinutesEntryFactory(text="年間2600万ほど")
    withhold(entry, "2600万")

    answer = send(client, reverse("meetings:entry-remove", args=[entry.pk]), reason="重複")

    assert answer.status_code == 422
    assert "削除できません" in errors(answer)["__all__"][0]
    assert MinutesEntry.objects.filter(pk=entry.pk).exists()


def test_row_that_a_commitment_points_to_is_not_removed(client: Client) -> None:
    entry = make.MinutesEntryFactory()
    make.CommitmentFactory(meeting=entry.meeting, entry=entry)

    answer = send(client, reverse("meetings:entry-remove", args=[entry.pk]), reason="重複")

    assert "対応事項" in errors(answer)["__all__"][0]


def test_removed_row_is_gone_from_the_record_and_kept_in_the_history(
    client: Client, meeting: Meeting
) -> None:
    entry = meeting.entries.get(text="二")

    answer = send(client, reverse("meetings:entry-remove", args=[entry.pk]), reason="重複のため")

    assert answer.status_code == 302
    assert texts(meeting) == "一三"
    assert MinutesEntry.history.filter(id=entry.pk, history_type="-", text="二").exists()


def test_withheld_passage_is_marked_for_those_who_may_know_of_it_only(meeting: Meeting) -> None:
    withhold(meeting.entries.get(text="二"), "二")

    informed = page(browser(user_who_may(*ROW_READER, (Verb.READ, Noun.DISCLOSURE))), meeting)
    other = page(browser(user_who_may(*ROW_READER)), meeting)

    assert "〔非公開：審議検討情報〕" in informed
    assert "〔非公開" not in other
    assert "非公開箇所の印：この情報を見る権限がありません" in other


def test_slip_of_the_original_is_kept_and_noted(client: Client, meeting: Meeting) -> None:
    entry = make.MinutesEntryFactory(meeting=meeting, text="300 件が目標となっはいるが")
    with as_system():
        entry.annotations.create(kind=AnnotationKind.SIC, words="なっはいる", start=9, end=14)

    shown = page(client, meeting)

    assert 'なっはいる</span><small class="mark-note">〔原文ママ〕' in shown


def test_record_of_many_rows_is_read_in_constant_queries(
    client: Client, meeting: Meeting, django_assert_max_num_queries: Any
) -> None:
    item = make.AgendaItemFactory(meeting=meeting)
    seat = make.SeatFactory(body=meeting.body)
    for _ in range(40):
        make.MinutesEntryFactory(
            meeting=meeting, item=item, speaker=seat, position=meeting.entries.count() + 9000
        )

    with django_assert_max_num_queries(15):
        shown = page(client, meeting)

    assert shown.count('class="rows__row ') == 43


def test_empty_record_says_what_to_do(client: Client) -> None:
    assert "まだ会議録の行はありません" in page(client, make.MeetingFactory())


def test_rows_of_each_kind_read_as_the_record_does(client: Client) -> None:
    meeting = make.MeetingFactory()
    kinds = {
        EntryKind.SUMMARY: "行政手続きについて",
        EntryKind.SPEECH: "延期する",
        EntryKind.OUTCOME: "—承認—",
    }
    for kind, text in kinds.items():
        make.MinutesEntryFactory(
            meeting=meeting, kind=kind, text=text, speaker_label="本部長" if kind == "speech" else ""
        )

    shown = page(client, meeting)

    assert (
        shown.index("要旨")
        < shown.index("行政手続きについて")
        < shown.index("本部長")
        < shown.index("—承認—")
    )
