"""A paper gets its file in the browser, is read by those who may read the paper, and keeps what it had."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from meetings.models import Handout, Meeting
from portal.accounts.rights import Noun, Verb
from portal.files import store
from portal.files.actions import erase_file
from portal.files.models import StoredFile
from tests.factories.portal import UserFactory, user_who_may
from tests.meetings.door import browser, errors, send, user_of
from tests.uploads import EXCEL, PDF, WORD, chosen

pytestmark = pytest.mark.django_db
LATER = PDF + b"% second\n"


@pytest.fixture
def client(seed: Meeting) -> Client:
    return browser(user_of("secretariat"))


@pytest.fixture
def handout(seed: Meeting) -> Handout:
    return seed.handouts.get(number="3-1")


def edit(handout: Handout) -> str:
    return reverse("meetings:handout-edit", args=[handout.pk])


def give(client: Client, handout: Handout, file: SimpleUploadedFile, **typed: Any) -> Any:
    """Choose a file on the paper's form and save."""
    answer = send(client, edit(handout), upload=file, **typed)
    handout.refresh_from_db()
    return answer


def saved(client: Client, file: StoredFile) -> Any:
    """Save the file; what came stands in ``body``."""
    answer = client.get(reverse("files:file", args=[file.pk]))
    answer.body = answer.getvalue()  # type: ignore[attr-defined]
    return answer


def test_paper_without_a_file_says_so(client: Client, seed: Meeting) -> None:
    page = client.get(reverse("meetings:meeting", args=[seed.pk])).content.decode()
    assert f"ファイル未登録{seed.handouts.count()}点" in page


def test_file_chosen_in_the_browser_hangs_on_the_paper_and_comes_back_as_it_was(
    client: Client, handout: Handout, seed: Meeting
) -> None:
    disclosure = handout.disclosure
    answer = give(client, handout, chosen("資料3-1 概要.pdf"))

    assert answer.status_code == 302
    assert handout.disclosure == disclosure
    page = client.get(reverse("meetings:meeting", args=[seed.pk])).content.decode()
    assert "資料3-1 概要.pdf" in page
    assert "PDF、1KB" in page
    assert f"ファイル未登録{seed.handouts.count() - 1}点" in page
    answer = saved(client, handout.file)
    assert answer.body == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E8%B3%87%E6%96%993-1%20%E6%A6%82%E8%A6%81.pdf"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "no-store"


def test_new_paper_may_bring_its_file(client: Client, seed: Meeting) -> None:
    url = reverse("meetings:handout-new", args=[seed.pk])
    send(client, url, number="9-1", title="別紙", upload=chosen("別紙.xlsx", EXCEL))

    assert seed.handouts.get(number="9-1").file.kind == "xlsx"


def test_replaced_file_is_kept_for_those_who_may_read_histories(client: Client, handout: Handout) -> None:
    give(client, handout, chosen("案.pdf"))
    first = handout.file
    refused = give(client, handout, chosen("確定.pdf", LATER))
    assert "理由を入力してください" in errors(refused)["reason"][0]
    assert handout.file == first

    give(client, handout, chosen("確定.pdf", LATER), reason="確定版に差し替え")
    assert handout.file.name == "確定.pdf"
    form = client.get(edit(handout)).content.decode()
    assert "以前のファイル" in form
    assert "案.pdf" in form
    assert saved(client, first).status_code == 200
    viewer = browser(user_of("viewer"))
    assert saved(viewer, handout.file).status_code == 200
    assert saved(viewer, first).status_code == 404


def test_file_taken_off_is_kept_and_the_paper_says_it_has_none(
    client: Client, handout: Handout, seed: Meeting
) -> None:
    give(client, handout, chosen("案.pdf"))
    first = handout.file
    refused = send(client, edit(handout), detach="on")
    assert "理由を入力してください" in errors(refused)["reason"][0]

    send(client, edit(handout), detach="on", reason="別の会議の資料だった")
    handout.refresh_from_db()
    assert handout.file is None
    assert saved(client, first).status_code == 200
    assert saved(browser(user_of("viewer")), first).status_code == 404


