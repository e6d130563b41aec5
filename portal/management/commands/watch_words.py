"""manage.py watch_words: enters the shipped list of vendors and products that the leak check looks for."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.disclosure.actions import add_watch_words
from portal.disclosure.models import WatchWord

LIST = Path(settings.BASE_DIR) / "fixtures" / "watch_words.json"


class Command(BaseCommand):
    """Adds what is not there yet; what an office changed or added stays."""

    help = "漏れの点検で探す事業者・製品の名の一覧を登録します。2回目からは、増えた言葉だけを加えます。"

    def handle(self, *args: Any, **options: Any) -> None:
        shipped = json.loads(LIST.read_text(encoding="utf-8"))
        given = [
            {**word, "unless": "\n".join(word.get("unless", ())), "source": shipped["source"]}
            for word in shipped["words"]
        ]
        count = add_watch_words(by="system:watch_words", reason="添付の要注意語の一覧を登録する", given=given)
        self.stdout.write(f"要注意語：新しく {count}件、全部で {WatchWord.objects.count()}件")
