"""Who a request comes from, with what the head of every page says about them."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from portal.accounts.models import User
from portal.notices.models import Notice


class ArrivalBackend(ModelBackend):
    """Django's own; reads a user and the number of unread notices in one query."""

    def get_user(self, user_id: Any) -> User | None:
        """The user of a session, as long as they may log in."""
        unread = Notice.objects.unread().filter(person=OuterRef("pk")).order_by().values("person")
        counted = Coalesce(Subquery(unread.values(count=Count("pk"))), 0)
        user = User._default_manager.annotate(unread_count=counted).filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None


def unread_count(user: Any) -> int:
    """How many notices a user has not read; a user who has just logged in is asked about anew."""
    known = getattr(user, "unread_count", None)
    return Notice.objects.visible_to(user).unread().count() if known is None else known
