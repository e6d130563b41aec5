"""The editor as plain forms: what a row's buttons send, what comes back, and what a script gets of it."""

import re

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting, MinutesEntry
from meetings.views import typing
from portal.accounts.rights import Noun, Verb
from tests.factories import meetings as make
from tests.factories.portal import user_who_may, user_who_may_everything
from tests.meetings.door import browser, errors, send, typed_form

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_types() -> None:
    """Keys of records come again in every test, notes do not fade in between."""
    caches["typing"].clear()


@pytest.fixture
def client() -> Client:
    return browser(user_who_may_everything())


@pytest.fixture
def meeting() -> Meeting:
    """A record of three speeches: 一です。, 二です。, 三です。"""
    meeting = make.MeetingFactory()
    for place, text in enumerate("一二三", start=1):
        make.MinutesEntryFactory(meeting=meeting, text=f"{text}です。", position=place * 1024)
    return meeting


def texts(meeting: Meeting) -> list[str]:
    return list(meeting.entries.values_list("text", flat=True))


def row(meeting: Meeting, place: int) -> MinutesEntry:
    return list(meeting.entries.all())[place]


def press(client: Client, entry: MinutesEntry, button: str, **typed: object) -> object:
    """What the row's own form sends when one of its other buttons is pressed."""
    form = typed_form(client, reverse("meetings:entry-edit", args=[entry.pk]))
    above = entry.meeting.entries.filter(position__lt=entry.position).last()
    seen = {"above": f"{above.pk}:{above.version}"} if above else {}
    return client.post(reverse(f"meetings:entry-{button}", args=[entry.pk]), form | seen | typed)


def test_row_is_cut_at_a_typed_mark_and_keeps_what_was_typed_beside_it(
    client: Client, meeting: Meeting
) -> None:
    answer = press(client, row(meeting, 1), "split", text="二番目です。／／続きです。")

    assert texts(meeting) == ["一です。", "二番目です。", "続きです。", "三です。"]
    assert answer["Location"].endswith(f"#row-{row(meeting, 2).pk}")


def test_row_is_cut_at_the_caret(client: Client, meeting: Meeting) -> None:
    press(client, row(meeting, 0), "split", at="2")

    assert texts(meeting)[:2] == ["一で", "す。"]


@pytest.mark.parametrize(
    ("text", "caret"), [("二です。", ""), ("二／／で／／す。", ""), ("二／／で／／す。", "1")]
)
def test_cut_without_one_place_is_refused_and_nothing_typed_is_lost(
    client: Client, meeting: Meeting, text: str, caret: str
) -> None:
    answer = press(client, row(meeting, 1), "split", text=text, at=caret)

    assert answer.status_code == 422
    assert "1つだけ" in errors(answer)["text"][0]
    assert text in answer.content.decode()


def test_rows_are_joined_with_what_was_typed(client: Client, meeting: Meeting) -> None:
    press(client, row(meeting, 1), "merge", text="二でした。")

    assert texts(meeting) == ["一です。\n二でした。", "三です。"]


def test_join_over_a_row_above_that_somebody_changed_shows_so_and_writes_nothing(
    client: Client, meeting: Meeting
) -> None:
    entry, upper = row(meeting, 1), row(meeting, 0)
    form = typed_form(client, reverse("meetings:entry-merge", args=[entry.pk]))
    send(client, reverse("meetings:entry-edit", args=[upper.pk]), text="変えた。")

    answer = client.post(reverse("meetings:entry-merge", args=[entry.pk]), form | {"text": "わたしの言葉"})

    assert answer.status_code == 409
    assert "わたしの言葉" in answer.content.decode()
    assert texts(meeting) == ["変えた。", "二です。", "三です。"]
    again = {field.html_name: field.value() or "" for field in answer.context["form"]}
    assert client.post(reverse("meetings:entry-merge", args=[entry.pk]), again).status_code == 302
    assert texts(meeting) == ["変えた。\nわたしの言葉", "三です。"]


def test_first_row_has_none_above_to_be_joined_to(client: Client, meeting: Meeting) -> None:
    answer = press(client, row(meeting, 0), "merge")

    assert (answer.status_code, len(texts(meeting))) == (422, 3)


@pytest.mark.parametrize(("direction", "order"), [("up", "二一三"), ("down", "一三二")])
def test_row_moves_past_its_neighbour(client: Client, meeting: Meeting, direction: str, order: str) -> None:
    press(client, row(meeting, 1), "shift", direction=direction)

    assert "".join(text[0] for text in texts(meeting)) == order


def test_row_is_written_above_the_first(client: Client, meeting: Meeting) -> None:
    url = f"{reverse('meetings:entry-new', args=[meeting.pk])}?before={row(meeting, 0).pk}"

    send(client, url, kind="heading", text="開会")

    assert texts(meeting)[0] == "開会"


