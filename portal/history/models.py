"""消去: which values of which record were taken away for good, and on what ground."""

from typing import Self

from django.db import models

from portal.accounts.models import RolePermission, User
from portal.audit.models import AuditedModel


class ErasureQuerySet(models.QuerySet["Erasure"]):
    """Reads of erasures."""

    def visible_to(self, user: object) -> Self:
        """All, for whoever may read histories: an erasure holds nothing of what was erased."""
        may = isinstance(user, User) and user.may(RolePermission.Verb.READ, RolePermission.Noun.HISTORY)
        return self if may else self.none()


class Erasure(AuditedModel):
    """消去: the record is named by (model label, key), see docs/adr; it may be deleted already.

    ``replaced`` says what stands in the erased columns instead. ``remains_digest`` seals the texts that the
    ledger keeps of the record, since their own salts are gone: see ``portal.audit.erasing``.
    """

    record_model = models.CharField("記録の種類", max_length=100)
    record_key = models.BigIntegerField("記録の番号")
    replaced = models.JSONField("消去した項目と、代わりの値")
    ground = models.CharField("根拠", max_length=200, help_text="例：個人情報の保護に関する法律第98条")
    remains_digest = models.CharField("残りの要約値", max_length=64)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消去"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.record_model} 番号{self.record_key}の消去"
