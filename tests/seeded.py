"""The seed in the test database, loaded once a module and rolled back after it."""

import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from meetings.models import Meeting

DOCUMENT = Path(settings.BASE_DIR) / "fixtures" / "seed000" / "document.txt"


def load_seed(**options: Any) -> str:
    """Run the command; returns what it printed."""
    printed = StringIO()
    call_command("load_seed", stdout=printed, **options)
    return printed.getvalue()


@pytest.fixture(scope="module")
def loaded_seed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The seed for a whole module; what a test changes besides is rolled back with that test."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_seed()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def seed(loaded_seed: None, db: None) -> Meeting:
    """The first sitting of the seed."""
    return Meeting.objects.get(number=1)


def folded(text: str) -> str:
    """The text without any white space, as the extraction's line breaks and spaces are no content."""
    return re.sub(r"\s", "", text)


def document() -> str:
    """The seed document, folded: its boxes as characters, without the mark-up of the extraction."""
    text = DOCUMENT.read_text(encoding="utf-8")
    text = re.sub(r'<input checked="" type="checkbox"/>', "☑", text)
    text = re.sub(r'<input type="checkbox"/>', "☐", text)
    text = re.sub(r"</?p>|^-{3,}\s+-{2}\s*$", "", text, flags=re.MULTILINE)
    return folded(text)
