"""Light and dark: a choice without a script, and style sheets in which one table of colours decides."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests import house
from tests.factories.portal import UserFactory

pytestmark = pytest.mark.django_db

# What a page may load besides itself, packed as it travels; and all script of our own, as it is written.
PACKED_BYTES = 40 * 1024
SCRIPT_BYTES = 10 * 1024
LOADED = re.compile(r'<(?:link rel="stylesheet" href|script src)="/static/([^"]+)"')

SHEETS = [path for path in house.tracked(".css") if path.startswith("portal/site/static/portal/")]
OWN_SHEETS = [path for path in SHEETS if "/vendor/" not in path]
TABLE = "portal/site/static/portal/variables.css"
# A colour in figures or by name, a token, or an old way of writing one.
LITERAL = re.compile(
    r"#[0-9a-f]{3,8}\b|rgba?\((?!0 0 0)|hsla?\(|var\(--(?!c-|n-)|:\s*(?:white|black|red|gray)\b", re.I
)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_chosen_look_holds_on_the_next_pages_and_for_the_one_who_is_not_logged_in(
    client: Client, look: str
) -> None:
    answer = client.post("/look/", {"look": look, "next": "/login/?next=/meetings/"})
    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=/meetings/")
    assert f'<html lang="ja" data-look="{look}">' in client.get("/login/").content.decode()

    client.force_login(UserFactory())
    page = client.get("/").content.decode()
    assert f'<html lang="ja" data-look="{look}">' in page
    assert f'value="{look}" aria-pressed="true"' in page


def test_look_of_the_system_comes_back(client: Client) -> None:
    client.post("/look/", {"look": "dark"})
    client.post("/look/", {"look": ""})
    assert '<html lang="ja">' in client.get("/login/").content.decode()


def test_invented_look_and_foreign_address_are_ignored(client: Client) -> None:
    answer = client.post("/look/", {"look": '"><script>', "next": "https://elsewhere.invalid/"})
    assert answer["Location"] == "/"
    client.cookies["look"] = '"><script>'
    assert '<html lang="ja">' in client.get("/login/").content.decode()


def test_look_is_not_chosen_by_following_a_link(client: Client) -> None:
    assert client.get("/look/").status_code == 405


@pytest.mark.parametrize("sheet", [path for path in OWN_SHEETS if path != TABLE])
def test_style_sheet_uses_semantic_colours_only(sheet: str) -> None:
    assert LITERAL.findall(house.read(sheet)) == []


def test_variable_has_both_looks_and_is_known_where_it_is_used() -> None:
    table = house.read(TABLE)
    known = re.findall(r"^  (--c-[a-z-]+): (.+);$", table, re.MULTILINE)
    assert 20 <= len(known) <= 25
    assert [name for name, value in known if not value.startswith("light-dark(")] == []
    used = {name for sheet in OWN_SHEETS for name in re.findall(r"var\((--c-[a-z-]+)", house.read(sheet))}
    assert used == {name for name, _ in known}


def test_token_named_in_the_table_stands_in_the_vendored_file() -> None:
    tokens = house.read("portal/site/static/portal/vendor/design-tokens/tokens.css")
    named = set(re.findall(r"var\((--color-[a-z0-9-]+)\)", house.read(TABLE)))
    assert named
    assert {name for name in named if f"  {name}:" not in tokens} == set()


def _file(name: str) -> Path:
    return Path(str(finders.find(name)))


def test_page_loads_little_and_no_page_loads_more(client: Client) -> None:
    client.force_login(UserFactory())
    loaded = LOADED.findall(client.get("/").content.decode())
    assert {name.rsplit(".", 1)[-1] for name in loaded} == {"css", "js"}
    assert sum(len(gzip.compress(_file(name).read_bytes())) for name in loaded) <= PACKED_BYTES

    loading = re.compile(r"<script|stylesheet")
    pages = [path for path in house.tracked(".html") if "/pdf/" not in path]
    # The residents' pages have a head of their own, which loads fewer of the same and their own few.
    assert [path for path in pages if loading.search(house.read(path))] == [
        "templates/_components/head_files.html",
        "templates/public/_base.html",
        "templates/public/carried_search.html",
    ]
    of_residents = [*house.tracked(".css"), *house.tracked(".js")]
    of_residents = [path for path in of_residents if path.startswith("portal/public/")]
    assert sum(len(gzip.compress(house.read(path).encode())) for path in of_residents) <= PACKED_BYTES / 10


def test_own_script_is_short_and_the_other_one_is_the_wheels() -> None:
    own = [path for path in house.tracked(".js") if path.startswith("portal/")]
    assert sum(len(house.read(path).encode()) for path in own) < SCRIPT_BYTES
    assert "site-packages/django_htmx/" in _file("django_htmx/htmx-4.min.js").as_posix()
