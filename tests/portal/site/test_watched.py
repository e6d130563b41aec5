"""The list of 要注意語 and the register of 仮名: added, mended, retired with a reason, and sealed."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.rights import Noun, Verb
from portal.disclosure.models import WatchWord
from portal.disclosure.register import Pseudonym
from portal.disclosure.watching import watched
from tests.doors import words_of
from tests.factories.portal import user_who_may, user_who_may_everything
from tests.meetings.door import errors

pytestmark = pytest.mark.django_db
WORD = {
    "word": "架空クラウド",
    "kind": "product",
    "maker": "架空電機",
    "source": "契約一覧",
    "reason": "導入中",
}
LABEL = {"label": "A社", "kind": "vendor", "entity": "架空電機株式会社", "reveal_trigger": "contract"}


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user_who_may_everything())
    return client


def send(client: Client, url: str, **typed: str) -> Any:
    form = client.get(url).context["form"]
    filled = {field.html_name: field.value() or "" for field in form}
    return client.post(url, filled | typed)


def looked_for() -> set[str]:
    return {watch.word for watch in watched().watches}


def test_word_is_added_mended_and_retired_with_a_reason(officer: Client) -> None:
    new = reverse("disclosure:watch-word-new")
    assert "reason" in errors(officer.post(new, {**WORD, "reason": ""}))
    assert "1文字" in errors(officer.post(new, {**WORD, "word": " Ａ "}))["word"][0]
    assert officer.post(new, WORD).status_code == 302
    assert "既に" in errors(officer.post(new, WORD))["word"][0]
    word = WatchWord.objects.get()
    edit, use = (reverse(f"disclosure:watch-word-{verb}", args=[word.pk]) for verb in ("edit", "use"))
    assert send(officer, edit, unless="架空クラウド層", reason="別の言葉").status_code == 302
    assert "架空クラウド" in looked_for()

    assert "探さなくなります" in words_of(officer.get(use))
    assert send(officer, use, reason="使っていないため").status_code == 302
    assert "架空クラウド" not in looked_for()
    assert "使わない" in words_of(officer.get(f"{reverse('disclosure:watch-words')}?retired=True"))
    assert officer.get(f"{reverse('disclosure:watch-words')}?retired=False").context["rows"] == []
    assert "点検にまた使う" in words_of(officer.get(reverse("disclosure:watch-word", args=[word.pk])))
    assert send(officer, use, reason="また導入").status_code == 302
    assert "架空クラウド" in looked_for()
    reasons = word.history.order_by("history_id").values_list("history_change_reason", flat=True)
    assert list(reasons) == ["導入中", "別の言葉", "使っていないため", "また導入"]


def test_name_behind_a_label_is_registered_mended_and_retired(officer: Client) -> None:
    new = reverse("disclosure:pseudonym-new")
    for name, typed in (("entity", "Ｂ"), ("aliases", "架空\nＢ"), ("watch_words", "ア")):
        refused = officer.post(new, {**LABEL, name: typed, "reason": "選定のため"})
        assert "1文字" in errors(refused)[name][0]
    assert officer.post(new, {**LABEL, "aliases": "架空", "reason": "選定のため"}).status_code == 302
    label = Pseudonym.objects.get()
    assert {"架空電機株式会社", "架空"} <= looked_for()
    page = words_of(officer.get(reverse("disclosure:pseudonym", args=[label.pk])))
    assert "架空電機株式会社" in page
    assert "次の役割の人だけが見られます" in page
    edit, use = (reverse(f"disclosure:pseudonym-{verb}", args=[label.pk]) for verb in ("edit", "use"))
    assert send(officer, edit, watch_words="カクウフォン", reason="製品の名").status_code == 302
    assert "カクウフォン" in looked_for()
    assert send(officer, use, reason="契約して名を公表したため").status_code == 302
    assert looked_for() == set()


def test_cells_of_both_lists_are_written_by_their_actions(officer: Client) -> None:
    officer.post(reverse("disclosure:watch-word-new"), WORD)
    officer.post(reverse("disclosure:pseudonym-new"), {**LABEL, "reason": "選定のため"})
    for key, column, record in (
        ("watch-words", "maker", WatchWord.objects.get()),
        ("pseudonyms", "scope", Pseudonym.objects.get()),
    ):
        cell = reverse("lists:cell", args=[key, record.pk, column])
        assert send(officer, cell, **{column: "架空"}, reason="直す").status_code == 302
        record.refresh_from_db()
        assert getattr(record, column) == "架空"


def test_register_is_sealed_from_those_who_keep_only_the_words(officer: Client) -> None:
    officer.post(reverse("disclosure:pseudonym-new"), {**LABEL, "reason": "選定のため"})
    label = Pseudonym.objects.get()
    other = Client()
    other.force_login(user_who_may((Verb.READ, Noun.DISCLOSURE), (Verb.WRITE, Noun.DISCLOSURE)))
    pages = ["pseudonym", "pseudonym-edit", "pseudonym-use"]
    urls = [reverse(f"disclosure:{page}", args=[label.pk]) for page in pages]
    answers = [other.get(url) for url in (*urls, reverse("disclosure:pseudonyms"))]
    assert {answer.status_code for answer in answers} == {403}
    assert "架空電機" not in "".join(answer.content.decode() for answer in answers)
    assert "仮名の登録簿" not in words_of(other.get("/"))
    assert other.get(reverse("disclosure:watch-words")).status_code == 200
