"""Every audited model on every path a write can take: recorded as stored, or refused and unchanged."""

from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core import serializers
from django.db import connection, transaction
from django.db.models import F

from portal.audit.errors import AuditBypassError
from portal.audit.ledger import Change
from portal.audit.verifying import faults
from tests.factories.writing import as_system
from tests.portal.audit.registry import audited_models, inherited_by_each, made, plain_field, unsaved

pytestmark = pytest.mark.django_db

Write = Callable[[Any, Any, str], Any]
PATHS: dict[str, tuple[str, Write]] = {}


def path(kinds: str) -> Callable[[Write], Write]:
    """A way to write one record; ``kinds`` are the history rows that it must leave."""

    def keep(write: Write) -> Write:
        PATHS[write.__name__] = (kinds, write)
        return write

    return keep


def sql(statement: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


@path("~")
def save(model: Any, record: Any, field: str) -> None:
    record.save()


@path("~")
def save_of_one_field(model: Any, record: Any, field: str) -> None:
    record.save(update_fields=[field])


@path("~")
def asave(model: Any, record: Any, field: str) -> None:
    async_to_sync(record.asave)()


@path("~")
def save_base_raw(model: Any, record: Any, field: str) -> None:
    record.save_base(raw=True)


@path("~")
def fixture(model: Any, record: Any, field: str) -> None:
    for loaded in serializers.deserialize("json", serializers.serialize("json", [record])):
        loaded.save()


@path("~")
def update(model: Any, record: Any, field: str) -> None:
    model.objects.filter(pk=record.pk).update(**{field: getattr(record, field)})


@path("~")
def aupdate(model: Any, record: Any, field: str) -> None:
    async_to_sync(model.objects.filter(pk=record.pk).aupdate)(**{field: getattr(record, field)})


@path("~")
def update_by_expression(model: Any, record: Any, field: str) -> None:
    model.objects.filter(pk=record.pk).update(**{field: F(field)})


@path("~")
def base_manager(model: Any, record: Any, field: str) -> None:
    model._base_manager.filter(pk=record.pk).update(**{field: getattr(record, field)})


@path("~")
def bulk_update(model: Any, record: Any, field: str) -> None:
    model.objects.bulk_update([record], [field])


@path("~")
def update_or_create(model: Any, record: Any, field: str) -> None:
    model.objects.update_or_create(pk=record.pk, defaults={field: getattr(record, field)})


@path("~")
def bulk_create_over_the_old(model: Any, record: Any, field: str) -> None:
    model.objects.bulk_create([record], update_conflicts=True, unique_fields=["pk"], update_fields=[field])


@path("")
def bulk_create_beside_the_old(model: Any, record: Any, field: str) -> None:
    model.objects.bulk_create([record], ignore_conflicts=True)


@path("")
def get_or_create(model: Any, record: Any, field: str) -> None:
    model.objects.get_or_create(pk=record.pk)


@path("~")
def raw_update(model: Any, record: Any, field: str) -> None:
    column = connection.ops.quote_name(model._meta.get_field(field).column)
    sql(
        f"UPDATE {model._meta.db_table} SET {column} = {column} WHERE {model._meta.pk.column} = %s", record.pk
    )


@path("~~")
def raw_update_many(model: Any, record: Any, field: str) -> None:
    column = connection.ops.quote_name(model._meta.get_field(field).column)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {model._meta.db_table} SET {column} = {column} WHERE {model._meta.pk.column} = %s",
            [[record.pk], [record.pk]],
        )


@path("-")
def raw_delete(model: Any, record: Any, field: str) -> None:
    sql(f"DELETE FROM {model._meta.db_table} WHERE {model._meta.pk.column} = %s", record.pk)


@path("-")
def delete(model: Any, record: Any, field: str) -> None:
    record.delete()


@path("-")
def adelete(model: Any, record: Any, field: str) -> None:
    async_to_sync(record.adelete)()


@path("-")
def queryset_delete(model: Any, record: Any, field: str) -> None:
    model.objects.filter(pk=record.pk).delete()


@path("-")
def raw_queryset_delete(model: Any, record: Any, field: str) -> None:
    model.objects.filter(pk=record.pk)._raw_delete("default")


