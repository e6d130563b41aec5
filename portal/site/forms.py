"""Bases of the forms: what was read comes back with its version, and every save may say why."""

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Q
from django.forms.models import ModelFormMetaclass

from portal.accounts.visibility import Reader
from portal.audit.models import AuditedModel
from portal.site.fields import (
    CleanProseField,
    CleanTextField,
    ReasonField,
    WarekiDateField,
    WarekiDateTimeField,
    WarekiField,
    WarekiTimeField,
)

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[AuditedModel]
else:
    ModelForm = forms.ModelForm

EMPTY_CHOICE = "選んでください"
ENTER = "入力してください。"
CHOOSE = "選んでください。"
_FORM_FIELDS: tuple[tuple["type[models.Field[Any, Any]]", type[forms.Field]], ...] = (
    # A DateTimeField is a DateField to Django, so the finer kind comes first.
    (models.DateTimeField, WarekiDateTimeField),
    (models.DateField, WarekiDateField),
    (models.TimeField, WarekiTimeField),
    (models.TextField, CleanProseField),
    (models.CharField, CleanTextField),
)


def record_formfield(db_field: "models.Field[Any, Any]", **kwargs: Any) -> forms.Field | None:
    """The form field of a model field, in the portal's own kinds."""
    for model_kind, form_kind in _FORM_FIELDS:
        if isinstance(db_field, model_kind) and not db_field.choices:
            kwargs.setdefault("form_class", form_kind)
            break
    field = db_field.formfield(**kwargs)
    empty = EMPTY_CHOICE if field is not None and field.required else "（なし）"
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = empty
    elif isinstance(field, forms.TypedChoiceField):
        choices: Any = field.choices
        field.choices = [(value, empty if value == "" else label) for value, label in choices]
    return field


class RecordFormMetaclass(ModelFormMetaclass):
    """Gives every RecordForm the portal's kinds of form fields, without a word in its Meta."""

    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> "RecordFormMetaclass":
        """Build the form class."""
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(record_formfield)
        return super().__new__(mcs, name, bases, attrs)


class RecordForm(ModelForm, metaclass=RecordFormMetaclass):
    """A form over one audited record. It never saves: the page hands its values to an action.

    The record given as ``instance`` stays untouched, so that an action can compare old and new.
    Errors, the action's too, stand at their field; the model's ``errors_beside`` places its constraints.
    """

    instance: Any

    def __init__(
        self, *args: Any, reason_required: bool = True, reader: Reader | None = None, **kwargs: Any
    ) -> None:
        """Take what ``ModelForm`` takes; ``reason_required`` as the action asks for.

        Records to choose from are those that ``reader`` may read.
        """
        self.reader = reader or AnonymousUser()
        kwargs.setdefault("label_suffix", "")
        record: AuditedModel | None = kwargs.get("instance")
        if record is not None:
            kwargs["instance"] = copy.copy(record)
        super().__init__(*args, **kwargs)
        # The browser would complain first, in its own words and away from our summary.
        self.use_required_attribute = False
        for field in self.fields.values():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                is_choice = isinstance(field, forms.ChoiceField)
                field.error_messages["required"] = CHOOSE if is_choice else ENTER
        self.fields["reason"] = ReasonField(required=reason_required)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                self.offer(name, field.queryset)

    def offer(self, name: str, records: Any, label: Callable[[Any], str] | None = None) -> None:
        """Let one choose among ``records``, shown as ``label`` or else by their own names.

        What the reader may not read is left out, but for the record that is chosen already.
        """
        field: Any = self.fields[name]
        visible = records.visible_to(self.reader)
        if visible.query.has_filters():
            chosen = getattr(self.instance, f"{name}_id", None)
            records = records.filter(Q(pk__in=visible.order_by().values("pk")) | Q(pk=chosen))
        field.queryset = records
        if label is not None:
            field.label_from_instance = label

    def save(self, commit: bool = True) -> Any:
        """Refuse: records are written by actions only."""
        raise TypeError("A RecordForm does not save; hand its values to an action.")

    @classmethod
    def typed_labels(cls) -> dict[str, str]:
        """Field → label of what is typed as text: worth keeping when the record is there no more."""
        typed = {
            name: str(field.label)
            for name, field in cls.base_fields.items()
            if isinstance(field, CleanTextField | WarekiField)
        }
        return {**typed, "reason": "理由"}

    def touched_since(self, seen: "RecordForm") -> list[str]:
        """The fields whose typed text differs from the form as the typist got it."""
        return [
            name
            for name in self.values_asked
            if name not in seen.fields or self.fields[name].has_changed(seen[name].initial, self[name].data)
        ]

    @property
    def beside_values(self) -> set[str]:
        """The names of the fields that are no values of the record."""
        return {"version", "reason"}

    @property
    def asks_back(self) -> bool:
        """Whether something was read that the typist should see before it is saved (see ``DatedForm``)."""
        return False

    @property
    def values_asked(self) -> list[str]:
        """The names of the record's own fields."""
        return [name for name in self.fields if name not in self.beside_values]

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned values of the record's own fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.beside_values}

    @property
    def changes(self) -> dict[str, Any]:
        """The values that differ from the stored record."""
        return {name: value for name, value in self.values.items() if name in self.changed_data}

    @property
    def notes(self) -> list[str]:
        """How dates and times were understood that were typed in another way than the portal writes them."""
        return [
            f"{self[name].label}：{field.understood}"
            for name, field in self.fields.items()
            if isinstance(field, WarekiField) and field.understood
        ]

    @property
    def warnings(self) -> list[str]:
        """What was accepted but looked odd, such as a wrong weekday."""
        return [
            f"{self[name].label}：{field.warning}"
            for name, field in self.fields.items()
            if isinstance(field, WarekiField) and field.warning
        ]

    def add_error(self, field: str | None, error: Any) -> None:
        """Show an error at its field; one of a field this form lacks goes to the top with its name."""
        if field is not None:
            super().add_error(field, error)
            return
        for name, errors in self._by_field(error).items():
            super().add_error(None if name == NON_FIELD_ERRORS else name, errors)

    def _by_field(self, error: Any) -> dict[str, list[ValidationError]]:
        error = error if isinstance(error, ValidationError) else ValidationError(error)
        found = getattr(error, "error_dict", None) or {NON_FIELD_ERRORS: error.error_list}
        placed: dict[str, list[ValidationError]] = {}
        for name, errors in found.items():
            for single in errors:
                target, shown = self._place(name, single)
                placed.setdefault(target, []).append(shown)
        return placed

    def _place(self, name: str, error: ValidationError) -> tuple[str, ValidationError]:
        if name in self.fields:
            return name, error
        text = " ".join(error.messages)
        if name == NON_FIELD_ERRORS:
            return NON_FIELD_ERRORS, error
        label = getattr(self._meta.model._meta.get_field(name), "verbose_name", name)
        return NON_FIELD_ERRORS, ValidationError(f"{label}：{text}", code=error.code)


class ReasonForm(forms.Form):
    """Asks for nothing but the reason: the form of a ConfirmPage."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what ``forms.Form`` takes."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["reason"] = ReasonField(required=True)


def tell(form: Any, error: ValidationError) -> None:
    """Show what an action refused: at its field where the form has it, on top where it has not."""
    if isinstance(form, RecordForm):
        form.add_error(None, error)
        return
    for name, said in getattr(error, "error_dict", {NON_FIELD_ERRORS: error}).items():
        form.add_error(name if name in form.fields else None, said)
