"""The verb of the law: values of a record are replaced everywhere, and that it was done is recorded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction

from portal.accounts.rights import Actor, Noun, writing
from portal.audit.erasing import digest_of_texts, erase, places_of, texts_without
from portal.audit.models import AuditedModel
from portal.audit.writing import added
from portal.files.actions import erase_file
from portal.files.models import StoredFile
from portal.history.models import Erasure
from portal.history.rows import file_keys, rows_of

TOMBSTONE = "［消去］"


@dataclass(frozen=True)
class Erased:
    """What was done, and where the ledger still says the same words: to be looked at by a person."""

    acts: tuple[Erasure, ...]
    elsewhere: tuple[str, ...]


def erase_values(
    *, by: Actor, reason: str, model: type[AuditedModel], key: int, fields: Sequence[str], ground: str
) -> Erased:
    """Replace fields of a record, deleted or not, in row, history, ledger and files, for good.

    A foreign key to a stored file stands for that file's content and name. Raises ``ValidationError`` for
    what cannot be erased; then nothing is.
    """
    with writing(Noun.HISTORY, by=by, reason=reason):
        chosen = [_field(model, name) for name in fields]
        if not chosen:
            raise ValidationError("消去する項目を指定してください。")
        files = [field for field in chosen if field.related_model is StoredFile]
        acts = [
            act for number in file_keys(model, key, files) for act in _erase_file(by, reason, number, ground)
        ]
        words: set[str] = set()
        if own := [field for field in chosen if field not in files]:
            words = _words(model, key, own)
            acts.append(_erase_own(model, key, own, ground))
        return Erased(tuple(acts), tuple(places_of(words)))


def _field(model: type[AuditedModel], name: str) -> Any:
    """The field by its name; only what history keeps can be erased from it."""
    try:
        field: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        field = None
    kept = {each.attname for each in model.history.model._meta.fields} - {"version", model._meta.pk.attname}
    if field is None or getattr(field, "attname", "") not in kept or model is Erasure:
        raise ValidationError(f"「{name}」という消去できる項目はありません。")
    return field


def _erase_file(by: Actor, reason: str, number: int, ground: str) -> list[Erasure]:
    file = StoredFile.objects.standing().filter(pk=number).first()
    if file is not None:
        erase_file(by=by, reason=reason, file=file)
    return [_erase_own(StoredFile, number, [StoredFile._meta.get_field("name")], ground)]


def _words(model: type[AuditedModel], key: int, fields: Iterable[Any]) -> set[str]:
    """What people wrote there at any time; a single character would be found everywhere."""
    values = {
        value for field in fields for value in rows_of(model, key).values_list(field.attname, flat=True)
    }
    return {value for value in values if isinstance(value, str) and len(value) > 1 and value != TOMBSTONE}


def _erase_own(model: type[AuditedModel], key: int, fields: Iterable[Any], ground: str) -> Erasure:
    replaced = {field.attname: _instead(field, key) for field in fields}
    if not rows_of(model, key).exists():
        raise ValidationError(f"{model._meta.verbose_name}に番号{key}の記録はありません。")
    label = model._meta.label_lower
    texts = texts_without(label, key, replaced)
    act = added(
        Erasure(
            record_model=label,
            record_key=key,
            replaced=replaced,
            ground=ground,
            remains_digest=digest_of_texts(texts.items()),
        )
    )
    _replace(model, key, replaced)
    erase(model, key, replaced, texts)
    return act


def _replace(model: type[AuditedModel], key: int, replaced: dict[str, Any]) -> None:
    """In the record itself, if it is still there; its own rules, but no form's, have to allow it."""
    record = model._base_manager.filter(pk=key).first()
    if record is None:
        return
    for name, value in replaced.items():
        setattr(record, name, value)
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        raise ValidationError("この記録の決まりごとにより、項目を消去した値で置き換えられません。") from error


def _instead(field: Any, key: int) -> str | None:
    """What stands in place of a value: words where there are words, nothing where there may be nothing."""
    if isinstance(field, models.CharField | models.TextField) and not field.choices:
        words = f"{TOMBSTONE}{key}" if field.unique else TOMBSTONE
        return words[: field.max_length]
    if field.null:
        return None
    raise ValidationError(f"「{field.verbose_name}」は空にできない項目のため、消去できません。")
