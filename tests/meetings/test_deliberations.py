"""A matter that was put off: the sitting called for it, the motion that settles it, and the chain of both."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from meetings.actions import decisions, opening
from meetings.carrying import waiting_deferrals
from meetings.choices import ItemCategory, MeetingFormat, Outcome
from meetings.models import AgendaItem, Deferral, Meeting, Motion
from portal.accounts.rights import Noun, Verb
from portal.disclosure.actions import withhold_passage
from portal.disclosure.choices import EndTrigger
from portal.disclosure.models import Withholding
from tests.doors import words_of
from tests.factories import meetings as make
from tests.factories.portal import (
    DisclosureGroundFactory,
    StatedDateFactory,
    user_who_may,
    user_who_may_everything,
)
from tests.factories.writing import as_system
from tests.meetings.door import browser, errors, send, typed_form
from tests.meetings.life import WHY, refusal

pytestmark = pytest.mark.django_db
APPROVED = {
    "outcome": "approved_as_proposed",
    "sentence": "B社の電話システムを選定する。",
    "reason": "会議の結果",
}


@pytest.fixture
def client() -> Client:
    return browser(user_who_may_everything())


def put_off(latest: date | None = None, **of_meeting: Any) -> Deferral:
    """An item with one motion that was put off."""
    item = make.AgendaItemFactory(meeting=make.MeetingFactory(**of_meeting), number=2)
    due = StatedDateFactory(words="あと1か月", latest=latest) if latest else None
    found: Deferral = make.DeferralFactory(item=item, due=due, decider_kind="meeting")
    motion = make.MotionFactory(item=item, asked="電話システムをB社とする。")
    make.DecisionFactory(motion=motion, outcome=Outcome.RECONSIDER, deferral=found, sentence="再検討する。")
    return found


def later(deferral: Deferral, **of_meeting: Any) -> Motion:
    """A motion of the next sitting of the same body."""
    body = of_meeting.pop("body", deferral.item.meeting.body)
    starts_at = make.at(11, day=make.DAY + timedelta(days=30))
    how = {"body": body, "starts_at": starts_at, "planned_end_at": None, **of_meeting}
    found: Motion = make.MotionFactory(item=make.AgendaItemFactory(meeting=make.MeetingFactory(**how)))
    return found


def new_decision(motion: Motion) -> str:
    return reverse("meetings:decision-new", args=[motion.pk])


def test_clock_offers_a_sitting_and_a_circulation_and_each_form_knows_the_matter(client: Client) -> None:
    friday = date(2037, 7, 24)
    sat = {"fiscal_year": 2037, "starts_at": make.at(11, day=date(2037, 6, 25)), "planned_end_at": None}
    found = put_off(latest=friday + timedelta(days=1), **sat)
    shown = client.get(reverse("meetings:meeting", args=[found.item.meeting_id])).content.decode()
    way = f"{reverse('meetings:meeting-new', args=[found.item.meeting.body_id])}?deferral={found.pk}"
    for url, words in ((way, "臨時開催を設定する"), (f"{way}&amp;format=circulated", "持ち回りで諮る")):
        assert f'<a href="{url}">{words}</a>' in shown
    page = client.get(f"{way}&format=circulated")
    assert "令和19年7月24日" in words_of(page)
    assert str(found.item) in page.content.decode()
    assert typed_form(client, f"{way}&format=circulated")["format"] == MeetingFormat.CIRCULATED
    assert typed_form(client, f"{way}&format=nonsense")["format"] == MeetingFormat.IN_PERSON

    answer = send(client, f"{way}&format=circulated")

    assert answer.status_code == 302
    called = Meeting.objects.latest("pk")
    assert (called.format, called.body_id) == (MeetingFormat.CIRCULATED, found.item.meeting.body_id)
    assert called.held_when is not None
    assert called.held_when.latest == friday
    [item] = called.items.all()
    assert (item.title, item.category, item.number) == (found.item.title, ItemCategory.PROPOSAL, 1)
    assert [motion.asked for motion in item.motions.all()] == ["電話システムをB社とする。"]
    shown = client.get(reverse("meetings:meeting", args=[found.item.meeting_id])).content.decode()
    assert "期限までに会議が予定されています" in shown


def test_form_without_a_day_to_come_proposes_none_and_forged_or_settled_matters_are_refused(
    client: Client,
) -> None:
    found, other = put_off(latest=date(2024, 7, 27)), put_off()
    new = reverse("meetings:meeting-new", args=[found.item.meeting.body_id])
    for key in (found.pk, put_off(body=found.item.meeting.body).pk):
        assert not typed_form(client, f"{new}?deferral={key}")["held_when_words"]
    for forged in (other.pk, "x", "9" * 30, "-1"):
        assert client.get(f"{new}?deferral={forged}").status_code == 404
    blind = user_who_may((Verb.READ, Noun.BODIES), (Verb.READ, Noun.SITTINGS), (Verb.WRITE, Noun.SITTINGS))
    assert browser(blind).get(f"{new}?deferral={found.pk}").status_code == 404
    with as_system():
        found.closing_motion = later(found)
        found.save()
    assert client.get(f"{new}?deferral={found.pk}").status_code == 404
    how = {"by": user_who_may_everything(), "reason": "", "deferral": found, "fiscal_year": 2024}
    assert "もう決着しています" in refusal(opening.call_sitting_for, **how)


def test_item_comes_back_with_its_hidden_words_hidden_and_waits_for_no_other_sitting() -> None:
    found = put_off()
    ground = DisclosureGroundFactory()
    how: dict[str, Any] = {"by": "system:tests", "reason": WHY}
    place = {"record": found.item, "field": "title", "span": (0, 2), "ground": ground}
    withhold_passage(**place, end_trigger=EndTrigger.NONE, **how)
    assert list(waiting_deferrals(found.item.meeting.body)) == [found]
    meeting = opening.call_sitting_for(**how, deferral=found, fiscal_year=2024)
    item = meeting.items.get()
    held = Withholding.objects.get(record_model="meetings.agendaitem", record_key=item.pk)
    assert (held.field, held.words) == ("title", item.title[:2])
    assert item.prior_references.get().origin == found.item
    assert list(waiting_deferrals(found.item.meeting.body)) == []
    lacks = user_who_may_everything(but=((Verb.WRITE, Noun.SITTINGS),))
    with pytest.raises(PermissionDenied):
        opening.call_sitting_for(by=lacks, reason="", deferral=found, fiscal_year=2024)


def test_decision_settles_what_was_put_off_and_the_chain_is_told_on_both(client: Client) -> None:
    first = put_off(latest=date(2024, 7, 27))
    motion = later(first)
    second = make.DeferralFactory(item=motion.item)
    again = {**APPROVED, "outcome": "reconsider", "sentence": "もう一度練る。"}
    answer = send(client, new_decision(motion), **again, deferral=second.pk, settles=[first.pk])
    assert answer.status_code == 302
    last = later(first, starts_at=make.at(11, day=make.DAY + timedelta(days=60)))
    page = client.get(new_decision(last))
    offered = {int(str(value)) for value, _ in page.context["form"]["settles"].field.choices}
    assert offered == {second.pk}, "what is settled, and what is of another sitting to come, is no choice"
    send(client, new_decision(last), **APPROVED, settles=[second.pk])

    told = words_of(client.get(reverse("meetings:decision", args=[motion.decision.pk])))
    places = [
        told.index(words) for words in ("再検討：再検討する。", "再検討：もう一度練る。", "承認：B社の電話")
    ]
    assert places == sorted(places)
    assert "この件の審議の経過3件" in told
    assert "期限「あと1か月」" in told
    shown = client.get(reverse("meetings:meeting", args=[first.item.meeting_id])).content.decode()
    assert "再検討：決着しました" in shown
    assert "臨時開催を設定する" not in shown
    operation = type(first).history.filter(id=first.pk).latest("history_id").operation_id
    assert motion.decision.history.earliest("history_id").operation_id == operation
    lone = make.DecisionFactory()
    alone = words_of(client.get(reverse("meetings:decision", args=[lone.pk])))
    assert "この件の審議の経過" not in alone


def test_correction_takes_back_what_a_motion_settled(client: Client) -> None:
    first, motion = put_off(), None
    motion = later(first)
    send(client, new_decision(motion), **APPROVED, settles=[first.pk])
    correct = reverse("meetings:decision-correct", args=[motion.decision.pk])
    send(client, correct, sentence="別の文。", reason="誤記")
    motion.decision.refresh_from_db()
    first.refresh_from_db()
    assert first.closing_motion == motion
    who = {"by": user_who_may_everything(), "reason": "誤記"}
    decisions.correct_decision(**who, decision=motion.decision, settles=[first], outcome="rejected")
    assert Deferral.objects.get(pk=first.pk).version == first.version
    filled = typed_form(client, correct) | {"reason": "別の件のため"}
    client.post(correct, {name: value for name, value in filled.items() if name != "settles"})
    first.refresh_from_db()
    assert first.closing_motion is None


def test_stranger_later_and_own_matters_are_settled_by_nobody(client: Client) -> None:
    first = put_off()
    motion = later(first)
    strange, own = put_off(), make.DeferralFactory(item=motion.item)
    after = put_off(
        body=first.item.meeting.body, starts_at=make.at(11, day=date(2024, 12, 1)), planned_end_at=None
    )
    for each in (strange, own, after):
        assert "settles" in errors(send(client, new_decision(motion), **APPROVED, settles=[each.pk]))
        how = {"by": user_who_may_everything(), "motion": motion, "effective_on": make.DAY, **APPROVED}
        assert "後の議題の議決事項" in refusal(decisions.record_decision, **how, settles=[each])
    lacks = user_who_may_everything(but=((Verb.WRITE, Noun.DECISIONS),))
    with pytest.raises(PermissionDenied):
        decisions.record_decision(**how | {"by": lacks}, settles=[first])
    assert not Deferral.objects.exclude(closing_motion=None).exists()
    assert not hasattr(Motion.objects.get(pk=motion.pk), "decision")


def test_settled_meanwhile_by_another_motion_nothing_is_recorded(client: Client) -> None:
    first = put_off()
    motion, other = later(first), later(first, starts_at=make.at(15, day=make.DAY + timedelta(days=31)))
    filled = typed_form(client, new_decision(motion)) | APPROVED | {"settles": [first.pk]}
    read = Deferral.objects.get(pk=first.pk)
    send(client, new_decision(other), **APPROVED, settles=[first.pk])
    assert client.post(new_decision(motion), filled).status_code == 422
    first.refresh_from_db()
    how = {"by": user_who_may_everything(), "motion": motion, "effective_on": make.DAY, **APPROVED}
    assert "既に別の議決事項" in refusal(decisions.record_decision, **how, settles=[first])
    assert read.closing_motion is None
    assert not hasattr(Motion.objects.get(pk=motion.pk), "decision")


def test_matter_of_a_lower_body_is_settled_above_and_from_its_own_page(client: Client) -> None:
    first = put_off()
    above = make.MeetingBodyFactory(organisation=first.item.meeting.body.organisation)
    with as_system():
        first.item.meeting.body.parent = above
        first.item.meeting.body.save()
    motion = later(first, body=above)
    edit = reverse("meetings:deferral-edit", args=[first.pk])
    how = {"by": user_who_may_everything(), "reason": WHY, "deferral": first}
    assert "決定の済んだ" in refusal(decisions.edit_deferral, **how, closing_motion=motion)
    first.refresh_from_db()
    assert errors(send(client, edit, closing_motion=motion.pk, reason=WHY)).keys() == {"closing_motion"}
    make.DecisionFactory(motion=motion)
    assert send(client, edit, closing_motion=motion.pk, reason="本部で決まったため").status_code == 302
    first.refresh_from_db()
    assert first.closing_motion == motion
    own = first.item.motions.get()
    assert "後の議題" in refusal(decisions.edit_deferral, **how | {"deferral": first}, closing_motion=own)
    item: AgendaItem = first.item
    assert "closing_motion" not in typed_form(client, reverse("meetings:deferral-new", args=[item.pk]))
