"""The ledger of withheld places: what it says and to whom, the queue of reviews, and their answers."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.actions import record
from meetings.lists.withheld import LOST
from meetings.models import AgendaItem, MinutesEntry
from portal.accounts.rights import Noun, Verb
from portal.disclosure.actions import withhold_passage
from portal.disclosure.choices import EndTrigger, ReadingScope
from portal.disclosure.models import Withholding, WithholdingReview
from tests.doors import words_of
from tests.factories import meetings as make
from tests.factories.portal import DisclosureGroundFactory, user_who_may, user_who_may_everything
from tests.factories.writing import as_system
from tests.meetings.door import errors

pytestmark = pytest.mark.django_db
HOW: dict[str, Any] = {"by": "system:tests", "reason": "契約交渉に用いるため"}
LEDGER = "/withholdings/"


@pytest.fixture
def entry() -> MinutesEntry:
    item: AgendaItem = make.AgendaItemFactory()
    found: MinutesEntry = make.MinutesEntryFactory(
        meeting=item.meeting, item=item, text="年間2600万ほど上がる。", speaker_label="総務部長"
    )
    return found


def held(entry: MinutesEntry, **how: Any) -> Withholding:
    values = {"end_trigger": EndTrigger.DECISION, "ground": DisclosureGroundFactory(), **how}
    return withhold_passage(record=entry, field="text", span=(0, 7), **values, **HOW)


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user_who_may_everything())
    return client


def send(client: Client, url: str, **typed: str) -> Any:
    form = client.get(url).context["form"]
    filled = {field.html_name: field.value() or "" for field in form}
    return client.post(url, filled | typed)


def keys(client: Client, query: str = "") -> set[int]:
    return {row.key for row in client.get(LEDGER + query).context["rows"]}


def test_ledger_says_where_who_ground_end_and_state(officer: Client, entry: MinutesEntry) -> None:
    passage = held(entry, end_trigger=EndTrigger.DATE, ends_on=date(2037, 3, 31))
    said = words_of(officer.get(f"{LEDGER}?meeting={entry.meeting_id}&body={entry.meeting.body_id}"))
    for words in ("総務部長", "年間2600万", passage.ground.label, "令和19年3月31日", "非公開"):
        assert words in said
    other = make.MeetingFactory()
    assert keys(officer, f"?meeting={other.pk}") == set()
    page = words_of(officer.get(f"{LEDGER}{passage.pk}/"))
    assert "契約交渉に用いるため" in page
    assert LOST not in page


def test_row_of_the_ledger_is_no_more_visible_than_its_record(entry: MinutesEntry) -> None:
    passage = held(entry)
    rights = [(Verb.READ, noun) for noun in (Noun.BODIES, Noun.SITTINGS, Noun.DISCLOSURE)]
    reads_no_record, reads_all = user_who_may(*rights), user_who_may(*rights, (Verb.READ, Noun.RECORD))
    for user, status, shown in ((reads_no_record, 404, set()), (reads_all, 200, {passage.pk})):
        client = Client()
        client.force_login(user)
        assert client.get(f"{LEDGER}{passage.pk}/").status_code == status
        assert keys(client) == shown
    with as_system():
        meeting = entry.meeting
        meeting.reading_scope = ReadingScope.NAMED
        meeting.save()
    client = Client()
    client.force_login(reads_all)
    assert "年間2600万" not in client.get(LEDGER).content.decode()


def test_date_and_decision_bring_a_place_into_the_queue_the_same_day(
    officer: Client, entry: MinutesEntry
) -> None:
    today = timezone.localdate()
    by_date = held(entry, end_trigger=EndTrigger.DATE, ends_on=today + timedelta(days=1))
    other = make.MinutesEntryFactory(meeting=entry.meeting, item=entry.item, text="別の発言の行です")
    by_decision = held(other)
    assert keys(officer, "?due=yes") == set()
    assert "非公開の再確認" not in words_of(officer.get("/"))

    motion = make.MotionFactory(item=entry.item)
    make.DecisionFactory(motion=motion, effective_on=today, outcome="reconsider", sentence="もう一度練る。")
    assert keys(officer, "?due=yes") == set()
    with as_system():
        motion.decision.outcome = "approved_as_proposed"
        motion.decision.save()
        by_date.ends_on = today
        by_date.save()
    assert keys(officer, "?due=yes") == {by_date.pk, by_decision.pk}
    assert "非公開の再確認" in words_of(officer.get("/"))
    assert "終わりが来ています" in words_of(officer.get(f"{LEDGER}{by_date.pk}/"))
    make.MotionFactory(item=entry.item, number=2)
    assert keys(officer, "?due=ended") == {by_date.pk}


def test_disclosure_request_opens_a_review_and_its_answer_is_kept(
    officer: Client, entry: MinutesEntry
) -> None:
    passage = held(entry)
    new = reverse("meetings:review-new", args=[passage.pk])
    typed = {
        "occasion": "request",
        "request_number": "情公第12号",
        "asked": "価格の比較",
        "reason": "請求のため",
    }
    assert send(officer, new, **typed).status_code == 302
    assert "既に始まっています" in str(errors(send(officer, new, **typed)))
    review = WithholdingReview.objects.get()
    assert keys(officer, "?due=yes") == {passage.pk}

    answer = reverse("meetings:review-answer", args=[review.pk])
    assert "answer" in errors(send(officer, answer, reason="契約したため"))
    assert send(officer, answer, answer="release", reason="契約したため").status_code == 302
    passage.refresh_from_db()
    assert passage.state == Withholding.State.RELEASED
    page = words_of(officer.get(f"{LEDGER}{passage.pk}/"))
    assert "情公第12号" in page
    assert "契約したため" in page
    assert officer.get(answer).status_code == 404
    # The place can be withheld again, and both lines stay in the ledger.
    held(entry)
    assert len(keys(officer)) == 2


def test_what_is_kept_after_its_end_gets_a_new_one(officer: Client, entry: MinutesEntry) -> None:
    passage = held(entry, end_trigger=EndTrigger.DATE, ends_on=date(2024, 7, 12))
    send(officer, reverse("meetings:review-new", args=[passage.pk]), occasion="ended", reason="期日のため")
    answer = reverse("meetings:review-answer", args=[WithholdingReview.objects.get().pk])
    kept = {"answer": "keep", "reason": "交渉が続くため"}

    assert "新しい終わり" in str(errors(send(officer, answer, **kept)))
    assert "ends_on" in errors(send(officer, answer, **kept, end_trigger="date"))
    assert "ends_on" in errors(send(officer, answer, **kept, end_trigger="contract", ends_on="R9.3.31"))
    assert send(officer, answer, **kept, end_trigger="date", ends_on="令和19年3月31日").status_code == 302
    passage.refresh_from_db()
    assert (passage.state, passage.ends_on) == (Withholding.State.IN_FORCE, date(2037, 3, 31))
    assert keys(officer, "?due=yes") == set()


def test_kept_before_its_end_as_it_was(officer: Client, entry: MinutesEntry) -> None:
    passage = held(entry)
    send(officer, reverse("meetings:review-new", args=[passage.pk]), occasion="other", reason="確かめるため")
    answer = reverse("meetings:review-answer", args=[WithholdingReview.objects.get().pk])
    assert send(officer, answer, answer="keep", reason="決定の前のため").status_code == 302
    passage.refresh_from_db()
    assert (passage.end_trigger, passage.version) == (EndTrigger.DECISION, 1)


def test_ground_and_end_are_mended_with_a_reason(officer: Client, entry: MinutesEntry) -> None:
    passage, ground = held(entry), DisclosureGroundFactory()
    edit = reverse("meetings:withholding-edit", args=[passage.pk])
    assert send(officer, edit, ground=str(ground.pk)).status_code == 422
    assert send(officer, edit, ground=str(ground.pk), reason="根拠の誤り").status_code == 302
    passage.refresh_from_db()
    assert passage.ground == ground


def test_place_that_is_lost_says_so_everywhere_and_is_pointed_out_anew(
    officer: Client, entry: MinutesEntry
) -> None:
    passage = held(entry)
    record.edit_entry(entry=entry, text="まるで違う文。", by="system:tests", reason="")
    assert "本文と合いません" in words_of(officer.get(LEDGER))
    assert "公開用は作れません" in words_of(officer.get(f"{LEDGER}{passage.pk}/"))
    said = words_of(officer.get(reverse("meetings:record", args=[entry.meeting_id])))
    assert "非公開箇所が本文と合いません" in said

    place = reverse("meetings:withholding-place", args=[passage.pk])
    assert "words" in errors(send(officer, place, words="無い言葉", reason="直す"))
    assert send(officer, place, words="違う文", reason="直す").status_code == 302
    passage.refresh_from_db()
    assert (passage.start, passage.words) == (3, "違う文")
    assert "本文と合いません" not in words_of(officer.get(LEDGER))


def test_whole_record_has_no_place_to_point_out(officer: Client) -> None:
    handout = make.HandoutFactory()
    ground = DisclosureGroundFactory()
    passage = withhold_passage(
        record=handout, field="", span=None, ground=ground, end_trigger=EndTrigger.NONE, **HOW
    )
    assert officer.get(reverse("meetings:withholding-place", args=[passage.pk])).status_code == 404
    assert f"資料{handout.number}全体" in words_of(officer.get(LEDGER))
