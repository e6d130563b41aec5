"""The own pages of a sitting's parts: what is recorded, on what basis, whence, and who may see or mend it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.choices import AttendanceStatus
from meetings.models import Attendance, Commitment, Decision, Handout, Meeting, MinutesEntry
from portal.accounts.rights import Noun, Verb
from portal.disclosure.actions import withhold_passage
from portal.site.registry import record_url
from tests import doors
from tests.factories import meetings as make
from tests.factories.portal import DisclosureGroundFactory, user_who_may
from tests.meetings.door import browser, send, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary() -> Client:
    return browser(user_of("secretariat"))


def words(client: Client, record: Any) -> str:
    """All text of the record's own page."""
    answer = client.get(record_url(record))
    assert answer.status_code == 200
    return doors.words_of(answer)


def test_item_tells_how_it_ended_and_what_hangs_on_it(seed: Meeting, secretary: Client) -> None:
    shown = words(secretary, seed.items.get(category="proposal", number=2))

    for expected in (
        "扱い審議済導出",
        "説明政策経営部情報管理課導出",
        "議決の記載—議題について再検討—",
        "次期電話システムに、B社のIP電話システムを選定する方針とすること導出",
        "もう一度政経部（政策経営部）で検討したうえで判断する。",
        "検討する政策経営部導出",
        "決める記載なし導出",
        "「長くてもあと1か月では決めたい」会議の日（令和6年6月27日）から1か月後の応当日。",
        "18．寺子屋の発表についても精査する",
        "資料3-3各システムの運用経費内訳",
        "過去の会議で、現状維持型での運用を検討すると決まったこと",
        "財政課長",
        "アナログ電話を各係に1台置いている区もあるが",
    ):
        assert expected in shown
    assert "電子契約書について" not in shown  # said on another item


def test_item_without_anything_says_so_and_offers_to_begin(secretary: Client, seed: Meeting) -> None:
    item = make.AgendaItemFactory(meeting=seed, category="other", number=1, disclosure="")
    shown = words(secretary, item)
    for expected in (
        "まだ議決事項はありません。議決事項を加える",
        "この議題の資料はありません。",
        "公開区分会議と同じ",
    ):
        assert expected in shown


def test_attendance_tells_deputy_and_times(seed: Meeting, secretary: Client) -> None:
    attendance = Attendance.objects.filter(meeting=seed)[2]
    assert "席総務部長" in words(secretary, attendance)
    url = reverse("meetings:attendance-edit", args=[attendance.pk])
    typed = {"status": AttendanceStatus.DEPUTY, "deputy_name": "総務課長", "arrived_at": "11:20"}
    assert send(secretary, url, **typed).status_code == 302
    shown = words(secretary, attendance)
    for expected in ("出欠代理出席", "代理の職総務課長", "途中から11:20"):
        assert expected in shown


def test_paper_tells_its_number_as_printed_its_item_and_its_disclosure(
    seed: Meeting, secretary: Client
) -> None:
    paper = Handout.objects.get(meeting=seed, number="3-3")
    shown = words(secretary, paper)
    for expected in (
        "番号資料3-3導出",
        "記載どおりの番号資料3-3",
        "議案（2）次期電話システムの選定について",
        "未設定",
        "ファイル未登録",
    ):
        assert expected in shown
    closed = {"disclosure": "closed", "closure_reason": "契約前のため", "reason": "公開しないと決めた"}
    url = reverse("meetings:handout-edit", args=[paper.pk])
    assert send(secretary, url, **closed, ground=seed.meeting_ground_id).status_code == 302
    shown = words(secretary, paper)
    for expected in (
        "非公開理由契約前のため",
        "非公開根拠審議検討情報（豊島区行政情報公開条例、条項は未登録）",
    ):
        assert expected in shown


def test_row_tells_its_number_speaker_remarks_and_commitments(seed: Meeting, secretary: Client) -> None:
    row = MinutesEntry.objects.get(text__startswith="申請フォームから決裁サイト")
    shown = words(secretary, row)
    for expected in (
        "会議録10行目",
        "決裁サイト〔原文ママ：「決済サイト」の誤りか（推定）〕",
        "発言者の表示事務局",
        "発言した席記載なし",
        "新サービスを旧HPの段階で公表するかを検討する",
        "議案（1）4番目の発言（事務局）",
    ):
        assert expected in shown


