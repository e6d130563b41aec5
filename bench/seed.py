"""The demo's database for the benchmarks, in a folder that vanishes with them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connections

from meetings.models import Meeting
from portal.accounts.actions import create_user, grant_role
from portal.accounts.models import Role, User

MAKER = "system:bench"
WHY = "計測の準備"


@contextmanager
def seeded_database() -> Iterator[Path]:
    """A fresh database with the seed, its example of withholding and one user a role."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "portal.sqlite3"
        connections.settings["default"]["NAME"] = str(path)
        call_command("migrate", verbosity=0)
        call_command("load_seed", with_example=True, stdout=StringIO())
        for role in Role.objects.all():
            user = create_user(
                by=MAKER, reason=WHY, staff_number=f"B-{role.code}", name=role.code, password="never typed"
            )
            grant_role(by=MAKER, reason=WHY, user=user, role=role)
        try:
            yield path
        finally:
            connections.close_all()


def secretariat_and_meeting() -> tuple[User, Meeting]:
    """Who prints, and the sitting with a record."""
    secretariat = User.objects.get(staff_number=f"B-{Role.Code.SECRETARIAT}")
    return secretariat, Meeting.objects.visible_to(secretariat).exclude(ended_at=None).get()