def test_last_act_is_taken_back(client: Client, meeting: Meeting) -> None:
    press(client, row(meeting, 1), "split", text="二／／です。")
    url = reverse("meetings:record-undo", args=[meeting.pk])
    assert "登録1行、変更1行" in client.get(url).content.decode()

    send(client, url)

    assert texts(meeting) == ["一です。", "二です。", "三です。"]


def test_nothing_of_ones_own_to_take_back_is_said(meeting: Meeting) -> None:
    client = browser(user_who_may_everything())
    url = reverse("meetings:record-undo", args=[meeting.pk])

    assert "元に戻せるあなたの操作はありません" in client.get(url).content.decode()
    assert client.post(url, {}).status_code == 422


def test_script_gets_a_refused_row_back_in_its_own_place(client: Client, meeting: Meeting) -> None:
    entry = row(meeting, 1)
    url = reverse("meetings:entry-edit", args=[entry.pk])
    typed = typed_form(client, url) | {"speaker_label": ""}

    answer = client.post(url, typed, headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert {answer[name] for name in ("HX-Retarget", "HX-Reselect")} == {f"#row-{entry.pk}"}
    assert f'id="row-{entry.pk}"' in answer.content.decode()


def test_row_offers_the_names_of_those_who_have_a_seat(client: Client, meeting: Meeting) -> None:
    seat = make.SeatFactory(body=meeting.body)

    page = client.get(reverse("meetings:entry-edit", args=[row(meeting, 0).pk])).content.decode()

    assert f'<option value="{seat.holder}">' in page
    assert f'<option value="{seat.get_role_display()}">' in page


@pytest.mark.parametrize("act", ["split", "merge", "shift"])
def test_reader_may_not_act_on_a_row(meeting: Meeting, act: str) -> None:
    client = browser(user_who_may((Verb.READ, Noun.SITTINGS), (Verb.READ, Noun.RECORD)))

    assert client.post(reverse(f"meetings:entry-{act}", args=[row(meeting, 1).pk])).status_code == 403


def test_row_that_saves_itself_stays_open_with_its_new_version(client: Client, meeting: Meeting) -> None:
    entry = row(meeting, 0)
    url = reverse("meetings:entry-edit", args=[entry.pk])
    typed = typed_form(client, url) | {"text": "自動で保存。", "stay": "list"}

    answer = client.post(url, typed)

    assert answer.status_code == 200
    assert re.search(r"保存済み \d\d:\d\d", answer.content.decode())
    assert answer.context["form"]["version"].value() == entry.version + 1
    assert texts(meeting)[0] == "自動で保存。"
    again = typed_form(client, url) | {"stay": "list"}
    assert "保存済み" in client.post(url, again).content.decode()
    assert MinutesEntry.objects.get(pk=entry.pk).version == entry.version + 1


def test_row_that_saves_itself_over_somebody_elses_words_shows_both_and_keeps_ones_own(
    client: Client, meeting: Meeting
) -> None:
    url = reverse("meetings:entry-edit", args=[row(meeting, 0).pk])
    typed = typed_form(client, url) | {"text": "わたしの言葉", "stay": "list"}
    send(browser(user_who_may_everything()), url, text="ほかの人の言葉")

    answer = client.post(url, typed)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "ほかの人の言葉" in page
    assert answer.context["form"]["text"].value() == "わたしの言葉"
    assert 'hx-target="#rows"' in page
    assert texts(meeting)[0] == "ほかの人の言葉"


def test_others_see_who_has_a_row_open_until_it_fades(
    client: Client, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, other = row(meeting, 1), user_who_may_everything()
    url = reverse("meetings:record-typing", args=[meeting.pk])

    browser(other).get(url, {"row": [entry.pk, "999999", "x"]})

    said = f"{other.name}が入力中です"
    assert said in client.get(url).content.decode()
    assert "2行目" in client.get(url).content.decode()
    assert said in client.get(reverse("meetings:entry-edit", args=[entry.pk])).content.decode()
    assert said not in browser(other).get(url).content.decode()
    later = typing.time() + 60
    monkeypatch.setattr(typing, "time", lambda: later)
    assert said not in client.get(url).content.decode()


def test_row_opened_in_the_list_is_noted_without_writing_a_record(client: Client, meeting: Meeting) -> None:
    entry, other = row(meeting, 1), user_who_may_everything()

    opened = browser(other).get(
        reverse("meetings:entry-edit", args=[entry.pk]), headers={"HX-Request": "true"}
    )

    assert 'hx-target="#rows"' in opened.content.decode()
    page = client.get(reverse("meetings:record-typing", args=[meeting.pk])).content.decode()
    assert f"{other.name}が入力中です" in page
    assert MinutesEntry.objects.get(pk=entry.pk).version == entry.version
