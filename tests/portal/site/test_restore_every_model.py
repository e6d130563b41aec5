"""Whatever became of a record of any kind: a version that is restored differs in nothing from what it was."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from portal.audit.ledger import Change
from portal.audit.reading import difference, versions_of
from portal.site.actions import REFUSED, restore_version
from portal.site.history_rule import HistoryRule, history_rows
from portal.site.registry import restore_checks_of
from tests.factories.portal import user_who_may_everything
from tests.factories.writing import as_system
from tests.portal.audit.registry import another_value, audited_models, made

pytestmark = pytest.mark.django_db
# Which fields are changed, one version each; whether the record is deleted then; which version comes back.
LIVES = st.tuples(st.lists(st.integers(0, 30), max_size=6), st.booleans(), st.integers(0, 30))
WHY = "元の内容が正しいため"


class Undo(Exception):
    """Takes an example back."""


def changeable(model: Any) -> list[Any]:
    kept = {field.attname for field in model.history.model._meta.fields}
    return [
        field
        for field in model._meta.concrete_fields
        if field.attname in kept and not field.primary_key and field.name != "version"
    ]


def change(record: Any, field: Any) -> None:
    """Give a field another value, unless the kind's constraints refuse it."""
    try:
        with transaction.atomic(), as_system():
            setattr(record, field.attname, another_value(field))
            record.full_clean(exclude=getattr(record, "unrecorded_fields", ()))
            record.save()
    except (IntegrityError, ValidationError):
        record.refresh_from_db()


def lived(model: Any, life: tuple[list[int], bool, int]) -> Any:
    """One record's life; returns the row of its history that is to come back."""
    changes, deleted, which = life
    fields = changeable(model)
    with as_system():
        record = made(model)
    for number in changes:
        change(record, fields[number % len(fields)])
    states = list(history_rows(model).filter(**{model._meta.pk.attname: record.pk}).order_by("history_id"))
    if deleted:
        with as_system():
            record.delete()
    return states[which % len(states)]


def restore(model: Any, row: Any, by: Any) -> tuple[Any, list[str]]:
    """The record, or why it was refused."""
    newest = history_rows(model).filter(**{model._meta.pk.attname: row.instance.pk}).latest("history_id")
    how = {"by": by, "reason": WHY, "model": model, "history_id": row.history_id}
    try:
        with transaction.atomic():
            return restore_version(**how, version=newest.version), []
    except ValidationError as refused:
        return None, refused.messages


def check_return(model: Any, row: Any) -> None:
    # What hangs on nothing is shown to nobody; whoever keeps the machine may restore it all the same.
    user = user_who_may_everything()
    by = "system:tests" if HistoryRule(user).hidden_among({model: [row.instance.pk]}) else user
    before, written = len(versions_of(model, row.instance.pk)), Change.objects.count()
    restored, refusal = restore(model, row, by)
    if refusal:
        assert refusal[0] == REFUSED
        assert Change.objects.count() == written
        if not restore_checks_of(model._meta.label_lower):
            with pytest.raises(ValidationError):  # by the kind's own rules
                row.instance.full_clean(exclude=getattr(model, "unrecorded_fields", ()))
        return
    stored = model._base_manager.get(pk=row.instance.pk)
    assert difference(model, row, stored) == ()
    newest = versions_of(model, stored.pk)[0]
    assert restored.version == stored.version == newest.number == before + 1
    assert (newest.reason, newest.actor) == (WHY, getattr(by, "actor_text", by))
    ledger = Change.objects.filter(operation_id=newest.operation_id, record_key=stored.pk)
    assert ledger.filter(record_model=model._meta.label_lower).count() == 1


@pytest.mark.parametrize("model", audited_models(), ids=lambda model: model._meta.label_lower)
@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(life=LIVES)
def test_restored_version_differs_in_nothing(model: Any, life: Any) -> None:
    try:
        with transaction.atomic():
            check_return(model, lived(model, life))
            raise Undo
    except Undo:
        pass
