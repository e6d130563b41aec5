"""配属: who holds an office from when to when, and what comes with it, above all on the first of April."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from portal.accounts import actions
from portal.accounts.models import Person, Posting, RoleGrant, User
from portal.accounts.rights import Noun, Verb
from portal.accounts.standing import Standing
from tests.factories.portal import (
    DepartmentFactory,
    OfficeFactory,
    OrganisationFactory,
    PersonFactory,
    PostingFactory,
    RoleFactory,
    UserFactory,
    allow,
    posted,
    user_who_may,
)
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db
ACCOUNTS = [(verb, noun) for verb in (Verb.READ, Verb.WRITE) for noun in (Noun.ACCOUNTS, Noun.DIRECTORY)]
APRIL, MARCH = date(2025, 4, 1), date(2025, 3, 31)
SYSTEM = {"by": "system:tests", "reason": "異動"}


def fresh(user: User) -> User:
    """The user as another request would read them."""
    return User.objects.get(pk=user.pk)


def office_with_role(*rights: tuple[str, str], **more: Any) -> Any:
    """An office whose holder has these rights."""
    office, role = OfficeFactory(**more), RoleFactory()
    with as_system():
        for verb, noun in rights:
            role.permissions.model(role=role, verb=verb, noun=noun).save()
        RoleGrant(office=office, role=role).save()
    return office


def test_transfer_in_april_ends_what_was_held_on_the_day_before_and_rights_go_along() -> None:
    user = UserFactory()
    old, new = office_with_role((Verb.READ, Noun.RECORD)), office_with_role((Verb.READ, Noun.DAYS))
    posted(user, old)
    person = Person.objects.get(user=user)

    actions.transfer(**SYSTEM, person=person, office=new, on=APRIL)

    before, after = Standing(user.pk, MARCH), Standing(user.pk, APRIL)
    assert [each.office for each in before.postings] == [old]
    assert [each.office for each in after.postings] == [new]
    assert before.reach(Verb.READ, Noun.RECORD)
    assert not before.reach(Verb.READ, Noun.DAYS)
    assert after.reach(Verb.READ, Noun.DAYS)
    assert not after.reach(Verb.READ, Noun.RECORD)


def test_transfer_may_leave_a_concurrent_post_and_ends_the_main_one() -> None:
    person = PersonFactory()
    main = PostingFactory(person=person)
    beside = PostingFactory(person=person, kind=Posting.Kind.CONCURRENT)

    actions.transfer(**SYSTEM, person=person, office=OfficeFactory(), on=APRIL, ends_others=False)

    assert Posting.objects.get(pk=main.pk).ends_on == MARCH
    assert Posting.objects.get(pk=beside.pk).ends_on is None


def test_transfer_on_the_day_a_posting_began_is_refused_and_says_which() -> None:
    posting = PostingFactory(starts_on=APRIL)
    with pytest.raises(ValidationError) as refused:
        actions.transfer(**SYSTEM, person=posting.person, office=OfficeFactory(), on=APRIL)
    assert str(posting.office) in refused.value.message_dict["on"][0]
    assert Posting.objects.count() == 1


def test_office_held_today_gives_the_role_and_an_ended_or_future_one_does_not() -> None:
    today = timezone.localdate()
    office = office_with_role((Verb.READ, Noun.RECORD))
    held = posted(UserFactory(), office)
    ended = posted(UserFactory(), office, ends_on=today - timedelta(days=1))
    future = posted(UserFactory(), office, starts_on=today + timedelta(days=1))

    assert [user.may(Verb.READ, Noun.RECORD) for user in map(fresh, (held, ended, future))] == [
        True,
        False,
        False,
    ]


def test_acting_and_concurrent_offices_give_their_roles_too_and_are_told_as_such() -> None:
    user = posted(UserFactory(), office_with_role((Verb.READ, Noun.RECORD), title="部長"))
    posted(user, office_with_role((Verb.READ, Noun.DAYS), title="課長"), kind=Posting.Kind.ACTING)
    user = fresh(user)

    assert user.may(Verb.READ, Noun.RECORD)
    assert user.may(Verb.READ, Noun.DAYS)
    assert user.actor_text.endswith("部長、代理：課長）")


def test_history_keeps_the_office_of_that_time() -> None:
    user = posted(user_who_may(*ACCOUNTS), OfficeFactory(title="前の課長"))
    organisation = actions.create_organisation(by=fresh(user), reason="試験", name="国", kind="state")
    person = Person.objects.get(user=user)
    actions.transfer(**SYSTEM, person=person, office=OfficeFactory(title="次の部長"), on=timezone.localdate())
    actions.edit_organisation(by=fresh(user), reason="試験", organisation=organisation, kana="くに")

    actors = list(organisation.history.order_by("history_id").values_list("history_actor", flat=True))
    assert "前の課長" in actors[0]
    assert "次の部長" not in actors[0]
    assert "次の部長" in actors[1]
    assert "前の課長" not in actors[1]


def test_second_main_post_on_the_same_days_is_refused() -> None:
    posting = PostingFactory(ends_on=MARCH)
    with pytest.raises(ValidationError) as refused:
        actions.start_posting(**SYSTEM, person=posting.person, office=OfficeFactory(), starts_on=MARCH)
    assert "本務は同じ日に一つだけ" in refused.value.message_dict["starts_on"][0]
    actions.start_posting(**SYSTEM, person=posting.person, office=OfficeFactory(), starts_on=APRIL)


def test_posting_to_a_department_that_is_not_there_on_the_day_is_refused() -> None:
    closed = OfficeFactory(department=DepartmentFactory(valid_to=MARCH))
    later = OfficeFactory(department=DepartmentFactory(valid_from=APRIL))
    with pytest.raises(ValidationError) as gone:
        actions.start_posting(**SYSTEM, person=PersonFactory(), office=closed, starts_on=APRIL)
    with pytest.raises(ValidationError) as early:
        actions.start_posting(
            **SYSTEM, person=PersonFactory(), office=later, starts_on=date(2024, 4, 1), ends_on=MARCH
        )
    assert "starts_on" in gone.value.message_dict
    assert "ends_on" in early.value.message_dict


def test_posting_is_mended_ended_and_taken_away() -> None:
    posting = PostingFactory()
    actions.edit_posting(**SYSTEM, posting=posting, kind=Posting.Kind.CONCURRENT)
    posting = Posting.objects.get(pk=posting.pk)
    actions.end_posting(**SYSTEM, posting=posting, ends_on=MARCH)
    assert Posting.objects.get(pk=posting.pk).ends_on == MARCH
    actions.remove_posting(**SYSTEM, posting=Posting.objects.get(pk=posting.pk))
    assert not Posting.objects.exists()


def test_department_s_administrator_posts_within_it_and_nowhere_else() -> None:
    ours = DepartmentFactory()
    inside, outside = OfficeFactory(department=ours, organisation=ours.organisation), OfficeFactory()
    by = allow(UserFactory(), *ACCOUNTS, department=ours)

    actions.start_posting(by=by, reason="試験", person=PersonFactory(), office=inside, starts_on=APRIL)
    with pytest.raises(PermissionDenied):
        actions.start_posting(by=by, reason="試験", person=PersonFactory(), office=outside, starts_on=APRIL)
    stranger = PostingFactory(office=outside).person
    with pytest.raises(PermissionDenied):
        actions.start_posting(
            by=by, reason="試験", person=stranger, office=inside, starts_on=APRIL, kind="concurrent"
        )


def test_nobody_posts_anybody_into_more_rights_than_they_administer() -> None:
    ours = DepartmentFactory()
    office = office_with_role(*ACCOUNTS, department=ours, organisation=ours.organisation)
    by = allow(UserFactory(), *ACCOUNTS, department=ours)
    for act in (
        lambda: actions.start_posting(
            by=by, reason="試験", person=PersonFactory(), office=office, starts_on=APRIL
        ),
        lambda: actions.edit_posting(
            by=by, reason="試験", posting=PostingFactory(office=office), starts_on=APRIL
        ),
        lambda: actions.grant_role(by=by, reason="試験", role=RoleFactory(), office=office),
    ):
        with pytest.raises(PermissionDenied):
            act()
    user_who_may(*ACCOUNTS)
    grant = actions.grant_role(by=by, reason="試験", role=RoleFactory(), office=office, department=ours)
    actions.revoke_role(by=by, reason="試験", grant=grant)


def test_last_administrator_by_office_is_not_moved_away() -> None:
    office = office_with_role(*ACCOUNTS)
    user = posted(UserFactory(), office)

    def posting() -> Posting:
        return Posting.objects.get(person__user=user)

    for act in (
        lambda: actions.end_posting(**SYSTEM, posting=posting(), ends_on=timezone.localdate()),
        lambda: actions.remove_posting(**SYSTEM, posting=posting()),
        lambda: actions.edit_posting(**SYSTEM, posting=posting(), office=OfficeFactory()),
        lambda: actions.link_person(**SYSTEM, user=user, person=None),
    ):
        with pytest.raises(ValidationError, match="管理できる人がいなくなる"):
            act()


def test_user_and_person_are_linked_and_keep_one_name() -> None:
    person, other = PersonFactory(name="山田"), PersonFactory(name="佐藤")
    user = actions.create_user(
        **SYSTEM, staff_number="9001", name="山田", password="correct-horse-battery", person=person
    )
    person = Person.objects.get(pk=person.pk)
    assert person.user == user

    actions.edit_user(**SYSTEM, user=user, name="鈴木")
    assert Person.objects.get(pk=person.pk).name == "鈴木"
    actions.edit_person(**SYSTEM, person=Person.objects.get(pk=person.pk), name="高橋", kana="たかはし")
    assert fresh(user).name == "高橋"
    actions.link_person(**SYSTEM, user=fresh(user), person=other)
    assert fresh(user).person == other
    assert actions.link_person(**SYSTEM, user=fresh(user), person=other) == user
    actions.link_person(**SYSTEM, user=fresh(user), person=None)
    assert not Person.objects.filter(user=user).exists()


def test_person_of_more_rights_is_not_linked_to_an_account_of_one_s_own() -> None:
    ours = DepartmentFactory()
    office = office_with_role(*ACCOUNTS, department=ours, organisation=ours.organisation)
    person = PostingFactory(office=office).person
    by = allow(UserFactory(), *ACCOUNTS, department=ours)
    with pytest.raises(PermissionDenied):
        actions.link_person(by=by, reason="試験", user=UserFactory(), person=person)


def test_department_and_office_move_only_where_one_administers_both_ends() -> None:
    ward = OrganisationFactory()
    ours, theirs = DepartmentFactory(organisation=ward), DepartmentFactory(organisation=ward)
    section = actions.create_department(**SYSTEM, organisation=ward, parent=ours, name="係")
    office = actions.create_office(**SYSTEM, organisation=ward, department=ours, title="係長")
    by = allow(UserFactory(), *ACCOUNTS, department=ours)
    with pytest.raises(PermissionDenied):
        actions.edit_department(by=by, reason="試験", department=section, parent=theirs)
    with pytest.raises(PermissionDenied):
        actions.edit_office(by=by, reason="試験", office=office, department=theirs)
    actions.edit_department(
        by=by, reason="試験", department=type(section).objects.get(pk=section.pk), valid_to=MARCH
    )
    actions.edit_office(by=by, reason="試験", office=type(office).objects.get(pk=office.pk), title="主査")
    newcomer = actions.create_person(by=by, reason="試験", name="新人")
    actions.edit_person(by=by, reason="試験", person=newcomer, kana="しんじん")


def test_row_of_the_rights_table_is_changed_at_once_and_keeps_an_administrator() -> None:
    role, administrator = RoleFactory(code="staff"), UserFactory()
    with as_system():
        RoleGrant(user=administrator, role=role).save()
    for verb, noun in ACCOUNTS:
        actions.allow(**SYSTEM, role=role, verb=verb, noun=noun)
    actions.edit_role(
        by=administrator,
        reason="試験",
        role=role,
        allowed=[(Noun.RECORD, Verb.READ), (Noun.ACCOUNTS, Verb.READ)],
        forbidden=[(Noun.DIRECTORY, Verb.WRITE), (Noun.DAYS, Verb.READ)],
        description="試験の役割",
    )
    user = fresh(administrator)
    assert user.may(Verb.READ, Noun.RECORD)
    assert not user.may(Verb.WRITE, Noun.DIRECTORY)
    with pytest.raises(ValidationError, match="管理できる人がいなくなる"):
        actions.edit_role(by=user, reason="試験", role=role, forbidden=[(Noun.ACCOUNTS, Verb.WRITE)])
    cell = role.permissions.get(noun=Noun.RECORD)
    actions.forbid(by=fresh(user), reason="試験", permission=cell)
    assert not fresh(user).may(Verb.READ, Noun.RECORD)
