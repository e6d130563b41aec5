"""The leak check of a sitting and its answers: other words, withholding, or a reason."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from meetings.leaks import public_fields
from meetings.models import Meeting, MinutesEntry
from portal.disclosure.models import DisclosureGround, LeakAcknowledgement, Substitution, Withholding
from tests.factories.writing import as_system
from tests.meetings.door import browser, errors, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(seed: Meeting) -> Client:
    call_command("watch_words", stdout=StringIO())
    return browser(user_of("disclosure_officer"))


@pytest.fixture
def row(seed: Meeting) -> MinutesEntry:
    return MinutesEntry.objects.get(text__contains="マイクロソフト")


def leaks(client: Client, seed: Meeting) -> str:
    return client.get(reverse("meetings:leaks", args=[seed.pk])).content.decode()


def way(client: Client, seed: Meeting, label: str) -> str:
    """The first link of the leak check with this label."""
    found = client.get(reverse("meetings:leaks", args=[seed.pk])).context["open_findings"]
    return next(url for _, ways in found for said, url in ways if said == label)


def send(client: Client, url: str, **typed: str):
    form = client.get(url).context["form"]
    filled = {field.html_name: field.value() or "" for field in form}
    return client.post(url, filled | typed)


def test_findings_are_answered_one_by_one(client: Client, seed: Meeting, row: MinutesEntry) -> None:
    shown = leaks(client, seed)
    assert "漏れ 1件、注意 1件" in shown
    assert "事業者の名" in shown

    answer = send(
        client,
        way(client, seed, "公開用だけ一般名で書く"),
        public_words="クラウドサービスの提供元",
        reason="仮名の事業者が分かるため",
    )
    assert answer.status_code == 302
    assert Substitution.objects.get().words == "マイクロソフト"
    assert "漏れ 0件、注意 1件" in leaks(client, seed)

    url = way(client, seed, "問題なしと記録（要理由）")
    assert errors(send(client, url))["reason"] == ["理由を入力してください。"]
    assert send(client, url, reason="一般に使われる名のため").status_code == 302
    assert LeakAcknowledgement.objects.get().words == "Word"
    shown = leaks(client, seed)
    assert "漏れ 0件、注意 0件" in shown
    assert "一般に使われる名のため" in shown
    row.refresh_from_db()
    assert "マイクロソフト" in row.text


def test_leak_offers_no_acknowledgement(client: Client, seed: Meeting, row: MinutesEntry) -> None:
    (leak, ways), _ = client.get(reverse("meetings:leaks", args=[seed.pk])).context["open_findings"]
    assert [label for label, _ in ways] == ["公開用だけ一般名で書く", "この語を非公開にする"]
    url = reverse("meetings:entries-acknowledge", args=[row.pk])
    assert "finding" in errors(client.post(url, {"finding": leak.name, "reason": "よい"}))
    assert not LeakAcknowledgement.objects.exists()


def test_words_are_withheld_where_they_stand(client: Client, seed: Meeting, row: MinutesEntry) -> None:
    url = reverse("meetings:entries-withhold", args=[row.pk])
    ground = str(DisclosureGround.objects.first().pk)
    typed = {"field": "text", "ground": ground, "end_trigger": "contract", "reason": "契約前のため"}

    assert send(client, url, **typed, words="通話品質", place="2").status_code == 302

    held = Withholding.objects.get()
    assert row.text[: held.start].count("通話品質") == 1
    assert row.text[held.start : held.end] == held.words == "通話品質"
    marked = client.get(reverse("meetings:record", args=[seed.pk])).content.decode()
    assert "〔非公開：" in marked
    again = errors(send(client, url, **typed, words="通話品質", place="2"))
    assert "重なっています" in again["words"][0]


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"words": "無い言葉"}, "words", "この言葉は本文にありません"),
        ({"words": "マイクロソフト", "place": "7"}, "place", "この言葉は1か所です"),
        ({"words": "マイクロソフト", "place": "0"}, "place", "1"),
        ({"words": ""}, "words", "入力してください"),
        ({"words": "マイクロソフト", "field": "meeting"}, "field", "選択"),
        ({"words": "マイクロソフト", "end_trigger": "date"}, "__all__", "期日で終わるとき"),
        ({"words": "マイクロソフト", "ends_on": "令和6年2月30日"}, "ends_on", "2月30日"),
    ],
)
def test_what_cannot_be_withheld_is_told_beside_its_field(
    client: Client, row: MinutesEntry, typed: dict[str, str], field: str, said: str
) -> None:
    ground = str(DisclosureGround.objects.first().pk)
    given = {"field": "text", "ground": ground, "end_trigger": "none", "reason": "契約前のため"}
    answer = send(client, reverse("meetings:entries-withhold", args=[row.pk]), **given | typed)
    assert answer.status_code == 422
    assert any(said in each for each in errors(answer)[field])
    assert not Withholding.objects.exists()


@pytest.mark.parametrize("query", ["field=text&start=x&end=9", "field=meeting&start=1&end=2", "start=1"])
def test_forged_place_fills_nothing_in(client: Client, row: MinutesEntry, query: str) -> None:
    answer = client.get(f"{reverse('meetings:entries-withhold', args=[row.pk])}?{query}")
    assert answer.status_code == 200
    assert answer.context["form"]["words"].value() in ("", None)


def test_title_of_a_paper_and_of_an_item_and_the_venue_can_be_marked(client: Client, seed: Meeting) -> None:
    for start, record, field in (
        ("handouts", seed.handouts.first(), "title"),
        ("items", seed.items.first(), "title"),
        ("meetings", seed, "venue"),
    ):
        url = reverse(f"meetings:{start}-substitute", args=[record.pk])
        words = getattr(record, field)[:2]
        answer = send(client, url, field=field, words=words, public_words="別の言葉", reason="試験")
        assert answer.status_code == 302
    assert Substitution.objects.count() == 3


def test_whole_fields_items_and_papers_are_withheld_without_naming_words(
    client: Client, seed: Meeting, row: MinutesEntry
) -> None:
    ground = str(DisclosureGround.objects.first().pk)
    typed = {"ground": ground, "end_trigger": "none", "reason": "審議中のため"}
    item, paper, speech = (
        seed.items.first(),
        seed.handouts.first(),
        seed.entries.filter(kind="speech").first(),
    )
    for start, record, field in (
        ("items", item, "whole"),
        ("handouts", paper, "whole"),
        ("entries", row, "text"),
        ("entries", speech, "speaker_label"),
        ("meetings", seed, "minutes_closure_reason"),
    ):
        url = reverse(f"meetings:{start}-withhold", args=[record.pk])
        everything = {} if field == "whole" else {"everything": "on"}
        assert send(client, url, **typed, **everything, field=field).status_code == 302
        held = Withholding.objects.latest("pk")
        assert (held.field, held.start, held.decided_on is None) == (
            "" if field == "whole" else field,
            None,
            False,
        )
        assert send(client, url, **typed, **everything, field=field).status_code == 422
    (closed, *_) = [each for each in public_fields(seed)[1] if each.key[0] == row]
    assert closed.words == row.text


def test_words_chosen_in_the_record_lead_back_to_their_row(client: Client, row: MinutesEntry) -> None:
    ground = str(DisclosureGround.objects.first().pk)
    typed = {"ground": ground, "end_trigger": "contract", "reason": "契約前のため"}
    start = row.text.index("マイクロソフト")
    url = reverse("meetings:entries-withhold", args=[row.pk])
    query = f"?field=text&start={start}&end={start + 7}&from=record"
    answer = send(client, url + query, **typed)
    assert answer["Location"].endswith(f"/record/#row-{row.pk}")
    assert Withholding.objects.get().words == "マイクロソフト"


def test_readers_see_findings_and_only_officers_answer(seed: Meeting, row: MinutesEntry) -> None:
    page = reverse("meetings:leaks", args=[seed.pk])
    mark = reverse("meetings:entries-withhold", args=[row.pk])
    secretary = browser(user_of("secretariat"))
    assert "要注意語がまだ登録されていません" in secretary.get(page).content.decode()
    assert secretary.get(mark).status_code == 403
    assert browser(user_of("viewer")).get(page).status_code == 403


def test_passage_that_fits_no_more_is_said_before_anything_else(
    client: Client, seed: Meeting, row: MinutesEntry
) -> None:
    with as_system():
        Substitution(
            record_model="meetings.minutesentry",
            record_key=row.pk,
            field="text",
            start=0,
            end=2,
            words="違う",
            public_words="別",
            reason="試験",
        ).save()
    assert "点検できません" in leaks(client, seed)
    assert client.get(reverse("meetings:entries-acknowledge", args=[row.pk])).status_code == 200
