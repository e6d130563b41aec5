"""Releasing a passage of a published record: its next public edition in the same act, or nothing at all."""

from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.actions import publishing
from meetings.choices import MinutesState
from meetings.models import Edition
from portal.accounts.rights import Noun, Verb
from portal.audit.errors import StaleWrite
from portal.audit.ledger import Operation
from portal.disclosure.actions import answer_review, open_review, withhold_passage
from portal.disclosure.choices import Disclosure, EndTrigger, ReviewAnswer
from portal.disclosure.models import DisclosureGround, Withholding, WithholdingReview
from portal.documents.choices import EditionAudience
from portal.files import store
from tests.doors import words_of
from tests.factories.meetings import HandoutFactory, MinutesEntryFactory
from tests.factories.portal import DisclosureGroundFactory, user_who_may_everything
from tests.factories.writing import as_system
from tests.meetings.door import browser, errors, send
from tests.meetings.life import WHY, Life, begun, correct, printed, refusal

pytestmark = pytest.mark.django_db
RELEASED, KEPT = "電話機能が大事で", "ただいまから開会"
PUBLIC = EditionAudience.PUBLIC


@dataclass
class Withheld:
    """A published record of two speeches, without the first eight characters of each."""

    life: Life
    first: Withholding
    second: Withholding

    @property
    def review(self) -> WithholdingReview:
        found: WithholdingReview = WithholdingReview.objects.get(withholding=self.second, answer="")
        return found

    def answer(self, by: Any = None, reason: str = "契約を締結したため") -> Edition | None:
        how = {"by": by or self.life.second, "reason": reason, "answered_on": timezone.localdate()}
        return publishing.release_passage(review=self.review, **how)


def hold(record: Any, field: str = "text", span: tuple[int, int] | None = (0, 8)) -> Withholding:
    ground = DisclosureGround.objects.filter(label="審議検討情報").first()
    return withhold_passage(
        by="system:tests",
        reason=WHY,
        record=record,
        field=field,
        span=span,
        ground=ground or DisclosureGroundFactory(label="審議検討情報"),
        end_trigger=EndTrigger.NONE,
    )


def looked_at(withholding: Withholding) -> None:
    how = {"occasion": "request", "opened_on": timezone.localdate(), "request_number": "情公第12号"}
    open_review(by="system:tests", reason=WHY, withholding=withholding, **how)


@pytest.fixture
def held() -> Withheld:
    life = begun()
    first, second = (hold(row) for row in life.rows)
    life.until_finalised()
    life.publish()
    looked_at(second)
    return Withheld(life, first, second)


def page(held: Withheld) -> str:
    return reverse("meetings:review-answer", args=[held.review.pk])


def exported(folder: Path) -> bytes:
    call_command("export_public", str(folder), stdout=StringIO())
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*.[hjx]*")))


def test_release_on_the_page_is_at_once_the_next_public_edition_and_nothing_else_is_told(
    held: Withheld, tmp_path: Path
) -> None:
    assert RELEASED.encode() not in exported(tmp_path)
    client, address = browser(held.life.second), page(held)
    assert "新しい公開用の版が、その場で発行され" in words_of(client.get(address))

    answer = send(client, address, answer="release", reason="契約を締結したため")

    assert answer.status_code == 302
    assert "公開用第2版を発行し、公開しました" in words_of(client.get(answer["Location"]))
    first, second = Edition.objects.filter(audience=PUBLIC).order_by("number")
    assert (second.supersedes, first.version, store.is_sound(first.file.sha256, first.file.size)) == (
        first,
        1,
        True,
    )
    assert second.reason.startswith("第1版の〔非公開2〕（")
    assert second.reason.endswith("、審議検討情報）を公開。契約を締結したため")
    told = [printed(second), exported(tmp_path).decode("utf-8", "replace")]
    told.append(Client().get(f"/public/minutes/{held.life.meeting.pk}.html").content.decode())
    for text in told:
        assert RELEASED in text
        assert KEPT not in text
        assert "を公開。契約を締結したため" in text
    assert f"{RELEASED}す" in words_of(Client().get("/public/search.html", {"q": RELEASED}))


def test_review_passage_edition_and_step_are_one_operation(held: Withheld) -> None:
    edition = held.answer()

    assert edition is not None
    rows = (edition, held.second, WithholdingReview.objects.get(), held.life.meeting.steps.last())
    assert len({type(row).history.filter(id=row.pk).latest("history_id").operation_id for row in rows}) == 1
    held.second.refresh_from_db()
    assert held.second.state == Withholding.State.RELEASED
    assert WithholdingReview.objects.get().answer_reason == "契約を締結したため"


def nothing_happened(held: Withheld, operations: int) -> bool:
    held.second.refresh_from_db()
    is_held = held.second.state == Withholding.State.IN_FORCE and held.review.answer == ""
    return is_held and Operation.objects.count() == operations and Edition.objects.count() == 2


