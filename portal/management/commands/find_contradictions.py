"""manage.py find_contradictions: every rule looks at everything, as after an update."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.checks.actions import find_contradictions
from portal.checks.rules import rules
from portal.site.tags import wareki_date

BY = "system:find_contradictions"
REASON = "すべての記録を、食い違いの決まりに照らして確かめる"


class Command(BaseCommand):
    """Tells what is waiting; the same records looked at again change nothing."""

    help = "すべての記録を食い違いの決まりに照らして確かめ、残っているものを表示します。"

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = find_contradictions(by=BY, reason=REASON)
        today = timezone.localdate()
        self.stdout.write(f"決まり {len(rules())}件、未対応の食い違い {len(waiting)}件")
        for each in waiting:
            until = f"　期日 {wareki_date(each.urgent_on)}" if each.urgent_on else ""
            passed = "（過ぎています）" if each.is_overdue(today) else ""
            self.stdout.write(f"  {each.get_level_display()}　{each.title}：{each.about}{until}{passed}")
