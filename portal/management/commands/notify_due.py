"""Once a day: tell people what comes due, what is late, and what no meeting can meet."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.audit.operations import operation
from portal.notices.actions.telling import tell
from portal.notices.kinds import daily_looks
from portal.notices.mailing import request_mails

logger = logging.getLogger(__name__)
BY, REASON = "system:notify_due", "毎日の期限のお知らせ"


class Command(BaseCommand):
    """``manage.py notify_due``: a second run on the same day tells nobody twice."""

    help = "期限の近いもの、過ぎたもの、間に合う会議のないものを知らせる。1日に1回動かす。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask everything that was registered; what fails keeps the others from nothing."""
        today, count, failed = timezone.localdate(), 0, 0
        for look in daily_looks():
            try:
                found = list(look(today))
                with operation(by=BY, reason=REASON):
                    count += sum(len(tell(by=BY, reason=REASON, tidings=each)) for each in found)
            except Exception:
                logger.exception("Looking for what is due failed in %s", look.__qualname__)
                failed += 1
        request_mails()
        self.stdout.write(f"お知らせ：{count}件")
        if failed:
            raise CommandError(f"{failed}種類の期限を調べられませんでした。ログを確かめてください。")
