"""庁内閲覧範囲: whom each scope lets in, on the record itself and on all that hangs on it."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from meetings.actions import sittings as actions
from meetings.models import AgendaItem, Commitment, Handout, Meeting, MeetingBody, MinutesEntry
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.disclosure.actions import withhold_passage
from portal.disclosure.choices import ReadingScope
from portal.sources.models import Citation
from tests.factories import meetings as make
from tests.factories.portal import (
    DepartmentFactory,
    DisclosureGroundFactory,
    OfficeFactory,
    OrganisationFactory,
    PersonFactory,
    allow,
    posted,
    user_who_may,
)
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db
READS = [
    (Verb.READ, noun)
    for noun in (Noun.BODIES, Noun.SITTINGS, Noun.RECORD, Noun.DECISIONS, Noun.SOURCES, Noun.HISTORY)
]


class House:
    """A ward with a secretariat, a member of the body, a department that explains, and a stranger."""

    def __init__(self, scope: ReadingScope) -> None:
        self.ward = OrganisationFactory()
        self.secretariat, self.member, self.explains, self.stranger = (
            self._somebody(DepartmentFactory(organisation=self.ward)) for _ in range(4)
        )
        self.body = make.MeetingBodyFactory(
            organisation=self.ward, secretariat=_department(self.secretariat), reading_scope=scope
        )
        seat = make.SeatFactory(body=self.body, office=_office(self.member))
        self.meeting = make.MeetingFactory(body=self.body)
        make.AttendanceFactory(meeting=self.meeting, seat=seat)
        self.item = make.AgendaItemFactory(meeting=self.meeting, explainer=_department(self.explains))

    def _somebody(self, department: Any) -> User:
        return posted(user_who_may(*READS), OfficeFactory(organisation=self.ward, department=department))

    def readers_of(self, record: Any) -> set[str]:
        """Which of the four read the record."""
        four = ("secretariat", "member", "explains", "stranger")
        reads = type(record)._default_manager
        return {who for who in four if reads.visible_to(fresh(getattr(self, who))).filter(pk=record.pk)}


def _office(user: User) -> Any:
    return user.standing.postings[0].office


def _department(user: User) -> Any:
    return _office(user).department


def fresh(user: User) -> User:
    """The user as another request would read them."""
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(
    ("scope", "body", "meeting"),
    [
        (ReadingScope.EVERYONE, {"secretariat", "member", "explains", "stranger"}, None),
        (ReadingScope.CONCERNED, {"secretariat", "member"}, {"secretariat", "member", "explains"}),
        (ReadingScope.ATTENDEES, {"secretariat", "member"}, None),
        (ReadingScope.NAMED, set(), None),
    ],
)
def test_scope_of_a_body_lets_in_whom_it_says(
    scope: ReadingScope, body: set[str], meeting: set[str] | None
) -> None:
    house = House(scope)

    assert house.readers_of(house.body) == body
    assert house.readers_of(house.meeting) == (body if meeting is None else meeting)


def test_attendees_are_those_on_the_list_of_attendance() -> None:
    house = House(ReadingScope.ATTENDEES)
    absent = house._somebody(DepartmentFactory(organisation=house.ward))
    make.SeatFactory(body=house.body, office=_office(absent))
    planned = make.MeetingFactory(body=house.body)

    assert Meeting.objects.visible_to(fresh(absent)).get() == planned
    assert Meeting.objects.visible_to(fresh(house.member)).count() == 2


def test_sitting_with_a_scope_of_its_own_is_not_read_by_the_body_s() -> None:
    house = House(ReadingScope.EVERYONE)
    with as_system():
        house.meeting.reading_scope = ReadingScope.CONCERNED
        house.meeting.save()

    assert house.readers_of(house.body) == {"secretariat", "member", "explains", "stranger"}
    assert house.readers_of(house.meeting) == {"secretariat", "member", "explains"}


@pytest.mark.parametrize("kind", ["person", "office", "department"])
def test_named_reader_is_a_person_an_office_or_a_department(kind: str) -> None:
    house = House(ReadingScope.NAMED)
    person = house.stranger.person  # type: ignore[attr-defined]
    named = {"person": person, "office": _office(house.stranger), "department": _department(house.stranger)}
    with as_system():
        house.body.readers.model(body=house.body, **{kind: named[kind]}).save()

    assert house.readers_of(house.body) == {"stranger"}
    assert house.readers_of(house.meeting) == {"stranger"}


def test_whoever_reads_whatever_the_scope_reads_it_as_far_as_that_right_goes() -> None:
    house = House(ReadingScope.NAMED)
    everywhere = allow(user_who_may(*READS), (Verb.READ_ANY, Noun.BODIES), (Verb.READ_ANY, Noun.SITTINGS))

    assert Meeting.objects.visible_to(everywhere).get() == house.meeting
    assert not Meeting.objects.visible_to(allow(user_who_may(*READS), (Verb.READ_ANY, Noun.RECORD))).exists()


def closed_item(house: House) -> dict[str, Any]:
    """An item for its explainers alone, and one of everything that hangs on it."""
    entry = make.MinutesEntryFactory(meeting=house.meeting, item=house.item)
    made = {
        "item": house.item,
        "handout": make.HandoutFactory(meeting=house.meeting, item=house.item),
        "entry": entry,
        "motion": make.MotionFactory(item=house.item),
        "commitment": make.CommitmentFactory(meeting=house.meeting, entry=entry),
        "deferral": make.DeferralFactory(item=house.item),
    }
    made["decision"] = make.DecisionFactory(motion=made["motion"])
    with as_system():
        house.item.reading_scope = ReadingScope.CONCERNED
        house.item.save()
    return made


def test_what_hangs_on_an_item_is_never_more_visible_than_the_item() -> None:
    house = House(ReadingScope.EVERYONE)
    made = closed_item(house)

    for name, record in made.items():
        assert house.readers_of(record) == {"secretariat", "member", "explains"}, name
    assert house.readers_of(house.meeting) == {"secretariat", "member", "explains", "stranger"}


def test_citation_of_a_closed_item_is_as_hidden_as_the_item() -> None:
    house = House(ReadingScope.EVERYONE)
    closed_item(house)
    with as_system():
        source = Citation._meta.get_field("source").related_model(title="会議録", kind="minutes")
        source.save()
        Citation(
            source=source, record_model="meetings.agendaitem", record_key=house.item.pk, quote="議題"
        ).save()

    assert Citation.objects.visible_to(fresh(house.explains)).count() == 1
    assert Citation.objects.visible_to(fresh(house.stranger)).count() == 0


@pytest.mark.parametrize(
    "path", ["/items/{item}/", "/history/meetings.agendaitem/{item}/", "/handouts/{handout}/"]
)
def test_pages_of_a_closed_item_are_not_there_for_a_stranger(client: Client, path: str) -> None:
    house = House(ReadingScope.EVERYONE)
    made = closed_item(house)
    address = path.format(item=made["item"].pk, handout=made["handout"].pk)

    client.force_login(house.stranger)
    assert client.get(address).status_code == 404
    client.force_login(house.explains)
    assert client.get(address).status_code == 200


def test_page_and_lists_of_a_sitting_do_not_name_its_closed_item(client: Client) -> None:
    house = House(ReadingScope.EVERYONE)
    made = closed_item(house)
    client.force_login(house.stranger)

    for path in (f"/meetings/{house.meeting.pk}/", "/items/", "/decisions/", "/commitments/", "/history/"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert made["item"].title not in answer.content.decode(), path


def test_history_remembers_a_scope_that_the_record_no_longer_has() -> None:
    house = House(ReadingScope.EVERYONE)
    closed_item(house)
    with as_system():
        house.item.reading_scope = ""
        house.item.save()
    reader = Client()
    reader.force_login(house.stranger)

    assert house.readers_of(house.item) == {"secretariat", "member", "explains", "stranger"}
    assert reader.get(f"/history/meetings.agendaitem/{house.item.pk}/").status_code == 404


def test_right_to_write_does_not_reach_what_may_not_be_seen() -> None:
    house = House(ReadingScope.EVERYONE)
    closed_item(house)
    writer = allow(house.stranger, (Verb.WRITE, Noun.SITTINGS))

    with pytest.raises(PermissionDenied):
        actions.edit_item(by=fresh(writer), reason="試験", item=house.item, title="書き換え")
    assert actions.edit_item(
        by=fresh(allow(house.explains, (Verb.WRITE, Noun.SITTINGS))),
        reason="試験",
        item=AgendaItem.objects.get(pk=house.item.pk),
        title="直した題名",
    )


def other_ward() -> tuple[User, House, House]:
    """Two wards, and somebody whose rights are given over the first."""
    first, second = House(ReadingScope.EVERYONE), House(ReadingScope.EVERYONE)
    return user_who_may(), first, second


@pytest.mark.parametrize("part", ["organisation", "department", "own_bodies"])
def test_right_given_over_a_part_reaches_that_part_only(part: str) -> None:
    user, first, second = other_ward()
    over: dict[str, Any] = {
        "organisation": {"organisation": first.ward},
        "department": {"department": first.body.secretariat},
        "own_bodies": {"own_bodies": True},
    }[part]
    if part == "own_bodies":
        posted(user, _office(first.member))
    allow(user, *READS, (Verb.WRITE, Noun.SITTINGS), **over)
    make.MinutesEntryFactory(meeting=second.meeting)
    make.CommitmentFactory(meeting=second.meeting)

    assert list(MeetingBody.objects.visible_to(fresh(user))) == [first.body]
    assert list(Meeting.objects.visible_to(fresh(user))) == [first.meeting]
    for kind in (MinutesEntry, Commitment, Handout):
        assert not kind.objects.visible_to(fresh(user)).exists()
    actions.edit_meeting(by=fresh(user), reason="試験", meeting=first.meeting, venue="会議室")
    with pytest.raises(PermissionDenied):
        actions.edit_meeting(by=fresh(user), reason="試験", meeting=second.meeting, venue="会議室")


def test_right_given_over_a_department_goes_down_its_subtree_and_not_up() -> None:
    user, first, _ = other_ward()
    below = DepartmentFactory(organisation=first.ward, parent=first.body.secretariat)
    beneath = make.MeetingBodyFactory(organisation=first.ward, secretariat=below)
    allow(user, *READS, department=first.body.secretariat)
    lower = allow(user_who_may(), *READS, department=below)

    assert set(MeetingBody.objects.visible_to(fresh(user))) == {first.body, beneath}
    assert list(MeetingBody.objects.visible_to(fresh(lower))) == [beneath]


def test_person_without_a_login_may_be_named() -> None:
    house = House(ReadingScope.NAMED)
    with as_system():
        house.body.readers.model(body=house.body, person=PersonFactory()).save()

    assert house.readers_of(house.body) == set()


def test_page_of_a_sitting_does_not_tell_what_is_withheld_in_a_closed_item(client: Client) -> None:
    house = House(ReadingScope.EVERYONE)
    made = closed_item(house)
    withhold_passage(
        by="system:tests",
        reason="審議中",
        record=made["entry"],
        field="text",
        span=(0, 2),
        ground=DisclosureGroundFactory(),
        end_trigger="none",
    )
    for who, told in ((house.stranger, 0), (house.explains, 1)):
        client.force_login(allow(who, (Verb.READ, Noun.DISCLOSURE)))
        assert len(client.get(f"/meetings/{house.meeting.pk}/").context["withheld"]) == told
