"""Issued editions: whole with their file or not there, frozen, never more than their readers may read."""

from typing import Any

import pytest

from meetings.actions import publishing, record
from meetings.choices import MinutesState
from meetings.models import Edition
from portal.accounts.rights import Noun, Verb
from portal.audit.ledger import Operation
from portal.disclosure.actions import withhold_passage
from portal.disclosure.choices import Disclosure, EndTrigger
from portal.documents.choices import EditionAudience
from portal.files import store
from portal.files.checking import faults
from portal.files.models import StoredFile
from tests.factories.meetings import HandoutFactory
from tests.factories.portal import DisclosureGroundFactory, user_who_may, user_who_may_everything
from tests.factories.writing import as_system
from tests.meetings.life import WHY, Life, begun, correct, printed, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def life() -> Life:
    return begun()


def test_issued_original_carries_number_day_and_ledger_head_and_a_public_edition_no_hash_of_it(
    life: Life,
) -> None:
    life.circulate()
    life.confirm()
    last = Operation.objects.latest("sequence")
    original = life.finalise()
    public = life.publish()

    assert (original.ledger_sequence, original.ledger_head) == (last.sequence, last.block_hash)
    text, shown = printed(original), printed(public)
    assert "原本・庁内限り第1版" in text
    assert "確定台帳の封" in text
    assert last.block_hash in text.replace(f"通番{last.sequence}", "")
    assert "見本" not in text
    assert "公開用第1版" in shown
    assert "発行日" in shown
    for seal in (public.ledger_head, original.ledger_head, original.file.sha256, original.check_number):
        assert seal[:12] not in shown or seal == public.check_number


def test_edition_is_whole_with_its_file_in_one_operation(life: Life) -> None:
    edition = life.until_finalised()

    of_file = StoredFile.history.get(id=edition.file_id)
    assert of_file.operation_id == Edition.history.get(id=edition.pk).operation_id
    assert store.is_sound(edition.file.sha256, edition.file.size)
    assert edition.page_count == 1
    assert list(faults()) == []


