"""Verbs of disclosure where no page leads yet."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portal.accounts.rights import Noun, Verb
from portal.accounts.visibility import place_of
from portal.disclosure.actions import (
    add_ground,
    answer_review,
    open_review,
    substitute_passage,
    withhold_passage,
)
from portal.disclosure.choices import EndTrigger
from portal.disclosure.models import DisclosureGround, Withholding
from tests.factories.portal import (
    DisclosureGroundFactory,
    OrganisationFactory,
    UserFactory,
    user_who_may,
)

pytestmark = pytest.mark.django_db


def test_add_ground_needs_the_right_and_keeps_the_reason():
    officer = user_who_may((Verb.WRITE, Noun.DISCLOSURE))
    values = {"ordinance": "行政情報公開条例", "code": "deliberation", "label": "審議検討情報"}
    with pytest.raises(PermissionDenied):
        add_ground(by=UserFactory(), reason="条例のとおり", **values)
    assert not DisclosureGround.objects.exists()
    ground = add_ground(by=officer, reason="条例のとおり", **values)
    assert ground.history.get().history_change_reason == "条例のとおり"


def test_released_passage_stays_in_the_ledger_as_released():
    officer = user_who_may((Verb.WRITE, Noun.DISCLOSURE))
    record = OrganisationFactory(name="A社")
    withheld = withhold_passage(
        by=officer,
        reason="契約まで",
        record=record,
        field="name",
        span=(0, 2),
        ground=DisclosureGroundFactory(),
        end_trigger=EndTrigger.CONTRACT,
    )
    assert withheld.decided_by == officer
    review = open_review(
        by=officer, reason="開示請求", withholding=withheld, occasion="request", opened_on=date(2024, 9, 2)
    )
    assert str(review) == "開示請求による見直し"
    answer = {"answer": "release", "answered_on": date(2024, 9, 13)}
    answer_review(by=officer, reason="契約したため", review=review, **answer)
    withheld.refresh_from_db()
    assert withheld.state == Withholding.State.RELEASED
    assert [row.history_change_reason for row in withheld.history.order_by("history_id")] == [
        "契約まで",
        "契約したため",
    ]
    with pytest.raises(ValidationError, match="既に解除"):
        open_review(
            by=officer, reason="もう一度", withholding=withheld, occasion="other", opened_on=date.today()
        )


@pytest.mark.parametrize("span", [(1, 1), (0, 9)])
def test_passage_without_words_is_refused(span: tuple[int, int]):
    officer = user_who_may((Verb.WRITE, Noun.DISCLOSURE))
    with pytest.raises(ValidationError, match="選んだ範囲に言葉がありません"):
        substitute_passage(
            by=officer,
            reason="一般名にする",
            record=OrganisationFactory(name="A社"),
            field="name",
            span=span,
            public_words="事業者",
        )


def test_passage_belongs_where_its_record_does():
    record = OrganisationFactory(name="A社")
    withheld = withhold_passage(
        by=user_who_may((Verb.WRITE, Noun.DISCLOSURE)),
        reason="契約まで",
        record=record,
        field="name",
        span=(0, 2),
        ground=DisclosureGroundFactory(),
        end_trigger=EndTrigger.CONTRACT,
    )
    assert withheld.whereabouts == place_of(record)
    assert withheld.ground.value_in_words() == str(withheld.ground)
