"""変更履歴 pages, and how one text becomes another."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.actions import edit_user
from portal.accounts.rights import Noun, Verb
from portal.site.actors import actor
from portal.site.history_words import Segment, segments
from tests.factories.meetings import MeetingFactory
from tests.factories.portal import UserFactory, user_who_may

READER = ((Verb.READ, Noun.ACCOUNTS), (Verb.READ, Noun.HISTORY))


@pytest.mark.django_db
def test_history_tells_who_did_what_why_and_from_what_to_what(client: Client) -> None:
    editor = user_who_may((Verb.WRITE, Noun.ACCOUNTS), *READER)
    someone = UserFactory(name="旧 姓子", kana="きゅう")
    edit_user(by=editor, reason="改姓の届出", user=someone, name="新 姓子")
    client.force_login(editor)
    page = client.get(reverse("history", args=["portal.user", someone.pk])).content.decode()
    assert f"{editor.name}が氏名を変更しました。" in page
    assert "理由：改姓の届出" in page
    assert '<del class="prose">旧 姓子</del> → <ins class="prose">新 姓子</ins>' in page
    assert "システム（tests）が登録しました。" in page
    assert page.index("変更しました") < page.index("登録しました"), "newest first"


@pytest.mark.django_db
def test_history_without_the_right_to_histories_is_refused(client: Client) -> None:
    client.force_login(user_who_may((Verb.READ, Noun.ACCOUNTS)))
    assert client.get(reverse("history", args=["portal.user", UserFactory().pk])).status_code == 403


@pytest.mark.django_db
def test_history_of_a_record_the_user_may_not_read_is_not_found(client: Client) -> None:
    meeting = MeetingFactory()
    url = reverse("history", args=["meetings.meeting", meeting.pk])
    client.force_login(user_who_may((Verb.READ, Noun.HISTORY)))
    assert client.get(url).status_code == 404
    client.force_login(user_who_may((Verb.READ, Noun.HISTORY), (Verb.READ, Noun.SITTINGS)))
    assert client.get(url).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("label", ["sessions.session", "no.such", "nodot", "portal.historicaluser"])
def test_history_of_what_is_no_audited_record_is_not_found(client: Client, label: str) -> None:
    client.force_login(user_who_may(*READER))
    assert client.get(f"/history/{label}/1/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(("page", "is_there"), [("1", True), ("", True), ("1000000000", False), ("x", False)])
def test_page_of_a_history_that_is_none_is_explained(client: Client, page: str, is_there: bool) -> None:
    user = user_who_may(*READER)
    client.force_login(user)
    answer = client.get(reverse("history", args=["portal.user", user.pk]), {"page": page})
    assert answer.status_code == 200
    assert ("指定された番号のページはありません" in answer.content.decode()) is not is_there


@pytest.mark.django_db
def test_history_shows_typed_markup_as_text(client: Client) -> None:
    editor = user_who_may((Verb.WRITE, Noun.ACCOUNTS), *READER)
    someone = UserFactory(name="<b>太字</b>の名前を持つ利用者です")
    edit_user(
        by=editor, reason="<script>alert(1)</script>", user=someone, name="<i>斜体</i>の名前を持つ利用者です"
    )
    client.force_login(editor)
    page = client.get(reverse("history", args=["portal.user", someone.pk])).content.decode()
    assert "<script>" not in page
    assert "<b>太字" not in page
    assert "&lt;" in page


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("検証機関が必要である", "検証期間が必要である"),
        ("あいうえお", "あいうえお"),
        ("", "新しい文"),
        ("消える文", ""),
        ("令和6年度中に新規手続の運用を開始する。", "早くとも令和7年4月から新規手続の運用を開始する。"),
        ("𠮷野家と葛󠄀城市", "吉野家と葛城市"),
    ],
)
def test_segments_put_together_again_give_both_texts(old: str, new: str) -> None:
    marks = segments(old, new)
    assert "".join(mark.text for mark in marks if mark.kind != "new") == old
    assert "".join(mark.text for mark in marks if mark.kind != "old") == new


def test_segments_mark_only_the_characters_that_differ() -> None:
    assert segments("検証機関が必要である", "検証期間が必要である") == [
        Segment("same", "検証"),
        Segment("old", "機関"),
        Segment("new", "期間"),
        Segment("same", "が必要である"),
    ]


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("000123 豊島 花子（情報管理課）", ("000123", "豊島 花子（情報管理課）")),
        ("system:load_seed", ("", "システム（load_seed）")),
    ],
)
def test_actor_is_told_by_name(kept: str, shown: tuple[str, str]) -> None:
    assert actor(kept) == shown
