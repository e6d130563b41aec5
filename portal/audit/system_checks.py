"""What Django's check refuses before anything runs: relations that no history could follow."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import models

from portal.audit.models import AuditedModel


def check_relations(**_: Any) -> list[CheckMessage]:
    """An automatic many-to-many table has no model, hence no history: name an audited one instead."""
    return [
        Error(
            f"{model._meta.label}.{field.name} は、監査される中間モデル（through）を通してください。",
            id="audit.E001",
            obj=model,
        )
        for model in apps.get_models()
        for field in model._meta.local_many_to_many
        if issubclass(model, AuditedModel) and not _is_audited(field.remote_field.through)
    ]


def _is_audited(through: type[models.Model] | None) -> bool:
    return through is not None and issubclass(through, AuditedModel)