def test_crash_between_printing_and_storing_leaves_nothing(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    life.circulate()
    life.confirm()

    def dies(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(publishing, "_step", dies)
    with pytest.raises(RuntimeError):
        life.finalise()

    assert not Edition.objects.exists()
    assert not StoredFile.objects.exists()
    assert life.fresh().minutes_state == MinutesState.CONFIRMED


def test_record_that_changes_while_it_is_printed_is_not_issued(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    life.until_finalised()
    render = publishing.render

    def meanwhile(job: Any) -> bytes:
        done = render(job)
        withhold_passage(
            by="system:tests",
            reason=WHY,
            record=life.rows[1],
            field="text",
            span=(0, 4),
            ground=DisclosureGroundFactory(),
            end_trigger=EndTrigger.NONE,
        )
        return done

    monkeypatch.setattr(publishing, "render", meanwhile)

    assert publishing.CHANGED_MEANWHILE in refusal(life.publish)
    assert life.fresh().minutes_state == MinutesState.FINALISED


def test_public_edition_keeps_what_it_prints_and_nothing_withheld(life: Life) -> None:
    withhold_passage(
        by="system:tests",
        reason=WHY,
        record=life.rows[1],
        field="text",
        span=(0, 4),
        ground=DisclosureGroundFactory(label="審議検討情報"),
        end_trigger=EndTrigger.NONE,
    )
    original = life.until_finalised()
    public = life.publish()

    assert original.content is None
    kept = str(public.content)
    assert "〔非公開1：審議検討情報〕が大事です。" in kept.replace("'}, {'words': '", "").replace(
        "', 'manner': 'withheld", ""
    ).replace("', 'manner': 'plain", "")
    assert "電話機能" not in kept
    assert "電話機能" not in printed(public)
    assert "電話機能" in printed(original)
    assert list(Edition.objects.for_the_public()) == [public]


def test_correction_ends_in_a_second_edition_that_says_why_and_the_first_is_kept(life: Life) -> None:
    original = life.until_finalised()
    public = life.publish()
    before = {edition.pk: (edition.file.sha256, edition.version) for edition in (original, public)}

    correct(life)
    row = life.rows[0]
    row.refresh_from_db()
    record.edit_entry(by=life.secretary, reason="", entry=row, text="開会します。")
    assert list(Edition.objects.for_the_public()) == []
    life.confirm()
    second_original = life.finalise()
    second = life.publish()

    assert (second_original.number, second.number) == (2, 2)
    assert second_original.reason == second.reason == "開会の言葉の誤記を直すため"
    assert (second_original.supersedes, second.supersedes) == (original, public)
    assert "開会の言葉の誤記を直すため" in printed(second)
    assert "第1版（" in printed(second)
    assert list(Edition.objects.for_the_public()) == [second]
    kept = {each.pk: (each.file.sha256, each.version) for each in Edition.objects.filter(pk__in=before)}
    assert kept == before


def test_next_public_edition_of_a_published_record_says_what_changed(life: Life) -> None:
    life.until_finalised()
    life.publish()

    how = {"by": life.second, "meeting": life.fresh()}
    second = publishing.publish_minutes(**how, reason="非公開1の期間が過ぎたため公開する")

    assert (second.number, second.reason) == (2, "非公開1の期間が過ぎたため公開する")
    assert life.meeting.editions.filter(audience=EditionAudience.INTERNAL).count() == 1


def test_withdrawn_edition_is_handed_to_the_public_no_longer(life: Life) -> None:
    life.until_finalised()
    public = life.publish()
    life.fresh()
    public = Edition.objects.select_related("meeting").get(pk=public.pk)

    publishing.withdraw_edition(by=life.second, reason="個人の名が含まれていたため", edition=public)

    assert list(Edition.objects.for_the_public()) == []
    assert life.fresh().minutes_state == MinutesState.FINALISED
    assert "いま公開している版だけ" in refusal(
        publishing.withdraw_edition,
        by=life.second,
        reason=WHY,
        edition=Edition.objects.select_related("meeting").get(pk=public.pk),
    )
    assert life.publish().number == 2


def test_edition_that_was_written_to_counts_as_none(life: Life) -> None:
    life.until_finalised()
    public = life.publish()

    with as_system("書き換えの試み"):
        Edition.objects.filter(pk=public.pk).update(content={"name": "別の本文"})

    assert list(Edition.objects.for_the_public()) == []
    public.refresh_from_db()
    assert not public.is_untouched
    assert Edition.history.filter(id=public.pk).count() == 2


def test_original_is_kept_from_whoever_may_not_read_all_of_it(life: Life) -> None:
    HandoutFactory(meeting=life.meeting, number="1", disclosure=Disclosure.OPEN, reading_scope="named")
    life.until_finalised()
    life.publish()
    reads = [(Verb.READ, noun) for noun in (Noun.SITTINGS, Noun.RECORD, Noun.PUBLISHING)]
    reader = user_who_may(*reads)

    seen = Edition.objects.visible_to(reader)

    assert [edition.audience for edition in seen] == [EditionAudience.PUBLIC]
    assert Edition.objects.visible_to(user_who_may((Verb.READ, Noun.PUBLISHING))).count() == 0
    assert Edition.objects.visible_to(life.secretary).count() == 2


def test_nobody_issues_a_record_of_which_a_part_is_kept_from_them(life: Life) -> None:
    HandoutFactory(meeting=life.meeting, number="1", disclosure=Disclosure.OPEN, reading_scope="named")
    life.until_finalised()
    blind = user_who_may_everything(but=((Verb.READ_ANY, Noun.SITTINGS),))

    said = refusal(publishing.publish_minutes, by=blind, reason=WHY, meeting=life.fresh())

    assert "すべてを読める人が発行してください" in said
