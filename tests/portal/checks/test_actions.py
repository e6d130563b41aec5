"""Contradictions come, change, are acknowledged and go: told by the records alone."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone

from meetings.actions.decisions import correct_decision
from meetings.actions.sittings import edit_item
from meetings.choices import Outcome
from meetings.models import AgendaItem, Decision
from portal.accounts.rights import Noun, Verb
from portal.audit.operations import operation
from portal.checks import rules as registry
from portal.checks.actions import acknowledge, find_contradictions
from portal.checks.models import Contradiction, ContradictionFact
from portal.sources.actions import add_source, cite
from portal.sources.models import Basis, Source
from tests.factories.meetings import AgendaItemFactory, DecisionFactory, MotionFactory
from tests.factories.portal import user_who_may, user_who_may_everything
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db
ACT: dict[str, Any] = {"by": "system:tests", "reason": "試験"}
RULE = "meetings.misread_decision"


@pytest.fixture
def clash() -> Contradiction:
    """A decision of approval under a line that says 再検討."""
    item = AgendaItemFactory(outcome_line="—議題について再検討—")
    DecisionFactory(motion=MotionFactory(item=item))
    return Contradiction.objects.get()


def item_of(contradiction: Contradiction) -> AgendaItem:
    return Decision.objects.get(pk=contradiction.subject_key).motion.item


def test_finding_is_written_in_the_operation_that_made_it_and_not_again(clash: Contradiction) -> None:
    made = Decision.history.get()
    assert Contradiction.history.get().operation_id == made.operation_id
    assert {row.operation_id for row in ContradictionFact.history.all()} == {made.operation_id}
    edit_item(**ACT, item=item_of(clash), title="題名だけを直す")
    clash.refresh_from_db()
    assert [row.version for row in Contradiction.history.all()] in ([1], [2, 1])
    assert clash.facts.count() == 2


def test_acknowledged_contradiction_keeps_who_when_and_why(clash: Contradiction) -> None:
    user = user_who_may_everything()
    acknowledge(by=user, reason="　議事録の書き間違いと確かめた。", contradiction=clash)
    clash.refresh_from_db()
    assert (clash.acknowledged_by, clash.acknowledgement) == (user, "議事録の書き間違いと確かめた。")
    assert clash.state == "了解済み"
    assert list(Contradiction.objects.waiting()) == []
    assert list(Contradiction.objects.present()) == [clash]


@pytest.mark.parametrize("reason", ["", "　"])
def test_acknowledging_without_a_reason_is_refused(clash: Contradiction, reason: str) -> None:
    with pytest.raises(ValidationError) as refused:
        acknowledge(by=user_who_may_everything(), reason=reason, contradiction=clash)
    assert "reason" in refused.value.message_dict


def test_acknowledging_needs_its_right(clash: Contradiction) -> None:
    with pytest.raises(PermissionDenied):
        acknowledge(by=user_who_may((Verb.READ, Noun.CHECKS)), reason="了解", contradiction=clash)


def test_acknowledging_twice_or_what_is_gone_is_refused(clash: Contradiction) -> None:
    user = user_who_may_everything()
    acknowledge(by=user, reason="了解", contradiction=clash)
    with pytest.raises(ValidationError, match="既に了解"):
        acknowledge(by=user, reason="もう一度", contradiction=clash)
    edit_item(**ACT, item=item_of(clash), outcome_line="案のとおり承認")
    clash.refresh_from_db()
    with pytest.raises(ValidationError, match="解消しています"):
        acknowledge(by=user, reason="遅れて", contradiction=clash)


def test_acknowledgement_falls_when_a_fact_changes_and_stands_when_only_words_do(
    clash: Contradiction,
) -> None:
    acknowledge(by=user_who_may_everything(), reason="了解", contradiction=clash)
    item = edit_item(**ACT, item=item_of(clash), title="別の題名")
    clash.refresh_from_db()
    assert clash.state == "了解済み"
    edit_item(**ACT, item=item, outcome_line="—議題について否決—")
    clash.refresh_from_db()
    assert (clash.state, clash.acknowledged_by, clash.acknowledgement) == ("未対応", None, "")
    assert [fact.value for fact in clash.facts.all()][1] == "—議題について否決—"


def test_contradiction_that_comes_back_waits_anew(clash: Contradiction) -> None:
    acknowledge(by=user_who_may_everything(), reason="了解", contradiction=clash)
    item = edit_item(**ACT, item=item_of(clash), outcome_line="案のとおり承認")
    clash.refresh_from_db()
    assert (clash.state, clash.acknowledgement) == ("解消", "了解")
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        edit_item(**ACT, item=item, outcome_line="—議題について再検討—")
    before = clash.found_at
    clash.refresh_from_db()
    assert (clash.state, clash.acknowledgement, clash.gone_at) == ("未対応", "", None)
    assert clash.found_at > before


def test_contradiction_goes_with_the_record_it_is_about(clash: Contradiction) -> None:
    with as_system():
        Decision.objects.get().delete()
    clash.refresh_from_db()
    assert clash.state == "解消"


def test_fact_that_is_inferred_makes_the_finding_an_inference(clash: Contradiction) -> None:
    item = item_of(clash)
    source = add_source(**ACT, title="第1回会議録", kind=Source.Kind.MINUTES)
    how = {"record": item, "field": "outcome_line", "place": "議案"}
    weak = cite(**ACT, source=source, **how, basis=Basis.INFERRED, note="前後から推定した")
    clash.refresh_from_db()
    assert clash.level == Contradiction.Level.INFERRED
    assert clash.facts.last().basis == Basis.INFERRED
    with as_system():
        weak.basis, weak.quote, weak.note = Basis.QUOTED, "—議題について再検討—", ""
        weak.save()
    clash.refresh_from_db()
    assert clash.level == Contradiction.Level.CLASH
    with as_system():
        weak.delete()
    assert clash.facts.last().basis == ""


def test_quotation_of_one_source_outweighs_the_inference_of_another(clash: Contradiction) -> None:
    how = {"record": item_of(clash), "field": "outcome_line", "place": "議案"}
    for number, said in enumerate(({"basis": Basis.EXAMPLE, "note": "例"}, {"quote": "再検討"})):
        source = add_source(**ACT, title=f"会議録{number}", kind=Source.Kind.MINUTES)
        cite(**ACT, source=source, **how, **said)
    clash.refresh_from_db()
    assert clash.level == Contradiction.Level.CLASH


def test_many_changes_at_once_are_looked_at_all_together(
    clash: Contradiction, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = DecisionFactory(motion=MotionFactory(item=AgendaItemFactory(outcome_line="承認")))
    monkeypatch.setattr(registry, "MANY", 1)
    with operation(**ACT):
        edit_item(**ACT, item=item_of(clash), outcome_line="案のとおり承認")
        edit_item(**ACT, item=other.motion.item, outcome_line="否決")
    assert [each.subject_key for each in Contradiction.objects.present()] == [other.pk]


def test_change_that_is_undone_within_an_operation_leaves_no_trace(clash: Contradiction) -> None:
    rows = Contradiction.history.count()
    with operation(**ACT):
        item = edit_item(**ACT, item=item_of(clash), outcome_line="案のとおり承認")
        edit_item(**ACT, item=item, outcome_line="—議題について再検討—")
    assert Contradiction.history.count() == rows


def test_operation_that_fails_finds_nothing(clash: Contradiction) -> None:
    decision = Decision.objects.get()
    with pytest.raises(ValidationError):
        correct_decision(**ACT, decision=decision, outcome=Outcome.RECONSIDER)
    clash.refresh_from_db()
    assert clash.state == "未対応"


def test_command_finds_what_no_rule_had_looked_at(
    clash: Contradiction, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setattr(registry, "_rules", {})
        DecisionFactory(motion=MotionFactory(item=item_of(clash)))
    assert Contradiction.objects.count() == 1
    printed = StringIO()
    call_command("find_contradictions", stdout=printed)
    assert Contradiction.objects.count() == 2
    assert "未対応の食い違い 2件" in printed.getvalue()
    assert "食い違い　決定の結果が、議題の議決の記載と違います" in printed.getvalue()
    rows = Contradiction.history.count()
    call_command("find_contradictions", stdout=printed)
    assert Contradiction.history.count() == rows


def test_command_needs_the_right_of_a_user_who_runs_it() -> None:
    with pytest.raises(PermissionDenied):
        find_contradictions(by=user_who_may((Verb.READ, Noun.CHECKS)), reason="確かめる")


def test_settling_costs_the_same_however_many_contradictions_stand(
    clash: Contradiction, django_assert_max_num_queries: Any
) -> None:
    for _ in range(10):
        DecisionFactory(motion=MotionFactory(item=AgendaItemFactory(outcome_line="—議題について再検討—")))
    item = item_of(clash)
    with django_assert_max_num_queries(25):
        edit_item(**ACT, item=item, title="題名だけを直す")
