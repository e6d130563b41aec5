"""What people read of the past is what was sealed; the wall is down, as the file's owner could have it."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from portal.accounts.models import Organisation
from portal.audit import comparing
from portal.audit.comparing import history_faults
from portal.audit.ledger import Change, Operation
from portal.audit.operations import operation
from portal.audit.verifying import faults
from tests.factories.portal import DepartmentFactory, OrganisationFactory
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db

Historical: Any = Organisation.history.model
NAME = "portal.organisation 番号{key} 第{version}版の履歴"


@pytest.fixture
def record() -> Organisation:
    """Three versions, beside others; one more record is deleted. Then the wall is down."""
    found: Organisation = OrganisationFactory(name="豊島区")
    DepartmentFactory(organisation=found)
    for kana in ("としま", "としまく"):
        with operation(by="system:tests", reason=kana):
            found.kana = kana
            found.save()
    with as_system():
        OrganisationFactory().delete()
    connection.lower_wall()  # type: ignore[attr-defined]
    return found


def second(record: Organisation) -> Any:
    """The row in the middle of the record's history, which no check of today's state would look at."""
    return Historical.objects.filter(id=record.pk, version=2)


def test_untouched_history_has_no_fault(record: Organisation):
    assert list(history_faults()) == []


FORGED = "が、操作{sequence}の記録と違います。"
TOUCHES: list[tuple[Any, list[str]]] = [
    (lambda rows: rows.update(name="偽"), [FORGED]),
    (lambda rows: rows.update(kana=None), [FORGED]),
    (lambda rows: rows.update(version=7), ["が、操作{sequence}の記録と違います。"]),
    (lambda rows: rows.update(history_type="-"), [FORGED]),
    (lambda rows: rows.update(history_actor="9999 別人"), [FORGED]),
    (lambda rows: rows.update(history_user_id=1), [FORGED]),
    (lambda rows: rows.update(history_change_reason=""), [FORGED]),
    (
        lambda rows: rows.update(history_date=F("history_date") - timedelta(days=365)),
        [FORGED],
    ),
    (lambda rows: rows.update(operation_id="00000000-0000-0000-0000-000000000001"), [FORGED]),
    (lambda rows: rows.delete(), ["が、ありません（操作{sequence}）。"]),
    (lambda rows: rows.update(valid_until=None), ["の有効期間が、次の版とつながっていません。"]),
]


@pytest.mark.parametrize(("touch", "said"), TOUCHES)
def test_touched_row_of_history_is_named_first(record: Organisation, touch: Any, said: list[str]):
    sequence = Operation.objects.get(reason="としま").sequence
    touch(second(record))
    assert next(history_faults()) == (NAME + said[0]).format(key=record.pk, version=2, sequence=sequence)
    assert list(faults()) == []


def test_inserted_row_of_history_is_named(record: Organisation):
    row = second(record).get()
    row.history_id, row.version = None, 9
    row.save(force_insert=True)
    assert next(history_faults()) == NAME.format(key=record.pk, version=9) + "は、操作の記録にありません。"


@pytest.mark.parametrize("text", ["", "[]", "{"])
def test_unreadable_text_of_a_change_is_a_difference(record: Organisation, text: str):
    Change.objects.filter(record_key=record.pk, record_version=2, kind="~").update(text=text)
    assert len(list(history_faults())) == 1


def test_column_that_came_later_is_no_difference(record: Organisation):
    change = Change.objects.get(record_model="portal.organisation", record_key=record.pk, record_version=2)
    told = json.loads(change.text)
    del told["kana"]
    Change.objects.filter(pk=change.pk).update(text=json.dumps(told, ensure_ascii=False))
    assert len(list(history_faults())) == 1
    second(record).update(kana=None)
    assert list(history_faults()) == []


def test_changes_of_a_kind_that_is_gone_are_passed_over(record: Organisation):
    Change.objects.filter(record_model="portal.department").update(record_model="portal.gone")
    (only,) = history_faults()
    assert only.startswith("portal.department 番号")


def test_every_range_of_changes_is_compared(record: Organisation):
    Historical.objects.update(name="偽")
    with patch.object(comparing, "STEP", 2):
        assert len(list(history_faults())) == Historical.objects.count()


def test_verify_command_names_a_row_of_history_after_a_whole_chain(record: Organisation):
    call_command("audit_verify", stdout=StringIO())
    second(record).update(name="偽")
    with pytest.raises(CommandError, match=NAME.format(key=record.pk, version=2)) as found:
        call_command("audit_verify")
    assert found.value.returncode == 1
