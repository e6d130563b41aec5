"""One cell edited in place, with and without a script."""

from typing import Any

import pytest
from django.test import Client

from meetings.models import Commitment
from portal.accounts.rights import Noun, Verb
from portal.audit.ledger import Operation
from tests.doors import link, read, words_of
from tests.factories import meetings as make
from tests.factories.portal import user_who_may_everything
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db

LIST = "/commitments/?open=cells&sort=-subject"


@pytest.fixture
def writer(client: Client) -> Client:
    client.force_login(user_who_may_everything())
    return client


@pytest.fixture
def commitment() -> Commitment:
    return make.CommitmentFactory(subject="区長に確認する", kind="promise")


def cell(client: Client, words: str) -> str:
    return link(client.get(LIST), words)


def typed(answer: Any, **values: Any) -> dict[str, Any]:
    sent = {field.html_name: field.value() for field in answer.context["form"]}
    return {name: "" if value is None else value for name, value in {**sent, **values}.items()}


def test_table_is_opened_for_editing_by_the_address(writer: Client, commitment: Commitment) -> None:
    closed = writer.get("/commitments/?sort=-subject")
    assert "区長に確認するの内容" not in words_of(closed)
    assert link(closed, "表で直す") == "/commitments/?sort=-subject&open=cells"
    assert "直す：区長に確認するの内容" in words_of(writer.get(LIST))
    assert link(writer.get(LIST), "表で直すのを終える") == "/commitments/?sort=-subject"


def test_cell_is_changed_by_the_lists_own_action_and_leads_back(
    writer: Client, commitment: Commitment
) -> None:
    url = cell(writer, "直す：区長に確認するの内容")
    page = writer.get(url)
    assert [field.name for field in page.context["form"].visible_fields()] == ["subject", "reason"]
    answer = writer.post(url, typed(page, subject="区長に報告する", reason="言葉の訂正"))
    assert answer["Location"] == LIST
    commitment.refresh_from_db()
    assert (commitment.subject, commitment.version) == ("区長に報告する", 2)
    assert Operation.objects.order_by("-sequence")[0].reason == "言葉の訂正"


def test_place_of_the_cell_is_in_the_list_and_on_its_page(writer: Client, commitment: Commitment) -> None:
    """What a script takes from either page and puts in place of the other."""
    place = f'<div id="cell-{commitment.pk}-kind">'
    url = f"/lists/commitments/{commitment.pk}/kind/?open=cells"
    listed = writer.get("/commitments/?open=cells&columns=subject,kind").content.decode()
    assert place in listed
    assert listed.count('hx-swap="outerHTML"') >= 2
    assert place in writer.get(url).content.decode()
    wrong = writer.post(url, {"kind": "hoge", "reason": "", "version": 1})
    assert wrong.status_code == 422
    assert place in wrong.content.decode()


def test_wrong_value_is_told_beside_the_cell_and_kept(writer: Client, commitment: Commitment) -> None:
    url = cell(writer, "直す：区長に確認するの内容")
    answer = writer.post(url, typed(writer.get(url), subject="", reason="わけ"))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"subject"}
    assert "わけ" in answer.content.decode()


def test_cell_that_somebody_changed_meanwhile_shows_both(writer: Client, commitment: Commitment) -> None:
    url = cell(writer, "直す：区長に確認するの内容")
    page = writer.get(url)
    with as_system("先に直す"):
        commitment.subject = "先に直した"
        commitment.save()
    answer = writer.post(url, typed(page, subject="わたしが直した", reason="わけ"))
    assert answer.status_code == 409
    assert "わたしが直した" in answer.content.decode()
    assert "先に直した" in words_of(answer)
    assert Commitment.objects.get().subject == "先に直した"


def test_locked_cell_has_no_way_in_and_says_why(writer: Client, commitment: Commitment) -> None:
    motion = make.DecisionFactory().motion
    words = words_of(writer.get("/decisions/?open=cells"))
    assert "直す：" not in words
    refused = writer.get(f"/lists/decisions/{motion.pk}/asked/")
    assert refused.status_code == 403
    assert "決定した内容は、会議のページの" in words_of(refused)
    assert writer.get(f"/lists/commitments/{commitment.pk}/state/").status_code == 404
    assert writer.get(f"/lists/commitments/{commitment.pk}/password/").status_code == 404
    assert writer.get("/lists/commitments/999999/subject/").status_code == 404


def test_reader_who_may_not_write_gets_no_cell(client: Client, commitment: Commitment) -> None:
    client.force_login(user_who_may_everything(but=((Verb.WRITE, Noun.DECISIONS),)))
    assert not [words for words, _ in read(client.get(LIST)).links if words.startswith("直す")]
    assert client.get(f"/lists/commitments/{commitment.pk}/subject/").status_code == 403
    client.force_login(user_who_may_everything(but=((Verb.READ, Noun.SITTINGS),)))
    assert client.get(f"/lists/commitments/{commitment.pk}/subject/").status_code == 404


def test_open_table_asks_no_more_queries_for_more_rows(
    writer: Client, commitment: Commitment, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        make.CommitmentFactory(meeting=commitment.meeting, number=number + 10)
        make.DecisionFactory(motion__item__meeting=commitment.meeting)
    with django_assert_max_num_queries(12):
        writer.get(LIST)
    with django_assert_max_num_queries(12):
        writer.get("/decisions/?open=cells")
