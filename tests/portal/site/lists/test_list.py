"""The one list: what the address asks for is what stands there, and the address can be read."""

import csv
import re
from html import unescape
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from openpyxl import load_workbook

from meetings.lists import COMMITMENTS
from meetings.models import Commitment
from portal.accounts.rights import Noun, Verb
from portal.lists import reading
from portal.lists.counting import counted
from portal.lists.nouns import lists_for
from portal.site.lists import export
from portal.site.lists.export import workbook
from tests.doors import follow, link, read, words_of
from tests.factories import meetings as make
from tests.factories.portal import (
    DepartmentFactory,
    OfficeFactory,
    StatedDateFactory,
    UserFactory,
    posted,
    user_who_may,
    user_who_may_everything,
)

pytestmark = pytest.mark.django_db

LIST = "/commitments/"


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(user_who_may_everything())
    return client


def shown(answer: Any) -> list[str]:
    return [row.name for row in answer.context["rows"]]


def headings(answer: Any) -> list[str]:
    return [heading.label for heading in answer.context["headings"]]


@pytest.fixture
def three() -> list[Commitment]:
    """One open in July, one open without a day, one done."""
    meeting = make.MeetingFactory()
    return [
        make.CommitmentFactory(
            meeting=meeting, subject="区長に確認する", due=StatedDateFactory(latest="2024-07-10")
        ),
        make.CommitmentFactory(meeting=meeting, subject="ＡＢＣを調べる", kind="instruction"),
        make.CommitmentFactory(meeting=meeting, subject="全庁に周知する", state="done", evidence="通知した"),
    ]


def test_conditions_of_the_address_narrow_the_list(reader: Client, three: list[Commitment]) -> None:
    assert shown(reader.get(f"{LIST}?state=open")) == ["区長に確認する", "ＡＢＣを調べる"]
    assert shown(reader.get(f"{LIST}?state=open,done&kind=promise")) == ["区長に確認する", "全庁に周知する"]
    assert shown(reader.get(f"{LIST}?since=R6.7.1&until=令和6年7月31日")) == ["区長に確認する"]


def test_list_at_a_day_says_that_it_shows_today_and_leads_to_that_day(
    reader: Client, three: list[Commitment]
) -> None:
    day = "2024-06-27"
    page = reader.get("/commitments/", {"as_of": day, "recorded_at": day, "page": "1"}, follow=True)
    assert "一覧はいつも現在の内容です" in words_of(page)
    links = [cell.url for row in page.context["rows"] for cell in row if cell.url]
    assert len(links) >= len(three)
    assert all(link.endswith(f"?as_of={day}&recorded_at={day}") for link in links)
    assert reader.get(links[0], follow=True).status_code == 200
    assert page.context["present_url"] == "/commitments/"
    assert "一覧はいつも" not in words_of(reader.get(page.context["present_url"]))


def test_words_are_found_in_either_width_and_kana(reader: Client, three: list[Commitment]) -> None:
    assert shown(reader.get(f"{LIST}?q=ABC")) == ["ＡＢＣを調べる"]
    assert shown(reader.get(f"{LIST}?q=カクニン")) == []
    assert shown(reader.get(f"{LIST}?q=区長　確認")) == ["区長に確認する"]


def test_sent_form_leads_to_an_address_that_can_be_read(reader: Client, three: list[Commitment]) -> None:
    typed = {"q": "", "state": ["open", "done"], "since": "", "sort": "-due"}
    answer = reader.get(LIST, typed)
    assert answer.status_code == 302
    assert unquote(answer["Location"]) == f"{LIST}?state=open,done&sort=-due"


def test_order_is_chosen_in_the_form_too(reader: Client, three: list[Commitment]) -> None:
    form = next(form for form in read(reader.get(f"{LIST}?sort=-subject")).forms if "sort" in form.values)
    assert form.values["sort"] == "-subject"
    usual = reader.get(LIST, {"sort": "due,meeting"})
    assert usual["Location"] == LIST
    assert "アドレスのとおり" in words_of(reader.get(f"{LIST}?sort=kind,-due"))


