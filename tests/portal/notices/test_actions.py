"""Who is told of what, how, and how often; and that nobody is told of what they may not read."""

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.days.actions import close_day
from portal.days.models import ClosedDay
from portal.notices import kinds
from portal.notices.actions.telling import Ways, choose_ways, mark_read, tell
from portal.notices.kinds import NoticeKind, Tidings, notice_label, register_daily, register_notice_kind
from portal.notices.models import Notice, NoticeAddress, NoticeChoice
from tests.factories.portal import UserFactory, user_who_may
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"by": "system:tests", "reason": "試験"}
KIND = NoticeKind("tests.closed", "閉庁日が加わったとき", Noun.DAYS)
OTHER = NoticeKind("tests.other", "ほかのこと")


@pytest.fixture(autouse=True)
def kinds_of_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr(kinds, "_daily", [])
    register_notice_kind(KIND, OTHER)


@pytest.fixture
def record() -> ClosedDay:
    return close_day(**BY, day=date(2031, 6, 2), cause="設備の点検")


@pytest.fixture
def reader() -> User:
    return user_who_may((Verb.READ, Noun.DAYS))


def tidings(record: ClosedDay, *persons: User, occasion: str = "") -> Tidings:
    return Tidings(KIND.code, persons, record, "6月2日は閉庁日です", "設備の点検", occasion)


def switch_off(person: User) -> None:
    with as_system():
        person.is_active = False
        person.save()


def test_person_is_told_once_for_each_occasion(record: ClosedDay, reader: User) -> None:
    for occasion in ("", "", "変更"):
        tell(**BY, tidings=tidings(record, reader, reader, occasion=occasion))

    told = Notice.objects.visible_to(reader)
    assert [(notice.subject, notice.occasion) for notice in told] == [
        ("6月2日は閉庁日です", "変更"),
        ("6月2日は閉庁日です", ""),
    ]
    assert str(told[0]) == "閉庁日が加わったとき"


def test_nobody_is_told_of_what_they_may_not_read(record: ClosedDay) -> None:
    assert tell(**BY, tidings=tidings(record, UserFactory())) == []


def test_people_who_use_the_portal_no_more_are_told_nothing(record: ClosedDay, reader: User) -> None:
    switch_off(reader)
    assert tell(**BY, tidings=tidings(record, reader)) == []


def test_notices_are_nobody_elses_business(record: ClosedDay, reader: User) -> None:
    (notice,) = tell(**BY, tidings=tidings(record, reader))
    other = user_who_may((Verb.READ, Noun.DAYS), (Verb.READ, Noun.NOTICES), (Verb.WRITE, Noun.NOTICES))
    assert not Notice.objects.visible_to(other).exists()
    with pytest.raises(PermissionDenied):
        mark_read(by=other, notices=[notice])
    switch_off(reader)
    assert not Notice.objects.visible_to(reader).exists()


def test_reading_is_marked_once(record: ClosedDay, reader: User) -> None:
    (notice,) = tell(**BY, tidings=tidings(record, reader))
    assert mark_read(by=reader, notices=[notice]) == 1
    notice.refresh_from_db()
    first = notice.read_at
    assert mark_read(by=reader, notices=[notice]) == 0
    notice.refresh_from_db()
    assert notice.read_at == first
    assert not Notice.objects.unread().exists()


@pytest.mark.parametrize(
    ("ways", "in_portal", "by_mail"),
    [
        (Ways(True, False), True, False),
        (Ways(True, True), True, True),
        (Ways(False, True), False, True),
        (Ways(False, False), None, None),
    ],
)
def test_person_chooses_how_a_kind_is_told(
    record: ClosedDay, reader: User, settings: Any, ways: Ways, in_portal: bool | None, by_mail: bool | None
) -> None:
    settings.MAIL_IS_SET = True
    choose_ways(by=reader, ways={KIND.code: ways}, address="hanako@city.example.lg.jp")
    tell(**BY, tidings=tidings(record, reader))

    found = [(notice.in_portal, notice.by_mail) for notice in Notice.objects.all()]
    assert found == ([] if in_portal is None else [(in_portal, by_mail)])
    assert Notice.objects.unread().count() == bool(in_portal)


def test_without_a_mail_server_nothing_is_kept_for_e_mail(record: ClosedDay, reader: User) -> None:
    choose_ways(by=reader, ways={KIND.code: Ways(True, True)}, address="hanako@city.example.lg.jp")
    (notice,) = tell(**BY, tidings=tidings(record, reader))
    assert not notice.by_mail


def test_choices_can_be_changed_and_the_address_taken_back(reader: User) -> None:
    choose_ways(by=reader, ways={KIND.code: Ways(False, True)}, address="hanako@city.example.lg.jp")
    choose_ways(by=reader, ways={KIND.code: Ways(True, True)}, address="taro@city.example.lg.jp")
    choose_ways(by=reader, ways={KIND.code: Ways(True, True)})
    assert NoticeAddress.objects.get().address == "taro@city.example.lg.jp"
    assert NoticeChoice.objects.get().history.count() == 2
    assert str(NoticeChoice.objects.get()) == KIND.label

    choose_ways(by=reader, ways={KIND.code: Ways(True, False), OTHER.code: Ways(True, False)}, address="")
    assert not NoticeAddress.objects.exists()
    assert NoticeChoice.objects.count() == 1, "what is as it always is needs no choice"


@pytest.mark.parametrize(
    ("ways", "address", "words"),
    [
        ({KIND.code: Ways(True, True)}, "", "メールアドレスを入力してください"),
        ({KIND.code: Ways(True, True)}, "hanako@mail.example.com", "@city.example.lg.jpのアドレスです"),
        ({KIND.code: Ways(True, True)}, "hanako", "有効なメールアドレス"),
        ({"forged": Ways(True, True)}, "", "「forged」という種類のお知らせはありません"),
    ],
)
def test_unfit_choice_is_refused_in_words_and_nothing_is_kept(
    reader: User, settings: Any, ways: dict[str, Ways], address: str, words: str
) -> None:
    settings.MAIL_DOMAINS = [] if address == "hanako" else ["city.example.lg.jp"]
    with pytest.raises(ValidationError, match=words):
        choose_ways(by=reader, ways=ways, address=address)
    assert not NoticeChoice.objects.exists()
    assert not NoticeAddress.objects.exists()


def notify_due() -> str:
    printed = StringIO()
    call_command("notify_due", stdout=printed)
    return printed.getvalue().strip()


def test_daily_command_tells_what_was_registered_once(record: ClosedDay, reader: User) -> None:
    register_daily(lambda today: [tidings(record, reader, occasion=str(today))])
    assert notify_due() == "お知らせ：1件"
    assert notify_due() == "お知らせ：0件"


def test_look_that_fails_keeps_the_others_from_nothing_and_the_command_says_so(
    record: ClosedDay, reader: User
) -> None:
    def failing(today: date) -> list[Tidings]:
        raise ZeroDivisionError

    register_daily(failing)
    register_daily(lambda today: [tidings(record, reader)])
    with pytest.raises(CommandError, match="1種類の期限を調べられませんでした"):
        notify_due()
    assert Notice.objects.count() == 1


def test_kind_that_is_no_more_has_a_name_still() -> None:
    assert notice_label("gone") == "いまは無い種類のお知らせ"


def test_address_that_is_typed_again_stays_as_it_was(settings: Any) -> None:
    settings.MAIL_DOMAINS = []
    person = UserFactory()
    for _ in range(2):
        choose_ways(by=person, ways={}, address="hanako@city.example.lg.jp")
    assert NoticeAddress.objects.get(person=person).version == 1
