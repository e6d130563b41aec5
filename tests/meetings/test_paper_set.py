"""資料一式 of a sitting, from the page to the file."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.models import Handout, Meeting
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.disclosure.choices import ReadingScope
from portal.documents.pdf import PrintJob, Variant
from portal.documents.renderer import printed
from portal.files import store
from portal.files.choices import FileKind
from portal.files.models import StoredFile
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from tests.doors import follow, words_of
from tests.factories import meetings as make
from tests.factories.portal import user_who_may, user_who_may_everything
from tests.factories.writing import as_system
from tests.meetings.door import browser
from tests.printed import folded, page_texts
from tests.uploads import EXCEL, PDF
from tests.working import result_of, work_off

pytestmark = pytest.mark.django_db


def pdf(words: str, pages: int = 1) -> bytes:
    sheets = "".join(f"<p style='break-after: page'>{words}{number}</p>" for number in range(1, pages + 1))
    html = f"<html lang='ja'><head><title>{words}</title></head><body>{sheets}</body></html>"
    return printed(PrintJob(html, "", Variant.ACCESSIBLE))


def locked(content: bytes) -> bytes:
    whole = BytesIO()
    with pikepdf.open(BytesIO(content)) as opened:
        opened.save(whole, encryption=pikepdf.Encryption(owner="x", user=""))
    return whole.getvalue()


def paper(
    meeting: Meeting, number: str, content: bytes = b"", kind: str = FileKind.PDF, **values: Any
) -> Handout:
    file = None
    if content:
        kept = store.put([content])
        with as_system():
            file = StoredFile(
                name=f"資料{number}.{kind}",
                kind=kind,
                size=kept.size,
                sha256=kept.sha256,
                added_at=timezone.now(),
            )
            file.save()
    return make.HandoutFactory(
        meeting=meeting, number=number, title=f"題名{number}", file=file, position=int(number), **values
    )


@pytest.fixture
def meeting() -> Meeting:
    return make.MeetingFactory()


@pytest.fixture
def user() -> User:
    return user_who_may_everything()


@pytest.fixture
def client(user: User) -> Client:
    return browser(user)


def made(client: Client, meeting: Meeting) -> Job:
    """Ask for the set on its page, and let a worker do it."""
    path = reverse("meetings:paper-set", args=[meeting.pk])
    assert client.post(path).status_code == 302
    work_off()
    return Job.objects.get()


def test_all_papers_are_one_file_with_contents_numbers_bookmarks_and_slips(client, meeting):
    item = make.AgendaItemFactory(meeting=meeting, number=2)
    paper(meeting, "1", pdf("概要", 2), item=item)
    paper(meeting, "2")
    paper(meeting, "3", EXCEL, FileKind.EXCEL)
    paper(meeting, "4", locked(pdf("秘密")))
    paper(meeting, "5", PDF)
    page = client.get(reverse("meetings:meeting", args=[meeting.pk]))
    assert follow(client, page, "資料一式を1つのPDFにする").status_code == 200

    whole = result_of(job := made(client, meeting))

    pages = [folded(text) for text in page_texts(whole)]
    assert len(pages) == 7
    assert all(text.endswith(f"通し{number}/7") for number, text in enumerate(pages, start=1))
    assert "資料1題名1議案(2)22資料2題名2ファイルは未登録です。―4資料3" in pages[0]
    assert pages[0].count("パスワード付き") == pages[0].count("壊れている") == 1
    assert [pages[1][:3], pages[2][:3]] == ["概要1", "概要2"]
    assert "ファイルは未登録です" in pages[3]
    assert "Excelブックのため綴じていません。ファイル「資料3.xlsx」" in pages[4]
    assert "パスワード付き" in pages[5]
    assert "壊れている" in pages[6]
    with pikepdf.open(BytesIO(whole)) as opened, opened.open_outline() as outline:
        assert [line.title for line in outline.root] == [
            "目次",
            *(f"資料{number} 題名{number}" for number in range(1, 6)),
        ]
        assert outline.root[2].destination[0].objgen == opened.pages[3].objgen
        assert str(opened.docinfo.Title) == f"{meeting}　資料一式"
    shown = words_of(client.get(reverse("jobs:job", args=[job.pk])))
    assert "5件中5件" in shown
    assert "資料4題名4：ファイル「資料4.pdf」を綴じられません。" in shown


def test_paper_that_one_may_not_read_is_neither_bound_nor_named(meeting):
    rights = [(verb, noun) for verb in (Verb.READ, Verb.EXPORT) for noun in (Noun.BODIES, Noun.SITTINGS)]
    paper(meeting, "1", pdf("概要"))
    paper(meeting, "2", pdf("内訳"), reading_scope=ReadingScope.ATTENDEES)

    whole = result_of(made(browser(user_who_may(*rights)), meeting))

    text = folded("".join(page_texts(whole)))
    assert "題名1" in text
    assert "題名2" not in text
    assert "内訳" not in text


def test_paper_that_was_closed_while_the_work_waited_is_left_out(meeting):
    rights = [(verb, noun) for verb in (Verb.READ, Verb.EXPORT) for noun in (Noun.BODIES, Noun.SITTINGS)]
    only = paper(meeting, "1", pdf("概要"))
    client = browser(user_who_may(*rights))
    client.post(reverse("meetings:paper-set", args=[meeting.pk]))
    with as_system():
        only.reading_scope = ReadingScope.ATTENDEES
        only.save()
    work_off()

    job = Job.objects.get()
    assert job.state == JobState.FAILED
    assert "綴じる資料が1点もありません" in job.trouble


@pytest.mark.parametrize(
    ("title", "said"), [("予算🙂", "仕切りのページを作成できません"), ("", "1点もありません")]
)
def test_set_that_cannot_be_made_says_why(client, meeting, title, said):
    if title:
        make.HandoutFactory(meeting=meeting, title=title)

    job = made(client, meeting)

    assert job.state == JobState.FAILED
    assert said in job.trouble


def test_erased_and_damaged_files_have_slips(client, meeting):
    erased, damaged = paper(meeting, "1", pdf("概要")).file, paper(meeting, "2", pdf("内訳")).file
    with as_system():
        erased.erased_at = timezone.now()
        erased.save()
    store.path_of(damaged.sha256).unlink()

    text = folded("".join(page_texts(result_of(made(client, meeting)))))

    assert "ファイルの中身は消去されています" in text
    assert "ファイルの中身が保存場所にないか" in text