def test_condition_is_taken_away_by_its_chip(reader: Client, three: list[Commitment]) -> None:
    answer = reader.get(f"{LIST}?state=done&kind=promise&sort=-due")
    assert link(answer, "状態：完了") == f"{LIST}?kind=promise&sort=-due"
    assert link(answer, "すべて外す") == f"{LIST}?sort=-due"


def test_rows_are_sorted_as_the_address_says_and_blanks_stay_below(
    reader: Client, three: list[Commitment]
) -> None:
    assert shown(reader.get(f"{LIST}?sort=due"))[0] == "区長に確認する"
    assert shown(reader.get(f"{LIST}?sort=-due"))[0] == "区長に確認する"
    turned = ["ＡＢＣを調べる", "区長に確認する", "全庁に周知する"]
    assert shown(reader.get(f"{LIST}?sort=-subject")) == turned


def test_heading_sorts_by_its_column_and_turns_round(reader: Client, three: list[Commitment]) -> None:
    once = follow(reader, reader.get(LIST), "状態")
    assert 'aria-sort="ascending"' in once.content.decode()
    twice = follow(reader, once, "状態")
    assert 'aria-sort="descending"' in twice.content.decode()
    assert shown(twice)[-1] == "全庁に周知する"


def test_columns_are_chosen_and_moved_by_links(reader: Client, three: list[Commitment]) -> None:
    first = reader.get(LIST)
    assert headings(first) == ["内容", "状態", "担当", "いつまで", "会議"]
    added = follow(reader, first, "＋会議での言葉")
    assert headings(added)[-1] == "会議での言葉"
    moved = reader.get(labelled(added)["会議での言葉を左へ"])
    assert headings(moved)[-2:] == ["会議での言葉", "会議"]
    removed = reader.get(labelled(moved)["状態を外す"])
    assert headings(removed) == ["内容", "担当", "いつまで", "会議での言葉", "会議"]
    assert "columns=subject,owner,due,words,meeting" in unquote(removed.wsgi_request.get_full_path())


def labelled(answer: Any) -> dict[str, str]:
    """Links that only their label names."""
    found = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"', answer.content.decode())
    return {label: unescape(href) for href, label in found}


def test_empty_list_names_the_condition_that_empties_it(reader: Client, three: list[Commitment]) -> None:
    answer = reader.get(f"{LIST}?state=dropped&kind=promise")
    words = words_of(answer)
    assert "条件を1つ外すと" in words
    assert "「状態：取りやめ」を外す（2件）" in words
    assert "「種別：約束」を外す（0件）" in words
    assert shown(follow(reader, answer, "「状態：取りやめ」を外す")) == ["区長に確認する", "全庁に周知する"]


def test_empty_list_of_one_condition_says_so(reader: Client, three: list[Commitment]) -> None:
    answer = reader.get(f"{LIST}?q=ない言葉")
    assert "「内容・言葉：ない言葉」に合うものがないためです。この条件を外す（3件）" in words_of(answer)


def test_list_without_any_record_says_how_to_begin(reader: Client) -> None:
    assert "まだ会議体はありません" in words_of(reader.get("/bodies/"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("state=hoge", "「hoge」という選択肢はありません。"),
        ("password__startswith=a", "「password__startswith」という条件は、この一覧にありません。"),
        ("since=2024-02-30", "ありません"),
        ("until=きのう", "日付"),
        ("body=999999", "「999999」という選択肢はありません。"),
        ("q=" + "あ" * 101, "100"),
        ("q=%00", "制御文字"),
        ("owner=1%27%20OR%201=1", "という選択肢はありません。"),
    ],
)
def test_condition_without_meaning_is_explained_and_shows_no_row(
    reader: Client, three: list[Commitment], query: str, said: str
) -> None:
    answer = reader.get(f"{LIST}?{query}")
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert shown(answer) == []
    assert words_of(answer).count("を外す") >= 2


def test_column_and_order_that_are_gone_are_named_and_left_out(
    reader: Client, three: list[Commitment]
) -> None:
    answer = reader.get(f"{LIST}?columns=subject,budget,state&sort=-budget&rows=7")
    assert answer.status_code == 200
    assert headings(answer) == ["内容", "状態"]
    words = words_of(answer)
    assert "列「budget」はこの一覧にないため、外して表示しています。" in words
    assert "並び順「budget」はこの一覧にないため、使っていません。" in words
    assert "50行で表示しています。" in words


