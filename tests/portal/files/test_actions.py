"""A stored file among its versions: an earlier state comes back only while its content is there."""

import pytest
from django.core.exceptions import ValidationError

from portal.audit.errors import StaleWrite
from portal.files import store
from portal.files.actions import erase_file
from portal.files.models import StoredFile
from portal.site.actions import restore_version
from tests.portal.files.holding import ACT, handout_with_file

pytestmark = pytest.mark.django_db(transaction=True)


def _first_row(file: StoredFile) -> int:
    rows = StoredFile.history.filter(id=file.pk)  # type: ignore[attr-defined]
    return int(rows.earliest("history_id").history_id)


def test_file_whose_content_is_there_comes_back() -> None:
    file = handout_with_file().file
    assert file is not None
    restore_version(**ACT, model=StoredFile, history_id=_first_row(file), version=file.version)
    file.refresh_from_db()
    assert file.version == 2
    assert store.is_sound(file.sha256, file.size)


def test_file_whose_content_was_erased_does_not_come_back() -> None:
    file = handout_with_file().file
    assert file is not None
    erased = erase_file(**ACT, file=file)
    with pytest.raises(ValidationError, match="中身が消去されている"):
        restore_version(**ACT, model=StoredFile, history_id=_first_row(file), version=erased.version)
    file.refresh_from_db()
    assert file.erased_at is not None


def test_restore_over_a_newer_version_is_refused() -> None:
    file = handout_with_file().file
    assert file is not None
    with pytest.raises(StaleWrite):
        restore_version(**ACT, model=StoredFile, history_id=_first_row(file), version=file.version + 1)
    file.refresh_from_db()
    assert file.version == 1