@path("-+")
def delete_and_bring_back(model: Any, record: Any, field: str) -> None:
    key = record.pk
    record.delete()
    record.pk, record._state.adding = key, True
    record.save()


if connection.vendor == "sqlite":

    @path("-+")
    def replace(model: Any, record: Any, field: str) -> None:
        table = model._meta.db_table
        sql(
            f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {model._meta.pk.column} = %s",
            record.pk,
        )


def history(model: Any, key: Any) -> list[Any]:
    return list(model.history.model.objects.filter(**{model._meta.pk.attname: key}).order_by("history_id"))


def values(row: Any, model: Any) -> dict[str, Any]:
    kept = {field.attname for field in model.history.model._meta.fields}
    return {
        field.attname: getattr(row, field.attname)
        for field in model._meta.concrete_fields
        if field.attname in kept
    }


class Undo(Exception):
    """Ends an attempt so that the next path finds the record as it was."""


def attempt(model: Any, key: Any, name: str) -> str:
    """Take one path inside an operation; what was wrong with its record, or nothing."""
    kinds, write = PATHS[name]
    with as_system() as act:
        write(model, model._base_manager.get(pk=key), plain_field(model))
    rows = history(model, key)
    changes = list(Change.objects.filter(operation_id=act.operation_id).order_by("pk"))
    live = model._base_manager.filter(pk=key).first()
    found = {
        "history": "".join(row.history_type for row in rows[1:]),
        "ledger": "".join(change.kind for change in changes),
        "versions": [row.version for row in rows],
        "operation": {row.operation_id for row in rows[1:]} <= {act.operation_id},
        "stored": live is None or values(live, model) == values(rows[-1], model),
        "alive": live is not None,
    }
    wanted = {
        "history": kinds,
        "ledger": kinds,
        "versions": list(range(1, len(kinds) + 2)),
        "operation": True,
        "stored": True,
        "alive": not kinds.endswith("-"),
    }
    return "" if found == wanted else f"{name}: {found}"


def undone(check: Callable[[], str]) -> str:
    """The check's finding, with everything it wrote taken back."""
    found = ""
    try:
        with transaction.atomic():
            found = check()
            raise Undo
    except Undo:
        return found


class WritesOfAModel:
    """Inherited by one class for every audited model there is."""

    model: Any

    def test_every_write_path_of_a_model_is_recorded_as_it_is_stored(self) -> None:
        model = self.model
        with as_system():
            key = made(model).pk
        found = [undone(lambda name=name: attempt(model, key, name)) for name in PATHS]
        assert [wrong for wrong in found if wrong] == []

    def test_every_write_path_of_a_model_without_an_operation_is_refused_with_nothing_changed(self) -> None:
        model = self.model
        with as_system():
            key = made(model).pk
        before = (
            values(model._base_manager.get(pk=key), model),
            len(history(model, key)),
            Change.objects.count(),
        )
        passed = []
        for name, (kinds, write) in PATHS.items():
            try:
                with transaction.atomic():
                    write(model, model._base_manager.get(pk=key), plain_field(model))
                passed += [name] if kinds else []
            except AuditBypassError:
                pass
            after = (
                values(model._base_manager.get(pk=key), model),
                len(history(model, key)),
                Change.objects.count(),
            )
            assert after == before, name
        assert passed == []

    def test_record_of_a_model_has_a_name(self) -> None:
        model = self.model
        with as_system():
            assert str(made(model)).strip()

    def test_creation_paths_of_a_model_start_its_history(self) -> None:
        model = self.model
        with as_system() as act:
            records = [made(model), *model.objects.bulk_create([unsaved(model)])]
        written = [history(model, record.pk) for record in records]
        assert [[row.history_type for row in rows] for rows in written] == [["+"], ["+"]]
        for record, rows in zip(records, written, strict=True):
            assert values(model._base_manager.get(pk=record.pk), model) == values(rows[0], model)
            assert rows[0].operation_id == act.operation_id
        assert list(faults()) == []


globals().update(inherited_by_each(WritesOfAModel, audited_models()))