def test_list_says_on_paper_what_it_is_a_list_of(reader: Client, three: list[Commitment]) -> None:
    words = words_of(reader.get(f"{LIST}?state=open,done&kind=promise&sort=-due"))
    assert "条件：種別：約束／状態：未完了、完了並び順：いつまでの逆順" in words
    assert re.search(r"令和\d+年\d+月\d+日（.）\d+:\d\d現在", words)
    assert "条件：なし（すべて）並び順：いつもの順" in words_of(reader.get(LIST))


def test_wide_list_is_printed_across(reader: Client, three: list[Commitment]) -> None:
    assert "printed--wide" not in reader.get(LIST).content.decode()
    every = ",".join(column.key for column in COMMITMENTS.columns)
    assert "printed--wide" in reader.get(f"{LIST}?columns={every}").content.decode()


def test_state_is_a_word_in_a_frame(reader: Client, three: list[Commitment]) -> None:
    page = reader.get(LIST).content.decode()
    assert page.count('<span class="status status--plain">未完了</span>') == 2
    assert '<span class="status status--ok">' in page


@pytest.mark.parametrize("page", ["1000000000", "9" * 40, "0", "-1", "2", "abc", "１"])
def test_page_that_is_none_is_explained(reader: Client, three: list[Commitment], page: str) -> None:
    answer = reader.get(f"{LIST}?page={page}&state=open")
    assert answer.status_code == 404
    assert "このページには何もありません" in words_of(answer)
    assert shown(follow(reader, answer, "最初のページへ")) == ["区長に確認する", "ＡＢＣを調べる"]


def test_pages_lead_on_and_back_without_overlap(reader: Client) -> None:
    reader.force_login(user_who_may_everything(but=((Verb.WRITE, Noun.DECISIONS),)))
    meeting = make.MeetingFactory()
    for number in range(1, 46):
        make.CommitmentFactory(meeting=meeting, number=number, subject=f"仕事{number:02}")
    first = reader.get(f"{LIST}?rows=20&sort=state")
    second = follow(reader, first, "次のページ")
    third = follow(reader, second, "次のページ")
    assert len({*shown(first), *shown(second), *shown(third)}) == 45
    assert "45件のうち41～45件目" in words_of(third)
    assert "次のページ" not in words_of(third)
    assert shown(follow(reader, second, "前のページ")) == shown(first)


def test_count_stops_at_the_cap(
    reader: Client, three: list[Commitment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CAP", 2)
    assert "2件以上のうち1～3件目" in words_of(reader.get(LIST))


def test_number_of_queries_does_not_grow_with_the_rows(
    reader: Client, django_assert_max_num_queries: Any
) -> None:
    meeting = make.MeetingFactory()
    for _ in range(30):
        make.CommitmentFactory(meeting=meeting, owner=DepartmentFactory(), due=StatedDateFactory())
        make.AttendanceFactory(meeting=meeting)
        make.DecisionFactory(motion__item__meeting=meeting)
        make.HandoutFactory(meeting=meeting)
        above = DepartmentFactory()
        below = DepartmentFactory(parent=above, organisation=above.organisation)
        posted(UserFactory(), OfficeFactory(department=below, organisation=below.organisation))
    user = user_who_may_everything()
    reader.force_login(user)
    for listed in lists_for(user):
        every = ",".join(column.key for column in listed.columns)
        with django_assert_max_num_queries(12):
            answer = reader.get(f"{listed.url}?columns={every}")
        assert answer.status_code == 200, listed.key


def test_list_without_the_right_is_refused(client: Client) -> None:
    client.force_login(user_who_may((Verb.READ, Noun.BODIES)))
    assert client.get(LIST).status_code == 403
    assert client.get("/bodies/").status_code == 200
    assert client.get("/lists/commitments/export/").status_code == 403
    assert client.get("/lists/no-such-list/export/").status_code == 404


def test_users_are_sorted_by_reading_and_by_seat(reader: Client) -> None:
    low, high = OfficeFactory(position=9), OfficeFactory(position=1)
    for name, kana in (("山田", "やまだ"), ("阿部", "アベ"), ("馬場", "ばば"), ("無名", "")):
        posted(UserFactory(name=name, kana=kana), high if name == "馬場" else low)
    ours = {"山田", "阿部", "馬場", "無名"}
    by_kana = [name for name in shown(reader.get("/users/?sort=kana")) if name in ours]
    by_seat = [name for name in shown(reader.get("/users/?sort=postings")) if name in ours]
    assert by_kana == ["阿部", "馬場", "山田", "無名"]
    assert by_seat == ["馬場", "阿部", "山田", "無名"]


def exported(client: Client, query: str) -> list[list[str]]:
    answer = client.get(f"/lists/commitments/export/{query}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.getvalue().decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"))))