def test_without_the_right_to_publish_or_as_who_finalised_nobody_releases(held: Withheld) -> None:
    blind = user_who_may_everything(but=((Verb.PUBLISH, Noun.PUBLISHING),))
    no_write = user_who_may_everything(but=((Verb.WRITE, Noun.DISCLOSURE),))
    before = Operation.objects.count()
    for user, said in (
        (blind, "公開する権限のある人"),
        (held.life.secretary, "確定した人は、解除して公開できません"),
    ):
        client = browser(user)
        assert "あなたは「公開する」を選べません" in words_of(client.get(page(held)))
        answer = send(client, page(held), answer="release", reason="契約を締結したため")
        assert answer.status_code == 422
        assert said in str(errors(answer)["answer"])
    for user in (blind, no_write):
        with pytest.raises(PermissionDenied):
            held.answer(by=user)
    assert "確定した人は公開できません" in refusal(held.answer, by=held.life.secretary)
    assert "理由" in refusal(held.answer, reason=" ")
    assert nothing_happened(held, before)
    # To keep it withheld asks for no right to publish.
    assert send(browser(blind), page(held), answer="keep", reason="交渉が続くため").status_code == 302


def test_stale_form_and_record_that_moved_meanwhile_release_nothing(
    held: Withheld, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address = browser(held.life.second), page(held)
    filled = {field.html_name: field.value() or "" for field in client.get(address).context["form"]}
    with as_system():
        review = held.review
        review.asked = "比較表の全部"
        review.save()
    before = Operation.objects.count()
    stale = client.post(address, filled | {"answer": "release", "reason": "契約を締結したため"})
    assert stale.status_code == 409
    render = publishing.render

    def meanwhile(job: Any) -> bytes:
        with as_system():
            held.life.fresh().save()
        return render(job)

    monkeypatch.setattr(publishing, "render", meanwhile)
    with pytest.raises(StaleWrite):
        held.answer()
    assert nothing_happened(held, before + 1)


def test_release_that_would_say_another_withheld_passage_is_refused_whole(held: Withheld) -> None:
    row = MinutesEntryFactory(
        meeting=held.life.meeting, item=held.life.rows[0].item, text="電話機能が大事であると述べた。"
    )
    hold(row)
    before = Operation.objects.count()
    assert "漏れ" in refusal(held.answer)
    assert nothing_happened(held, before)


def test_reason_that_says_what_is_still_withheld_is_not_printed(held: Withheld) -> None:
    before = Operation.objects.count()
    assert "できあがったPDFに漏れ" in refusal(held.answer, reason="「ただいまから開会」を除くため")
    assert nothing_happened(held, before)


def test_death_between_the_writes_leaves_all_as_it_was(
    held: Withheld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(publishing, "_step", dies)
    before = Operation.objects.count()
    with pytest.raises(RuntimeError):
        held.answer()
    assert nothing_happened(held, before)


def test_what_else_changed_since_the_edition_in_force_is_said_too(held: Withheld) -> None:
    hold(held.life.rows[0], span=(9, 11))
    edition = held.answer()
    assert edition is not None
    assert edition.reason.startswith("非公開の箇所（")
    assert "を公開。ほかに1行の変更があります。" in edition.reason


def test_one_of_two_places_under_one_mark_is_a_part_of_it(held: Withheld) -> None:
    beside = hold(held.life.rows[1], span=(8, 10))
    assert beside.ground == held.second.ground
    edition = held.answer()
    assert edition is not None
    assert "、審議検討情報）の一部を公開。" in edition.reason


def test_record_that_is_not_public_gets_no_edition_by_a_release(held: Withheld) -> None:
    correct(held.life)
    assert held.answer() is None
    held.second.refresh_from_db()
    assert held.second.state == Withholding.State.RELEASED
    assert held.life.fresh().minutes_state == MinutesState.CIRCULATED


def test_paper_that_stays_closed_and_place_outside_the_record_get_no_edition() -> None:
    life = begun()
    closed = {"disclosure": Disclosure.CLOSED, "closure_reason": "検討中"}
    paper = hold(HandoutFactory(meeting=life.meeting, number="1", **closed), field="", span=None)
    life.until_finalised()
    life.publish()
    outside = hold(life.meeting.body, field="name", span=None)
    for place in (paper, outside):
        looked_at(place)
    client = browser(life.second)
    address = reverse("meetings:review-answer", args=[paper.reviews.get().pk])
    typed = {"answer": "release", "reason": "検討が終わったため"}
    # The name of the body is printed and cannot be left out: said beside the form, and nothing done.
    assert "印刷に反映できません" in words_of(send(client, address, **typed))
    how: dict[str, Any] = {"by": life.second, "reason": WHY, "answered_on": timezone.localdate()}
    assert publishing.release_passage(review=outside.reviews.get(), **how) is None

    answer = send(client, address, **typed)

    assert "新しい版は出していません" in words_of(client.get(answer["Location"]))
    assert set(Withholding.objects.values_list("state", flat=True)) == {Withholding.State.RELEASED}
    assert Edition.objects.filter(audience=PUBLIC).count() == 1


def test_review_that_was_answered_meanwhile_is_not_answered_again(held: Withheld) -> None:
    review = held.review
    how: dict[str, Any] = {"by": held.life.second, "reason": WHY, "answered_on": timezone.localdate()}
    answer_review(review=held.review, answer=ReviewAnswer.KEEP, **how)
    with pytest.raises(StaleWrite):
        publishing.release_passage(review=review, **how)
    assert Edition.objects.count() == 2
