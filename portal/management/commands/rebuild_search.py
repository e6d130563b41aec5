"""manage.py rebuild_search: the index of texts is made anew from the records."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.search.actions import rebuild_index


class Command(BaseCommand):
    """Says how many records the index holds."""

    help = "検索の索引を、記録から作り直します。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"索引に入れた記録：{rebuild_index()}件")