def test_row_shows_its_withheld_words_to_those_who_may_know_of_them(seed: Meeting) -> None:
    row = MinutesEntry.objects.get(text="経費の面では B 社が良いのでは。")
    ground = DisclosureGroundFactory(label="審議検討情報")
    withhold_passage(
        by="system:tests",
        reason="試験",
        record=row,
        field="text",
        span=(0, 5),
        ground=ground,
        end_trigger="none",
    )
    rights = [(Verb.READ, Noun.SITTINGS), (Verb.READ, Noun.RECORD)]
    knowing = browser(user_who_may(*rights, (Verb.READ, Noun.DISCLOSURE)))
    assert "〔非公開：" in words(knowing, row)
    unknowing = words(browser(user_who_may(*rights)), row)
    assert "〔非公開：" not in unknowing
    assert "非公開箇所の印：この情報を見る権限がありません。" in unknowing


def test_decision_tells_motion_outcome_basis_and_who_vouches(seed: Meeting, secretary: Client) -> None:
    decision = Decision.objects.get(outcome="approved_as_proposed")
    shown = words(secretary, decision)
    for expected in (
        "新規フォームの作成の部分のみ止めること導出",
        "結果案のとおり承認導出",
        "効力の日令和6年6月27日（木）導出",
        "まだだれも確かめていません",
        "事務局記載。",
    ):
        assert expected in shown
    confirm = doors.link(secretary.get(record_url(decision)), "決定を確かめる")
    assert send(secretary, confirm).status_code == 302
    answer = secretary.get(record_url(decision))
    assert "まだだれも" not in doors.words_of(answer)
    assert not any("決定を確かめる" in text for text, _ in doors.read(answer).links)


def test_decision_put_off_leads_to_its_deferral(seed: Meeting, secretary: Client) -> None:
    decision = Decision.objects.filter(outcome="reconsider").first()
    answer = secretary.get(record_url(decision))
    assert doors.link(answer, "「長くてもあと1か月では決めたい」") == record_url(decision.deferral)


def test_commitment_tells_words_owner_dates_and_state(seed: Meeting, secretary: Client) -> None:
    commitment = Commitment.objects.get(number=7)
    shown = words(secretary, commitment)
    for expected in (
        "「今年度後半から調整を進めていきたいと考えている」",
        "担当政策経営部情報管理課導出",
        "着手「今年度後半」年度後半は10月1日から3月31日まで",
        "状態未完了",
    ):
        assert expected in shown
    close = doors.link(secretary.get(record_url(commitment)), "完了を記録")
    assert send(secretary, close, evidence="令和7年2月 規則改正の通知").status_code == 302
    answer = secretary.get(record_url(commitment))
    assert "完了の根拠令和7年2月規則改正の通知" in doors.words_of(answer)
    assert not any("取りやめる" in text for text, _ in doors.read(answer).links)


PARTS = {
    "item": lambda seed: seed.items.first(),
    "attendance": lambda seed: seed.attendances.first(),
    "handout": lambda seed: seed.handouts.first(),
    "entry": lambda seed: seed.entries.first(),
    "decision": lambda seed: Decision.objects.first(),
    "commitment": lambda seed: seed.commitments.first(),
}


@pytest.mark.parametrize("part", PARTS)
def test_reader_sees_the_page_without_a_way_to_mend_and_others_nothing(seed: Meeting, part: str) -> None:
    url = record_url(PARTS[part](seed))
    viewer = browser(user_of("viewer"))
    links = doors.read(viewer.get(url)).links
    assert not any("/edit/" in href or "/correct/" in href for _, href in links)
    assert browser(user_of("administrator")).get(url).status_code == 403


@pytest.mark.parametrize("part", PARTS)
def test_page_leads_back_to_the_sitting_and_shows_sources_by_right(seed: Meeting, part: str) -> None:
    url = record_url(PARTS[part](seed))
    shown = browser(user_of("viewer")).get(url)
    assert any(f"/meetings/{seed.pk}/" in href and "#" in href for _, href in doors.read(shown).links)
    assert "出典と箇所" in shown.content.decode()
    everything = [(Verb.READ, noun) for noun in (Noun.SITTINGS, Noun.RECORD, Noun.DECISIONS)]
    without_sources = browser(user_who_may(*everything)).get(url)
    assert without_sources.status_code == 200
    assert "出典と箇所" not in without_sources.content.decode()


def test_items_of_all_sittings_are_listed_and_lead_to_their_pages(seed: Meeting, secretary: Client) -> None:
    listed = secretary.get(reverse("meetings:items"))
    shown = doors.words_of(listed)
    assert all("".join(item.title.split()) in shown for item in seed.items.all())
    first = doors.link(listed, "確認事項（1）")
    assert first == record_url(seed.items.get(category="confirmation"))

    reports = doors.words_of(secretary.get(reverse("meetings:items"), {"category": "report"}))
    assert "システム標準化の進捗について" in reports
    assert "次期電話システムの選定について" not in reports
