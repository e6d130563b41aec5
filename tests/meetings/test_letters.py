"""招集通知 and 次第, from the sitting's page to the pages of the file."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.urls import reverse

from meetings.choices import ItemCategory, MeetingFormat, MeetingState, SeatRole
from meetings.models import Meeting
from portal.accounts.rights import Noun, Verb
from portal.disclosure.choices import Disclosure, ReadingScope
from portal.disclosure.models import Withholding
from tests.doors import link
from tests.factories import meetings as make
from tests.factories.portal import (
    DepartmentFactory,
    DisclosureGroundFactory,
    user_who_may,
    user_who_may_everything,
)
from tests.factories.writing import as_system
from tests.meetings.door import browser
from tests.portal.documents.printing import text_of

pytestmark = pytest.mark.django_db
LETTERS = ("convocation", "programme")


@pytest.fixture
def meeting() -> Meeting:
    """A sitting to come: two categories, a paper, two seats and a secretariat."""
    body = make.MeetingBodyFactory(
        name="行政情報化推進本部", secretariat=DepartmentFactory(name="情報管理課")
    )
    for title, role in (
        ("区長", SeatRole.CHIEF),
        ("総務部長", SeatRole.MEMBER),
        ("係長", SeatRole.SECRETARIAT),
    ):
        make.SeatFactory(body=body, office__title=title, role=role, position=len(title))
    sitting = make.MeetingFactory(
        body=body, number=2, meeting_disclosure=Disclosure.OPEN, minutes_disclosure=Disclosure.OPEN
    )
    make.AgendaItemFactory(meeting=sitting, category=ItemCategory.CONFIRMATION, number=1, title="前回の宿題")
    make.AgendaItemFactory(
        meeting=sitting, number=1, position=2, title="予算の方針", explainer=DepartmentFactory(name="財政課")
    )
    make.AgendaItemFactory(meeting=sitting, number=2, position=3, title="電話の選定")
    make.HandoutFactory(meeting=sitting, number="1", title="宿題の一覧")
    return sitting


def answer_of(meeting: Meeting, letter: str, audience: str = "internal", user: Any = None) -> Any:
    path = reverse("meetings:letter-pdf", args=[meeting.pk, letter, audience])
    return browser(user or user_who_may_everything()).get(path)


def words(meeting: Meeting, letter: str, audience: str = "internal", user: Any = None) -> str:
    answer = answer_of(meeting, letter, audience, user)
    assert answer.status_code == 200, answer.content.decode()
    return re.sub(r"\s", "", text_of(answer.content))


def change(record: Any, **values: Any) -> None:
    with as_system():
        for name, value in values.items():
            setattr(record, name, value)
        record.save()


def test_sitting_leads_to_its_letters_and_they_come_under_their_names(meeting):
    page = browser(user_who_may_everything()).get(reverse("meetings:meeting", args=[meeting.pk]))
    assert link(page, "招集通知").endswith("/letters/convocation/internal/")

    names = [unquote(answer_of(meeting, letter)["Content-Disposition"]) for letter in LETTERS]

    assert [name.rpartition("_")[2] for name in names] == ["招集通知.pdf", "次第.pdf"]
    assert "令和6年6月27日_行政情報化推進本部_" in names[0]


def test_convocation_says_who_calls_whom_when_where_and_to_what(meeting):
    text = words(meeting, "convocation")

    assert "行政情報化推進本部区長（本部長）令和6年度第2回行政情報化推進本部の開催について（通知）" in text
    assert "下記のとおり開催しますので、御出席くださいますようお願いします。" in text
    assert "1日時令和6年6月27日（木）11:00～12:002場所庁議室（本庁舎5階）3会議の公開公開" in text
    assert (
        "4議題確認事項（1）前回の宿題議案（1）予算の方針（説明：財政課）（2）電話の選定5資料資料1宿題の一覧"
        in text
    )
    assert "6事務局情報管理課以上構成員区長（本部長）、総務部長" in text
    assert "係長" not in text


def test_programme_goes_from_opening_to_closing_by_categories(meeting):
    text = words(meeting, "programme")

    assert "1開会2確認事項（1）前回の宿題3議案（1）予算の方針（説明：財政課）（2）電話の選定4閉会" in text
    assert "配布資料資料1宿題の一覧" in text


@pytest.mark.parametrize(
    ("held", "asks", "place"),
    [
        (MeetingFormat.ONLINE, "オンラインにより開催しますので", "場所オンライン"),
        (MeetingFormat.HYBRID, "対面とオンラインを併用して", "場所未定"),
        (MeetingFormat.CIRCULATED, "御審議くださいますよう", "場所書面（持ち回り）"),
    ],
)
def test_convocation_asks_for_what_the_manner_of_the_sitting_wants(meeting, held, asks, place):
    change(meeting, format=held, venue="", starts_at=None, planned_end_at=None)

    text = words(meeting, "convocation")

    assert asks in text
    assert f"1日時未定2{place}" in text


def withhold(record: Any, field: str, found: str) -> None:
    start = getattr(record, field).index(found)
    with as_system():
        Withholding(
            record_model=record._meta.label_lower,
            record_key=record.pk,
            field=field,
            start=start,
            end=start + len(found),
            words=found,
            ground=DisclosureGroundFactory(label="審議検討情報"),
            reason="試験",
        ).save()


@pytest.mark.parametrize("letter", LETTERS)
def test_public_copy_leaves_out_what_the_public_may_not_read_and_lists_it(meeting, letter):
    withhold(meeting.items.get(title="予算の方針"), "title", "予算")
    change(meeting.handouts.get(), disclosure=Disclosure.CLOSED, closure_reason="試験")

    inside, outside = words(meeting, letter), words(meeting, letter, "public")

    assert "予算の方針" in inside
    assert "予算" not in outside
    assert "〔非公開1：審議検討情報〕の方針" in outside
    assert "宿題の一覧〔非公開2：根拠は未登録〕" in outside
    assert "公開しない箇所の一覧" in outside


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("scope", [ReadingScope.CONCERNED, ReadingScope.NAMED])
def test_letter_to_all_seats_does_not_tell_what_only_some_may_read(meeting, letter, scope):
    item = meeting.items.get(title="予算の方針")
    change(item, reading_scope=scope)
    make.HandoutFactory(meeting=meeting, item=item, number="2", title="秘密の内訳")

    text = words(meeting, letter)

    assert "（1）（閲覧できる方に別途お知らせします）（2）電話の選定" in text
    assert "資料2（閲覧できる方に別途お知らせします）" in text
    assert [told for told in ("予算の方針", "財政課", "秘密の内訳") if told in text] == []


def test_maker_gets_nothing_they_may_not_read_themselves(meeting):
    rights = [(verb, noun) for verb in (Verb.READ, Verb.EXPORT) for noun in (Noun.BODIES, Noun.SITTINGS)]
    change(meeting.items.get(title="予算の方針"), reading_scope=ReadingScope.ATTENDEES)

    assert "予算の方針" not in words(meeting, "programme", user=user_who_may(*rights))


@pytest.mark.parametrize(
    ("values", "audience", "said"),
    [
        ({"state": MeetingState.CANCELLED}, "internal", "中止"),
        ({"meeting_disclosure": Disclosure.ON_THE_DAY}, "public", "会議の公開区分"),
        (
            {"meeting_disclosure": Disclosure.CLOSED, "meeting_closure_reason": "試験"},
            "public",
            "会議の公開区分",
        ),
        ({"venue": "庁議室🙂"}, "internal", "場所を直してください"),
    ],
)
def test_letter_that_cannot_be_made_says_why(meeting, values, audience, said):
    change(meeting, **values)

    answer = answer_of(meeting, "convocation", audience)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_unknown_letter_or_audience_is_not_found_and_export_is_asked_for(meeting):
    reads = user_who_may((Verb.READ, Noun.BODIES), (Verb.READ, Noun.SITTINGS))

    assert answer_of(meeting, "invoice").status_code == 404
    assert answer_of(meeting, "programme", "press").status_code == 404
    assert answer_of(meeting, "programme", user=reads).status_code == 403


def test_closed_sitting_gives_its_reason_and_markup_in_a_title_stays_text(meeting):
    change(meeting, meeting_disclosure=Disclosure.CLOSED, meeting_closure_reason="<b>審議中</b>のため")

    assert "3会議の公開非公開4その理由<b>審議中</b>のため" in words(meeting, "convocation")
