"""The timeline of all changes, its file, and one operation, through the door."""

import csv
import io
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from meetings.actions.record import edit_entry
from meetings.models import MinutesEntry
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.audit.ledger import Operation
from portal.jobs.models import Job
from portal.site import history_export
from tests.doors import words_of
from tests.factories.meetings import MeetingFactory, MinutesEntryFactory
from tests.factories.portal import user_who_may, user_who_may_everything
from tests.factories.writing import as_system
from tests.working import result_of, work_off

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
    answer = client.post(f"{EXPORT}?{urlencode(asked)}")
    job = Job.objects.get(pk=resolve(answer["Location"]).kwargs["pk"])
    work_off()
    text = result_of(job).decode()
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
    spoken = Operation.objects.latest("sequence")
    client.force_login(reader)
    kinds = {row.label for row in client.get(TIMELINE).context["rows"]}
    assert kinds
    assert {label.split(".")[0] for label in kinds} == {"portal"}
    lines = exported(client)
    assert len(lines) > 1
    assert not any("秘密" in cell for line in lines for cell in line)
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
    assert [client.get(TIMELINE).status_code, client.post(EXPORT).status_code] == [403, 403]
    client.force_login(user_who_may_everything(but=((Verb.EXPORT, Noun.HISTORY),)))
    assert [client.get(TIMELINE).status_code, client.post(EXPORT).status_code] == [200, 403]
    assert not Job.objects.exists()
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


def test_long_export_is_made_in_chunks_and_ends_where_it_was_asked_for(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_export, "CHUNK", 2)
    for number in range(5):
        MinutesEntryFactory(text=f"発言{number}")
    asked = {"record": "meetings.minutesentry"}
    job_page = client.post(f"{EXPORT}?{urlencode(asked)}")["Location"]
    MinutesEntryFactory(text="頼んだ後の発言")
    work_off()
    job = Job.objects.get()
    lines = list(csv.reader(io.StringIO(result_of(job).decode().removeprefix("\ufeff"))))
    assert [line[5] for line in lines[1:]] == [f"発言{number}" for number in range(4, -1, -1)]
    assert "5件中5件" in words_of(client.get(job_page))
    assert [entry.count for entry in job.entries.exclude(step="")] == [2, 2, 1]


def test_export_by_a_forged_filter_is_refused_in_words(client: Client, user: User) -> None:
    answer = client.post(f"{EXPORT}?since=昨日の昨日")
    assert answer.status_code == 422
    assert "条件に誤りがあります" in words_of(answer)
    assert not Job.objects.exists()


def test_export_of_somebody_who_lost_the_right_is_not_made(client: Client, user: User) -> None:
    job_page = client.post(EXPORT)["Location"]
    with as_system():
        user.grants.all().delete()
    work_off()
    answer = client.get(job_page)
    assert "権限がいまはない" in words_of(answer)
    assert Job.objects.get().result is None
