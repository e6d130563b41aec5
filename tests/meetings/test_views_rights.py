"""Every role at every page of the meetings: who may enter, what a page costs, that reading never writes."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse

from meetings import urls
from meetings.models import Meeting
from portal.accounts.models import Role
from portal.accounts.rights import Noun, Verb
from tests.factories.portal import user_who_may_everything
from tests.meetings.door import browser, user_of

pytestmark = pytest.mark.django_db
# However many records there are; the sitting's own page, with everything about it, is the longest.
MOST_QUERIES = 15

READ, WRITE, EXPORT = Verb.READ, Verb.WRITE, Verb.EXPORT
BODIES, SITTINGS, RECORD, DECISIONS = Noun.BODIES, Noun.SITTINGS, Noun.RECORD, Noun.DECISIONS
DISCLOSURE, PUBLISHING = Noun.DISCLOSURE, Noun.PUBLISHING
# What a 庁内閲覧範囲 can be set on, and what words can be withheld of, by the start of its addresses.
SCOPED = ("body", "meeting", "item", "handout")
MARKED = {"meetings": "meeting", "items": "item", "handouts": "handout", "entries": "entry"}

# Page → what one must be allowed to, and the record its address names.
PAGES: dict[str, tuple[str, str, str]] = {
    "bodies": (READ, BODIES, ""),
    "body-new": (WRITE, BODIES, ""),
    "body": (READ, BODIES, "body"),
    "body-edit": (WRITE, BODIES, "body"),
    "seat-new": (WRITE, BODIES, "body"),
    "minutes-bundle": (EXPORT, RECORD, "body"),
    "paper-set": (EXPORT, SITTINGS, "meeting"),
    "seats": (READ, BODIES, ""),
    "seat-edit": (WRITE, BODIES, "seat"),
    "seat-remove": (WRITE, BODIES, "seat"),
    "meetings": (READ, SITTINGS, ""),
    "meeting-new": (WRITE, SITTINGS, "body"),
    "meeting": (READ, SITTINGS, "meeting"),
    "meeting-edit": (WRITE, SITTINGS, "meeting"),
    "meeting-next": (WRITE, SITTINGS, "meeting"),
    "meeting-calendar": (READ, SITTINGS, "meeting"),
    "body-calendar": (READ, SITTINGS, "body"),
    "agenda": (WRITE, SITTINGS, "meeting"),
    "sources": (READ, Noun.SOURCES, "meeting"),
    "items": (READ, SITTINGS, ""),
    "item-new": (WRITE, SITTINGS, "meeting"),
    "item": (READ, SITTINGS, "item"),
    "item-edit": (WRITE, SITTINGS, "item"),
    "item-remove": (WRITE, SITTINGS, "item"),
    "roll-call": (WRITE, SITTINGS, "meeting"),
    "attendances": (READ, SITTINGS, ""),
    "attendance-new": (WRITE, SITTINGS, "meeting"),
    "attendance": (READ, SITTINGS, "attendance"),
    "attendance-edit": (WRITE, SITTINGS, "attendance"),
    "attendance-remove": (WRITE, SITTINGS, "attendance"),
    "handouts": (READ, SITTINGS, ""),
    "handout-new": (WRITE, SITTINGS, "meeting"),
    "handout": (READ, SITTINGS, "handout"),
    "handout-edit": (WRITE, SITTINGS, "handout"),
    "handout-remove": (WRITE, SITTINGS, "handout"),
    "public-copy": (WRITE, DISCLOSURE, "handout"),
    "public-copy-off": (WRITE, DISCLOSURE, "handout"),
    "record": (READ, RECORD, "meeting"),
    "record-search": (READ, RECORD, ""),
    "record-proof": (EXPORT, RECORD, "meeting"),
    "record-paste": (WRITE, RECORD, "meeting"),
    "record-typing": (WRITE, RECORD, "meeting"),
    "record-undo": (WRITE, RECORD, "meeting"),
    "entry-new": (WRITE, RECORD, "meeting"),
    "entry": (READ, RECORD, "entry"),
    "entry-edit": (WRITE, RECORD, "entry"),
    "entry-split": (WRITE, RECORD, "entry"),
    "entry-merge": (WRITE, RECORD, "entry"),
    "entry-shift": (WRITE, RECORD, "entry"),
    "entry-remove": (WRITE, RECORD, "entry"),
    "motion-new": (WRITE, DECISIONS, "item"),
    "motion": (READ, DECISIONS, "motion"),
    "motion-edit": (WRITE, DECISIONS, "motion"),
    "motion-remove": (WRITE, DECISIONS, "motion"),
    "decisions": (READ, DECISIONS, ""),
    "decision": (READ, DECISIONS, "decision"),
    "decision-correct": (WRITE, DECISIONS, "decision"),
    "decision-confirm": (WRITE, DECISIONS, "decision"),
    "deferral-new": (WRITE, DECISIONS, "item"),
    "deferral": (READ, DECISIONS, "deferral"),
    "deferral-edit": (WRITE, DECISIONS, "deferral"),
    "commitments": (READ, DECISIONS, ""),
    "commitment-new": (WRITE, DECISIONS, "meeting"),
    "commitment": (READ, DECISIONS, "commitment"),
    "commitment-edit": (WRITE, DECISIONS, "commitment"),
    "commitment-close": (WRITE, DECISIONS, "commitment"),
    "commitment-drop": (WRITE, DECISIONS, "commitment"),
    "leaks": (READ, DISCLOSURE, "meeting"),
    "minutes-life": (READ, PUBLISHING, "meeting"),
    "minutes-circulate": (WRITE, PUBLISHING, "meeting"),
    "minutes-confirm": (Verb.CONFIRM, PUBLISHING, "meeting"),
    "minutes-confirm-paper": (WRITE, PUBLISHING, "meeting"),
    "minutes-send-back": (WRITE, PUBLISHING, "meeting"),
    "minutes-finalise": (Verb.FINALISE, PUBLISHING, "meeting"),
    "minutes-publish": (Verb.PUBLISH, PUBLISHING, "meeting"),
    "minutes-close": (Verb.PUBLISH, PUBLISHING, "meeting"),
    "minutes-correct": (Verb.CORRECT, PUBLISHING, "meeting"),
    "withholdings": (READ, DISCLOSURE, ""),
    **{f"{record}-readers": (READ, BODIES, record) for record in SCOPED},
    **{f"{record}-reader-new": (WRITE, BODIES, record) for record in SCOPED},
    **{f"{start}-withhold": (WRITE, DISCLOSURE, record) for start, record in MARKED.items()},
    **{f"{start}-substitute": (WRITE, DISCLOSURE, record) for start, record in MARKED.items()},
}
# Pages with tests of their own: one for motions that wait, four that make files, one that asks for two
# rights, and those over a record the seed has none of.
ELSEWHERE = {
    *("decision-new", "minutes-pdf", "minutes-word", "decisions-pdf", "letter-pdf"),
    *("intake", "reader-remove"),
    *("edition", "edition-withdraw", "minutes-gate"),
    *("comment-new", "comment-enter", "comment-adopt", "comment-decline"),
    *(f"{start}-acknowledge" for start in MARKED),
    *("withholding", "withholding-edit", "withholding-place", "review-new", "review-answer"),
}


def addresses(seed: Meeting) -> dict[str, str]:
    item = seed.items.get(title__contains="電話システム")
    motion = item.motions.get(number=1)
    keys = {
        "meeting": seed.pk,
        "body": seed.body_id,
        "seat": seed.body.seats.first().pk,
        "item": item.pk,
        "motion": motion.pk,
        "decision": motion.decision.pk,
        "deferral": item.deferrals.get().pk,
        "attendance": seed.attendances.first().pk,
        "handout": seed.handouts.first().pk,
        "entry": seed.entries.first().pk,
        "commitment": seed.commitments.first().pk,
    }
    return {
        page: reverse(f"meetings:{page}", args=[keys[record]] if record else [])
        for page, (_, _, record) in PAGES.items()
    }


def test_table_names_every_page() -> None:
    assert {pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)} == (
        PAGES.keys() | ELSEWHERE
    )


@pytest.mark.parametrize("role", Role.Code.values)
def test_role_enters_pages_it_has_the_right_to_and_no_other(seed: Meeting, role: str) -> None:
    user = user_of(role)
    client = browser(user)

    answered = {page: client.get(url).status_code for page, url in addresses(seed).items()}

    entered = {page for page, status in answered.items() if status in (200, 302)}
    assert entered == {page for page, (verb, noun, _) in PAGES.items() if user.may(verb, noun)}
    assert {answered[page] for page in PAGES.keys() - entered} <= {403}


def test_stranger_is_sent_to_the_login_page_everywhere(seed: Meeting) -> None:
    answers = {url: Client().get(url) for url in addresses(seed).values()}

    assert {answer.status_code for answer in answers.values()} == {302}
    assert all(answer["Location"].startswith(f"/login/?next={url}") for url, answer in answers.items())


def test_record_that_is_not_there_is_not_found(seed: Meeting) -> None:
    client = browser(user_who_may_everything())
    missing = [reverse(f"meetings:{page}", args=[999_999]) for page, (_, _, key) in PAGES.items() if key]

    assert {client.get(url).status_code for url in missing} == {404}


@pytest.mark.parametrize("page", PAGES)
def test_page_of_seed_reads_in_few_queries_and_writes_nothing(seed: Meeting, page: str) -> None:
    client, url = browser(user_of("secretariat")), addresses(seed)[page]

    with CaptureQueriesContext(connection) as queries:
        client.get(url)

    assert len(queries) <= MOST_QUERIES
    assert [q["sql"] for q in queries if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}] == []


def test_post_without_the_right_changes_nothing(seed: Meeting) -> None:
    client = browser(user_of("viewer"))
    versions = list(seed.entries.values_list("pk", "version"))

    answer = client.post(addresses(seed)["entry-edit"], {"text": "書き換え", "version": 1, "reason": "試し"})

    assert answer.status_code == 403
    assert list(seed.entries.values_list("pk", "version")) == versions


def test_history_and_edit_links_are_for_those_who_may(seed: Meeting) -> None:
    url = addresses(seed)["meeting"]

    assert "会議を直す" in browser(user_of("secretariat")).get(url).content.decode()
    for_viewer: Any = browser(user_of("viewer")).get(url).content.decode()
    assert "会議を直す" not in for_viewer
    assert "直す<span" not in for_viewer
