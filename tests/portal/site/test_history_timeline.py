"""The timeline of all changes, its file, and one operation, through the door."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.actions.record import edit_entry
from meetings.models import MinutesEntry
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.audit.ledger import Operation
from tests.doors import words_of
from tests.factories.meetings import MeetingFactory, MinutesEntryFactory
from tests.factories.portal import user_who_may, user_who_may_everything
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db

TIMELINE, EXPORT = "/history/", "/history/export/"


@pytest.fixture
def user(client: Client) -> User:
    """Somebody with every right, logged in."""
    found = user_who_may_everything()
    client.force_login(found)
    return found


def names(answer: Any) -> list[str]:
    return [row.name for row in answer.context["rows"]]


def exported(client: Client, **asked: str) -> list[list[str]]:
    answer = client.get(EXPORT, asked)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_timeline_tells_newest_first_who_did_what_to_which_record_and_why(client: Client, user: User) -> None:
    entry = MinutesEntryFactory(text="はじめの文")
    edit_entry(by=user, reason="語句の訂正", entry=entry, text="つぎの文")
    answer = client.get(TIMELINE)
    first = answer.context["rows"][0]
    assert (first.name, first.act, first.kind) == ("つぎの文", "変更", "会議録の行")
    assert (first.who, first.reason) == (user.name, "語句の訂正")
    assert names(answer)[1] == "はじめの文"
    assert reverse("history", args=["meetings.minutesentry", entry.pk]) in answer.content.decode()


def test_timeline_is_narrowed_by_person_kind_act_and_day(client: Client, user: User) -> None:
    entry = MinutesEntryFactory(text="はじめの文")
    edit_entry(by=user, reason="語句の訂正", entry=entry, text="つぎの文")
    assert names(client.get(TIMELINE, {"person": user.staff_number})) == ["つぎの文"]
    assert names(client.get(TIMELINE, {"person": "system:tests", "record": "meetings.minutesentry"})) == [
        "はじめの文"
    ]
    assert names(client.get(TIMELINE, {"act": "~"})) == ["つぎの文"]
    today = timezone.localdate().isoformat().replace("-", "/")
    assert len(names(client.get(TIMELINE, {"since": today, "until": today}))) > 1
    nothing = client.get(TIMELINE, {"until": "R1.5.1"})
    assert names(nothing) == []
    assert "条件に合う変更はありません。" in words_of(nothing)


@pytest.mark.parametrize("asked", [{"since": "2月30日"}, {"record": "no.such"}, {"act": "x"}])
def test_timeline_asked_for_what_cannot_be_says_so_and_shows_nothing(
    client: Client, user: User, asked: dict[str, str]
) -> None:
    answer = client.get(TIMELINE, asked)
    assert answer.status_code == 200
    assert answer.context["filter_form"].errors
    assert names(answer) == []


def test_timeline_pages_through_everything_once_in_a_constant_number_of_queries(
    client: Client, user: User, django_assert_max_num_queries: Any
) -> None:
    meeting = MeetingFactory()
    with as_system():
        for number in range(1, 121):
            MinutesEntry(
                meeting=meeting, position=number, kind="speech", speaker_label="部員", text=f"発言{number}"
            ).save()
    asked = {"record": "meetings.minutesentry"}
    seen, before = [], {}
    for _ in range(3):
        with django_assert_max_num_queries(10):
            answer = client.get(TIMELINE, asked | before)
        seen += names(answer)
        before = {"before": answer.context["more"]}
    assert seen == [f"発言{number}" for number in range(120, 0, -1)]
    assert before == {"before": None}
    assert len(exported(client, **asked)) == 121


@pytest.mark.parametrize("before", ["x", "-1", "１", "", "9" * 18])
def test_timeline_from_a_forged_place_is_the_newest_page(client: Client, user: User, before: str) -> None:
    assert names(client.get(TIMELINE, {"before": before})) == names(client.get(TIMELINE))


def test_timeline_shows_and_exports_only_kinds_the_reader_may_read(client: Client) -> None:
    MinutesEntryFactory(text="秘密の発言")
    reader = user_who_may((Verb.READ, Noun.HISTORY), (Verb.EXPORT, Noun.HISTORY), (Verb.READ, Noun.ACCOUNTS))
    client.force_login(reader)
    kinds = {row.label for row in client.get(TIMELINE).context["rows"]}
    assert kinds
    assert {label.split(".")[0] for label in kinds} == {"portal"}
    lines = exported(client)
    assert len(lines) > 1
    assert not any("秘密" in cell for line in lines for cell in line)
    spoken = Operation.objects.latest("sequence")
    entry_made = MinutesEntry.history.get().operation_id
    assert client.get(reverse("history-operation", args=[entry_made])).status_code == 404
    assert client.get(reverse("history-operation", args=[spoken.operation_id])).status_code == 200


def test_timeline_hides_a_record_that_the_reader_may_not_see_today(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden, shown = MinutesEntryFactory(text="見えない行"), MinutesEntryFactory(text="見える行")
    manager = type(MinutesEntry.objects)
    monkeypatch.setattr(manager, "visible_to", lambda self, user: self.exclude(pk=hidden.pk))
    assert names(client.get(TIMELINE, {"record": "meetings.minutesentry"})) == ["見える行"]
    assert client.get(f"/history/meetings.minutesentry/{hidden.pk}/").status_code == 404
    assert client.get(f"/history/meetings.minutesentry/{shown.pk}/").status_code == 200


def test_timeline_and_its_file_need_their_rights(client: Client) -> None:
    client.force_login(user_who_may_everything(but=((Verb.READ, Noun.HISTORY),)))
    assert [client.get(path).status_code for path in (TIMELINE, EXPORT)] == [403, 403]
    client.force_login(user_who_may_everything(but=((Verb.EXPORT, Noun.HISTORY),)))
    assert [client.get(path).status_code for path in (TIMELINE, EXPORT)] == [200, 403]
    assert "CSVで保存する" not in words_of(client.get(TIMELINE))


def test_operation_shows_everything_one_act_touched(client: Client, user: User) -> None:
    with as_system("まとめて直す") as operation:
        made = [MinutesEntryFactory(text=text) for text in ("甲の発言", "乙の発言")]
    answer = client.get(reverse("history-operation", args=[operation.operation_id]))
    assert {each.text for each in made} <= set(names(answer))
    assert "まとめて直す" in words_of(answer)
    assert "システム（tests）" in words_of(answer)


def test_operation_that_never_was_is_not_found(client: Client, user: User) -> None:
    path = "/history/operations/00000000-0000-0000-0000-000000000000/"
    assert client.get(path).status_code == 404


def test_export_keeps_a_spreadsheet_from_calculating(client: Client, user: User) -> None:
    entry = MinutesEntryFactory(text="=HYPERLINK(1)")
    edit_entry(by=user, reason="+1+1", entry=entry, text="@SUM(1)")
    lines = exported(client, record="meetings.minutesentry")
    assert [line[5] for line in lines[1:]] == ["'@SUM(1)", "'=HYPERLINK(1)"]
    assert lines[1][8] == "'+1+1"
