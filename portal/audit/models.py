"""The one base of every business model, and the columns its history carries."""

from collections.abc import Collection
from typing import ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, router
from simple_history.models import HistoricalRecords


class HistoryRow(models.Model):
    """What a history row says besides the record's own values; written by triggers only.

    Nothing here is a foreign key: who acted stays readable after the user is gone. All columns are
    nullable, so that a record's own columns can come and go around them.
    """

    operation_id = models.UUIDField("操作番号", null=True, db_index=True)
    history_actor = models.TextField("操作した人", null=True)
    valid_until = models.DateTimeField("次の変更の時刻", null=True)

    class Meta:
        abstract = True


def _no_user(historical: HistoryRow) -> None:
    """simple-history asks for a user object; the portal keeps who acted as text instead."""


class RecordedHistory(HistoricalRecords):
    """simple-history's models for reading, without the fields a model declares as unrecorded."""

    def fields_included(self, model: type[models.Model]) -> list[models.Field]:
        """The model's fields that its history table repeats."""
        left_out = getattr(model, "unrecorded_fields", ())
        return [field for field in super().fields_included(model) if field.name not in left_out]


class AuditedModel(models.Model):
    """A record whose every change the database writes down, with who, when, why and operation.

    ``version`` belongs to the database: a save writes back the version it read, the trigger refuses
    any other and counts it up.
    """

    version = models.PositiveIntegerField("版数", default=1, editable=False)

    # Constraint name → the field beside which a page says that it is broken.
    errors_beside: ClassVar[dict[str, str]] = {}

    history = RecordedHistory(
        inherit=True,
        bases=[HistoryRow],
        history_id_field=models.BigAutoField(),
        history_change_reason_field=models.TextField(null=True),
        history_user_id_field=models.BigIntegerField(null=True),
        history_user_getter=_no_user,
    )

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Raise all broken constraints at once, each at the field its model names for it."""
        using = router.db_for_write(type(self), instance=self)
        errors: dict[str, list[ValidationError]] = {}
        for model, constraints in self.get_constraints():
            for constraint in constraints:
                try:
                    constraint.validate(model, self, exclude=exclude, using=using)
                except ValidationError as broken:
                    field = self.errors_beside.get(constraint.name, NON_FIELD_ERRORS)
                    field = NON_FIELD_ERRORS if field in (exclude or ()) else field
                    errors.setdefault(field, []).append(broken)
        if errors:
            raise ValidationError(errors)
