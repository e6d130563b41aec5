"""manage.py load_seed: the first meeting's record, the roles, and on request the example of withholding."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from meetings.management.seeding.example import load_example
from meetings.management.seeding.loading import Loader, load_roles
from meetings.management.seeding.placing import Placer
from portal.audit.operations import operation

BY = "system:load_seed"
REASON = "令和6年度第1回の会議録を、公開された文書のとおりに読み込む"
EXAMPLE_REASON = "例示：公開用の見本を作るための設定を読み込む"
FIXTURES = Path(settings.BASE_DIR) / "fixtures"
SEED_FILES = (
    "due_rules.json",
    "minutes_forms.json",
    "seed000/bodies.json",
    "seed000/sittings.json",
    "seed000/record.json",
    "seed000/decisions.json",
)


class Command(BaseCommand):
    """Loads what is not there yet; leaves alone what somebody has changed or removed since."""

    help = "会議録の初期データと役割を読み込みます。2回目からは何も変えません。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--with-example", action="store_true", help="非公開箇所の例示（公開用の見本のため）も読み込む"
        )

    def handle(self, *args: Any, with_example: bool, **options: Any) -> None:
        placer = Placer(by=BY, reason=REASON)
        with operation(by=BY, reason=REASON):
            load_roles(placer, FIXTURES / "roles.json")
            loader = Loader(placer)
            for name in SEED_FILES:
                loader.load(FIXTURES / name)
            placer.write_citations()
        if with_example:
            placer.reason = EXAMPLE_REASON
            with operation(by=BY, reason=EXAMPLE_REASON):
                load_example(loader, FIXTURES / "example_withholding.json")
                placer.write_citations()
        self.stdout.write(
            f"初期データ：新しく読み込んだもの {placer.new_count}件、既にあるもの {placer.known_count}件"
        )
