"""Pasting: nothing is saved before somebody saw the rows, then all of them in one operation."""

import pytest
from django.test import Client
from django.urls import reverse

from meetings.choices import SeatRole
from meetings.forms.pasting import MOST_ROWS
from meetings.intake.pasted import read_pasted
from meetings.models import Meeting, MinutesEntry
from tests.factories import meetings as make
from tests.factories.portal import user_who_may_everything
from tests.meetings.door import browser, errors

pytestmark = pytest.mark.django_db

WORDS = """本部長：ただいまから会議を開きます。
○部員　<b>費用</b>はいくらですか。
話し手：別の人かもしれない言葉です。
—議題について案のとおり承認—
[11:58 終了]
"""
CELLS = (
    "番号\t種別\t発言者\t本文\n1\t見出し\t\t議案（1）\n"
    '2\t発言\t本部長\t"一行目。\n二行目。"\n3\t\t不明者\t何か\n'
)


@pytest.fixture
def client() -> Client:
    return browser(user_who_may_everything())


@pytest.fixture
def meeting() -> Meeting:
    meeting = make.MeetingFactory()
    make.SeatFactory(body=meeting.body, role=SeatRole.CHIEF)
    make.MinutesEntryFactory(meeting=meeting, text="先の行。", position=1024)
    make.MinutesEntryFactory(meeting=meeting, text="後の行。", position=2048)
    return meeting


def url(meeting: Meeting) -> str:
    first = meeting.entries.first()
    assert first is not None
    return f"{reverse('meetings:record-paste', args=[meeting.pk])}?after={first.pk}"


def looked_at(answer: object) -> dict[str, object]:
    """What the preview sends when nothing is touched."""
    return {field.html_name: field.value() or "" for field in answer.context["form"]}  # type: ignore[attr-defined]


def test_preview_shows_rows_and_doubts_and_saves_nothing(client: Client, meeting: Meeting) -> None:
    answer = client.post(url(meeting), {"text": WORDS})

    page = answer.content.decode()
    assert "まだ何も保存していません" in page
    assert "要確認" in page
    assert "&lt;b&gt;費用&lt;/b&gt;" in page
    assert meeting.entries.count() == 2


def test_rows_that_were_looked_at_are_written_in_one_operation_where_they_belong(
    client: Client, meeting: Meeting
) -> None:
    typed = looked_at(client.post(url(meeting), {"text": WORDS}))

    answer = client.post(url(meeting), typed | {"text-1": "開会します。", "kind-4": "skip"})

    assert answer.status_code == 302
    rows = list(meeting.entries.values_list("kind", "speaker_label", "text"))
    assert rows[1] == ("speech", "本部長", "開会します。")
    assert rows[2][1] == "部員"
    assert rows[2][2].startswith("<b>費用</b>はいくらですか。")
    assert [kind for kind, _, _ in rows[3:]] == ["outcome", "speech"]  # the last was there before
    new = MinutesEntry.history.filter(meeting_id=meeting.pk, history_type="+").order_by("-history_id")[:3]
    assert len({row.operation_id for row in new}) == 1
    assert meeting.entries.get(text="開会します。").speaker.role == SeatRole.CHIEF


def test_cells_of_a_spreadsheet_are_read_by_what_stands_in_their_columns() -> None:
    pasted = read_pasted(CELLS, present=["本部長"])

    rows = [(str(row.kind), row.speaker, row.text, bool(row.doubt)) for row in pasted.rows]
    assert rows == [
        ("heading", "", "議案（1）", False),
        ("speech", "本部長", "一行目。\n二行目。", False),
        ("speech", "不明者", "何か", True),
    ]
    assert "発言者" in pasted.left[0]


def test_lines_whose_speaker_cell_is_empty_go_on_with_the_row_above() -> None:
    rows = read_pasted("\t初めの言葉。\n部員\tはい。\n\t続けます。\n部員\t", present=["部員"]).rows

    assert [(row.speaker, row.text) for row in rows] == [
        ("", "初めの言葉。"),
        ("部員", "はい。\n続けます。"),
        ("部員", ""),
    ]
    assert "言葉がありません" in rows[-1].doubt


def test_quotation_mark_that_never_closes_is_read_line_by_line() -> None:
    text = '本部長\t"閉じない\n' + f"部員\t{'長い言葉。' * 1000}\n" * 30

    assert len(read_pasted(text, present=["本部長", "部員"]).rows) == 31


def test_row_without_words_or_speaker_is_refused_beside_it_and_the_others_stay(
    client: Client, meeting: Meeting
) -> None:
    typed = looked_at(client.post(url(meeting), {"text": WORDS}))

    answer = client.post(url(meeting), typed | {"text-1": " ", "speaker-2": "", "text-3": "直した言葉"})

    assert answer.status_code == 422
    assert errors(answer).keys() == {"text-1", "speaker-2"}
    assert "直した言葉" in answer.content.decode()
    assert meeting.entries.count() == 2


def test_leaving_every_row_out_is_refused(client: Client, meeting: Meeting) -> None:
    typed = looked_at(client.post(url(meeting), {"text": "本部長：はい。"}))

    answer = client.post(url(meeting), typed | {"kind-1": "skip"})

    assert "入れる行がありません" in str(errors(answer))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "貼り付ける文章"),
        (" \n　", "空です"),
        ("○会長　はい。\n" * (MOST_ROWS + 1), f"一度に貼り付けられるのは{MOST_ROWS}行"),
        ("―――\n", "行として読める言葉がありません"),
    ],
)
def test_paste_that_cannot_become_rows_says_why(
    client: Client, meeting: Meeting, text: str, said: str
) -> None:
    answer = client.post(url(meeting), {"text": text})

    assert answer.status_code == 422
    assert said in errors(answer)["text"][0]


def test_characters_that_cannot_be_stored_are_replaced_and_said(client: Client, meeting: Meeting) -> None:
    answer = client.post(url(meeting), {"text": "本部長：鐘\x07と\ue000の\x0b次の行。"})

    page = answer.content.decode()
    assert "保存できない文字2字を〓に置き換えました" in page
    assert client.post(url(meeting), looked_at(answer)).status_code == 302
    assert meeting.entries.filter(text__contains="鐘〓と〓の").exists()


def test_preview_whose_words_are_gone_begins_again(client: Client, meeting: Meeting) -> None:
    answer = client.post(url(meeting), {"source": " "})

    assert answer.status_code == 422
    assert meeting.entries.count() == 2


def test_row_that_the_record_refuses_is_named(client: Client, meeting: Meeting) -> None:
    typed = looked_at(client.post(url(meeting), {"text": "本部長：はい。"}))

    answer = client.post(url(meeting), typed | {"kind-1": "zzz"})

    assert (answer.status_code, meeting.entries.count()) == (422, 2)
