"""The verb that puts the agenda in order; the numbers follow the order, from 1 in each category."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import count

from meetings.actions.locking import refuse_locked
from meetings.actions.sittings import refuse_strangers
from meetings.models import AgendaItem
from portal.accounts.rights import Actor, Noun, writing
from portal.audit.locking import held
from portal.audit.writing import changed


def move_item(
    *, by: Actor, reason: str, item: AgendaItem, onto: AgendaItem, versions: Mapping[int, int]
) -> AgendaItem:
    """Put an item where another one stands; ``versions`` are those of the agenda that was read."""
    meeting = item.meeting
    with writing(Noun.SITTINGS, by=by, reason=reason, over=meeting, reason_optional=True):
        refuse_locked(meeting)
        refuse_strangers(meeting, item=onto)
        held(AgendaItem, {item.pk: item.version, onto.pk: onto.version, **versions})
        # Items that one may not read keep their place among the others.
        agenda = list(AgendaItem._base_manager.select_for_update().filter(meeting=meeting))
        place = agenda.index(onto)
        agenda.insert(place, agenda.pop(agenda.index(item)))
        _number_anew(agenda)
        return agenda[place]


def _number_anew(agenda: Sequence[AgendaItem]) -> None:
    """Store place and number of each, so that at no moment two of a category have the same number."""
    numbers: Counter[str] = Counter()
    waiting: list[tuple[AgendaItem, dict[str, int]]] = []
    for position, item in enumerate(agenda, start=1):
        numbers[item.category] += 1
        place = {"number": numbers[item.category], "position": position}
        if (item.number, item.position) != (place["number"], position):
            waiting.append((item, place))
    while waiting:
        taken = {(item.category, item.number): item for item, _ in waiting}
        free = [
            each for each in waiting if taken.get((each[0].category, each[1]["number"]), each[0]) == each[0]
        ]
        for item, place in free:
            changed(item, **place)
        if not free:
            _step_aside(waiting[0][0], agenda)
        waiting = [each for each in waiting if each not in free]


def _step_aside(item: AgendaItem, agenda: Sequence[AgendaItem]) -> None:
    """A number that nobody has, until its own is free: some wait for one another in a ring."""
    known = {each.number for each in agenda}
    changed(item, number=next(number for number in count(len(agenda) + 1) if number not in known))
