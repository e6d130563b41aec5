"""保存した一覧: kept, found again, shared, put on the home page; read with distrust."""

from typing import Any
from urllib.parse import unquote

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.lists import actions
from portal.lists.models import SavedView
from portal.lists.nouns import list_of
from tests.doors import follow, link, read, words_of
from tests.factories import meetings as make
from tests.factories.portal import user_who_may

pytestmark = pytest.mark.django_db

LIST = "/commitments/"
READ = ((Verb.READ, Noun.DECISIONS), (Verb.READ, Noun.SITTINGS))
WRITE = (*READ, (Verb.WRITE, Noun.DECISIONS))


@pytest.fixture
def user() -> User:
    return user_who_may(*READ)


@pytest.fixture
def own(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def keep(client: Client, at: str = "", **typed: Any) -> Any:
    page = client.get(f"/lists/commitments/views/new/{at}")
    form = next(form for form in read(page).forms if "name" in form.values)
    return client.post("/lists/commitments/views/new/", {**form.values, **typed})


def kept(owner: User, **values: Any) -> SavedView:
    return actions.save_view(by=owner, listed=list_of("commitments"), **{"name": "急ぎ", **values})


def other_client(*rights: tuple[str, str]) -> Client:
    client = Client()
    client.force_login(user_who_may(*rights))
    return client


def test_list_is_kept_as_it_stands_and_found_again(own: Client, user: User) -> None:
    make.CommitmentFactory(subject="区長に確認する")
    shown = own.get(f"{LIST}?state=open&sort=-due&columns=subject,kind&page=2&open=columns")
    page = follow(own, shown, "＋ この条件を保存")
    form = next(form for form in read(page).forms if "name" in form.values)
    sent = {**form.values, "name": "期限順の未完了"}
    answer = own.post(link(shown, "＋ この条件を保存"), sent, follow=True)

    view = SavedView.objects.get()
    assert (view.owner, unquote(view.query)) == (user, "state=open&sort=-due&columns=subject,kind")
    assert answer.redirect_chain[-1][0] == view.url
    assert "この条件を保存しました" in words_of(answer)
    found = follow(own, own.get(LIST), "期限順の未完了")
    assert [heading.label for heading in found.context["headings"]] == ["内容", "種別"]
    assert 'aria-current="true"' in found.content.decode()
    assert view.history.get().history_actor.startswith(user.staff_number)


def test_view_is_ones_own_until_it_is_shared(own: Client, user: User) -> None:
    view = kept(user)
    assert "急ぎ" not in words_of(other_client(*READ).get(LIST))
    actions.edit_view(by=user, view=view, is_shared=True)
    colleague = other_client(*READ)
    assert "急ぎ（豊島花子）共有" in words_of(colleague.get(LIST))
    assert colleague.get(f"/lists/views/{view.pk}/edit/").status_code == 404
    assert colleague.post(f"/lists/views/{view.pk}/remove/", {"version": view.version}).status_code == 404
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_shared_view_of_a_list_one_may_not_read_is_not_shown(user: User) -> None:
    kept(user, is_shared=True)
    stranger = user_who_may((Verb.READ, Noun.BODIES))
    assert list(SavedView.objects.visible_to(stranger)) == []
    with pytest.raises(PermissionDenied):
        kept(stranger, name="別")


def test_pinned_view_stands_on_the_home_page(own: Client, user: User) -> None:
    assert keep(own, "?state=open", name="急ぎ", is_pinned="on").status_code == 302
    home = own.get("/")
    assert link(home, "急ぎ") == f"{LIST}?state=open"
    assert "急ぎ" not in words_of(other_client(*READ).get("/"))


def test_view_on_everybodys_home_page_is_put_there_by_who_writes_the_records(own: Client) -> None:
    refused = keep(own, name="みんなの", is_pinned="on", is_shared="on")
    assert refused.status_code == 422
    assert "この記録を書ける人だけです" in words_of(refused)
    assert SavedView.objects.count() == 0
    assert keep(other_client(*WRITE), name="みんなの", is_pinned="on", is_shared="on").status_code == 302
    assert "みんなの" in words_of(own.get("/"))


def test_view_is_renamed_and_given_other_conditions_with_its_version(own: Client, user: User) -> None:
    view = kept(user, query="state=open")
    path = link(own.get(view.url), "直す")
    form = next(form for form in read(own.get(path)).forms if "name" in form.values)
    sent = {**form.values, "name": "約束だけ", "query": "?kind=promise&kind=report&q="}
    assert own.post(path, sent).status_code == 302
    view.refresh_from_db()
    assert (view.name, view.query) == ("約束だけ", "kind=promise,report")
    assert own.post(path, {**sent, "name": "古い画面から"}).status_code == 409
    view.refresh_from_db()
    assert view.name == "約束だけ"


def test_view_is_taken_away_and_its_history_stays(own: Client, user: User) -> None:
    view = kept(user)
    page = follow(own, own.get(f"/lists/views/{view.pk}/edit/"), "削除する")
    form = next(form for form in read(page).forms if "version" in form.values)
    assert own.post(f"/lists/views/{view.pk}/remove/", form.values).status_code == 302
    assert not SavedView.objects.exists()
    assert view.history.count() == 2


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"name": ""}, "name", "入力してください"),
        ({"name": "急ぎ"}, "name", "この名前で保存した一覧が既にあります"),
        ({"name": "い" * 61}, "name", "60"),
        ({"query": "state=hoge"}, "query", "読めない条件があります：状態"),
        ({"query": "budget=1"}, "query", "読めない条件があります：budget"),
        ({"query": "&".join("ab"[i % 2] for i in range(1100))}, "query", ""),
        ({"query": "q=" + "あ" * 2000}, "query", ""),
    ],
)
def test_view_that_cannot_be_kept_is_refused_beside_its_field(
    own: Client, user: User, typed: dict[str, str], field: str, said: str
) -> None:
    kept(user)
    answer = keep(own, **{"name": "別の", **typed})
    assert answer.status_code == 422
    assert said in "".join(answer.context["form"].errors[field])
    assert SavedView.objects.count() == 1


def test_view_of_a_field_that_is_gone_is_explained(own: Client, user: User) -> None:
    gone = kept(user, query="columns=subject,budget")
    assert "列「budget」はこの一覧にないため" in words_of(own.get(gone.url))
    narrowed = kept(user, name="絞った", query="budget=1")
    answer = own.get(narrowed.url)
    assert answer.status_code == 422
    assert "「budget」という条件は、この一覧にありません。" in words_of(answer)


def test_view_of_a_list_that_is_gone_is_no_longer_found(own: Client, user: User) -> None:
    view = kept(user, is_pinned=True)
    lost = actions.edit_view(by=user, view=view, list_key="no-such-list")
    assert own.get(f"/lists/views/{lost.pk}/edit/").status_code == 404
    assert "急ぎ" not in words_of(own.get("/"))
    assert lost.listed is None
    assert lost.url == ""


def test_somebody_elses_view_is_not_changed_by_the_verbs(user: User) -> None:
    view = kept(user, is_shared=True)
    stranger = user_who_may(*WRITE)
    with pytest.raises(PermissionDenied):
        actions.edit_view(by=stranger, view=view, name="奪った")
    with pytest.raises(PermissionDenied):
        actions.remove_view(by=stranger, view=view)
    assert SavedView.objects.get().name == "急ぎ"
