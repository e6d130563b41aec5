"""Bookmarks: one's own, and therefore no part of the audit."""

from typing import TYPE_CHECKING, Self

from django.db import models

from portal.accounts.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class BookmarkQuerySet(models.QuerySet["Bookmark"]):
    """Reads of bookmarks."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own and nobody else's."""
        return self.filter(user=user) if isinstance(user, User) else self.none()


class Bookmark(models.Model):
    """A record that somebody wants to find again.

    It says something about the person and nothing about the record, so it has no history, and taking it back
    leaves no trace.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="bookmarks", verbose_name="利用者")
    record_model = models.CharField("記録の種類", max_length=100)
    record_key = models.BigIntegerField("記録の番号")
    marked_at = models.DateTimeField("加えた時", auto_now_add=True)

    objects = BookmarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "しおり"
        ordering = ("-marked_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("user", "record_model", "record_key"), name="bookmark_once"),
        ]

    def __str__(self) -> str:
        return f"{self.record_model} {self.record_key}"
