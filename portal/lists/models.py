"""保存した一覧: a way of looking at a list that somebody kept."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.audit.models import AuditedModel
from portal.lists.nouns import Listed, list_of, lists_for


class SavedViewQuerySet(models.QuerySet[Any]):
    """Reads of saved views."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own and the shared ones, of the lists this user may read."""
        return self.filter(self._shown(user)) if isinstance(user, User) else self.none()

    def hidden_then(self, user: User) -> Q:
        """What was somebody's own, or of a list that is closed to this user."""
        return ~self._shown(user)

    def _shown(self, user: User) -> Q:
        keys = [listed.key for listed in lists_for(user)]
        return Q(Q(owner=user.pk) | Q(is_shared=True), list_key__in=keys)

    def of_list(self, listed: Listed) -> Self:
        """Those of one list."""
        return self.filter(list_key=listed.key)

    def pinned(self) -> Self:
        """Those that stand on the home page."""
        return self.filter(is_pinned=True)


class SavedView(AuditedModel):
    """保存した一覧: conditions, order and columns of a list under a name.

    ``query`` is what the list's address says, so that a view is read with the same distrust as an address:
    a column or condition that is gone since is named on the page. A shared view that is pinned stands on the
    home page of everybody who may read the list.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_views", verbose_name="持ち主"
    )
    list_key = models.CharField("一覧", max_length=40)
    name = models.CharField("名前", max_length=60, help_text="例：期限の近い未完了")
    query = models.CharField(
        "条件・並び順・列",
        max_length=2000,
        blank=True,
        help_text="一覧のアドレスの「?」より後ろを写します。",
    )
    is_shared = models.BooleanField("この一覧を読める人みんなに見せる", default=False)
    is_pinned = models.BooleanField("ホームに置く", default=False)

    errors_beside: ClassVar[dict[str, str]] = {"saved_view_name_once": "name"}

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "保存した一覧"
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("owner", "list_key", "name"),
                name="saved_view_name_once",
                violation_error_message="この名前で保存した一覧が既にあります。別の名前にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def listed(self) -> Listed | None:
        """The list it is a view of; None when there is none of that key any more."""
        return list_of(self.list_key)

    @property
    def url(self) -> str:
        """The list as it was kept."""
        address = self.listed.url if self.listed else ""
        return f"{address}?{self.query}" if self.query else address
