"""お知らせ: told to one person, and how that person wants to be told."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.audit.models import AuditedModel
from portal.notices.kinds import notice_label

Reader = User | AnonymousUser


class OwnQuerySet(models.QuerySet[Any]):
    """Reads of what belongs to one person: nobody else's business, whatever their rights."""

    def visible_to(self, user: Reader) -> Self:
        """One's own."""
        return self.filter(person=user) if isinstance(user, User) and user.is_active else self.none()

    def hidden_then(self, user: Reader) -> Q:
        """Anybody else's."""
        return ~Q(person=user.pk)


class NoticeQuerySet(OwnQuerySet):
    """Reads of notices."""

    def shown(self) -> Self:
        """Those wanted in the portal."""
        return self.filter(in_portal=True)

    def unread(self) -> Self:
        """Those wanted in the portal that nobody has marked as read."""
        return self.shown().filter(read_at=None)

    def to_be_mailed(self) -> Self:
        """Those wanted by e-mail that have not been sent, of people who still use the portal."""
        return self.filter(by_mail=True, mailed_at=None, person__is_active=True)


class Notice(AuditedModel):
    """お知らせ: one person is told of one record, once for an occasion.

    ``subject`` may say what the record is about, so it is shown only while the person may read the record.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", verbose_name="受け取る人"
    )
    kind = models.CharField("種類", max_length=60)
    record_model = models.CharField("記録の種類", max_length=60)
    record_key = models.BigIntegerField("記録の番号")
    subject = models.CharField("件名", max_length=300)
    words = models.CharField("内容", max_length=500, blank=True)
    occasion = models.CharField("きっかけ", max_length=100, blank=True)
    told_at = models.DateTimeField("知らせた時")
    in_portal = models.BooleanField("画面に出す", default=True)
    read_at = models.DateTimeField("読んだ時", null=True, blank=True)
    by_mail = models.BooleanField("メールで送る", default=False)
    mailed_at = models.DateTimeField("メールを送った時", null=True, blank=True)

    names_a_record: ClassVar[bool] = True
    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "お知らせ"
        ordering = ("-pk",)
        indexes = [
            models.Index(
                fields=("person",), condition=Q(read_at=None, in_portal=True), name="unread_notices"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("person", "kind", "record_model", "record_key", "occasion"), name="notice_told_once"
            ),
        ]

    def __str__(self) -> str:
        return self.kind_label

    @property
    def kind_label(self) -> str:
        """What kind of notice it is."""
        return notice_label(self.kind)

    @property
    def place(self) -> tuple[str, int]:
        """The record it is about, by label and key."""
        return self.record_model, self.record_key


class NoticeChoice(AuditedModel):
    """お知らせの受け取り方: whether a person wants a kind in the portal, by e-mail, both or not at all."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notice_choices", verbose_name="受け取る人"
    )
    kind = models.CharField("種類", max_length=60)
    in_portal = models.BooleanField("画面に出す", default=True)
    by_mail = models.BooleanField("メールで送る", default=False)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "お知らせの受け取り方"
        constraints = [models.UniqueConstraint(fields=("person", "kind"), name="notice_choice_once")]

    def __str__(self) -> str:
        return notice_label(self.kind)


class NoticeAddress(AuditedModel):
    """お知らせの宛先: where a person's notices are mailed to."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notice_address", verbose_name="受け取る人"
    )
    address = models.EmailField("メールアドレス")

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "お知らせの宛先"

    def __str__(self) -> str:
        return self.address
