"""保存ファイル: which content was registered under which name, by whom."""

from functools import partial
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.accounts.subqueries import Subquery
from portal.accounts.visibility import narrowing, within_reach
from portal.audit.models import AuditedModel
from portal.files.choices import FileKind
from portal.files.rules import in_words

Reader = User | AnonymousUser


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Reads of stored files."""

    def visible_to(self, user: Reader) -> Self:
        """Files of the records this user may read; replaced ones for those who may read histories.

        A file has no reader of its own: every model with a foreign key to it is asked. One that shows its
        records to more people than its files says so by ``with_files_visible_to``.
        """
        if not isinstance(user, User):
            return self.none()
        held = Q(pk__in=())
        for relation in self.model._meta.related_objects:
            for keys in _files_in(relation.related_model, relation.field, user):
                held |= Q(pk__in=keys)
        return self.filter(held)

    def standing(self) -> Self:
        """Files whose content has not been erased."""
        return self.filter(erased_at=None)


def _files_in(holder: Any, field: Any, user: User) -> Any:
    """Keys of the files that a model's records hold, as far as this user may read them."""
    manager = holder._default_manager
    read = getattr(manager, "with_files_visible_to", manager.visible_to)
    every = holder._base_manager.order_by()
    # Most holders show a record and its files to the same people.
    question = "reads" if read == manager.visible_to else "files of"
    now = narrowing(user, (question, holder), partial(read, user))
    past = now if user.reach(Verb.READ, Noun.HISTORY).everywhere else _replaced(holder, read, user)
    reads = every if now is None else every.filter(pk__in=now)
    standing = every.values("pk") if past is None else past
    rows = holder.history.model._base_manager.filter(**{f"{holder._meta.pk.attname}__in": standing})
    return [each.exclude(**{field.name: None}).values(field.attname) for each in (reads, rows)]


def _replaced(holder: Any, read: Any, user: User) -> Subquery | None:
    """The records of whose files this user may read those that were replaced too."""
    return narrowing(
        user,
        ("replaced files of", holder),
        lambda: within_reach(read(user), user, Verb.READ, Noun.HISTORY),
    )


class StoredFile(AuditedModel):
    """保存ファイル: the name as it was given, over a content that never changes.

    A new content is a new stored file; the same content under two names is on disk once.
    """

    name = models.CharField("ファイル名", max_length=150)
    kind = models.CharField("種類", max_length=10, choices=FileKind)
    size = models.PositiveBigIntegerField("大きさ（バイト）")
    sha256 = models.CharField(
        "SHA-256", max_length=64, db_index=True, validators=[RegexValidator(r"\A[0-9a-f]{64}\Z")]
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="added_files",
        verbose_name="登録した人",
    )
    added_at = models.DateTimeField("登録した時")
    erased_at = models.DateTimeField("中身を消去した時", null=True, blank=True)

    governed_by_holders: ClassVar[bool] = True

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "保存ファイル"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def in_words(self) -> str:
        """PDF、1.2MB."""
        return f"{self.get_kind_display()}、{in_words(self.size)}"