def test_file_is_the_list_as_it_is_shown(reader: Client, three: list[Commitment]) -> None:
    answer = reader.get(f"{LIST}?state=open&columns=subject,kind&sort=-subject")
    lines = exported(reader, "?" + link(answer, "CSVで保存する").partition("?")[2])
    assert lines == [["内容", "種別"], ["ＡＢＣを調べる", "指示"], ["区長に確認する", "約束"]]


def test_file_calculates_nothing(reader: Client) -> None:
    make.CommitmentFactory(subject="=HYPERLINK(1)", owner_label="＠担当")
    assert exported(reader, "?columns=subject,owner_label")[1] == ["'=HYPERLINK(1)", "'＠担当"]


def book(client: Client, query: str) -> list[tuple[Any, ...]]:
    answer = client.get(f"/lists/commitments/export.xlsx{query}")
    assert answer["Content-Disposition"].endswith(".xlsx")
    (sheet,) = load_workbook(BytesIO(answer.getvalue())).worksheets
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    return list(sheet.iter_rows(values_only=True))


def test_workbook_is_the_list_as_it_is_shown_and_calculates_nothing(reader: Client) -> None:
    make.CommitmentFactory(subject="=HYPERLINK(1)", words="あ" * 33_000)
    listed = reader.get(f"{LIST}?columns=subject,words,kind")
    heads, cells = book(reader, "?" + link(listed, "xlsxで保存する").partition("?")[2])
    assert heads == ("内容", "会議での言葉", "種別")
    assert (cells[0], cells[2]) == ("'=HYPERLINK(1)", "約束")
    assert len(cells[1]) == 32_767
    assert cells[1].endswith("…（長いため途中まで）")


def test_numbers_are_numbers_in_a_workbook(reader: Client) -> None:
    written = load_workbook(BytesIO(workbook("件数/表", [["件数"], [12], ["@SUM(1)"]]))).worksheets[0]
    assert [row[0] for row in written.iter_rows(values_only=True)] == ["件数", 12, "'@SUM(1)"]
    assert written.title == "件数表"


def test_list_that_is_too_long_for_a_workbook_leads_back_and_says_so(
    reader: Client, three: list[Commitment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "counted", lambda records: counted(records, cap=2))
    answer = reader.get("/lists/commitments/export.xlsx?sort=kind", follow=True)
    assert "保存できるのは10,000件までです。" in words_of(answer)
    assert shown(answer)


def test_file_under_an_address_without_meaning_leads_to_the_list_that_explains(reader: Client) -> None:
    answer = reader.get("/lists/commitments/export/?state=hoge")
    assert answer.status_code == 302
    assert answer["Location"] == f"{LIST}?state=hoge"


def test_reader_who_may_not_take_it_out_gets_no_file(client: Client, three: list[Commitment]) -> None:
    client.force_login(user_who_may((Verb.READ, Noun.DECISIONS), (Verb.READ, Noun.SITTINGS)))
    assert "CSVで保存する" not in words_of(client.get(LIST))
    assert client.get("/lists/commitments/export/").status_code == 403
    client.force_login(user_who_may((Verb.EXPORT, Noun.DECISIONS)))
    assert client.get("/lists/commitments/export/").status_code == 403


def test_record_that_is_not_visible_is_in_no_list_and_no_count(
    client: Client, three: list[Commitment]
) -> None:
    client.force_login(user_who_may((Verb.READ, Noun.DECISIONS)))
    answer = client.get(LIST)
    assert shown(answer) == []
    assert "まだ対応事項はありません" in words_of(answer)
    assert read(answer).forms
