"""audit_check and files_collect: every disagreement between rows and contents is found, none is invented."""

import os
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from meetings.actions.sittings import edit_handout
from portal.audit.operations import operation
from portal.audit.restoring import restored
from portal.files import store
from portal.files.actions import add_file, erase_file, keep_content
from portal.files.choices import FileKind
from portal.files.holding import files_of
from portal.files.models import StoredFile
from portal.files.rules import checked_upload
from portal.site.registry import restore_checks_of
from tests.portal.files.holding import ACT, handout_with_file
from tests.uploads import PDF, chosen

LONG_AGO = time.time() - 2 * store.GRACE


def check() -> str:
    """What audit_check says."""
    printed = StringIO()
    try:
        call_command("audit_check", stdout=printed)
    except CommandError as found:
        return str(found)
    return printed.getvalue().strip()


def collect() -> str:
    printed = StringIO()
    call_command("files_collect", stdout=printed)
    return printed.getvalue().strip()


def content_of(file: StoredFile) -> os.PathLike[str]:
    path = store.path_of(file.sha256)
    path.chmod(0o600)
    return path


def age(file: StoredFile) -> None:
    os.utime(store.path_of(file.sha256), (LONG_AGO, LONG_AGO))


SOUND = "すべての記録が履歴と、すべてのファイルが登録と一致しています。"

pytestmark = pytest.mark.django_db


def test_file_that_is_as_registered_is_sound_and_is_not_collected() -> None:
    file = handout_with_file().file
    age(file)

    assert check() == SOUND
    assert collect() == "片付けたファイルの中身：0件"
    assert store.is_sound(file.sha256, file.size)


def test_missing_content_is_named() -> None:
    file = handout_with_file().file
    os.unlink(content_of(file))

    assert check() == f"保存ファイル 番号{file.pk}「資料3-1.pdf」：中身がありません。"


@pytest.mark.parametrize("forged", [PDF[:-1] + b"!", PDF + b"!"])
def test_changed_content_is_named(forged: bytes) -> None:
    file = handout_with_file().file
    with open(content_of(file), "wb") as content:
        content.write(forged)

    assert check() == f"保存ファイル 番号{file.pk}「資料3-1.pdf」：中身が登録したときと違います。"


def test_content_without_a_row_is_named_once_it_is_old_and_then_collected() -> None:
    kept = keep_content([b"left behind"])
    assert check() == SOUND
    assert collect() == "片付けたファイルの中身：0件"

    os.utime(store.path_of(kept.sha256), (LONG_AGO, LONG_AGO))
    assert "どの記録にも属さない中身" in check()
    assert collect() == "片付けたファイルの中身：1件"
    assert check() == SOUND
    assert not store.exists(kept.sha256)


def test_rollback_leaves_a_content_without_a_row_and_never_the_other_way_round() -> None:
    with transaction.atomic():
        file = handout_with_file().file
        transaction.set_rollback(True)

    assert not StoredFile.objects.filter(pk=file.pk).exists()
    assert store.exists(file.sha256)
    age(file)
    assert collect() == "片付けたファイルの中身：1件"


def test_replaced_file_is_kept_and_listed_newest_first() -> None:
    handout = handout_with_file()
    first = handout.file
    upload = checked_upload(chosen("資料3-1（差替）.pdf", PDF + b"\n"))
    handout = edit_handout(by="system:tests", reason="差し替え", handout=handout, upload=upload)
    age(first)

    assert files_of(handout) == [handout.file, first]
    assert collect() == "片付けたファイルの中身：0件"
    assert check() == SOUND


@pytest.mark.django_db(transaction=True)
def test_erased_content_is_gone_and_its_row_says_when() -> None:
    file = handout_with_file().file
    erased = erase_file(by="system:tests", reason="個人情報の消去請求", file=file)

    assert erased.erased_at is not None
    assert not store.exists(file.sha256)
    assert check() == SOUND
    with pytest.raises(Exception, match="既に消去"):
        erase_file(by="system:tests", reason="もう一度", file=erased)


@pytest.mark.django_db(transaction=True)
def test_content_two_rows_share_stays_until_both_are_erased() -> None:
    first, second = handout_with_file().file, handout_with_file("同じもの.pdf").file
    assert first.sha256 == second.sha256

    erase_file(by="system:tests", reason="消去請求", file=first)
    assert store.exists(first.sha256)
    erase_file(by="system:tests", reason="消去請求", file=second)
    assert not store.exists(first.sha256)


def test_erased_content_that_is_back_is_named() -> None:
    file = handout_with_file().file
    erase_file(by="system:tests", reason="消去請求", file=file)

    assert "消去したファイルの中身" in check(), "the transaction of the test has not committed"


@pytest.mark.django_db(transaction=True)
def test_erased_file_does_not_come_back_by_restoring_its_row() -> None:
    file = handout_with_file().file
    erase_file(by="system:tests", reason="消去請求", file=file)
    first = StoredFile.history.filter(id=file.pk).earliest("history_id")  # type: ignore[attr-defined]
    refuse = restore_checks_of("portal.storedfile")[0]
    assert refuse is not None

    with pytest.raises(Exception, match="中身が消去されている"), operation(by="system:tests", reason="戻す"):
        refuse(restored(StoredFile, first.history_id), first)
    file.refresh_from_db()
    assert file.erased_at is not None


def test_store_that_cannot_be_written_is_a_sentence_and_no_row(files_dir: os.PathLike[str]) -> None:
    with open(files_dir, "w") as in_the_way:
        in_the_way.write("a file where the folder should be")

    with pytest.raises(Exception, match="ファイルを保存できませんでした"):
        handout_with_file()
    assert not StoredFile.objects.exists()


def test_row_and_record_carry_one_operation() -> None:
    handout = handout_with_file()
    row = handout.history.get()
    assert handout.file.history.get().operation_id == row.operation_id


def test_row_of_a_file_is_checked() -> None:
    kept = keep_content([b"x"])
    with pytest.raises(Exception, match="空ではいけません"):
        add_file(**ACT, kept=kept, name="", kind=FileKind.TEXT)
