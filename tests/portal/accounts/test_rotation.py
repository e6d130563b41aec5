"""異動をまとめて登録する: a block of rows is shown as old → new with its errors, then written in one act."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.actions.rotation import Move, MovesRefused, rotate
from portal.accounts.models import Office, Organisation, Person, Posting, RoleGrant, User
from portal.accounts.rights import Noun, Verb
from portal.accounts.standing import Standing
from portal.audit.ledger import Operation
from tests.factories.portal import (
    DepartmentFactory,
    OfficeFactory,
    OrganisationFactory,
    PersonFactory,
    PostingFactory,
    RoleFactory,
    UserFactory,
    allow,
    posted,
    user_who_may,
)
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db
RIGHTS = [(verb, noun) for verb in (Verb.READ, Verb.WRITE) for noun in (Noun.DIRECTORY, Noun.ACCOUNTS)]
URL = "/directory/rotation/"
APRIL, MARCH = date(2027, 4, 1), date(2027, 3, 31)


@pytest.fixture
def clerk(client: Client) -> User:
    user = user_who_may(*RIGHTS)
    client.force_login(user)
    return user


@pytest.fixture
def ward() -> Organisation:
    """A ward with 総務部総務課 (課長, 主事) and 区民部 (部長)."""
    ward: Organisation = OrganisationFactory(name="見本区")
    above = DepartmentFactory(organisation=ward, name="総務部")
    section = DepartmentFactory(organisation=ward, name="総務課", parent=above)
    citizens = DepartmentFactory(organisation=ward, name="区民部")
    OfficeFactory(organisation=ward, department=section, title="総務課長")
    OfficeFactory(organisation=ward, department=section, title="主事")
    OfficeFactory(organisation=ward, department=citizens, title="区民部長")
    OfficeFactory(organisation=ward, title="区長")
    return ward


def office(title: str) -> Office:
    found: Office = Office.objects.get(title=title)
    return found


def user(number: str, name: str, title: str = "", **more: Any) -> User:
    made: User = UserFactory(staff_number=number, name=name)
    return posted(made, office(title), **more) if title else made


def sent(ward: Organisation, *rows: str, **more: Any) -> dict[str, Any]:
    """The form: cells are parted by | here."""
    cells = "\n".join(rows).replace("|", "\t")
    form = {"organisation": ward.pk, "day": "令和9年4月1日", "cells": cells, "ends_others": "on"}
    return {**form, "reason": "令和9年4月1日付け人事異動", **more}


def confirmed(client: Client, form: dict[str, Any]) -> Any:
    shown = client.post(URL, form)
    assert shown.status_code == 200, shown.context["form"].errors
    return client.post(URL, shown.context["form"].data)


def told(answer: Any) -> dict[int, list[str]]:
    """The errors of an answer, by the number of the row."""
    return {row.row.number: row.errors for row in answer.context["moves"] if row.errors}


def test_block_is_shown_as_old_and_new_and_then_written_in_one_operation(
    client: Client, clerk: User, ward: Organisation
) -> None:
    hanako, taro = user("1001", "豊島 花子", "主事"), user("1002", "池袋 太郎", "総務課長")
    form = sent(
        ward,
        "職員番号|氏名|所属|職|区分|開始日",
        "1001|豊島　花子|総務部総務課|総務課長|本務|R9.4.1",
        "1001|||区長|代理|",
        "１００２|池袋太郎|区民部|区民部長||",
    )
    shown = client.post(URL, form)
    page = shown.content.decode()
    assert "<del>総務部総務課 主事</del>" in page
    assert "<ins>総務課長</ins>" in page
    assert "<ins>代理：区長</ins>" in page
    assert Posting.objects.count() == 2

    answer = client.post(URL, shown.context["form"].data)
    assert answer.status_code == 302
    began = Posting.objects.filter(starts_on=APRIL)
    assert {(each.person.user, each.office.title, each.kind) for each in began} == {
        (hanako, "総務課長", "main"),
        (hanako, "区長", "acting"),
        (taro, "区民部長", "main"),
    }
    assert set(Posting.objects.filter(ends_on=MARCH).values_list("office__title", flat=True)) == {
        "主事",
        "総務課長",
    }
    act = Operation.objects.latest("sequence")
    assert (act.reason, act.actor) == ("令和9年4月1日付け人事異動", clerk.actor_text)
    assert {each.history.latest("history_id").operation_id for each in Posting.objects.all()} == {
        act.operation_id
    }
    assert "3件の配属が始まります" in client.get(answer["Location"]).content.decode()


def test_rights_of_an_office_go_on_the_day_after_and_come_on_the_day(
    client: Client, clerk: User, ward: Organisation
) -> None:
    role = RoleFactory(code="secretariat")
    with as_system():
        role.permissions.model(role=role, noun=Noun.RECORD, verb=Verb.WRITE).save()
        RoleGrant(office=office("総務課長"), role=role).save()
    old, new = user("1001", "前任", "総務課長"), user("1002", "後任", "主事")
    form = sent(ward, "1001|前任|区民部|区民部長|本務|", "1002|後任|総務課|総務課長|本務|")
    assert confirmed(client, form).status_code == 302

    def may(who: User, day: date) -> bool:
        return bool(Standing(who.pk, day).reach(Verb.WRITE, Noun.RECORD))

    assert (may(old, MARCH), may(old, APRIL)) == (True, False)
    assert (may(new, MARCH), may(new, APRIL)) == (False, True)


def test_last_administrator_s_office_is_handed_over_but_not_left_empty(
    client: Client, clerk: User, ward: Organisation
) -> None:
    role = RoleFactory(code="administrator")
    with as_system():
        RoleGrant.objects.filter(user=clerk).delete()
        for verb, noun in RIGHTS:
            role.permissions.model(role=role, noun=noun, verb=verb).save()
        RoleGrant(office=office("総務課長"), role=role).save()
    posted(clerk, office("総務課長"))
    user("1002", "後任", "主事")
    leaving = f"{clerk.staff_number}|{clerk.name}|区民部|区民部長|本務|"

    refused = client.post(URL, sent(ward, leaving))
    assert refused.status_code == 422
    assert "管理できる人がいなくなる" in refused.content.decode()
    assert confirmed(client, sent(ward, leaving, "1002|後任|総務課|総務課長|本務|")).status_code == 302


def test_what_cannot_be_taken_stands_beside_its_row_and_nothing_is_written(
    client: Client, clerk: User, ward: Organisation
) -> None:
    user("1001", "豊島 花子", "主事")
    PersonFactory(name="同じ名"), PersonFactory(name="同じ名")
    answer = client.post(
        URL,
        sent(
            ward,
            "9999|だれか|総務課|主事|本務|",
            "1001|別の名|総務課|主事|本務|",
            "|同じ名|総務課|主事|本務|",
            "|いない人|総務課|主事|本務|",
            "|||主事||",
            "1001|豊島 花子|ない課|主事|本務|",
            "1001|豊島 花子|総務課|ない職|見習い|13月1日",
            "1001|豊島 花子|総務課||本務|",
        ),
    )
    assert answer.status_code == 422
    errors = {number: " ".join(said) for number, said in told(answer).items()}
    assert "先頭の0が落ちていないか" in errors[1]
    assert "「豊島 花子」さんです" in errors[2]
    assert "2人以上います" in errors[3]
    assert "登録がありません" in errors[4]
    assert "職員番号か氏名を" in errors[5]
    assert "所属「ない課」" in errors[6]
    assert all(words in errors[7] for words in ("ない職", "区分「見習い」", "開始日："))
    assert "職を入力してください" in errors[8]
    assert "令和9年4月1日付け人事異動" in answer.content.decode()
    assert Posting.objects.count() == 1


def test_rows_of_one_person_that_do_not_go_together_are_refused(
    client: Client, clerk: User, ward: Organisation
) -> None:
    user("1001", "豊島 花子", "主事")
    twice = client.post(
        URL, sent(ward, "1001||総務課|総務課長||", "1001||区民部|区民部長||R9.5.1", "1001||総務課|総務課長||")
    )
    errors = {number: " ".join(said) for number, said in told(twice).items()}
    assert "同じ職の行が2行以上" in errors[1]
    assert "本務の行が2行以上" in errors[2]
    assert "開始日が違います" in errors[2]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("職員番号|氏名", "異動の行がありません"),
        ("1001|a|b|c|d|e|余分", "列が多すぎます"),
        ("\n".join(f"{number}||||" for number in range(501)), "500行まで"),
    ],
)
def test_block_that_is_none_is_refused_beside_the_field(
    client: Client, clerk: User, ward: Organisation, cells: str, said: str
) -> None:
    answer = client.post(URL, sent(ward, cells))
    assert answer.status_code == 422
    assert said in str(answer.context["form"].errors["cells"])


def test_posting_that_somebody_else_changed_meanwhile_is_shown_again(
    client: Client, clerk: User, ward: Organisation
) -> None:
    user("1001", "豊島 花子", "主事")
    shown = client.post(URL, sent(ward, "1001||区民部|区民部長||"))
    with as_system():
        posting = Posting.objects.get()
        posting.kind = Posting.Kind.CONCURRENT
        posting.save()
    answer = client.post(URL, shown.context["form"].data)
    assert answer.status_code == 409
    assert "ほかの人が配属を変えました" in answer.content.decode()
    assert Posting.objects.count() == 1
    assert client.post(URL, answer.context["form"].data).status_code == 302


def test_concurrent_posts_stay_when_asked_and_what_is_held_already_is_no_change(
    client: Client, clerk: User, ward: Organisation
) -> None:
    person = Person.objects.get(user=user("1001", "豊島 花子", "主事"))
    PostingFactory(person=person, office=office("区民部長"), kind=Posting.Kind.CONCURRENT)
    form = sent(ward, "1001||総務課|総務課長||")
    del form["ends_others"]
    assert confirmed(client, form).status_code == 302
    assert Posting.objects.get(office=office("区民部長")).ends_on is None

    again = client.post(URL, {**sent(ward, "1001||総務課|総務課長||"), "ends_others": ""})
    assert again.status_code == 422
    assert "もうこのとおりの配属です" in again.content.decode()


def test_user_without_a_person_becomes_one_and_a_person_without_a_login_is_named(
    client: Client, clerk: User, ward: Organisation
) -> None:
    newcomer = user("2001", "新人 一郎")
    PersonFactory(name="目白 次郎")
    assert (
        confirmed(client, sent(ward, "2001||総務課|主事||", "|目白次郎|区民部|区民部長||")).status_code == 302
    )
    assert Posting.objects.get(office=office("主事")).person == Person.objects.get(user=newcomer)
    assert Posting.objects.get(office=office("区民部長")).person.name == "目白 次郎"


def test_posting_that_began_on_the_day_and_a_department_that_is_gone_are_refused(
    client: Client, clerk: User, ward: Organisation
) -> None:
    user("1001", "豊島 花子", "主事", starts_on=APRIL)
    answer = client.post(URL, sent(ward, "1001||区民部|区民部長||"))
    assert "先に直してください" in told(answer)[1][0]
    with as_system():
        gone = office("区民部長").department
        gone.valid_to = MARCH - timedelta(days=1)
        gone.save()
    answer = client.post(URL, sent(ward, "1001||区民部|区民部長||"))
    assert "この日にありません" in told(answer)[1][0]


def test_department_s_clerk_moves_within_it_only(client: Client, ward: Organisation) -> None:
    section = office("主事").department
    client.force_login(allow(UserFactory(), *RIGHTS, department=section))
    user("1001", "豊島 花子", "主事")
    answer = client.post(URL, sent(ward, "1001||区民部|区民部長||"))
    assert "権限がありません" in told(answer)[1][0]
    assert confirmed(client, sent(ward, "1001||総務課|総務課長||")).status_code == 302


def test_reader_of_the_directory_does_not_enter(client: Client) -> None:
    client.force_login(user_who_may((Verb.READ, Noun.DIRECTORY)))
    assert client.get(reverse("directory:rotation")).status_code == 403
    assert client.post(URL, {"cells": "x"}).status_code == 403


def test_moves_of_which_one_cannot_be_done_are_none_of_them_done(ward: Organisation) -> None:
    new = UserFactory(name="新人 さくら")
    moves = [
        Move(None, new, office("主事"), Posting.Kind.MAIN, APRIL),
        Move(None, new, office("区長"), Posting.Kind.ACTING, APRIL),
        Move(None, new, office("主事"), Posting.Kind.MAIN, APRIL),
    ]

    with pytest.raises(MovesRefused) as refused:
        rotate(by=user_who_may(*RIGHTS), reason="異動", moves=moves)

    assert list(refused.value.refused) == [2]
    assert (Posting.objects.count(), Person.objects.count()) == (0, 0)
