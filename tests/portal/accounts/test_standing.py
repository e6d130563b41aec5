"""What follows from rights and offices is kept from request to request, and never longer than they last."""

import pytest

from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.accounts.standing import Standing
from tests.factories.portal import OfficeFactory, UserFactory, allow, posted

pytestmark = pytest.mark.django_db


class Question:
    """Counts how often it is asked; each request has a standing of its own."""

    def __init__(self, user: User) -> None:
        self.user, self.asked = user, 0

    def answer(self) -> tuple[bool, int]:
        """By a right and by the offices held; asked within another question."""
        standing = Standing(self.user.pk)

        def inner() -> bool:
            self.asked += 1
            return bool(standing.reach(Verb.READ, Noun.DAYS))

        def outer() -> tuple[bool, int]:
            return standing.worked_out(("inner", id(self)), inner), len(standing.offices)

        assert standing.worked_out(("outer", id(self)), outer) == standing.worked_out(
            ("outer", id(self)), outer
        )
        return standing.worked_out(("outer", id(self)), outer)


def test_answer_is_kept_while_rights_and_offices_stay_and_worked_out_anew_when_one_changes() -> None:
    question = Question(UserFactory())
    assert [question.answer(), question.answer()] == [(False, 0), (False, 0)]
    assert question.asked == 1

    allow(question.user, (Verb.READ, Noun.DAYS))
    assert question.answer() == (True, 0)
    posted(question.user, OfficeFactory())
    assert question.answer() == (True, 1)
    assert question.asked == 2


def test_answer_known_before_the_one_that_holds_it_takes_its_facts_along() -> None:
    user = UserFactory()
    standing = Standing(user.pk)

    def inner() -> bool:
        return bool(standing.reach(Verb.READ, Noun.DAYS))

    assert standing.worked_out("known before", inner) is False
    assert standing.worked_out("holds it", lambda: standing.worked_out("known before", inner)) is False
    allow(user, (Verb.READ, Noun.DAYS))

    standing = Standing(user.pk)
    assert standing.worked_out("holds it", lambda: standing.worked_out("known before", inner)) is True


def test_answers_of_very_many_users_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[object, object] = {}
    monkeypatch.setattr("portal.accounts.standing._conclusions", kept)
    monkeypatch.setattr("portal.accounts.standing.MOST_CONCLUSIONS", 3)
    for number in range(10):
        assert Standing(number).worked_out("question", lambda answer=number: answer) == number
    assert len(kept) <= 3
