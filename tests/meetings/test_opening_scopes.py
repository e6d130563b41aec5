"""Who reads what the next sitting takes along: those who read it before, and nobody else."""

from typing import Any

import pytest

from meetings.choices import MeetingState
from meetings.models import Meeting, MeetingReader
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.disclosure.choices import ReadingScope
from tests.factories import meetings as make
from tests.factories.portal import PersonFactory, user_who_may
from tests.factories.writing import as_system
from tests.meetings.openings import STANDING, Last, opened

pytestmark = pytest.mark.django_db


def _names(record: Any, kind: str) -> User:
    """Only who is named may read the record; one such user."""
    user = user_who_may((Verb.READ, Noun.SITTINGS))
    with as_system():
        record.reading_scope = ReadingScope.NAMED
        record.save()
        MeetingReader(person=PersonFactory(user=user), **{kind: record}).save()
    return user


def test_who_was_named_for_the_sitting_and_its_item_is_named_again_and_nobody_else(last: Last) -> None:
    of_sitting, of_item = _names(last.meeting, "meeting"), _names(last.standing, "item")

    meeting = opened(last, frame=[last.standing], reading_scope=ReadingScope.NAMED)

    named = MeetingReader.objects.exclude(meeting=last.meeting).exclude(item=last.standing)
    again = {(each.person, each.meeting, each.item) for each in named}
    assert again == {(of_sitting.person, meeting, None), (of_item.person, None, meeting.items.get())}
    assert Meeting.objects.visible_to(of_sitting).filter(pk=meeting.pk).exists()
    assert not Meeting.objects.visible_to(of_item).filter(pk=meeting.pk).exists()


@pytest.mark.parametrize("scope", ["", ReadingScope.NAMED])
def test_what_only_those_named_for_an_earlier_sitting_read_is_read_by_no_others_when_it_comes_back(
    last: Last, scope: str
) -> None:
    earlier = make.MeetingFactory(body=last.meeting.body, number=1, state=MeetingState.ENDED)
    item = make.AgendaItemFactory(meeting=earlier, title="人事の案件")
    reader = _names(earlier, "meeting")
    if scope:
        _names(last.meeting, "meeting")

    meeting = opened(last, unreached=[item], frame=[last.standing], reading_scope=scope)

    came_back, standing = meeting.items.get(title="人事の案件"), meeting.items.get(title=STANDING)
    assert (came_back.reading_scope, standing.reading_scope) == (ReadingScope.NAMED, "")
    assert [each.person for each in came_back.readers.all()] == [reader.person]


def test_what_the_body_kept_to_those_named_stays_theirs_in_a_sitting_that_all_may_read(last: Last) -> None:
    reader = _names(last.meeting.body, "body")

    inherits = opened(last, frame=[last.standing])
    opens = opened(last, number=5, frame=[last.standing], reading_scope=ReadingScope.EVERYONE)

    assert inherits.items.get().reading_scope == ""
    assert [each.person for each in opens.items.get().readers.all()] == [reader.person]
