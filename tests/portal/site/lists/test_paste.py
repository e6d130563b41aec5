"""A block of cells from a spreadsheet: told cell by cell, shown first, written at once or not at all."""

from typing import Any

import pytest
from django.test import Client

from meetings.models import Commitment, Meeting
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.audit.ledger import Change, Operation
from tests.doors import link, read, words_of
from tests.factories import meetings as make
from tests.factories.portal import DepartmentFactory, UserFactory, user_who_may_everything
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db

PASTE = "/lists/commitments/paste/?sort=meeting"
WHY = "表計算ソフトで見直した"


@pytest.fixture
def writer(client: Client) -> Client:
    client.force_login(user_who_may_everything())
    return client


@pytest.fixture
def three() -> list[Commitment]:
    meeting = make.MeetingFactory()
    return [
        make.CommitmentFactory(meeting=meeting, subject=f"仕事{number}", number=number, kind="promise")
        for number in (1, 2, 3)
    ]


def typed(answer: Any, **values: Any) -> dict[str, Any]:
    form, plan = answer.context["form"], answer.context["plan"]
    sent = {field.html_name: field.value() for field in form}
    rows = [str(row.record.pk) for row in plan.rows if row.is_chosen] if plan else []
    return {name: "" if value is None else value for name, value in {**sent, "row": rows, **values}.items()}


def pasted(client: Client, block: str, *, row: Any = None, column: str = "subject", url: str = PASTE) -> Any:
    page = client.get(url)
    first = row.pk if row else page.context["page"].records[0].pk
    where = {"first_row": str(first), "first_column": column}
    return client.post(url, typed(page, cells=block, reason=WHY, **where))


def errors(answer: Any) -> dict[str, str]:
    lines = answer.context["lines"]
    return {cell.laid.text: cell.error for _, cells in lines for cell in cells if cell.error}


def subjects() -> list[str]:
    return list(Commitment.objects.order_by("number").values_list("subject", flat=True))


def test_way_to_the_page_is_in_the_open_table(writer: Client, three: list[Commitment]) -> None:
    opened = writer.get("/commitments/?open=cells&sort=meeting")
    page = writer.get(link(opened, "表計算ソフトから貼り付ける"))
    assert [column.key for column in page.context["page"].columns][:2] == ["subject", "owner"]


def test_block_is_shown_as_old_and_new_and_written_in_one_operation(
    writer: Client, three: list[Commitment]
) -> None:
    department = DepartmentFactory(name="情報管理課")
    before = Change.objects.count()
    answer = pasted(writer, f"新しい仕事2\t{department}\n仕事3\t\n", row=three[1])
    assert answer.status_code == 200
    assert Change.objects.count() == before
    (row,) = answer.context["plan"].rows
    assert "1件は、もうこの値のため変わりません。" in words_of(answer), "the row above was not pasted over"
    assert [(each.label, each.change.new) for each in row.fields] == [
        ("内容", "新しい仕事2"),
        ("担当", str(department)),
    ]
    assert writer.post(PASTE, typed(answer)).status_code == 302
    assert subjects() == ["仕事1", "新しい仕事2", "仕事3"]
    assert Operation.objects.order_by("-sequence")[0].reason == WHY
    assert Commitment.objects.get(number=2).owner == department


def test_words_of_a_choice_its_blank_and_quoted_lines_are_read(
    writer: Client, three: list[Commitment]
) -> None:
    answer = pasted(writer, '指示\t\t\t"一行目\n二行目"', column="kind")
    assert answer.status_code == 200, errors(answer)
    writer.post(PASTE, typed(answer))
    first = Commitment.objects.get(number=1)
    assert (first.kind, first.words) == ("instruction", "一行目\n二行目")


def test_too_many_columns_and_rows_are_told_beside_the_cell_and_nothing_is_lost(
    writer: Client, three: list[Commitment]
) -> None:
    block = "言葉\tはみ出し\n下の言葉"
    answer = pasted(writer, block, row=three[2], column="words")
    assert answer.status_code == 422
    told = errors(answer)
    assert "この右に直せる列はありません" in told["はみ出し"]
    assert "この下に行はありません" in told["下の言葉"]
    assert "2個のセルを受け取れません" in words_of(answer)
    form = next(form for form in read(answer).forms if "cells" in form.values)
    assert (form.values["cells"], form.values["reason"]) == (block, WHY)
    assert form.values["first_column"] == "words"
    assert "（列なし）" in words_of(answer)
    assert subjects() == ["仕事1", "仕事2", "仕事3"]


