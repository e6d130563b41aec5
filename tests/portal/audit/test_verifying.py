"""Each way of touching the chain is named; the wall is taken down first, as the file's owner could."""

import hashlib
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from portal.audit import verifying
from portal.audit.hashing import block_hash_of, change_digest_of, digest_of
from portal.audit.ledger import Change, Operation
from portal.audit.operations import operation
from portal.audit.verifying import Head, faults, head
from tests.factories.portal import OrganisationFactory
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> Head:
    """Four operations, the second with three changes; then the wall is down."""
    OrganisationFactory(name="一")
    with as_system():
        second = OrganisationFactory(name="二")
        second.save()
        second.delete()
    OrganisationFactory(name="三")
    with operation(by="system:tests", reason="四つめ"):
        OrganisationFactory(name="四")
    end = head()
    connection.lower_wall()  # type: ignore[attr-defined]
    return end


def first_fault(*heads: Head) -> str:
    return next(faults(heads), "")


def test_whole_chain_has_no_fault_also_against_an_exported_head(chain: Head):
    assert chain.sequence == 4
    assert list(faults((chain, Head.from_json(chain.as_json())))) == []


def test_operation_of_many_changes_is_walked_in_pages(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(verifying, "BATCH", 1)
    with as_system():
        for number in range(12):
            OrganisationFactory(name=f"団体{number}")
    OrganisationFactory(name="もう一つ")
    assert list(faults()) == []
    connection.lower_wall()  # type: ignore[attr-defined]
    Change.objects.filter(text__contains="団体11").update(text="{}")
    Change.objects.filter(text__contains="もう一つ").update(text="{}")
    assert [sentence[:6] for sentence in faults()] == ["操作1の変更", "操作2の変更"]


def test_block_cut_out_is_named_and_the_walk_goes_on(chain: Head):
    Operation.objects.filter(pk=3).delete()
    missing, unchained, *others = faults((Head(0, "0" * 64), chain))
    assert missing == "通番3の操作がありません（次は通番4）。"
    assert unchained.startswith("操作4が")
    assert [sentence.startswith("変更") for sentence in others] == [True]


def test_ledger_rows_have_names(chain: Head):
    assert str(Operation.objects.get(pk=1)) == "操作1"
    assert str(Change.objects.earliest("pk")).startswith("変更")


def test_empty_chain_has_no_fault():
    assert list(faults()) == []
    assert head() == Head(0, "0" * 64)


@pytest.mark.parametrize(
    ("touch", "named"),
    [
        (lambda: Change.objects.filter(text__contains="三").update(text="{}"), "操作3の変更"),
        (
            lambda: Change.objects.filter(text__contains="三").update(record_key=F("record_key") + 1),
            "操作3の変更",
        ),
        (
            lambda: Change.objects.filter(text__contains="三").delete(),
            "操作3の変更が、加えられたか、除かれたか",
        ),
        (
            lambda: Change.objects.filter(kind="~").update(id=9999),
            "操作2の変更が、加えられたか、除かれたか、入れ替え",
        ),
        (lambda: Operation.objects.filter(pk=3).delete(), "通番3の操作がありません"),
        (lambda: Operation.objects.filter(pk=1).delete(), "通番1の操作がありません"),
        (lambda: Operation.objects.filter(pk=3).update(actor="system:nobody"), "操作3の記録（だれが"),
        (lambda: Operation.objects.filter(pk=3).update(at="2020-01-01T00:00Z"), "操作3の記録（だれが"),
        (lambda: Operation.objects.filter(pk=3).update(text="{}"), "操作3の記録（だれが"),
        (lambda: Operation.objects.filter(pk=3).update(block_hash="0" * 64), "操作3の変更が"),
        (lambda: swap(2, 3), "操作2が、直前の操作の封につながっていません"),
    ],
)
def test_touched_record_is_named_first(chain: Head, touch: Any, named: str):
    touch()
    assert first_fault().startswith(named)


def swap(one: int, other: int) -> None:
    for old, new in ((one, 99), (other, one), (99, other)):
        Operation.objects.filter(pk=old).update(sequence=new)


def test_inserted_change_is_named(chain: Head):
    sealed = Change.objects.first()
    assert sealed is not None
    Change.objects.create(
        operation_id="00000000-0000-0000-0000-000000000001",
        record_model="portal.organisation",
        record_key=77,
        record_version=1,
        kind="+",
        text="{}",
        salt="aa",
        digest=change_digest_of("aa", "portal.organisation", 77, 1, "+", "{}"),
    )
    assert first_fault().endswith("（portal.organisation 番号77）は、どの操作の封にも入っていません。")
    Change.objects.filter(record_key=77).update(operation_id=sealed.operation_id)
    assert first_fault().startswith("操作1の変更が、加えられたか")


def cut_tail() -> None:
    last = Operation.objects.get(pk=4)
    Change.objects.filter(operation_id=last.operation_id).delete()
    last.delete()


def redo_from_the_third() -> None:
    """Rewrites a change and seals everything after it anew, as one with the whole file could."""
    Change.objects.filter(text__contains="三").update(text="{}")
    change = Change.objects.get(text="{}")
    change.digest = change_digest_of(
        change.salt, change.record_model, change.record_key, change.record_version, change.kind, "{}"
    )
    change.save()
    previous = Operation.objects.get(pk=2).block_hash
    for block in Operation.objects.filter(pk__gte=3).order_by("pk"):
        digests = Change.objects.filter(operation_id=block.operation_id).values_list("digest", flat=True)
        block.previous_hash = previous
        previous = block.block_hash = block_hash_of(block.pk, previous, block.digest, digests)
        block.save()


@pytest.mark.parametrize(
    ("touch", "named"),
    [
        (cut_tail, "書き出してあった通番4の操作がありません"),
        (redo_from_the_third, "操作4の封が、書き出してあった封と違います"),
    ],
)
def test_tail_cut_or_redone_shows_against_the_exported_head_alone(chain: Head, touch: Any, named: str):
    touch()
    assert list(faults()) == []
    assert first_fault(chain).startswith(named)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"at": 5}'])
