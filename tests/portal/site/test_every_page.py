"""Every page, as every role: reachable, in Japanese, with few queries, and nothing written by looking."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from portal.accounts.models import Role, RoleGrant, User
from portal.audit.models import AuditedModel
from tests.attacks.test_urls import ASKS
from tests.factories.writing import as_system
from tests.seeded import load_seed

MOST_QUERIES = 15
# A list links to many records of a kind; two of each are enough.
PAGES_PER_VIEW = 2
# Words that Japanese offices write in Latin letters, and the era letters and units of the examples.
KNOWN_WORDS = {
    "DX",
    "PDF",
    "PT",
    "CSV",
    "Excel",
    "xlsx",
    "CIO",
    "WG",
    "Word",
    "PowerPoint",
    "PNG",
    "JPEG",
    "ZIP",
    "iCalendar",
}
# Not words of the page, or names of keys and files.
NOT_SAID = {"script", "style", "kbd", "code"}
# Its parts are examples; their links lead nowhere.
GALLERY = "/help/gallery/"
SPOKEN_ATTRIBUTES = {"title", "alt", "aria-label", "placeholder", "value"}


class Reading(HTMLParser):
    """What a page says, where it leads, and whether it holds a form to post."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self.posts = False
        self._silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._silent += tag in NOT_SAID
        if tag == "a":
            self.links.append(values.get("href", ""))
        if tag == "form" and values.get("method") == "post" and "action" not in values:
            self.posts = True
        spoken = SPOKEN_ATTRIBUTES - ({"value"} if tag in {"option", "input", "button"} else set())
        self.texts += [values[name] for name in spoken & values.keys()]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in NOT_SAID

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)

    def english(self, allowed: set[str]) -> set[str]:
        """Latin words that are neither known nor typed; what holds a figure is a number or a name."""
        tokens = {token for text in self.texts for token in re.findall(r"[A-Za-z0-9_.-]{2,}", text)}
        words = {token.strip("._-") for token in tokens if not re.search(r"[0-9]", token)}
        return {word for word in words if len(word) > 1} - allowed


@pytest.fixture(scope="module")
def portal(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The seed with its example and a user of each role, for all tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_seed(with_example=True)
        with as_system():
            for role in Role.objects.all():
                user = User(staff_number=f"crawl-{role.code}", name=f"見本（{role}）", password="!")
                user.save()
                RoleGrant(user=user, role=role).save()
        yield
        transaction.set_rollback(True)


def typed_words() -> set[str]:
    """Latin words that people or the seed typed into records."""
    found: set[str] = set()
    for model in apps.get_models():
        if not issubclass(model, AuditedModel):
            continue
        names = [
            field.name
            for field in model._meta.fields
            if isinstance(field, models.CharField | models.TextField) and not field.choices
        ]
        for row in model._base_manager.values_list(*names) if names else ():
            for value in row:
                found.update(re.findall(r"[A-Za-z_-]{2,}", str(value)))
    return found | {"load_seed", "tests"}


def log_in(role: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(staff_number=f"crawl-{role}"))
    return client


def walk(client: Client) -> Iterator[tuple[str, Any, int]]:
    """Every page a user reaches by links from home, with the number of its queries."""
    seen_views: Counter[str] = Counter()
    waiting, known = ["/", "/no-such-page/"], {"/", "/no-such-page/"}
    while waiting:
        path = waiting.pop(0)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        yield path, answer, len(queries)
        if not answer.headers["Content-Type"].startswith("text/html") or path == GALLERY:
            continue
        for link in Reading(answer.content.decode()).links:
            target = urlsplit(urljoin(path, link)).path
            if target in known or not target.startswith("/"):
                continue
            known.add(target)
            view = resolve(target).view_name
            seen_views[view] += 1
            if seen_views[view] <= PAGES_PER_VIEW and not view.endswith("pdf"):
                waiting.append(target)


@pytest.mark.django_db
@pytest.mark.usefixtures("portal")
@pytest.mark.parametrize("role", Role.Code.values)
def test_every_page_a_role_is_led_to_opens_in_japanese_with_few_queries_and_no_writing(role: str) -> None:
    allowed = KNOWN_WORDS | typed_words()
    before = rows_of_history()
    complaints = []
    for path, answer, queries in walk(log_in(role)):
        if answer.status_code not in {200, 302} and path != "/no-such-page/":
            complaints.append(f"{path}: {answer.status_code}")
        if queries > MOST_QUERIES:
            complaints.append(f"{path}: {queries} queries")
        if answer.headers["Content-Type"].startswith("text/html"):
            words = Reading(answer.content.decode()).english(allowed)
            complaints += [f"{path}: {sorted(words)}"] if words else []
    assert complaints == []
    assert rows_of_history() == before


@pytest.mark.django_db
@pytest.mark.usefixtures("portal")
@pytest.mark.parametrize("role", [Role.Code.SECRETARIAT, Role.Code.ADMINISTRATOR])
def test_every_form_sent_empty_is_refused_in_japanese_and_writes_nothing(role: str) -> None:
    allowed = KNOWN_WORDS | typed_words()
    client = log_in(role)
    complaints = []
    before = rows_of_history()
    for path, page, _ in list(walk(client)):
        is_page = page.status_code == 200 and page.headers["Content-Type"].startswith("text/html")
        if not is_page or not Reading(page.content.decode()).posts or resolve(path).route in ASKS:
            continue
        answer = client.post(path, {})
        if answer.status_code != 422:
            complaints.append(f"{path}: {answer.status_code}")
            continue
        words = Reading(answer.content.decode()).english(allowed)
        complaints += [f"{path}: {sorted(words)}"] if words else []
    assert complaints == []
    assert rows_of_history() == before


def rows_of_history() -> int:
    audited = [model for model in apps.get_models() if issubclass(model, AuditedModel)]
    return sum(model.history.count() for model in audited)


def test_reading_finds_english_in_text_and_in_spoken_attributes() -> None:
    page = '<p>Save now 令和6年R6.6.27</p><input placeholder="Search" name="query"><script>var x</script>'
    assert Reading(page).english({"now"}) == {"Save", "Search"}
