"""Verbs of the history: an earlier version comes back, as a new one."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError

from portal.accounts.models import User
from portal.accounts.rights import Actor, Noun, Verb, require
from portal.audit.errors import StaleWrite
from portal.audit.models import AuditedModel
from portal.audit.operations import operation
from portal.audit.restoring import restored
from portal.audit.targets import missing_targets
from portal.audit.wording import is_part
from portal.site.history_access import name_in
from portal.site.history_rule import HistoryRule, history_rows, noun_of
from portal.site.registry import restore_checks_of

REFUSED = "この版には戻せません。何も変更していません。"


def restore_version(
    *, by: Actor, reason: str, model: type[AuditedModel], history_id: int, version: int
) -> AuditedModel:
    """Bring a row of history back as the record's next version; a deleted record with its children.

    ``version`` is the record's newest as the user saw it: raises ``StaleWrite`` when there is another by
    now. Raises ``ValidationError`` when the state cannot stand today, in words that name what is missing.
    """
    row = history_rows(model).get(history_id=history_id)
    key = getattr(row, model._meta.pk.attname)
    standing = model._base_manager.filter(pk=key).first()
    with operation(by=by, reason=reason):
        _require(by, standing or row.instance)
        if isinstance(by, User) and HistoryRule(by).hidden_among({model: [key]}):
            raise PermissionDenied("この記録の変更履歴を見る権限がありません。")
        last = history_rows(model).filter(**{model._meta.pk.attname: key}).latest("history_id")
        if last.version != version:
            raise StaleWrite
        _refuse_orphans(model, row)
        return _restored(model, history_id, by)


def _require(by: Actor, record: AuditedModel) -> None:
    """Who brings a record back may read its history and write it, where it is and where it comes to be."""
    require(by, Verb.READ, Noun.HISTORY, over=record)
    require(by, Verb.WRITE, noun_of(type(record)), over=record)


def _refuse_orphans(model: type[AuditedModel], row: Any) -> None:
    """Say which record has to come back first; what is a value of the record itself comes back with it."""
    sentences = [
        f"{target.field.verbose_name}：{_last_name(target.model, target.key)}は削除されています。"
        f"先にその{target.model._meta.verbose_name}を元に戻してください。"
        for target in missing_targets(model, row)
        if not is_part(target.field)
    ]
    if sentences:
        raise ValidationError([REFUSED, *sentences])


def _last_name(model: Any, key: int) -> str:
    last = history_rows(model).filter(**{model._meta.pk.attname: key}).order_by("history_id").last()
    values = {field.name: getattr(last, field.attname) for field in last._meta.fields} if last else {}
    return f"「{name_in(values) or f'番号{key}'}」"


def _restored(model: type[AuditedModel], history_id: int, by: Actor) -> AuditedModel:
    """Restore; what today's rules refuse is told with the kind of record and the names of its fields."""

    def tell(record: AuditedModel, before: Any) -> None:
        _require(by, record)
        for check in restore_checks_of(record._meta.label_lower):
            check(record, before)

    try:
        return restored(model, history_id, tell=tell)
    except ValidationError as error:
        raise ValidationError([REFUSED, *_sentences(model, error)]) from error


def _sentences(model: type[AuditedModel], error: ValidationError) -> list[str]:
    if not hasattr(error, "error_dict"):
        return error.messages
    labels = {field.name: str(field.verbose_name) for field in model._meta.concrete_fields}
    return [
        message if name == NON_FIELD_ERRORS else f"{labels.get(name, name)}：{message}"
        for name, messages in error.message_dict.items()
        for message in messages
    ]