def test_operation_text_forged_with_its_digest_is_named(chain: Head, text: str):
    block = Operation.objects.get(pk=4)
    digest = digest_of(str(block.salt), text)
    Operation.objects.filter(pk=4).update(text=text, digest=digest)
    assert first_fault().startswith("操作4の記録（だれが")


def test_hash_is_sha256_of_plain_lines():
    assert block_hash_of(1, "p", "d", ["a", "b"]) == hashlib.sha256(b"1\np\nd\na\nb").hexdigest()
    assert (
        change_digest_of("s", "m.n", 5, 2, "~", "é")
        == hashlib.sha256("sm.n\n5\n2\n~\né".encode()).hexdigest()
    )


def test_verify_command_prints_totals_and_accepts_a_head_it_wrote(chain: Head, tmp_path: Path):
    out = StringIO()
    call_command("audit_head", to=str(tmp_path), stdout=out)
    (written,) = tmp_path.iterdir()
    assert Head.from_json(out.getvalue()) == Head.from_json(written.read_text()) == chain
    call_command("audit_verify", head=[str(written)], stdout=out)
    assert "異常はありません（操作4件、変更6件）。" in out.getvalue()


def test_verify_command_fails_with_the_first_fault_or_all(chain: Head):
    Operation.objects.filter(pk__in=(1, 3)).update(reason="偽")
    with pytest.raises(CommandError, match="操作1の記録") as first:
        call_command("audit_verify")
    with pytest.raises(CommandError, match="操作3の記録"):
        call_command("audit_verify", all=True)
    assert "操作3" not in str(first.value)
    assert first.value.returncode == 1


@pytest.mark.parametrize("content", [None, "", "[]", '{"sequence": "4"}'])
def test_verify_command_with_an_unreadable_head_says_so(content: str | None, tmp_path: Path):
    file = tmp_path / "head.json"
    if content is not None:
        file.write_text(content)
    with pytest.raises(CommandError, match=r"head\.json"):
        call_command("audit_verify", head=[str(file)])
