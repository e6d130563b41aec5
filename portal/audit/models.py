"""The one base of every business model, and the columns its history carries."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, models, router
from django.db.backends.utils import names_digest
from django.db.models.base import ModelBase
from simple_history.models import HistoricalRecords

from portal.audit.errors import AuditBypassError, StaleWrite


class HistoryRow(models.Model):
    """What a history row says besides the record's own values; written by triggers only.

    Nothing here is a foreign key: who acted stays readable after the user is gone. All columns are
    nullable, so that a record's own columns can come and go around them.
    """

    operation_id = models.UUIDField("操作番号", null=True)
    history_actor = models.TextField("操作した人", null=True)
    valid_until = models.DateTimeField("次の変更の時刻", null=True)

    class Meta:
        abstract = True


def _no_user(historical: HistoryRow) -> None:
    """simple-history asks for a user object; the portal keeps who acted as text instead."""


class RecordedHistory(HistoricalRecords):
    """simple-history's models for reading, without the fields a model declares as unrecorded."""

    _date_indexing = False

    def finalize(self, sender: type[models.Model], **kwargs: Any) -> None:
        """As the library does it, without its listeners: what they would write, the triggers do.

        Where nobody listens, Django deletes many rows in one statement, too.
        """
        super().finalize(sender, **kwargs)
        models.signals.post_save.disconnect(self.post_save, sender=sender)
        models.signals.post_delete.disconnect(self.post_delete, sender=sender)
        models.signals.pre_delete.disconnect(self.pre_delete, sender=sender)

    def fields_included(self, model: type[models.Model]) -> list[models.Field[Any, Any]]:
        """The model's fields that its history table repeats."""
        left_out = getattr(model, "unrecorded_fields", ())
        return [field for field in super().fields_included(model) if field.name not in left_out]

    def copy_fields(self, model: type[models.Model]) -> dict[str, models.Field[Any, Any]]:
        """Copies of the model's fields, each of which may be empty.

        A column that comes later says nothing about the rows before it; a default would be a value
        that nobody ever stored.
        """
        fields: dict[str, Any] = super().copy_fields(model)
        for field in fields.values():
            field.null = True
            # Each index more slows every save; those that count are in get_meta_options.
            field.db_index = field.is_relation
        return fields

    def get_extra_fields(
        self, model: type[models.Model], fields: dict[str, models.Field[Any, Any]]
    ) -> dict[str, Any]:
        """The history's own fields, one of each for every model: a shared one knows its last model only."""
        extra: dict[str, Any] = super().get_extra_fields(model, fields)
        return {
            name: copy.deepcopy(field) if isinstance(field, models.Field) else field
            for name, field in extra.items()
        }

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        """The history model's Meta, with an index of each record's spans and one of the last states."""
        key, name = model._meta.pk.name, str(model._meta.model_name)
        last = f"last_{name[:16]}_{names_digest(model._meta.label_lower, length=8)}"
        indexes = [
            models.Index(fields=(key, "valid_until", "history_date")),
            models.Index(fields=(key,), condition=models.Q(valid_until=None), name=last),
        ]
        return {**super().get_meta_options(model), "indexes": indexes}


class AuditedModel(models.Model):
    """A record whose every change the database writes down, with who, when, why and operation.

    ``version`` belongs to the database: a save writes back the version it read, the trigger refuses
    any other and counts it up.
    """

    version = models.PositiveIntegerField("版数", default=1, editable=False)

    # Constraint name → the field beside which a page says that it is broken.
    errors_beside: ClassVar[dict[str, str]] = {}
    # Foreign keys to the records without which nobody reads this one.
    governed_by: ClassVar[tuple[str, ...]] = ()
    # Whether it is read by those only who may read the records that point to it, or that it names.
    governed_by_holders: ClassVar[bool] = False
    names_a_record: ClassVar[bool] = False
    # Whether it is but a value of the one record that points to it: restored and compared with that.
    is_part: ClassVar[bool] = False
    # The fields that say what residents may read of it.
    disclosure_fields: ClassVar[tuple[str, ...]] = ()

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

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Store a new record, or the next version of one that was read.

        The version read goes back with every update, whatever ``update_fields`` says. Raises
        ``StaleWrite`` when the stored record has another one, or is gone: it is never created anew.
        """
        if update_fields is not None:
            update_fields = {*update_fields}
            if not update_fields:
                return
            update_fields.add("version")
        adding = self._state.adding or bool(force_insert)
        if not adding and "version" not in self.__dict__:
            raise AuditBypassError("版数を読み込んでいない記録は保存できません。")
        key_given = self.pk is not None
        try:
            super().save(
                force_insert=force_insert or (adding and update_fields is None),
                force_update=force_update or not adding,
                using=using,
                update_fields=update_fields,
            )
        except DatabaseError as error:
            # Django's own words for "no row was there to update"; a driver's error has a cause.
            if error.__cause__ is None and type(error).__module__.startswith("django."):
                raise StaleWrite from error
            raise
        self._follow_version(inserted=adding, key_given=key_given)

    def value_in_words(self) -> str:
        """What a part says as a value of its record: all of it, where its name is not."""
        return str(self)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Raise all broken constraints at once, each at the field its model names for it."""
        using = router.db_for_write(type(self), instance=self)
        errors: dict[str, list[ValidationError]] = {}
        for model, constraints in self.get_constraints():
            for constraint in constraints:
                try:
                    constraint.validate(model, self, exclude=set(exclude or ()), using=using)
                except ValidationError as broken:
                    field = self.errors_beside.get(constraint.name, NON_FIELD_ERRORS)
                    field = NON_FIELD_ERRORS if field in (exclude or ()) else field
                    errors.setdefault(field, []).append(broken)
        if errors:
            raise ValidationError(errors)

    def _follow_version(self, *, inserted: bool, key_given: bool) -> None:
        """Know what the trigger made of the version, without a query where that is certain."""
        if not inserted:
            self.version += 1
        elif key_given:  # a key that was used before goes on from its last version
            self.refresh_from_db(fields=["version"])
        else:
            self.version = 1
