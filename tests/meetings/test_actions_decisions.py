"""Verbs of decisions where no page leads, and what stays when one is refused."""

import pytest
from django.core.exceptions import ValidationError

from meetings.actions import decisions
from meetings.models import Decision, Deferral
from portal.sources.models import StatedDate
from tests.factories import meetings as make

pytestmark = pytest.mark.django_db

WHO = {"by": "system:tests", "reason": "試験"}
OUTCOME = {"sentence": "もう一度検討する。", "effective_on": make.DAY}


def test_deferral_of_another_item_is_no_deferral_of_this_motion() -> None:
    motion, elsewhere = make.MotionFactory(), make.DeferralFactory()

    with pytest.raises(ValidationError, match="同じ議題"):
        decisions.record_decision(motion=motion, outcome="reconsider", deferral=elsewhere, **OUTCOME, **WHO)

    assert not Decision.objects.exists()


def test_closed_outcome_takes_no_deferral() -> None:
    deferral = make.DeferralFactory()
    motion = make.MotionFactory(item=deferral.item)

    with pytest.raises(ValidationError, match="再検討・継続審議のときだけ"):
        decisions.record_decision(motion=motion, outcome="rejected", deferral=deferral, **OUTCOME, **WHO)


def test_refused_deferral_leaves_no_date_behind() -> None:
    item = make.AgendaItemFactory()
    due = StatedDate(words="あと1か月", precision="day")

    with pytest.raises(ValidationError):
        decisions.defer_item(item=item, decider_kind="head", due=due, **WHO)

    assert not Deferral.objects.exists()
    assert not StatedDate.objects.exists()


def test_date_taken_from_a_deferral_is_removed_with_its_history_kept() -> None:
    item = make.AgendaItemFactory()
    due = StatedDate(words="あと1か月", precision="day")
    deferral = decisions.defer_item(item=item, decider_kind="meeting", due=due, **WHO)

    decisions.edit_deferral(deferral=deferral, due=None, **WHO)

    assert not StatedDate.objects.exists()
    assert StatedDate.history.filter(words="あと1か月", history_type="-").exists()
