"""The ledger: every change of every record, in operations chained one to the next.

Only the database writes here (changes by triggers, an operation's block as the last act of its
transaction); both tables are append-only. What is hashed is stored text, never columns of history
tables, so that the chain survives migrations and a move to another database.
"""

from django.db import models


class Operation(models.Model):
    """操作: one act of one person, sealed over all its changes and over the operation before it.

    ``text`` is JSON of who, when and why; its ``digest`` is SHA-256 over ``salt`` + ``text``, so that
    an erasure can take text and salt away and leave the chain whole. ``block_hash`` covers the
    sequence number, ``previous_hash``, ``digest``, and the digests of all changes in order.
    """

    # Two thousand million operations; on SQLite this width alone needs no index beside the table.
    sequence = models.IntegerField("通番", primary_key=True)
    operation_id = models.UUIDField("操作番号", unique=True)
    at = models.DateTimeField("日時", db_index=True)
    actor = models.TextField("操作した人")
    user_id = models.BigIntegerField("利用者の番号", null=True)
    reason = models.TextField("理由", blank=True)
    text = models.TextField("記録文")
    salt = models.CharField("塩", max_length=32, null=True)  # noqa: DJ001 - erased is not empty
    digest = models.CharField("要約値", max_length=64)
    change_count = models.BigIntegerField("変更の数")
    last_change = models.BigIntegerField("最後の変更の番号")
    previous_hash = models.CharField("直前の封", max_length=64)
    block_hash = models.CharField("封", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "操作"
        ordering = ("-sequence",)

    def __str__(self) -> str:
        return f"操作{self.sequence}"


class Change(models.Model):
    """変更: one record's new state (or its last one, when deleted) as JSON text.

    A record's own changes are found through its history rows, which carry the operation's number; each
    change knows its row. ``digest`` is SHA-256 over ``salt``, model, key, version, kind and ``text``.
    """

    operation_id = models.UUIDField("操作番号", db_index=True)
    record_model = models.CharField("記録の種類", max_length=100)
    record_key = models.BigIntegerField("記録の番号")
    record_version = models.BigIntegerField("版数")
    kind = models.CharField("動作", max_length=1)
    text = models.TextField("記録文")
    salt = models.CharField("塩", max_length=32, null=True)  # noqa: DJ001 - erased is not empty
    digest = models.CharField("要約値", max_length=64)
    history_row = models.BigIntegerField("履歴の行の番号", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "変更"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"変更{self.pk}"
