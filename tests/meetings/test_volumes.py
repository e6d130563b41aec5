"""合本: a body's year as one PDF, from the body's page to the pages, the outline and the running numbers."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest

from meetings import jobs
from meetings.actions import publishing, record
from meetings.choices import EntryKind
from meetings.models import Meeting
from portal.accounts.rights import Noun, Verb
from portal.disclosure.choices import Disclosure
from portal.documents.binding import look_at
from portal.files import store
from portal.jobs.models import Job
from tests.doors import words_of
from tests.factories.meetings import (
    DecisionFactory,
    HandoutFactory,
    MeetingFactory,
    MinutesEntryFactory,
    MotionFactory,
)
from tests.factories.portal import user_who_may, user_who_may_everything
from tests.meetings.door import browser
from tests.meetings.life import WHY, Life, begun, correct
from tests.meetings.test_jobs import start
from tests.printed import everything_in, folded, page_texts
from tests.working import result_of, work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def life() -> Life:
    """A record with a decision, whose 原本 and 公開用 are issued."""
    life = begun()
    DecisionFactory(motion=MotionFactory(item=life.rows[0].item), sentence="電話を替えることに決した。")
    MinutesEntryFactory(
        meeting=life.meeting,
        item=life.rows[0].item,
        kind=EntryKind.OUTCOME,
        text="―案のとおり承認―",
        position=9,
    )
    life.until_finalised()
    life.publish()
    return life


def unissued(life: Life, number: int, words: str = "まだ下書きの言葉です。") -> Meeting:
    open_to_all = {"meeting_disclosure": Disclosure.OPEN, "minutes_disclosure": Disclosure.OPEN}
    year = life.meeting.fiscal_year
    meeting = MeetingFactory(body=life.meeting.body, fiscal_year=year, number=number, **open_to_all)
    MinutesEntryFactory(meeting=meeting, kind=EntryKind.NARRATIVE, text=words)
    return meeting


def volume(life: Life, audience: str, user: Any = None) -> Any:
    """Asked for on the body's page; the page of the work once it is done."""
    client = browser(user or life.secretary)
    page = start(client, life.meeting, audience, shape="volume", fiscal_year=str(life.meeting.fiscal_year))
    work_off()
    return client.get(page.request["PATH_INFO"])


def bound() -> bytes:
    return result_of(Job.objects.get())


def issued_pages(edition: Any) -> list[str]:
    with store.opened(edition.file.sha256, edition.file.size) as content:
        return page_texts(content.read())


def test_original_volume_binds_every_edition_as_issued_and_proofs_where_none_is(life: Life) -> None:
    first = life.meeting.editions.get(audience="internal")
    correct(life)
    life.rows[0].refresh_from_db()
    record.edit_entry(by=life.secretary, reason="", entry=life.rows[0], text="開会します。")
    life.confirm()
    second = life.finalise()
    unissued(life, 2)
    MeetingFactory(body=life.meeting.body, fiscal_year=life.meeting.fiscal_year, number=3)

    page = volume(life, "internal")

    pages = page_texts(bound())
    look = look_at(bound())
    titles = [(mark.title, mark.page) for mark in look.bookmarks]
    assert titles[0] == ("表紙と目次", 0)
    assert ["訂正前" in title for title, _ in titles] == [False, True, False, False, False]
    assert titles[3][0].endswith("見本（未発行）")
    assert titles[4][0] == "決定の索引"
    # The editions' own pages, with nothing but the running number added.
    at = titles[1][1]
    for place, own in enumerate([*issued_pages(first), *issued_pages(second)], start=at):
        assert folded(own) in folded(pages[place])
        assert f"通し{place + 1}/{len(pages)}" in folded(pages[place])
    assert "通し" not in pages[0]
    contents = folded("".join(pages[1:at]))
    assert f"発行)訂正前{at + 1}" in contents
    assert f"見本(未発行){titles[3][1] + 1}" in contents
    assert "会議録はまだありません" in contents
    assert f"案のとおり承認電話を替えることに決した。{titles[2][1] + 1}" in folded(pages[-1])
    assert "3件中3件" in words_of(page)


