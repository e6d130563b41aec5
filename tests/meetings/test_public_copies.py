"""公開用のファイル: a second file without what the first carries unseen, and without withheld words."""

from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from docx import Document
from pypdf import PdfWriter

from meetings.actions.sittings import edit_handout
from meetings.models import Handout, MinutesEntry
from portal.disclosure.actions import withhold_passage
from portal.disclosure.choices import EndTrigger
from portal.files import store
from portal.files.rules import checked_upload
from tests.doors import words_of
from tests.factories import meetings as make
from tests.factories.portal import DisclosureGroundFactory, user_who_may_everything
from tests.meetings.door import errors, send
from tests.uploads import PNG, chosen

pytestmark = pytest.mark.django_db
HOW: dict[str, Any] = {"by": "system:tests", "reason": "試験"}


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user_who_may_everything())
    return client


@pytest.fixture
def handout() -> Handout:
    found: Handout = make.HandoutFactory(disclosure="open", number="3-1")
    return found


def document(text: str, author: str = "鸚鵡") -> bytes:
    made = Document()
    made.core_properties.author = author
    made.add_paragraph(text)
    whole = BytesIO()
    made.save(whole)
    return whole.getvalue()


def give(client: Client, handout: Handout, name: str = "", content: bytes = b"") -> Any:
    files = {"upload": chosen(name, content)} if name else {}
    answer = send(client, reverse("meetings:public-copy", args=[handout.pk]), **files, reason="公開のため")
    handout.refresh_from_db()
    return answer


def test_copy_is_made_from_the_original_which_stays(officer: Client, handout: Handout) -> None:
    upload = checked_upload(chosen("部外秘の名.docx", document("比較の一覧")))
    edit_handout(handout=handout, upload=upload, **HOW)
    assert give(officer, handout).status_code == 302

    copy, original = handout.public_file, handout.file
    assert copy is not None
    assert original is not None
    assert copy.name == "資料3-1（公開用）.docx"
    with store.opened(copy.sha256, copy.size) as content:
        read = Document(BytesIO(content.read()))
    assert (read.core_properties.author, read.paragraphs[0].text) == ("", "比較の一覧")
    with store.opened(original.sha256, original.size) as content:
        assert Document(BytesIO(content.read())).core_properties.author == "鸚鵡"
    page = words_of(officer.get(reverse("meetings:handout", args=[handout.pk])))
    assert "除いたもの：文書の情報" in page


def test_copy_with_a_sealed_name_or_withheld_words_is_refused(officer: Client, handout: Handout) -> None:
    row: MinutesEntry = make.MinutesEntryFactory(meeting=handout.meeting, text="落札者は架空電機である。")
    withhold_passage(
        record=row,
        field="text",
        span=(0, 8),
        ground=DisclosureGroundFactory(),
        end_trigger=EndTrigger.NONE,
        **HOW,
    )
    refused = give(officer, handout, "案.docx", document("落札者は架空電機とする"))
    assert "漏れがあるため登録できません" in errors(refused)["upload"][0]
    assert "本文に「落札者は架空電機」" in errors(refused)["upload"][0]
    assert handout.public_file is None


def test_name_of_a_product_is_a_warning_in_the_report(officer: Client, handout: Handout) -> None:
    call_command("watch_words", stdout=StringIO())
    assert give(officer, handout, "案.docx", document("文書はWordで作る", author="")).status_code == 302
    assert "注意：本文に「Word」（製品・サービスの名）" in handout.public_report


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("", b"", "元のファイルがない"),
        ("壊れた.pdf", b"%PDF-1.7 broken", "公開用を作れません"),
        ("図.png", PNG, ""),
    ],
)
def test_what_cannot_be_cleaned_is_told_and_a_picture_is_kept_with_a_remark(
    officer: Client, handout: Handout, name: str, content: bytes, said: str
) -> None:
    answer = give(officer, handout, name, content)
    if said:
        assert said in errors(answer)["upload"][0]
        assert handout.public_file is None
    else:
        assert "中の文字は点検していません" in handout.public_report


def test_scanned_copy_is_told(officer: Client, handout: Handout) -> None:
    writer, whole = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(whole)
    refused = give(officer, handout, "写し.pdf", whole.getvalue())
    assert "文字を取り出せませんでした" in errors(refused)["upload"][0]


def test_closed_paper_has_no_public_copy(officer: Client) -> None:
    closed = make.HandoutFactory(disclosure="closed", closure_reason="審議中のため")
    assert "非公開のため" in str(errors(give(officer, closed, "図.png", PNG)))


def test_copy_is_taken_off_with_a_reason(officer: Client, handout: Handout) -> None:
    give(officer, handout, "図.png", PNG)
    off = reverse("meetings:public-copy-off", args=[handout.pk])
    assert send(officer, off, reason="差し替えるため").status_code == 302
    handout.refresh_from_db()
    assert (handout.public_file, handout.public_report) == (None, "")
