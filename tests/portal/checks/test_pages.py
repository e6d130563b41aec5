"""食い違い on its pages: who sees which, and how it is acknowledged."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.actions.sittings import edit_item
from meetings.models import Decision
from portal.accounts.rights import Noun, Verb
from portal.checks import rules as registry
from portal.checks.actions import acknowledge
from portal.checks.models import Contradiction, ContradictionFact
from portal.disclosure.choices import Disclosure
from tests.doors import words_of
from tests.factories.meetings import AgendaItemFactory, DecisionFactory, MotionFactory
from tests.factories.portal import user_who_may_everything

pytestmark = pytest.mark.django_db
ACT: dict[str, Any] = {"by": "system:tests", "reason": "試験"}
LIST = "/checks/"
TITLE = "決定の結果が、議題の議決の記載と違います"


@pytest.fixture
def clash() -> Contradiction:
    item = AgendaItemFactory(outcome_line="—議題について再検討—")
    DecisionFactory(motion=MotionFactory(item=item))
    return Contradiction.objects.get()


@pytest.fixture
def door(client: Client) -> Client:
    client.force_login(user_who_may_everything())
    return client


def url_of(contradiction: Contradiction, name: str = "contradiction") -> str:
    return reverse(f"checks:{name}", args=[contradiction.pk])


def test_contradiction_stands_on_home_list_own_page_and_record(door: Client, clash: Contradiction) -> None:
    meeting = Decision.objects.get().motion.item.meeting
    for path in ("/", LIST, url_of(clash), reverse("meetings:meeting", args=[meeting.pk])):
        assert TITLE in words_of(door.get(path)), path
    page = words_of(door.get(url_of(clash)))
    for words in ("決定の結果案のとおり承認", "議決の記載—議題について再検討—", "決定を訂正する"):
        assert words in page


@pytest.mark.parametrize("lost", [Noun.CHECKS, Noun.DECISIONS, Noun.SITTINGS])
def test_contradiction_is_visible_to_nobody_who_may_not_read_both_facts(
    client: Client, clash: Contradiction, lost: str
) -> None:
    user = user_who_may_everything(but=((Verb.READ, lost),))
    client.force_login(user)
    assert not Contradiction.objects.visible_to(user).exists()
    assert not ContradictionFact.objects.visible_to(user).exists()
    assert client.get(url_of(clash)).status_code in {403, 404}
    assert client.get(url_of(clash, "acknowledge")).status_code in {403, 404}
    assert TITLE not in words_of(client.get("/"))
    assert TITLE not in words_of(client.get(LIST))


@pytest.mark.parametrize("lost", [Noun.DECISIONS, Noun.SITTINGS, Noun.DISCLOSURE])
def test_history_of_a_contradiction_is_hidden_with_the_records_its_facts_are_about(
    client: Client, clash: Contradiction, lost: str
) -> None:
    item = Decision.objects.get().motion.item
    edit_item(**ACT, item=item, disclosure=Disclosure.CLOSED, closure_reason="審議中のため")
    edit_item(**ACT, item=item, disclosure=Disclosure.OPEN, closure_reason="")
    pages = [
        reverse("history", args=[record._meta.label_lower, record.pk])
        for record in (clash, *clash.facts.all())
    ]
    client.force_login(user_who_may_everything())
    assert {client.get(page).status_code for page in pages} == {200}
    client.force_login(user_who_may_everything(but=((Verb.READ, lost),)))
    assert {client.get(page).status_code for page in pages} == {404}
    assert TITLE not in words_of(client.get("/history/"))


def test_contradiction_of_a_rule_that_is_gone_hides_its_kinds(
    clash: Contradiction, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = user_who_may_everything()
    monkeypatch.setattr("portal.checks.models.FACT_KINDS", {"meetings.meeting"})
    assert clash not in Contradiction.objects.visible_to(user)


def test_contradiction_without_its_rule_shows_no_ways_out(
    door: Client, clash: Contradiction, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_rules", {})
    page = words_of(door.get(url_of(clash)))
    assert TITLE in page
    assert "決定を訂正する" not in page
    assert str(clash.facts.first()) == "決定の結果：案のとおり承認"


def test_ways_out_are_offered_to_those_who_may_take_them(client: Client, clash: Contradiction) -> None:
    client.force_login(user_who_may_everything(but=((Verb.WRITE, Noun.SITTINGS), (Verb.WRITE, Noun.CHECKS))))
    page = words_of(client.get(url_of(clash)))
    assert "決定を訂正する" in page
    assert "議決の記載を直す" not in page
    assert "理由を付けて了解する" not in page
    assert client.post(url_of(clash, "acknowledge"), {}).status_code == 403


def test_acknowledging_asks_for_the_reason_beside_the_field(door: Client, clash: Contradiction) -> None:
    answer = door.post(url_of(clash, "acknowledge"), {"version": clash.version, "reason": "　"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["reason"]
    clash.refresh_from_db()
    assert clash.acknowledged_at is None


def test_acknowledged_contradiction_leaves_home_and_stays_on_the_record(
    door: Client, clash: Contradiction
) -> None:
    sent = {"version": clash.version, "reason": "書き間違いと確かめた"}
    page = words_of(door.post(url_of(clash, "acknowledge"), sent, follow=True))
    assert "了解済み：書き間違いと確かめた（豊島花子" in page
    assert "理由を付けて了解する" not in page
    assert TITLE not in words_of(door.get("/"))
    meeting = Decision.objects.get().motion.item.meeting
    assert "書き間違いと確かめた" in words_of(door.get(reverse("meetings:meeting", args=[meeting.pk])))


def test_acknowledging_what_changed_meanwhile_is_told_and_not_done(
    door: Client, clash: Contradiction
) -> None:
    sent = {"version": clash.version, "reason": "了解"}
    edit_item(**ACT, item=Decision.objects.get().motion.item, outcome_line="否決")
    assert door.post(url_of(clash, "acknowledge"), sent).status_code == 409
    edit_item(**ACT, item=Decision.objects.get().motion.item, outcome_line="承認")
    clash.refresh_from_db()
    answer = door.post(url_of(clash, "acknowledge"), {"version": clash.version, "reason": "了解"})
    assert answer.status_code == 422
    assert "解消しています" in words_of(answer)


@pytest.mark.parametrize(
    ("query", "status", "is_listed"),
    [
        ({}, 200, True),
        ({"state": "waiting"}, 200, False),
        ({"state": "acknowledged"}, 200, True),
        ({"state": "gone,acknowledged"}, 200, True),
        ({"state": "gone"}, 200, False),
        ({"level": "clash"}, 200, True),
        ({"level": "caution"}, 200, False),
        ({"until": "R6.7.27"}, 200, False),
        ({"q": "議決の記載"}, 200, True),
        ({"state": "forged"}, 422, False),
        ({"level": "forged"}, 422, False),
        ({"page": "1000000000"}, 404, False),
    ],
)
def test_list_is_narrowed_by_state_and_level(
    door: Client, clash: Contradiction, query: dict[str, str], status: int, is_listed: bool
) -> None:
    acknowledge(by=user_who_may_everything(), reason="了解", contradiction=clash)
    answer = door.get(LIST, query)
    assert answer.status_code == status
    assert (TITLE in words_of(answer)) is is_listed


def test_gone_contradiction_says_so_on_its_page_and_in_the_list_of_those(
    door: Client, clash: Contradiction
) -> None:
    edit_item(**ACT, item=Decision.objects.get().motion.item, outcome_line="承認")
    assert "記録が変わって解消しました" in words_of(door.get(url_of(clash)))
    assert TITLE not in words_of(door.get(LIST, {"state": "waiting,acknowledged"}))
    assert TITLE in words_of(door.get(LIST, {"state": "gone"}))


def test_earlier_version_of_a_contradiction_never_comes_back(door: Client, clash: Contradiction) -> None:
    edit_item(**ACT, item=Decision.objects.get().motion.item, outcome_line="承認")
    clash.refresh_from_db()
    first = Contradiction.history.earliest("history_id")
    url = reverse("history-restore", args=["portal.contradiction", clash.pk, first.history_id])
    answer = door.post(url, {"version": clash.version, "reason": "戻す"})
    assert answer.status_code == 422
    assert "前の版には戻せません" in words_of(answer)


def test_contradictions_cost_the_same_number_of_queries_however_many(
    door: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(12):
        DecisionFactory(motion=MotionFactory(item=AgendaItemFactory(outcome_line="—議題について再検討—")))
    for path in ("/", LIST):
        with django_assert_max_num_queries(15):
            door.get(path)
