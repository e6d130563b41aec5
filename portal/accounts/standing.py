"""Where a user stands today: offices held, departments, and how far the roles reach."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from datetime import date
from functools import cached_property
from typing import TypeVar, cast

from django.db.models import Q
from django.utils import timezone

from portal.accounts.models import Department, Posting, RoleGrant
from portal.accounts.reach import Parents, Reach, with_all_above, with_all_below

Answer = TypeVar("Answer")


class Standing:
    """Read when it is asked for, each part once: three queries at most, whatever a page asks.

    It is of one day: an expired posting gives nothing, and a request is short.
    """

    def __init__(self, user_key: int, day: date | None = None) -> None:
        self.user_key = user_key
        self.day = day or timezone.localdate()
        self._answers: dict[Hashable, object] = {}

    def remembered(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """The answer to a question about this user, asked once."""
        if question not in self._answers:
            self._answers[question] = ask()
        return cast(Answer, self._answers[question])

    @cached_property
    def postings(self) -> list[Posting]:
        """The postings in force, 本務 first."""
        order = {kind: place for place, kind in enumerate(Posting.Kind.values)}
        found = Posting.objects.held_on(self.day).filter(person__user=self.user_key).named()
        return sorted(found, key=lambda posting: (order[posting.kind], posting.starts_on, posting.pk))

    @cached_property
    def offices(self) -> frozenset[int]:
        """The offices held."""
        return frozenset(posting.office_id for posting in self.postings)

    @cached_property
    def organisations(self) -> frozenset[int]:
        """The organisations one is posted in."""
        return frozenset(posting.office.organisation_id for posting in self.postings)

    @cached_property
    def departments(self) -> frozenset[int]:
        """The departments one is posted in, and those they are part of."""
        return with_all_above(self._own_departments, self._parents) if self._own_departments else frozenset()

    def reach(self, verb: str, noun: str) -> Reach:
        """How far the roles held today allow the verb on the family."""
        return self._reaches.get((noun, verb), Reach())

    @cached_property
    def _own_departments(self) -> set[int]:
        return {posting.office.department_id for posting in self.postings if posting.office.department_id}

    @cached_property
    def _grants(self) -> list[tuple[str, str, int | None, int | None, bool]]:
        """Every right of every grant, the user's own and those of the offices held."""
        held = Posting.objects.held_on(self.day).filter(person__user=self.user_key)
        grants = RoleGrant.objects.filter(Q(user=self.user_key) | Q(office__in=held.values("office")))
        columns = ("role__permissions__noun", "role__permissions__verb")
        return list(grants.values_list(*columns, "organisation_id", "department_id", "own_bodies"))

    @cached_property
    def _parents(self) -> Parents:
        """The trees that matter to this user: those of the own departments and of the granted ones."""
        roots = self._own_departments | {grant[3] for grant in self._grants if grant[3]}
        trees = Department.objects.filter(pk__in=roots).values("organisation")
        return dict(Department.objects.filter(organisation__in=trees).values_list("pk", "parent_id"))

    @cached_property
    def _reaches(self) -> dict[tuple[str, str], Reach]:
        reaches: dict[tuple[str, str], Reach] = defaultdict(Reach)
        below: dict[int, frozenset[int]] = {}
        for noun, verb, organisation, department, own_bodies in self._grants:
            if department is not None and department not in below:
                below[department] = with_all_below([department], self._parents)
            reaches[noun, verb] |= Reach(
                everywhere=not (organisation or department or own_bodies),
                organisations=frozenset([organisation] if organisation else ()),
                departments=below.get(department, frozenset()) if department else frozenset(),
                own_bodies=own_bodies,
            )
        return dict(reaches)