def test_file_is_not_replaced_and_taken_off_at_once(client: Client, handout: Handout) -> None:
    give(client, handout, chosen("案.pdf"))
    answer = give(client, handout, chosen("確定.pdf", LATER), detach="on", reason="差し替え")

    assert "印を消してください" in errors(answer)["detach"][0]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (chosen("資料.pdf", WORD), "中身はWord文書です"),
        (chosen("資料.pdf", b""), "ファイルが空です"),
        ([chosen("一.pdf"), chosen("二.pdf")], "登録できるのは1件です（2件"),
    ],
)
def test_unfit_upload_is_refused_beside_the_field_and_nothing_typed_is_lost(
    client: Client, handout: Handout, file: Any, words: str
) -> None:
    answer = give(client, handout, file, title="直した題名")

    assert answer.status_code == 422
    assert words in errors(answer)["upload"][0]
    assert 'value="直した題名"' in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_upload_above_the_limit_is_refused_with_both_sizes(
    client: Client, handout: Handout, settings: Any
) -> None:
    settings.UPLOAD_LIMIT = 64 * 1024
    answer = give(client, handout, chosen("資料.pdf", PDF + bytes(300 * 1024)))

    assert answer.status_code == 422
    assert "大きすぎます（300KB）。64KB以下" in errors(answer)["upload"][0]


def test_file_chosen_beside_another_mistake_is_asked_for_again(client: Client, handout: Handout) -> None:
    answer = give(client, handout, chosen("資料.pdf"), title="")

    assert "もう一度選んでください" in errors(answer)["upload"][0]
    assert not StoredFile.objects.exists()


def test_file_sent_over_somebody_elses_change_is_named_and_asked_for_again(
    client: Client, handout: Handout
) -> None:
    stale = {**client.get(edit(handout)).context["form"].initial, "version": handout.version, "reason": ""}
    send(client, edit(handout), title="ほかの人が直した題名")
    typed = {name: "" if value is None else value for name, value in stale.items()}
    answer = client.post(edit(handout), {**typed, "upload": chosen("私の資料.pdf")})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "私の資料.pdf" in page
    assert "もう一度選んでください" in page
    assert not StoredFile.objects.exists()


def test_file_is_for_those_who_may_read_the_paper(client: Client, handout: Handout) -> None:
    give(client, handout, chosen("資料.pdf"))

    assert saved(browser(user_who_may((Verb.READ, Noun.SITTINGS))), handout.file).status_code == 200
    others = [UserFactory(), user_who_may((Verb.READ, Noun.FILES)), user_of("administrator")]
    assert {saved(browser(user), handout.file).status_code for user in others} == {404}
    assert saved(Client(), handout.file).status_code == 302


def test_file_of_a_paper_that_was_removed_is_nobodys(client: Client, handout: Handout) -> None:
    give(client, handout, chosen("資料.pdf"))
    file = handout.file
    send(client, reverse("meetings:handout-remove", args=[handout.pk]), reason="重複していた")

    assert saved(client, file).status_code == 404
    assert store.exists(file.sha256)


def test_viewer_gives_a_paper_no_file(handout: Handout) -> None:
    answer = browser(user_of("viewer")).post(
        edit(handout), {"upload": chosen("資料.pdf"), "version": handout.version, "title": "書き換え"}
    )

    assert answer.status_code == 403
    assert not StoredFile.objects.exists()


def test_damaged_file_is_never_handed_out(client: Client, handout: Handout) -> None:
    give(client, handout, chosen("資料.pdf"))
    path = store.path_of(handout.file.sha256)
    path.chmod(0o600)
    path.write_bytes(b"%PDF-forged")

    answer = saved(client, handout.file)
    assert answer.status_code == 503
    assert "登録したときと違うため、お渡ししません" in answer.content.decode()


def test_erased_file_gives_way_to_a_page_that_says_so(
    client: Client, handout: Handout, seed: Meeting
) -> None:
    give(client, handout, chosen("資料.pdf"))
    erase_file(by="system:tests", reason="消去請求", file=handout.file)

    answer = saved(client, handout.file)
    assert answer.status_code == 410
    assert "中身は消去されています" in answer.content.decode()
    page = client.get(reverse("meetings:meeting", args=[seed.pk])).content.decode()
    assert "に消去" in page
    assert reverse("files:file", args=[handout.file_id]) not in page
