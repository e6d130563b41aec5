"""Verbs of stored files. A content is kept first and outside the operation, its row is written inside."""

import logging
from collections.abc import Iterable
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.accounts.models import User
from portal.accounts.rights import Actor, Noun, writing
from portal.audit.operations import operation
from portal.audit.writing import added, changed
from portal.files import store
from portal.files.models import StoredFile
from portal.files.store import Kept

logger = logging.getLogger(__name__)


def keep_content(chunks: Iterable[bytes]) -> Kept:
    """Put a content on disk, before the operation that will name it. Raises ``ValidationError``."""
    try:
        return store.put(chunks)
    except (OSError, store.StoreDamaged) as error:
        logger.exception("A content could not be kept")
        raise ValidationError(
            "ファイルを保存できませんでした。保存場所の空きか権限に問題があります。管理者に知らせてください。"
        ) from error


def add_file(*, by: Actor, reason: str, kept: Kept, name: str, kind: str) -> StoredFile:
    """Name a content that was kept; the record that will hold it asks for the right."""
    with operation(by=by, reason=reason, reason_optional=True) as current:
        return added(
            StoredFile(
                name=name,
                kind=kind,
                size=kept.size,
                sha256=kept.sha256,
                added_by=by if isinstance(by, User) else None,
                added_at=current.at,
            )
        )


def erase_file(*, by: Actor, reason: str, file: StoredFile) -> StoredFile:
    """Erase a content for good, once this commits; its row stays and says when and why.

    Another stored file with the same content keeps it on disk until that one is erased too.
    """
    with writing(Noun.FILES, by=by, reason=reason) as current:
        if file.erased_at is not None:
            raise ValidationError("このファイルの中身は既に消去してあります。")
        file = changed(file, erased_at=current.at)
        transaction.on_commit(partial(_destroy_unneeded, file.sha256))
        return file


def refuse_lost_content(file: StoredFile) -> None:
    """Refuse an earlier state of a stored file whose content is gone."""
    if file.erased_at is None and not store.is_sound(file.sha256, file.size):
        raise ValidationError("ファイルの中身が消去されているため、この版には戻せません。")


def collect_orphans() -> int:
    """Take away contents that no row names, once they are older than the grace; returns how many."""
    needed = set(StoredFile.objects.standing().values_list("sha256", flat=True))
    orphans = [sha256 for sha256 in store.settled() if sha256 not in needed]
    return sum(map(store.discard, orphans)) + store.discard_drafts()


def _destroy_unneeded(sha256: str) -> None:
    if not StoredFile.objects.standing().filter(sha256=sha256).exists():
        store.destroy(sha256)
