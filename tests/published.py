"""A record in the state of a published one, without the people and the printer on the way there."""

from django.utils import timezone

from meetings.choices import MinutesState
from meetings.models import Edition, Meeting
from portal.files import store
from portal.files.choices import FileKind
from portal.files.models import StoredFile
from tests.factories.portal import user_who_may_everything
from tests.factories.writing import as_system


def publish(edition: Edition, document: bytes = b"%PDF-") -> None:
    """Store what a public edition would be, with its file, and its record as published."""
    kept = store.put([document])
    with as_system():
        file = StoredFile(name="会議録.pdf", kind=FileKind.PDF, size=kept.size, sha256=kept.sha256)
        file.added_at = timezone.now()
        file.save()
        edition.pk, edition.audience, edition.file = None, "public", file
        edition.issued_by = user_who_may_everything()
        edition.page_count, edition.ledger_sequence, edition.ledger_head = 1, 1, "0" * 64
        edition.check_number = "0" * 12
        edition.save()
        meeting = Meeting.objects.get(pk=edition.meeting_id)
        meeting.minutes_state = MinutesState.PUBLISHED
        meeting.save()
