"""Verbs of the worker that mails notices. (A room of their own: telling people asks for that worker.)"""

from django.utils import timezone

from portal.accounts.rights import Actor
from portal.audit.operations import operation
from portal.audit.writing import changed
from portal.notices.models import Notice


def mark_mailed(*, by: Actor, reason: str, notice: Notice) -> Notice:
    """The mail server has taken the mail of this notice."""
    with operation(by=by, reason=reason):
        return changed(notice, mailed_at=timezone.now())


def give_mail_up(*, by: Actor, reason: str, notice: Notice) -> Notice:
    """The address was refused: the notice stays in the portal alone."""
    with operation(by=by, reason=reason):
        return changed(notice, by_mail=False)
