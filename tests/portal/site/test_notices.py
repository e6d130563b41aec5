"""The pages of one's own notices: bell, list, what is marked as read, the choices, the morning sheet."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.audit.errors import StaleWrite
from portal.days.actions import close_day
from portal.days.models import ClosedDay
from portal.jobs.actions.asking import request_job
from portal.notices import kinds
from portal.notices.actions.telling import Ways, choose_ways, tell, versions_of
from portal.notices.kinds import NoticeKind, Tidings, register_notice_kind
from portal.notices.models import Notice, NoticeAddress, NoticeChoice
from portal.site import registry
from portal.site.history_export import TimelineExport, newest_change
from portal.site.registry import DueItem, DueItems, register_due_items
from tests.doors import read, send, words_of
from tests.factories.portal import UserFactory, user_who_may
from tests.factories.writing import as_system
from tests.working import work_off

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"by": "system:tests", "reason": "試験"}
LIST, WAYS, MORNING = "/notices/", "/notices/ways/", "/notices/morning/"


@pytest.fixture(autouse=True)
def kinds_of_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    monkeypatch.setattr(registry, "_due_items", [])
    register_notice_kind(NoticeKind("tests.closed", "閉庁日が加わったとき", Noun.DAYS))


@pytest.fixture
def reader() -> User:
    return user_who_may((Verb.READ, Noun.DAYS))


@pytest.fixture
def client(reader: User) -> Client:
    client = Client()
    client.force_login(reader)
    return client


@pytest.fixture
def record() -> ClosedDay:
    return close_day(**BY, day=date(2031, 6, 2), cause="設備の点検")


def told(record: ClosedDay, person: User, occasion: str = "") -> Notice:
    tidings = Tidings("tests.closed", [person], record, f"閉庁日です{occasion}", "設備の点検", occasion)
    (notice,) = tell(**BY, tidings=tidings)
    return notice


def bell(client: Client) -> str:
    return next(words for words, href in read(client.get("/")).links if href == LIST)


def test_bell_counts_what_is_unread(client: Client, reader: User, record: ClosedDay) -> None:
    assert bell(client) == "お知らせ"
    told(record, reader, "甲")
    told(record, reader, "乙")
    assert bell(client) == "お知らせ2件の未読"
    for number in range(100):
        told(record, reader, str(number))
    assert bell(client) == "お知らせ99+件の未読"


def test_bell_costs_one_query_and_nothing_where_nobody_is_logged_in(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    assert len([query for query in queries if "portal_notice" in query["sql"]]) == 1
    with CaptureQueriesContext(connection) as queries:
        Client().get("/login/")
    assert [query for query in queries if "portal_notice" in query["sql"]] == []


def test_list_shows_own_notices_and_leads_to_their_records(
    client: Client, reader: User, record: ClosedDay
) -> None:
    other = user_who_may((Verb.READ, Noun.DAYS))
    told(record, other, "ほかの人へ")
    told(record, reader, "あなたへ")
    words = words_of(client.get(LIST))
    assert "閉庁日です" in words
    assert "あなたへ" in words
    assert "ほかの人へ" not in words


def test_looking_marks_nothing_and_buttons_do(client: Client, reader: User, record: ClosedDay) -> None:
    first, second = told(record, reader, "甲"), told(record, reader, "乙")
    client.get(LIST)
    client.get(reverse("notices:read", args=[first.pk]))
    assert Notice.objects.unread().count() == 2

    client.post(reverse("notices:read", args=[first.pk]))
    only_unread = words_of(client.get(LIST, {"unread": "1"}))
    assert "閉庁日です乙" in only_unread
    assert "閉庁日です甲" not in only_unread
    assert "閉庁日です甲" in words_of(client.get(LIST))

    client.post(reverse("notices:read-all"))
    second.refresh_from_db()
    assert second.read_at is not None
    assert "未読のお知らせはありません" in words_of(client.get(LIST, {"unread": "1"}))


def test_notice_of_somebody_else_is_not_found(client: Client, record: ClosedDay) -> None:
    notice = told(record, user_who_may((Verb.READ, Noun.DAYS)))
    url = reverse("notices:read", args=[notice.pk])
    assert [client.get(url).status_code, client.post(url).status_code] == [404, 404]
    notice.refresh_from_db()
    assert notice.read_at is None


def test_notice_about_a_record_that_may_be_read_no_more_shows_no_title(
    client: Client, reader: User, record: ClosedDay
) -> None:
    told(record, reader, "秘密")
    with as_system():
        reader.grants.all().delete()
    for url in (LIST, MORNING):
        words = words_of(client.get(url))
        assert "秘密" not in words
        assert "設備" not in words
        assert "いまはあなたには見られません" in words


def test_long_list_comes_in_pages_with_few_queries(
    client: Client, reader: User, record: ClosedDay, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        told(record, reader, f"{number:02}")
    for page in ("1", "2", "9999999999", "x"):
        with django_assert_max_num_queries(10):
            assert client.get(LIST, {"page": page, "unread": "1"}).status_code == 200
    assert "40件中31～40件目" in words_of(client.get(LIST, {"page": "2"}))
    for beyond, shown in (("9999999999", 2), ("x", 1)):
        told_so = f"指定された番号のページはありませんかわりに{shown}ページ目を表示しています。"
        assert told_so in words_of(client.get(LIST, {"page": beyond}))


def test_end_of_a_long_work_is_told_with_its_page(client: Client) -> None:
    owner = user_who_may((Verb.READ, Noun.HISTORY), (Verb.EXPORT, Noun.HISTORY), (Verb.READ, Noun.ACCOUNTS))
    parameters = {"query": "", "until": newest_change()}
    job = request_job(by=owner, kind=TimelineExport.code, title="変更の一覧のCSV", parameters=parameters)
    work_off()
    client.force_login(owner)
    page = client.get(LIST)
    assert "できあがりました：変更の一覧のCSV" in words_of(page)
    assert reverse("jobs:job", args=[job.pk]) in [href for _, href in read(page).links]

    failing = request_job(by=owner, kind=TimelineExport.code, title="二つ目", parameters={"until": 0})
    work_off()
    failing.refresh_from_db()
    assert "うまくいきませんでした：二つ目" in words_of(client.get(LIST))


def test_ways_offer_what_can_concern_the_user(client: Client, settings: Any) -> None:
    words = words_of(client.get(WAYS))
    assert "閉庁日が加わったとき：画面に出す" in words
    assert "メール" not in words, "there is no mail server"
    client.force_login(UserFactory())
    assert "閉庁日が加わったとき" not in words_of(client.get(WAYS))
    settings.MAIL_IS_SET = True
    assert "頼んだ長い仕事が終わったとき：メールで送る" in words_of(client.get(WAYS))


def as_sent(answer: Any, **typed: str) -> dict[str, Any]:
    """What a browser sends of the form of the page: every version, and the boxes that are checked."""
    values = {field.html_name: field.value() for field in answer.context["form"]}
    kept = {name: "on" if value is True else value for name, value in values.items() if value}
    return {**kept, **typed}


def test_ways_are_kept_and_shown_again(client: Client, reader: User, settings: Any) -> None:
    settings.MAIL_IS_SET = True
    typed = {"portal-tests.closed": "", "mail-tests.closed": "on", "address": "hanako@city.example.lg.jp"}
    values = {**next(f for f in read(client.get(WAYS)).forms if "address" in f.values).values, **typed}
    del values["portal-tests.closed"]
    assert client.post(WAYS, values).status_code == 302
    choice = NoticeChoice.objects.get()
    assert (choice.kind, choice.in_portal, choice.by_mail) == ("tests.closed", False, True)
    form = next(form for form in read(client.get(WAYS)).forms if "address" in form.values)
    assert form.values["address"] == "hanako@city.example.lg.jp"
    assert "portal-tests.closed" not in form.values

    settings.MAIL_IS_SET = False
    client.post(WAYS, as_sent(client.get(WAYS), **{"portal-tests.closed": "on"}))
    choice.refresh_from_db()
    assert (choice.in_portal, choice.by_mail) == (True, True), "a choice one is not shown stays as it was"
    assert NoticeAddress.objects.get().person == reader


def test_ways_that_were_chosen_in_two_windows_are_both_shown(client: Client, settings: Any) -> None:
    settings.MAIL_IS_SET = True
    mine = "mail-jobs.ended"
    opened = [client.get(WAYS), client.get(WAYS)]
    theirs = {"mail-tests.closed": "on", "address": "hanako@city.example.lg.jp"}
    assert client.post(WAYS, as_sent(opened[0], **theirs)).status_code == 302
    late = client.post(WAYS, as_sent(opened[1], **{mine: "on", "address": "taro@city.example.lg.jp"}))
    assert late.status_code == 409
    words = words_of(late)
    assert "hanako@city.example.lg.jp" in words
    told = {each.label: (each.old, each.new) for each in late.context["differences"]}
    assert told["メールアドレス"] == ("hanako@city.example.lg.jp", "taro@city.example.lg.jp")
    assert told["頼んだ長い仕事が終わったとき：メールで送る"] == ("いいえ", "はい")
    assert NoticeAddress.objects.get().address == "hanako@city.example.lg.jp", "nothing is written over"
    assert NoticeChoice.objects.get().kind == "tests.closed"

    again = as_sent(late)
    assert (again["address"], mine in again) == ("taro@city.example.lg.jp", True), "what was chosen is kept"
    assert client.post(WAYS, again).status_code == 302
    assert NoticeAddress.objects.get().address == "taro@city.example.lg.jp"


@pytest.mark.parametrize("version", [None, "", "x", "0:x", "0"])
def test_ways_without_the_versions_that_were_read_are_refused(
    client: Client, settings: Any, version: str | None
) -> None:
    sent = {} if version is None else {"version": version}
    answer = client.post(WAYS, {"portal-tests.closed": "", **sent})
    assert answer.status_code == 422
    assert "ページを開き直してから" in words_of(answer)
    assert not NoticeChoice.objects.exists()


def test_ways_saved_between_reading_and_writing_are_not_written_over(reader: User) -> None:
    seen = versions_of(reader)
    choose_ways(by=reader, ways={"tests.closed": Ways(in_portal=False, by_mail=False)})
    with pytest.raises(StaleWrite):
        choose_ways(by=reader, ways={"tests.closed": Ways(in_portal=True, by_mail=False)}, versions=seen)
    assert not NoticeChoice.objects.get().in_portal


def test_unfit_address_is_refused_beside_the_field(client: Client, settings: Any) -> None:
    settings.MAIL_IS_SET = True
    settings.MAIL_DOMAINS = ["city.example.lg.jp"]
    answer = send(client, WAYS, having="address", **{"mail-tests.closed": "on", "address": "a@example.com"})
    assert answer.status_code == 422
    assert "@city.example.lg.jpのアドレスです" in answer.context["form"].errors["address"][0]
    assert 'value="a@example.com"' in answer.content.decode()


def due(*days: int) -> None:
    today = timezone.localdate()
    items = [
        DueItem(today + timedelta(days=day), "対応事項", f"宿題{day}", "/meetings/", "長くてもあと1か月")
        for day in days
    ]
    register_due_items(DueItems(Noun.DAYS, lambda user, until: [item for item in items if item.on <= until]))


def test_morning_sheet_tells_what_is_late_what_is_due_and_what_is_new(
    client: Client, reader: User, record: ClosedDay, django_assert_max_num_queries: Any
) -> None:
    due(-3, 0, 5)
    told(record, reader, "今朝")
    with django_assert_max_num_queries(15):
        words = words_of(client.get(MORNING))
    late, today, new = (words.index(heading) for heading in ("期限切れ", "今日の期限", "未読のお知らせ"))
    assert late < words.index("宿題-3") < today < words.index("宿題0") < new < words.index("閉庁日です今朝")
    assert "宿題5" not in words


def test_morning_sheet_with_nothing_says_so(client: Client) -> None:
    words = words_of(client.get(MORNING))
    for said in (
        "期限を過ぎたものはありません",
        "今日が期限のものはありません",
        "未読のお知らせはありません",
    ):
        assert said in words


def test_morning_sheet_stays_on_one_page_and_counts_the_rest(
    client: Client, reader: User, record: ClosedDay
) -> None:
    due(*range(-30, 0))
    for number in range(20):
        told(record, reader, str(number))
    words = words_of(client.get(MORNING))
    assert "ほか18件" in words
    assert "ほか8件" in words


def test_morning_sheet_asks_only_for_what_the_user_may_read(client: Client) -> None:
    due(0)
    client.force_login(UserFactory())
    assert "宿題" not in words_of(client.get(MORNING))
