"""Who is typing into which row: a note that fades, kept beside the records, and never a lock."""

from time import time
from typing import Any

from django.core.cache import caches

from meetings.models import Meeting, MinutesEntry
from meetings.views.places import BelowMeeting, record_row_url
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.site.pages import Crumb

# A row is asked after every ten seconds; who has not been heard of for three times as long has gone.
FADES_AFTER = 30
Notes = dict[int, dict[int, tuple[str, float]]]


def _notes(meeting: Meeting) -> Notes:
    """Row key → user key → name and when, of those who typed lately."""
    found: Notes = caches["typing"].get(f"meeting-{meeting.pk}") or {}
    since = time() - FADES_AFTER
    return {row: {key: note for key, note in each.items() if note[1] > since} for row, each in found.items()}


def note_typing(meeting: Meeting, row: int, user: User) -> None:
    """Note that the user has this row open."""
    notes = _notes(meeting)
    notes.setdefault(row, {})[user.pk] = (user.name, time())
    caches["typing"].set(f"meeting-{meeting.pk}", notes)


def typing_others(meeting: Meeting, user: User) -> dict[int, str]:
    """Row key → the names of the others who have it open."""
    found = {
        row: "、".join(name for key, (name, _) in each.items() if key != user.pk)
        for row, each in _notes(meeting).items()
    }
    return {row: names for row, names in found.items() if names}


class RecordTyping(BelowMeeting):
    """入力中の人: asked for by the open editor, which says in the same breath which row it has open."""

    noun = Noun.RECORD
    verb = Verb.WRITE
    title = "入力中の人"
    template_name = "meetings/record_typing.html"

    def load(self) -> None:
        """The sitting, and the rows in order; a row that is named is noted."""
        super().load()
        rows = self.visible(MinutesEntry.objects.filter(meeting=self.meeting))
        self.numbers = {key: number for number, key in enumerate(rows.values_list("pk", flat=True), start=1)}
        for key in self.request.GET.getlist("row"):
            if key.isdecimal() and int(key) in self.numbers and self.may(Verb.WRITE):
                note_typing(self.meeting, int(key), self.user)

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議 › the sitting › its record."""
        return [*super().get_breadcrumbs(), Crumb("会議録", record_row_url(self.meeting))]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The rows that others have open, by their numbers."""
        others = typing_others(self.meeting, self.user)
        busy = [(self.numbers[key], key, names) for key, names in others.items() if key in self.numbers]
        return super().get_context(meeting=self.meeting, busy=sorted(busy), **extra)