def test_bound_record_keeps_its_outline_and_tags(life: Life) -> None:
    volume(life, "public")

    look = look_at(bound())
    of_record = look.bookmarks[1]
    assert [mark.title for mark in of_record.below] == ["会議録"]
    assert len(of_record.below[0].below) >= 1
    with pikepdf.open(BytesIO(bound())) as pdf:
        tree = pdf.Root.StructTreeRoot
        parents = pikepdf.NumberTree(tree.ParentTree)
        for page in pdf.pages:
            owners = [each for each in parents[int(page.obj.StructParents)] if each is not None]
            assert {each.Pg.objgen for each in owners if "/Pg" in each} == {page.objgen}
        assert str(pdf.Root.Lang) == "ja"
        assert "合本（公開用）" in str(pdf.docinfo["/Title"])
        assert set(pdf.docinfo.keys()) == {"/Title"}


def test_public_volume_holds_the_published_editions_and_names_no_other_sitting(life: Life) -> None:
    secret = unissued(life, 31, words="秘密の下書きです。")

    volume(life, "public")

    everything = "".join(text for _, text in everything_in(bound()))
    assert "電話機能が大事です" in everything
    assert "案のとおり承認" in folded(page_texts(bound())[-1])
    for words in ("秘密の下書き", "第31回", "見本", "電話を替える", str(secret.pk) + "回"):
        assert folded(words) not in everything


def test_record_opened_for_correction_leaves_the_public_volume(life: Life) -> None:
    correct(life)

    page = volume(life, "public")

    assert "公開している版だけを綴じます" in words_of(page)
    assert Job.objects.get().result is None


def test_issued_editions_are_not_printed_again(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("printed again")

    monkeypatch.setattr(jobs, "minutes_job", refuse)

    volume(life, "internal")

    assert Job.objects.get().result is not None


def test_damaged_file_is_named_and_the_others_are_bound(life: Life) -> None:
    unissued(life, 2)
    file = life.meeting.editions.get(audience="internal").file
    path = store.path_of(file.sha256)
    path.chmod(0o600)
    path.write_bytes(b"%PDF-1.7 damaged")

    page = volume(life, "internal")

    assert "登録したときと違います" in words_of(page)
    assert "綴じられませんでした" in folded("".join(page_texts(bound())[:2]))
    assert len(look_at(bound()).bookmarks) == 3


def test_original_is_not_bound_for_whom_a_part_of_it_is_kept_from(life: Life) -> None:
    HandoutFactory(meeting=life.meeting, number="1", disclosure=Disclosure.OPEN, reading_scope="named")
    unissued(life, 2)
    nouns = (Noun.BODIES, Noun.SITTINGS, Noun.RECORD, Noun.PUBLISHING)
    reader = user_who_may(*((Verb.READ, noun) for noun in nouns), (Verb.EXPORT, Noun.RECORD))

    volume(life, "internal", reader)

    assert "電話機能" not in folded("".join(page_texts(bound())))
    assert "読む権限がない" in folded("".join(page_texts(bound())[:2]))


def test_withdrawn_public_edition_is_not_bound(life: Life) -> None:
    edition = life.meeting.editions.select_related("meeting").get(audience="public")
    publishing.withdraw_edition(by=life.second, reason=WHY, edition=edition)

    page = volume(life, "public", user_who_may_everything())

    assert "綴じる会議録が1件もありません" in words_of(page)


def test_proof_that_cannot_be_printed_is_named_and_the_others_are_bound(life: Life) -> None:
    unissued(life, 2, words="印刷できない字\U0001b001です。")

    page = volume(life, "internal")

    assert "印刷できません" in words_of(page)
    assert len(look_at(bound()).bookmarks) == 3