def test_bad_cells_are_told_beside_the_cell(writer: Client, three: list[Commitment]) -> None:
    answer = pasted(writer, "ない種別\n", column="kind")
    assert "「ない種別」という選択肢はありません。選べるもの：約束、指示" in errors(answer)["ない種別"]
    answer = pasted(writer, "\tない課\n", column="subject")
    told = errors(answer)
    assert told[""] == "入力してください。"
    assert "「ない課」という選択肢はありません。" in told["ない課"]
    long = "あ" * 301
    assert "300" in errors(pasted(writer, long))[long]


def test_two_records_of_one_name_are_not_guessed(writer: Client, three: list[Commitment]) -> None:
    first = DepartmentFactory(name="同じ課")
    DepartmentFactory(name="同じ課", organisation=first.organisation, valid_from="2030-04-01")
    name = str(first)
    answer = pasted(writer, name, column="owner")
    assert answer.status_code == 422
    assert "2つ以上あり" in errors(answer)[name]


def test_yes_and_no_days_and_figures_are_read_as_words(writer: Client) -> None:
    somebody = UserFactory(name="山田 花子", is_active=True)
    url = f"/lists/users/paste/?selected={somebody.pk}"
    assert (
        "「止める」という選択肢はありません"
        in errors(pasted(writer, "止める", column="is_active", url=url))["止める"]
    )
    answer = pasted(writer, "いいえ", column="is_active", url=url)
    assert writer.post(url, typed(answer)).status_code == 302
    assert not User.objects.get(pk=somebody.pk).is_active
    meeting = make.MeetingFactory()
    url = f"/lists/meetings/paste/?selected={meeting.pk}"
    assert errors(pasted(writer, "三十人くらい", column="observer_count", url=url))
    answer = pasted(writer, "12", column="observer_count", url=url)
    assert writer.post(url, typed(answer)).status_code == 302
    assert Meeting.objects.get(pk=meeting.pk).observer_count == 12


def test_what_a_rule_refuses_is_named_with_its_row(writer: Client) -> None:
    handout = make.HandoutFactory(closure_reason="")
    url = f"/lists/handouts/paste/?selected={handout.pk}"
    answer = pasted(writer, "非公開", column="disclosure", url=url)
    assert answer.status_code == 200
    assert [row.record for row in answer.context["plan"].refused] == [handout]


def test_locked_cell_is_told(writer: Client) -> None:
    motion = make.DecisionFactory().motion
    url = f"/lists/decisions/paste/?selected={motion.pk}"
    assert "決定した内容は" in errors(pasted(writer, "別の求め", column="asked", url=url))["別の求め"]


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("", "入力してください"),
        ("\x00", "制御文字"),
        ("あ" * 200_001, "200000"),
        ("言葉" + "\t" * 5_001, "5,000セルまで"),
        ('"' + "あ" * 140_000, "セルに分けられませんでした"),
    ],
)
def test_block_that_is_none_is_explained(
    writer: Client, three: list[Commitment], block: str, said: str
) -> None:
    answer = pasted(writer, block)
    assert answer.status_code == 422
    assert said in str(answer.context["form"].errors["cells"])


def test_forged_start_is_refused(writer: Client, three: list[Commitment]) -> None:
    page = writer.get(PASTE)
    forged = typed(page, cells="仕事", reason=WHY, first_row="999999", first_column="password")
    answer = writer.post(PASTE, forged)
    assert answer.status_code == 422
    assert {"first_row", "first_column"} <= set(answer.context["form"].errors)


def test_row_changed_meanwhile_stops_the_block_and_keeps_it(writer: Client, three: list[Commitment]) -> None:
    answer = pasted(writer, "新しい仕事1")
    with as_system("先に直す"):
        three[0].subject = "先に直した"
        three[0].save()
    stopped = writer.post(PASTE, typed(answer))
    assert stopped.status_code == 409
    assert "新しい仕事1" in stopped.content.decode()
    assert subjects()[0] == "先に直した"


def test_blank_block_changes_nothing_and_says_so(writer: Client, three: list[Commitment]) -> None:
    page = writer.get(PASTE)
    where = {"first_row": str(three[0].pk), "first_column": "subject"}
    answer = writer.post(PASTE, typed(page, cells="仕事1\n", reason=WHY, **where), follow=True)
    assert "変わるところはありませんでした。" in words_of(answer)


def test_reader_who_may_not_write_gets_no_page(client: Client, three: list[Commitment]) -> None:
    client.force_login(user_who_may_everything(but=((Verb.WRITE, Noun.DECISIONS),)))
    assert client.get(PASTE).status_code == 403
