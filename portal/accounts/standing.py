"""Where a user stands today: offices held, departments, and how far the roles reach.

What a user may read is a question put into SQL, and putting it costs more than asking it. So it is kept from
one request to the next (``worked_out``), for as long as all it was made from is still the same: the facts are
read anew in every request, the conclusion is drawn once.
"""

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
Fact = Callable[["Standing"], object]
Conclusion = tuple[dict[Fact, object], object]

# What was concluded from which facts. More than this many would take more room than they save time.
MOST_CONCLUSIONS = 2000
_conclusions: dict[Hashable, Conclusion] = {}


class Standing:
    """Read when it is asked for, each part once: three queries at most, whatever a page asks.

    It is of one day: an expired posting gives nothing, and a request is short.
    """

    def __init__(self, user_key: int, day: date | None = None) -> None:
        self.user_key = user_key
        self.day = day or timezone.localdate()
        self._answers: dict[Hashable, object] = {}
        self._facts: dict[Fact, object] = {}
        self._noted: list[dict[Fact, object]] = []
        self._concluded: dict[Hashable, Conclusion] = {}

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

    def fact(self, read: "Callable[[Standing], Answer]") -> Answer:
        """What ``read`` finds of this user, read once; whatever is being worked out has been made from it."""
        if read not in self._facts:
            self._facts[read] = read(self)
        for noted in self._noted:
            noted[read] = self._facts[read]
        return cast(Answer, self._facts[read])

    def worked_out(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """The answer to a question that follows from facts alone, kept in this process while these stay.

        ``ask`` reads the database through ``fact`` only; what it makes is shared by threads, never changed.
        """
        known = self._concluded.get(question)
        if known is None:
            lasting = (question, self.user_key, self.day)
            known = _conclusions.get(lasting)
            if known is None or any(self.fact(read) != value for read, value in known[0].items()):
                known = self._conclude(ask)
                if len(_conclusions) >= MOST_CONCLUSIONS:
                    _conclusions.clear()
                _conclusions[lasting] = known
            self._concluded[question] = known
        for noted in self._noted:
            noted |= known[0]
        return cast(Answer, known[1])

    def _conclude(self, ask: Callable[[], object]) -> Conclusion:
        self._noted.append({})
        try:
            answer = ask()
        finally:
            facts = self._noted.pop()
        return facts, answer

    @property
    def offices(self) -> frozenset[int]:
        """The offices held."""
        return self.fact(_offices)

    @property
    def organisations(self) -> frozenset[int]:
        """The organisations one is posted in."""
        return self.fact(_organisations)

    @property
    def departments(self) -> frozenset[int]:
        """The departments one is posted in, and those they are part of."""
        return self.fact(_departments)

    def reach(self, verb: str, noun: str) -> Reach:
        """How far the roles held today allow the verb on the family."""
        return self.fact(_reaches).get((noun, verb), Reach())

    @cached_property
    def own_departments(self) -> set[int]:
        """The departments one is posted in."""
        return {posting.office.department_id for posting in self.postings if posting.office.department_id}

    @cached_property
    def grants(self) -> list[tuple[str, str, int | None, int | None, bool]]:
        """Every right of every grant, the user's own and those of the offices held."""
        held = Posting.objects.held_on(self.day).filter(person__user=self.user_key)
        grants = RoleGrant.objects.filter(Q(user=self.user_key) | Q(office__in=held.values("office")))
        columns = ("role__permissions__noun", "role__permissions__verb")
        return list(grants.values_list(*columns, "organisation_id", "department_id", "own_bodies"))

    @cached_property
    def parents(self) -> Parents:
        """The trees that matter to this user: those of the own departments and of the granted ones."""
        roots = self.own_departments | {grant[3] for grant in self.grants if grant[3]}
        trees = Department.objects.filter(pk__in=roots).values("organisation")
        return dict(Department.objects.filter(organisation__in=trees).values_list("pk", "parent_id"))


def _offices(standing: Standing) -> frozenset[int]:
    return frozenset(posting.office_id for posting in standing.postings)


def _organisations(standing: Standing) -> frozenset[int]:
    return frozenset(posting.office.organisation_id for posting in standing.postings)


def _departments(standing: Standing) -> frozenset[int]:
    own = standing.own_departments
    return with_all_above(own, standing.parents) if own else frozenset()


def _reaches(standing: Standing) -> dict[tuple[str, str], Reach]:
    reaches: dict[tuple[str, str], Reach] = defaultdict(Reach)
    below: dict[int, frozenset[int]] = {}
    for noun, verb, organisation, department, own_bodies in standing.grants:
        if department is not None and department not in below:
            below[department] = with_all_below([department], standing.parents)
        reaches[noun, verb] |= Reach(
            everywhere=not (organisation or department or own_bodies),
            organisations=frozenset([organisation] if organisation else ()),
            departments=below.get(department, frozenset()) if department else frozenset(),
            own_bodies=own_bodies,
        )
    return dict(reaches)
