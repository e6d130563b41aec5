"""A handout with a file, as the tests of this room need it."""

from typing import Any

from meetings.actions.sittings import add_handout
from meetings.models import Handout
from portal.files.rules import checked_upload
from tests.factories import meetings as make
from tests.uploads import PDF, chosen

ACT: dict[str, Any] = {"by": "system:tests", "reason": "試験の準備"}


def handout_with_file(name: str = "資料3-1.pdf", content: bytes = PDF) -> Handout:
    """A paper with this file."""
    upload = checked_upload(chosen(name, content))
    return add_handout(**ACT, meeting=make.MeetingFactory(), number="3-1", title="概要", upload=upload)
