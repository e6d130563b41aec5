"""Many rows at once: chosen over pages, old and new before it happens, one operation, and the way back."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from meetings.actions.decisions import close_commitment
from meetings.lists.decisions import COMMITMENTS, DECISIONS
from meetings.models import Commitment, Handout
from portal.accounts.models import RoleGrant, RolePermission
from portal.accounts.rights import Noun, Verb
from portal.audit.errors import StaleWrite
from portal.audit.ledger import Change, Operation
from portal.lists.actions import RowsRefused, edit_rows, refusals
from portal.site.lists import edit_rows as rows_page
from tests.doors import read, words_of
from tests.factories import meetings as make
from tests.factories.portal import DepartmentFactory, RoleFactory, allow, user_who_may_everything
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db

LIST, BULK = "/commitments/", "/lists/commitments/bulk/"
WHY = "種別の見直し"


@pytest.fixture
def writer(client: Client) -> Client:
    client.force_login(user_who_may_everything())
    return client


@pytest.fixture
def three() -> list[Commitment]:
    meeting = make.MeetingFactory()
    kinds = ("promise", "promise", "instruction")
    return [
        make.CommitmentFactory(meeting=meeting, subject=f"仕事{number}", number=number, kind=kind)
        for number, kind in enumerate(kinds, 1)
    ]


def kinds() -> list[str]:
    return list(Commitment.objects.order_by("number").values_list("kind", flat=True))


def address(records: list[Any], field: str = "kind", path: str = BULK) -> str:
    return f"{path}?selected={','.join(str(record.pk) for record in records)}&field={field}&of=chosen"


def typed(answer: Any, **values: Any) -> dict[str, Any]:
    """The form as a browser would send it back, with the boxes of the shown rows."""
    form = answer.context["form"]
    sent = {field.html_name: field.value() for field in form}
    plan = answer.context["plan"]
    rows = [str(row.record.pk) for row in plan.rows if row.is_chosen] if plan else []
    return {name: "" if value is None else value for name, value in {**sent, "row": rows, **values}.items()}


def previewed(client: Client, url: str, value: Any, reason: str = WHY) -> Any:
    answer = client.post(url, typed(client.get(url), value=value, reason=reason))
    assert answer.status_code == 200, answer.context["form"].errors
    return answer


def selection_form(answer: Any) -> dict[str, str]:
    return next(form.values for form in read(answer).forms if form.values.get("of") == "chosen")


def test_rows_are_chosen_over_pages_and_the_choice_stays_in_the_address(writer: Client) -> None:
    meeting = make.MeetingFactory()
    made = [make.CommitmentFactory(meeting=meeting, number=number) for number in range(1, 26)]
    first = writer.get(f"{LIST}?rows=20&sort=meeting")
    assert words_of(first).count("選択中") == 0
    ticked = {**selection_form(first), "selected": [str(made[0].pk), str(made[3].pk)], "page": "2"}
    second = writer.get(LIST, ticked, follow=True)
    assert [row.key for row in second.context["rows"]] == [each.pk for each in made[20:]]
    assert "2件を選択中" in words_of(second)
    kept = selection_form(second)
    assert kept["selected"] == f"{made[0].pk},{made[3].pk}"
    ticked = {**kept, "selected": [kept["selected"], str(made[24].pk)], "field": "kind"}
    chosen = writer.get(BULK, ticked)
    assert [record.pk for record in chosen.context["page"].records] == [made[n].pk for n in (0, 3, 24)]
    assert f'value="{made[0].pk}" form="rows"' in writer.get(f"{LIST}?rows=20&sort=meeting").content.decode()
    back = writer.get(f"{LIST}?rows=20&sort=meeting&selected={made[0].pk}").content.decode()
    assert f'value="{made[0].pk}" form="rows" aria-label="{made[0].subject}を選ぶ" checked' in back


def test_no_row_chosen_means_none_and_not_all(writer: Client, three: list[Commitment]) -> None:
    answer = writer.get(f"{BULK}?field=kind&of=chosen")
    assert "直す行がありません" in words_of(answer)
    assert len(writer.get(f"{BULK}?field=kind&kind=promise").context["page"].records) == 2


def test_old_and_new_are_shown_before_anything_happens(writer: Client, three: list[Commitment]) -> None:
    before = Change.objects.count()
    answer = previewed(writer, address(three), "instruction")
    assert Change.objects.count() == before
    assert kinds() == ["promise", "promise", "instruction"]
    (row, _) = answer.context["plan"].rows
    assert (row.name, row.fields[0].change.old, row.fields[0].change.new) == ("仕事1", "約束", "指示")
    words = words_of(answer)
    assert "変わるもの（2件）：まだ変えていません" in words
    assert "1件は、もうこの値のため変わりません。" in words


def test_shown_changes_are_made_in_one_operation_with_the_reason(
    writer: Client, three: list[Commitment]
) -> None:
    answer = previewed(writer, address(three), "instruction")
    done = writer.post(address(three), typed(answer), follow=True)
    assert kinds() == ["instruction"] * 3
    assert "2件を変えました。" in words_of(done)
    operation = Operation.objects.order_by("-sequence")[0]
    assert (operation.reason, operation.change_count) == (WHY, 2)
    three[2].refresh_from_db()
    assert three[2].version == 1


def test_row_that_was_unticked_is_left_as_it_is(writer: Client, three: list[Commitment]) -> None:
    answer = previewed(writer, address(three), "instruction")
    writer.post(address(three), typed(answer, row=[str(three[1].pk)]))
    assert kinds() == ["promise", "instruction", "instruction"]
    answer = previewed(writer, address(three), "request")
    refused = writer.post(address(three), typed(answer, row=[]))
    assert refused.status_code == 422
    assert "変える行がありません" in words_of(refused)


def test_other_value_than_was_shown_is_shown_again_first(writer: Client, three: list[Commitment]) -> None:
    answer = previewed(writer, address(three), "instruction")
    again = writer.post(address(three), typed(answer, value="request"))
    assert again.status_code == 200
    assert "まだ変えていません" in words_of(again)
    assert kinds() == ["promise", "promise", "instruction"]


def test_reason_and_value_are_asked_for_beside_their_fields(writer: Client, three: list[Commitment]) -> None:
    url = address(three, "subject")
    answer = writer.post(url, typed(writer.get(url), value="", reason=""))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"value", "reason"}
    url = address(three)
    answer = writer.post(url, typed(writer.get(url), value="hoge", reason=WHY))
    assert "value" in answer.context["form"].errors
    assert WHY in answer.content.decode()


def test_value_that_changes_nothing_says_so(writer: Client, three: list[Commitment]) -> None:
    url = address(three[2:])
    answer = writer.post(url, typed(writer.get(url), value="instruction", reason=WHY), follow=True)
    assert "変わるところはありませんでした。" in words_of(answer)


def test_row_changed_meanwhile_stops_all_and_nothing_typed_is_lost(
    writer: Client, three: list[Commitment]
) -> None:
    answer = previewed(writer, address(three), "instruction")
    with as_system("先に直す"):
        three[0].subject = "先に直した"
        three[0].save()
    stopped = writer.post(address(three), typed(answer))
    assert stopped.status_code == 409
    assert kinds() == ["promise", "promise", "instruction"]
    assert [newer.record for newer in stopped.context["newer"]] == ["先に直した"]
    assert WHY in stopped.content.decode()
    assert stopped.context["form"]["value"].value() == "instruction"
    assert writer.post(address(three), typed(stopped)).status_code == 302
    assert kinds() == ["instruction"] * 3


def test_row_that_its_rules_refuse_is_named_and_the_others_go(writer: Client) -> None:
    meeting = make.MeetingFactory()
    fit = make.HandoutFactory(meeting=meeting, closure_reason="審議中の案を含む")
    unfit = make.HandoutFactory(meeting=meeting, closure_reason="")
    url = address([fit, unfit], "disclosure", "/lists/handouts/bulk/")
    answer = previewed(writer, url, "closed")
    (refused,) = answer.context["plan"].refused
    assert refused.record == unfit
    assert refused.refusal
    assert "ほかの1件だけを変えます。" in words_of(answer)
    forced = writer.post(url, typed(answer, row=[str(fit.pk), str(unfit.pk)]))
    assert forced.status_code == 422
    assert set(Handout.objects.values_list("disclosure", flat=True)) == {fit.disclosure}
    assert writer.post(url, typed(answer)).status_code == 302
    fit.refresh_from_db()
    assert fit.disclosure == "closed"


def test_locked_row_says_why(writer: Client) -> None:
    decided = make.DecisionFactory().motion
    url = address([decided], "asked", "/lists/decisions/bulk/")
    answer = writer.post(url, typed(writer.get(url), value="別の求め", reason=WHY))
    assert "決定した内容は、会議のページの" in words_of(answer)
    assert not answer.context["plan"].possible
    assert writer.get(address([decided], "outcome", "/lists/decisions/bulk/")).status_code == 404


def test_foreign_key_offers_and_takes_what_one_may_choose(writer: Client, three: list[Commitment]) -> None:
    department = DepartmentFactory(name="情報管理課")
    answer = previewed(writer, address(three, "owner"), department.pk)
    assert answer.context["plan"].rows[0].fields[0].change.new == str(department)
    assert writer.post(address(three, "owner"), typed(answer)).status_code == 302
    assert set(Commitment.objects.values_list("owner", flat=True)) == {department.pk}


def undo_url(answer: Any) -> str:
    return next(url for words, url in read(answer).links if words == "元に戻す")


def test_operation_is_undone_through_the_same_rules(writer: Client, three: list[Commitment]) -> None:
    done = writer.post(address(three), typed(previewed(writer, address(three), "instruction")), follow=True)
    url = undo_url(done)
    assert [link for words, link in read(writer.get(BULK)).links if words.startswith("元に戻す")] == [url]
    page = writer.get(url)
    assert "まとめて元に戻せるのは、変更した本人です。" in words_of(page)
    assert [row.fields[0].change.new for row in page.context["plan"].rows] == ["約束", "約束"]
    assert writer.post(url, typed(page, reason="")).status_code == 422
    assert writer.post(url, typed(page, reason="取り違え")).status_code == 302
    assert kinds() == ["promise", "promise", "instruction"]
    assert Operation.objects.order_by("-sequence")[0].reason == "取り違え"


def test_undo_leaves_alone_what_was_changed_since(writer: Client, three: list[Commitment]) -> None:
    url = undo_url(
        writer.post(address(three), typed(previewed(writer, address(three), "instruction")), follow=True)
    )
    with as_system("あとで直す"):
        later = Commitment.objects.get(pk=three[0].pk)
        later.subject = "あとで直した"
        later.save()
    page = writer.get(url)
    assert "その後にほかの変更があるため、戻せません。" in words_of(page)
    with as_system("さらに直す"):
        Commitment.objects.get(pk=three[1].pk).save()
    assert writer.post(url, typed(page, reason="取り違え")).status_code == 409
    assert kinds() == ["instruction"] * 3


def test_undo_of_a_foreign_key_whose_record_is_gone_is_refused(
    writer: Client, three: list[Commitment]
) -> None:
    first, second = DepartmentFactory(), DepartmentFactory()
    for department in (first, second):
        answer = previewed(writer, address(three[:2], "owner"), department.pk)
        done = writer.post(address(three[:2], "owner"), typed(answer), follow=True)
    page = writer.get(undo_url(done))
    assert page.context["plan"].rows[0].fields[0].change.new == str(first)
    with as_system("消す"):
        first.delete()
    assert "もとの値だった記録が削除されているため" in words_of(writer.get(undo_url(done)))


def test_undo_of_somebody_elses_or_no_operation_is_not_found(
    writer: Client, three: list[Commitment], client: Client
) -> None:
    url = undo_url(
        writer.post(address(three), typed(previewed(writer, address(three), "instruction")), follow=True)
    )
    client.force_login(user_who_may_everything())
    assert client.get(url).status_code == 404
    assert client.get("/lists/commitments/undo/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_change_beyond_the_list_is_not_undone_from_it(writer: Client, three: list[Commitment]) -> None:
    user = user_who_may_everything()
    writer.force_login(user)
    close_commitment(by=user, reason="終わり", commitment=three[0], evidence="通知した")
    operation = Operation.objects.order_by("-sequence")[0].operation_id
    page = writer.get(f"/lists/commitments/undo/{operation}/")
    assert "一覧では直せない項目も変わっているため" in words_of(page)
    assert not page.context["plan"].possible


def test_rows_that_may_not_be_written_have_no_boxes_and_no_bulk_page(
    client: Client, three: list[Commitment]
) -> None:
    client.force_login(user_who_may_everything(but=((Verb.WRITE, Noun.DECISIONS),)))
    assert "選んだ行をまとめて直す" not in words_of(client.get(LIST))
    assert client.get(address(three)).status_code == 403
    assert client.post(address(three), {"value": "request", "reason": WHY}).status_code == 403


def test_record_out_of_reach_is_never_changed(client: Client, three: list[Commitment]) -> None:
    user = user_who_may_everything(but=((Verb.READ, Noun.SITTINGS),))
    client.force_login(user)
    assert "直す行がありません" in words_of(client.get(address(three)))
    sent = {"version": [f"{each.pk}:1" for each in three], "value": "request", "reason": WHY}
    assert client.post(address(three), sent).status_code == 409
    allow(user, (Verb.READ, Noun.SITTINGS))
    assert kinds() == ["promise", "promise", "instruction"]


def test_more_rows_than_one_act_may_change_is_explained(
    writer: Client, three: list[Commitment], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = writer.get(BULK)
    monkeypatch.setattr(rows_page, "MOST_AT_ONCE", 2)
    assert "一度に変えられるのは" in words_of(writer.get(BULK))
    answer = writer.post(BULK, typed(page, value="仕事", reason=WHY))
    assert answer.status_code == 422
    assert "一度に変えられるのは" in words_of(answer)


def test_action_refuses_what_no_page_offers(three: list[Commitment]) -> None:
    user = user_who_may_everything()
    versions = {record.pk: record.version for record in three}

    def edit(values: dict[int, dict[str, Any]]) -> None:
        edit_rows(by=user, reason=WHY, listed=COMMITMENTS, versions=versions, values=values)

    with pytest.raises(RowsRefused) as refused:
        edit({three[0].pk: {"kind": "request"}, three[1].pk: {"state": "done"}})
    assert refused.value.refused.keys() == {three[1].pk}
    assert refused.value.refused[three[1].pk].messages == ["この項目は、一覧からは直せません。"]
    motion = make.DecisionFactory().motion
    with pytest.raises(RowsRefused) as refused:
        edit_rows(
            by=user,
            reason=WHY,
            listed=DECISIONS,
            versions={motion.pk: 1},
            values={motion.pk: {"asked": "別の求め"}},
        )
    assert "決定した内容は" in refused.value.refused[motion.pk].messages[0]
    with pytest.raises(StaleWrite):
        edit({999_999: {"kind": "request"}})
    with pytest.raises(ValidationError, match="500件まで"):
        edit({key: {"kind": "request"} for key in range(501)})
    assert kinds() == ["promise", "promise", "instruction"]


def test_row_beyond_the_reach_of_ones_right_is_refused_alone(three: list[Commitment]) -> None:
    user = user_who_may_everything(but=((Verb.WRITE, Noun.DECISIONS),))
    elsewhere = DepartmentFactory()
    with as_system():
        role = RoleFactory()
        RoleGrant(user=user, role=role, department=elsewhere).save()
        RolePermission(role=role, verb=Verb.WRITE, noun=Noun.DECISIONS).save()
    user.__dict__.pop("_rights_cache", None)
    found = refusals(
        by=user,
        listed=COMMITMENTS,
        versions={record.pk: record.version for record in three},
        values={record.pk: {"kind": "request"} for record in three},
    )
    assert set(found) == {record.pk for record in three}
    assert kinds() == ["promise", "promise", "instruction"]


@pytest.mark.parametrize("path", [LIST, BULK])
def test_hundred_thousand_chosen_rows_are_explained(
    writer: Client, three: list[Commitment], path: str
) -> None:
    answer = writer.get(path, {"selected": ",".join(map(str, range(1, 100_001)))})
    assert answer.status_code == 200
    assert "選べるのは300行までです（100,000行が送られました）" in words_of(answer)
    sent = {"version": [f"{key}:1" for key in range(100_000)], "value": "request", "reason": WHY}
    assert writer.post(BULK, sent).status_code in {400, 413}
    odd = writer.get(f"{path}?selected=1,x,{'9' * 5000},%00")
    assert odd.status_code == 200
    assert "選んだ行の番号に読めないものがあるため" in words_of(odd)


def test_number_of_queries_of_a_bulk_page_does_not_grow(
    writer: Client, django_assert_max_num_queries: Any
) -> None:
    meeting = make.MeetingFactory()
    made = [
        make.CommitmentFactory(meeting=meeting, number=number, owner=DepartmentFactory())
        for number in range(1, 31)
    ]
    with django_assert_max_num_queries(15):
        assert len(writer.get(address(made)).context["page"].records) == 30
