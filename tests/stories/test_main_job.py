"""The main job: a speech is put right, the change is on record, and both editions are printed."""

import re

from django.http import HttpResponse

from tests import doors
from tests.copies import PASSWORD, Seeded, staff_number
from tests.printed import folded, text_of

SAID = "電話機能が大事では"
MENDED = "電話の機能こそが大事では"
WHY = "発言者の申出により、言い回しを直す"


def test_secretariat_mends_a_speech_and_prints_both_editions(seeded: Seeded) -> None:
    client = seeded.client()
    home = doors.send(
        client,
        "/login/",
        having="username",
        username=staff_number("secretariat"),
        password=PASSWORD,
    )
    assert home.status_code == 302

    meeting = doors.follow(client, doors.follow(client, client.get("/"), "会議"), "令和6年度 第1回")
    record = doors.follow(client, meeting, "会議録を読む")
    assert SAID in doors.words_of(record)

    edit = _edit_link_of_row(record, SAID)
    text = next(f for f in doors.read(client.get(edit)).forms if "text" in f.values).values["text"]
    saved = doors.send(client, edit, text=text.replace(SAID, MENDED), reason=WHY)
    assert saved.status_code == 302

    record = client.get(saved["Location"])
    assert MENDED in doors.words_of(record)
    assert SAID not in doors.words_of(record)
    history = doors.words_of(doors.follow(client, client.get(edit), "変更履歴"))
    assert "豊島花子" in history
    assert folded(WHY) in folded(history)

    for words in ("原本", "公開用"):
        document = doors.follow(client, meeting, words)
        assert document["Content-Type"] == "application/pdf"
        assert folded(MENDED) in folded(text_of(document.content))


def _edit_link_of_row(record: HttpResponse, words: str) -> str:
    row = next(row for row in record.content.decode().split("<li ") if words in row)
    found = re.search(r'href="([^"]+)"[^>]*>直す', row)
    assert found is not None
    return found[1]
